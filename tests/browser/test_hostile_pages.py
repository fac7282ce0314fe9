"""A page made of hostile texts: no dialog, no request, no script, no element of theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.browser.looking import WIDTHS, opened
from tests.report.test_docx import report
from tests.report.test_hostile import hostile_root  # noqa: F401
from textmine.report.page import render_page

HOSTILE = (
    "<script>alert(1);window.owned=1</script>",
    "</style></svg></title><img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><style>*{display:none}</style></svg>",
    "<style>@import url(http://a.example/x.css)</style>",
    "<iframe src=http://a.example></iframe><base href=http://a.example>",
    "<form action=http://a.example><button formaction=javascript:alert(1)>x</button></form>",
    "<a href=javascript:alert(1) autofocus onfocus=alert(1)>x</a>",
    '"\' onmouseover="alert(1)" style="position:fixed;inset:0',
    "{{7*7}}{% raw %}${7*7}#{7*7}",
    "]]>--><!--<![CDATA[<meta http-equiv=refresh content=0;url=http://a.example>",
    "=HYPERLINK(1) @SUM(A1) -cmd|' /C calc'!A0",
    "a\x00b\x1b[31mc\x9bd\ufffe",
    "مرحبا \u202eabc\u2066 שלום 😀👩‍👩‍👧",
    "y" * 3000,
)
THEIRS = "script, iframe, form, button, base, embed, object, link, video, audio, input, img"


def _inert(seen: Any, address: str) -> None:
    assert seen.dialogs == []
    assert seen.complaints == []
    assert seen.requests == [address]
    assert seen.page.evaluate("typeof window.owned") == "undefined"
    assert seen.page.locator(THEIRS).count() == 0
    assert seen.page.locator("head style").count() == seen.page.locator("style").count() == 1
    assert seen.page.locator("meta[http-equiv=refresh]").count() == 0
    acting = """
    () => [...document.querySelectorAll('*')].flatMap(one => [...one.attributes])
      .filter(each => /^on/i.test(each.name) || /javascript:/i.test(each.value)
        || (/^(href|xlink:href|src|action)$/i.test(each.name) && !each.value.startsWith('#')))
      .map(each => `${each.name}=${each.value}`)
    """
    assert seen.page.evaluate(acting) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_texts_in_every_place_are_texts(browser, tmp_path, width):
    sections = []
    for number, text in enumerate(HOSTILE):
        made = report(text)
        [section] = made.sections
        figure = replace(section.figures[0], name=f"f{number}")
        sections.append(replace(section, id=f"s{number}", figures=[figure]))
    made = replace(
        report(HOSTILE[0]),
        sections=sections,
        appendix=[replace(one, id=f"a-{one.id}") for one in sections],
        authors=HOSTILE,
        question=HOSTILE[1],
        date=HOSTILE[2],
    )
    path = tmp_path / "r.html"
    path.write_text(render_page(made), encoding="utf-8")
    with opened(browser, path.as_uri(), width) as seen:
        seen.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        _inert(seen, path.as_uri())
        assert seen.wider_by <= 0, seen.beyond
        shown = " ".join(seen.page.inner_text("body").split())
        for text in HOSTILE[:10]:
            assert " ".join(text.split()) in shown, text


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_a_hostile_corpus_is_inert(browser, hostile_root, width):  # noqa: F811
    address = (hostile_root / "reports" / "r" / "report.html").as_uri()
    with opened(browser, address, width) as seen:
        seen.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        _inert(seen, address)
        assert seen.wider_by <= 0, seen.beyond
        assert seen.page.title()
