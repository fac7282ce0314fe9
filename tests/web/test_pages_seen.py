"""The other pages in a browser: settle by keys and by mouse, and the road from a CSV to a code."""

from __future__ import annotations

import pytest

from tests.browser.looking import WIDTHS
from tests.web.conftest import meeting, served, site_of
from tests.web.seats import all_kept, come_in, wait_for, well_made, well_made_everywhere
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


def test_from_a_file_to_a_code_by_pages_alone(browser, tmp_path):
    space = meeting(tmp_path / "meeting", 12)
    site = site_of(space)
    table = tmp_path / "letters.csv"
    lines = [f"{n},The rent of studio {n} was raised again this year." for n in range(8)]
    table.write_text("\n".join(["id,text", *lines]), encoding="utf-8")
    with served(site) as address, come_in(browser, site, address) as seen:
        page = seen.page
        well_made_everywhere(seen, tmp_path, "project")
        page.click("nav >> text=Import")
        well_made_everywhere(seen, tmp_path, "send")
        page.set_input_files("input[type=file]", str(table))
        page.click("text=Read it")
        wait_for(page, "blockquote", "studio 0")
        well_made_everywhere(seen, tmp_path, "import")
        page.click("text=Keep as a corpus")
        wait_for(page, "h1", "letters is here")
        page.click("text=Choose or make a codebook")
        well_made_everywhere(seen, tmp_path, "codebooks")
        page.locator("form.stacked input[name=name]").fill("letters-book")
        page.fill("input[name=dimension-1]", "Tone")
        page.fill("textarea[name=codes-1]", "calm: no heat\ncross: some heat")
        page.click("text=Make the codebook")
        wait_for(page, "h1", "letters-book")
        well_made_everywhere(seen, tmp_path, "codebook")
        page.click("nav >> text=Draws")
        page.select_option("select[name=corpus]", "letters")
        page.fill("input[name=n]", "2")
        page.fill("input[name=coders]", "ann, bob")
        page.click("button:has-text('Draw')")
        wait_for(page, "h2", "letters · draw-1")
        well_made_everywhere(seen, tmp_path, "draws")
        page.click("nav a[href='/code']")
        page.fill("input[name=coder]", "ann")
        page.click("text=Code as this person")
        card = page.locator("li:has-text('letters · draw-1')")
        card.locator("select").select_option("letters-book")
        card.locator("button").click()
        wait_for(page, "#place", "1 of 2")
        page.keyboard.press("1")
        page.keyboard.press("2")
        all_kept(page)
        page.click("nav >> text=Jobs")
        well_made_everywhere(seen, tmp_path, "jobs")
    found = sorted(str(one.code) for one in open_codings(space).current("letters"))
    assert found == ["calm", "cross"]
