"""The report of the sample forum as a reader sees it: on a phone, a tablet, a desk and paper."""

from __future__ import annotations

import pytest

from tests.browser.looking import WIDTHS, opened, pages_before_appendix

pytestmark = pytest.mark.slow
LEAST_TYPE = 11
MOST_PAGES = 8


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_fits_the_screen_and_asks_for_nothing(browser, forum_page, width, scheme):
    with opened(browser, forum_page, width, scheme) as seen:
        assert seen.wider_by <= 0, seen.beyond
        assert seen.complaints == []
        assert seen.requests == [forum_page]
        assert seen.dialogs == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_everybody_can_use_the_page(browser, forum_page, width, scheme):
    pytest.importorskip("axe_playwright_python", reason="axe is not installed.")
    with opened(browser, forum_page, width, scheme) as seen:
        seen.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert seen.serious() == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_type_of_charts_can_be_read(browser, forum_page, width):
    with opened(browser, forum_page, width) as seen:
        seen.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        sizes = seen.type_of_charts()
    assert sizes
    assert sizes[0][0] >= LEAST_TYPE - 0.05, sizes[:5]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_first_finding_is_on_the_first_screen(browser, forum_page, width):
    with opened(browser, forum_page, width) as seen:
        assert seen.top_of("section.findings > p") <= WIDTHS[width]


def test_what_is_printed_before_the_appendix_is_short(browser, forum_page):
    with opened(browser, forum_page) as seen:
        assert 1 <= pages_before_appendix(seen) <= MOST_PAGES


def test_without_scripts_the_page_says_as_much(browser, forum_page):
    with (
        opened(browser, forum_page) as scripted,
        opened(browser, forum_page, scripts=False) as plain,
    ):
        assert plain.page.inner_text("main") == scripted.page.inner_text("main")
