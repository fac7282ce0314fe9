"""Hostile texts in every place are texts, and hostile names lead nowhere."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from tests.browser.test_hostile_pages import HOSTILE
from tests.made import add_corpus, quick_workspace
from tests.web.conftest import by_link, site_of
from textmine.codebook import Code, Codebook, Dimension, save_codebook
from textmine.coding import open_codings
from textmine.coding.sampling.drawing import draw_sample
from textmine.coding.sampling.request import SampleRequest
from textmine.schema import Coding
from textmine.web.routes import ROUTES

ASKED = {"corpus": "town", "draw": "d1", "codebook": "hostile"}
TAGS = frozenset({"script", "iframe", "img", "svg", "base", "object", "embed", "style", "video"})


class Tags(HTMLParser):
    """Every element and attribute of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A workspace whose texts, authors, codes, memos and reasons are hostile."""
    root = tmp_path_factory.mktemp("hostile") / "w"
    space = quick_workspace(root)
    texts = [text.replace("\x00", "") for text in HOSTILE]
    rows = [
        {"id": f"d{n}", "thread_id": "t", "author": text[:60], "title": text[:60], "text": text}
        for n, text in enumerate(texts)
    ]
    add_corpus(space, "town", rows, root.with_suffix(".csv"))
    codes = tuple(
        Code(id=f"c{n}", name=text, definition=text, include=text, exclude=text, examples=(text,))
        for n, text in enumerate(HOSTILE[:6])
    )
    dimension = Dimension(id="topic", name=HOSTILE[0], question=HOSTILE[1], codes=codes)
    save_codebook(space, Codebook(name="hostile", title=HOSTILE[2], dimensions=(dimension,)))
    draw_sample(
        space, SampleRequest("town", everything=True, coders=("ann", HOSTILE[1]), name="d1")
    )
    said = [
        Coding("town", f"d{n}", "topic", code, coder, codebook="hostile", memo=HOSTILE[n % 6])
        for coder, code in (("ann", "c1"), (HOSTILE[1], "c2"))
        for n in range(len(rows))
    ]
    open_codings(space).append(said)
    return space


def test_texts_are_texts_on_every_page(hostile):
    lea = by_link(site_of(hostile), "ann")
    more = [
        ("/code", ASKED),
        ("/settle", {"corpus": "town"}),
        ("/codebook/one", {"name": "hostile"}),
    ]
    more += [("/settle/agreement", {"corpus": "town"})]
    more += [("/read", {"corpus": "town", "codes": "1", "q": text}) for text in HOSTILE[:3]]
    more += [(f"/read/town/d{n}", {"codes": "1", "q": "alert"}) for n in range(len(HOSTILE))]
    more += [(one.path, {}) for one in ROUTES if one.method == "GET" and not one.is_api]
    for path, query in more:
        if path == "/enter":
            continue
        answer = lea.get(path, **query)
        assert answer.status_code < 500, path
        for tag, attributes in Tags(answer.text).found:
            own = tag == "script" and str(attributes.get("src", "")).startswith("/static/")
            drawn = tag == "svg" and "role" in attributes
            assert tag not in TAGS or own or drawn, (path, tag, attributes)
            assert not any(name.startswith("on") for name in attributes), (path, tag)
            assert "style" not in attributes, (path, tag)
            for name in ("href", "src", "action", "formaction"):
                value = attributes.get(name) or "/"
                assert value.startswith(("/", "#")) and not value.startswith("//"), (path, value)


NAMES = ("../x", "/etc/passwd", "..", "x\x00y", "-rf", "a" * 300)


@pytest.mark.slow
def test_names_lead_nowhere(hostile):
    lea = by_link(site_of(hostile), "ann")
    lea.open("/")
    fields = "corpus draw codebook name file number document dimension model first second".split()
    for route in ROUTES:
        if route.path in ("/enter", "/leave", "/coder") or route.body is not None:
            continue
        for name in NAMES:
            given = dict.fromkeys(fields, name) | {"kind": "train", "what": "codes"}
            given |= {"coders": "ann", "n": "2", "code": "c1", "reason": "x", "by": "x"}
            if route.method == "GET":
                answer = lea.get(route.path, **given)
            else:
                answer = lea.post(route.path, given)
            assert answer.status_code < 500, (route.path, name)
            assert "root:" not in answer.text, (route.path, name)
            done = answer.status_code in (200, 303)
            assert not done or route.path in QUIET, (route.path, name, answer.text[:300])


QUIET = ("/", "/code", "/draws", "/settle", "/codebook", "/import", "/jobs", "/api/jobs")
QUIET += ("/api/openapi.json", "/api/project", "/reports", "/link")
"""Pages that take no name, or answer it by what there is."""


def test_what_goes_wrong_inside_is_not_told(hostile, monkeypatch, caplog):
    site = site_of(hostile)
    lea = by_link(site, "ann")

    def broken(workspace):
        raise RuntimeError("the password is tomato")

    monkeypatch.setattr(site.standing, "of", broken)
    answer = lea.get("/")
    assert answer.status_code == 500
    assert "tomato" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
