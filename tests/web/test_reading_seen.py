"""Read, themes and reports in a browser: by keyboard alone and by mouse, at every width."""

from __future__ import annotations

import pytest

from tests.made import add_corpus, small_documents
from tests.web.conftest import meeting, served, site_of
from tests.web.seats import come_in, tab_to, wait_for, well_made_everywhere
from textmine.coding import open_codings
from textmine.corpus import load_corpus
from textmine.present import Section
from textmine.report.document import Report
from textmine.report.folder import write_report_folder
from textmine.schema import Coding
from textmine.topics import fit_topics
from textmine.topics.naming.themes import load_themes

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    space = meeting(tmp_path_factory.mktemp("read") / "meeting", 60)
    rows, _ = small_documents(30, "bc", seed=3)
    add_corpus(space, "lake", rows, space.root.with_suffix(".csv"))
    settings = space.settings.override("topics", n_topics=3)
    fit_topics(space, load_corpus(space, "town"), "town-topics", settings)
    said = [Coding("town", "d004", "topic", "rent", "ann", codebook="meeting", start=0, end=6)]
    open_codings(space).append(said)
    report = Report("Town", "", False, (Section.of("Few rents are low."),), "made with us")
    write_report_folder(space, "town", report, {}, 0, ("html", "docx"))
    site = site_of(space)
    with served(site) as address:
        yield space, site, address


def word_of(space, document):
    corpus = load_corpus(space, "town")
    return corpus.texts[corpus.ids.index(document)].split()[0]


def test_a_text_is_found_and_read_by_keyboard_alone(browser, town, tmp_path):
    space, site, address = town
    with come_in(browser, site, address) as seen:
        page = seen.page
        page.goto(f"{address}/read?corpus=town")
        page.keyboard.press("/")
        page.keyboard.type(word_of(space, "d004"))
        page.keyboard.press("Enter")
        wait_for(page, "[role=status]", "the best first")
        page.locator("mark.found").first.wait_for()
        well_made_everywhere(seen, tmp_path, "read")
        tab_to(page, "a[href*='/read/town/d004']")
        page.keyboard.press("Enter")
        wait_for(page, "article.here", "d004")
        tab_to(page, "input[name=codes]")
        page.keyboard.press("Space")
        page.locator("mark.code").first.wait_for()
        well_made_everywhere(seen, tmp_path, "text")
        page.goto(f"{address}/read/town/d005#c3-9")
        page.locator("#at").wait_for()
        assert page.url == f"{address}/read/town/d005?at=3-9#at"
        assert len(page.inner_text("#at")) == 6


def test_themes_are_named_and_a_quotation_opened(browser, town, tmp_path):
    space, site, address = town
    with come_in(browser, site, address) as seen:
        page = seen.page
        page.click("nav >> text=Themes")
        page.locator(".card").first.wait_for()
        well_made_everywhere(seen, tmp_path, "themes")
        tab_to(page, ".card summary")
        page.keyboard.press("Enter")
        tab_to(page, ".card input[name=name]")
        page.keyboard.type("Rents")
        page.keyboard.press("Enter")
        wait_for(page, "[role=status]", "Rents")
        for box in page.locator("input[form=merge]").all()[:2]:
            box.check()
        page.fill("#merge input[name=into]", "Both")
        page.click("#merge button")
        wait_for(page, "h2", "Both")
        assert set(load_themes(space.root / "models" / "town-topics").themes) == {"Both"}
        page.locator("blockquote a").first.click()
        page.locator("#at").wait_for()
        page.goto(f"{address}/themes/compare?first=town&second=lake&model=town-topics")
        page.locator(".sides").first.wait_for()
        well_made_everywhere(seen, tmp_path, "compare")


def test_a_report_is_opened_and_taken_away(browser, town, tmp_path):
    _, site, address = town
    with come_in(browser, site, address) as seen:
        page = seen.page
        page.click("nav >> text=Reports")
        well_made_everywhere(seen, tmp_path, "reports")
        with page.expect_download() as waiting:
            page.click("text=Word document >> nth=0")
        assert waiting.value.suggested_filename == "town.docx"
        tab_to(page, "a.button.main")
        page.keyboard.press("Enter")
        wait_for(page, "p", "Few rents are low.")
        colour = page.locator("h1").evaluate("one => getComputedStyle(one).color")
        assert colour != "rgb(0, 0, 0)"
