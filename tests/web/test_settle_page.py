"""Settle in a browser: by keys and by mouse, at every width."""

from __future__ import annotations

import pytest

from tests.browser.looking import WIDTHS
from tests.web.conftest import meeting, served, site_of
from tests.web.seats import come_in, wait_for, well_made
from textmine.coding import open_codings
from textmine.schema import Coding

pytestmark = pytest.mark.slow
CODES = {"ann": ("rent", "rent", "paint", "rent"), "bob": ("train", "train", "train", "rent")}


@pytest.fixture
def differing(tmp_path):
    space = meeting(tmp_path / "meeting", 12)
    said = [
        Coding("town", f"d{n:03d}", "topic", code, coder, codebook="meeting", memo="why not")
        for coder, codes in CODES.items()
        for n, code in enumerate(codes)
    ]
    open_codings(space).append(said)
    site = site_of(space)
    with served(site) as address:
        yield space, site, address


def settled(space):
    every = open_codings(space).current("town")
    return {one.document: (one.code, one.memo) for one in every if one.origin == "adjudicated"}


@pytest.mark.parametrize("width", WIDTHS)
def test_cases_are_settled_by_keys_and_by_mouse(browser, differing, width, tmp_path):
    space, site, address = differing
    with come_in(browser, site, address, width) as seen:
        page = seen.page
        page.goto(f"{address}/settle")
        wait_for(page, "h1", "case 1 of 3")
        well_made(seen, tmp_path, "settle")
        page.keyboard.press("1")
        page.keyboard.press(".")
        page.keyboard.type("the rent is meant")
        page.keyboard.press("Escape")
        page.fill("input[name=by]", "lea") if not page.input_value("input[name=by]") else None
        page.locator("#message").click()
        page.keyboard.press("Enter")
        wait_for(page, "h1", "case 1 of 2")
        assert settled(space) == {"d000": ("rent", "the rent is meant")}
        page.keyboard.press("ArrowRight")
        wait_for(page, "h1", "case 2 of 2")
        page.locator("label:has-text('paint')").click()
        page.fill("input[name=by]", "lea")
        page.locator("button.main:has-text('Settle')").click()
        wait_for(page, "h1", "case 1 of 1")
        assert settled(space)["d002"] == ("paint", "")
        page.click("text=How far")
        wait_for(page, "h1", "agree")
        well_made(seen, tmp_path, "agreement")
