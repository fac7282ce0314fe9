"""Code in a browser: by keyboard alone and by mouse, at every width; nothing is lost."""

from __future__ import annotations

import pytest

from tests.browser.looking import WIDTHS, opened
from tests.web.conftest import meeting, served, site_of
from textmine.coding import open_codings
from textmine.coding.sampling.drawing import draw_sample
from textmine.coding.sampling.request import SampleRequest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    space = meeting(tmp_path_factory.mktemp("served") / "meeting", 60)
    site = site_of(space)
    with served(site) as address:
        yield space, site, address


def dealt_to(space, *coders):
    draw_sample(space, SampleRequest("town", n=3, coders=coders, include_coded=True))


def said_by(space, coder):
    return [one for one in open_codings(space).current("town") if one.coder == coder]


def sit_down(seen, address, coder):
    page = seen.page
    page.wait_for_url(f"{address}/")
    page.goto(f"{address}/code")
    page.fill("input[name=coder]", coder)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_selector("#message .text")
    return page


def all_kept(page):
    wait_for(page, "#state", "All is kept")


def wait_for(page, selector, text):
    page.locator(f"{selector}:has-text('{text}')").wait_for()


def opened_by_link(browser, site, address, width):
    return opened(browser, f"{address}/enter?key={site.link.renewed()}", width)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_draw_is_coded_by_keyboard_alone(browser, town, width):
    space, site, address = town
    coder = f"key {width}"
    dealt_to(space, coder)
    with opened_by_link(browser, site, address, width) as seen:
        page = sit_down(seen, address, coder)
        assert seen.wider_by <= 0, seen.beyond
        assert page.inner_text("#place") == "1 of 3"
        for key in ("2", "1", "2", "Enter"):
            page.keyboard.press(key)
        wait_for(page, "#place", "2 of 3")
        for key in (",", "Shift+ArrowRight", "3"):
            page.keyboard.press(key)
        all_kept(page)
        found = [(one.code, one.start) for one in said_by(space, coder)]
        assert sorted(found, key=str) == [
            ("calm", None),
            ("cross", None),
            ("paint", 0),
            ("train", None),
        ]
        page.keyboard.press("Backspace")
        page.locator("#message mark").wait_for(state="detached")
        all_kept(page)
        assert len(said_by(space, coder)) == 3
        assert seen.serious() == []
        assert seen.complaints == []
        assert all(one.startswith(address) for one in seen.requests)
