"""The whole road of a newcomer, by pages alone: from a file to a report that is taken away."""

from __future__ import annotations

import pytest

from tests.helpers import write_csv
from tests.made import quick_workspace, small_documents
from tests.web.conftest import served, site_of
from tests.web.seats import come_in, wait_for, well_made_everywhere
from textmine.coding import open_codings
from textmine.coding.live.reviewed import decisions_of
from textmine.coding.suggested import how_given
from textmine.topics.naming.themes import load_themes

pytestmark = pytest.mark.slow
N, CODED = 36, 20
CODES = "abc"
_JOB = 120_000
"""Milliseconds that a job may take."""


@pytest.fixture
def letters(tmp_path):
    """Messages whose words tell the code, as a table that an office would have."""
    rows, codes = small_documents(N, CODES)
    columns = ("message", "posted by", "thread", "date")
    cells = [
        [row["text"], row["author"], row["thread_id"], f"2024-03-{place // 3 + 1:02d}"]
        for place, row in enumerate(rows)
    ]
    write_csv(tmp_path / "letters.csv", list(columns), cells)
    known = {row["text"]: CODES.index(codes[row["id"]]) for row in rows}
    space = quick_workspace(tmp_path / "letters")
    return space, tmp_path / "letters.csv", known


class Newcomer:
    """Somebody at a browser who presses what a page offers, and types no address."""

    def __init__(self, seen, shots, known):
        self.seen, self.page, self.shots, self.known = seen, seen.page, shots, known

    def next(self, word):
        """Press what the first page names as the next step, which is this one."""
        self.page.click("nav >> text=Project")
        self.page.locator(f".steps a.button:has-text('{word}')").first.click()
        self.page.wait_for_load_state()

    def look(self, name):
        well_made_everywhere(self.seen, self.shots, name)

    def done(self):
        """Wait for a job, and go on."""
        self.page.locator("main a.button.main:has-text('Go on')").click(timeout=_JOB)
        self.page.wait_for_load_state()

    def code_of_this(self):
        return self.known[self.page.inner_text("#message .text")]

    def brings_a_file(self, table):
        self.look("project")
        self.next("Import a file")
        self.look("import")
        self.page.set_input_files("input[type=file]", str(table))
        self.page.click("text=Read them")
        wait_for(self.page, "h1", "How textmine reads letters.csv")
        self.look("import-check")
        self.page.select_option("select[name=author]", "posted by")
        self.page.click("text=Read it again so")
        self.page.click("text=Keep as a corpus")
        wait_for(self.page, "h1", "The corpus letters is here")

    def makes_a_codebook_and_draws(self):
        page = self.page
        page.click("text=Choose or make a codebook")
        page.wait_for_url("**/codebook")
        self.look("codebooks")
        page.locator("form.stacked input[name=name]").fill("letters-book")
        page.fill("input[name=dimension-1]", "Subject")
        page.fill("textarea[name=codes-1]", "a: rooms and rents\nb: getting about\nc: pictures")
        page.click("text=Make the codebook")
        wait_for(page, "h1", "letters-book")
        self.look("codebook")
        page.click("text=Draw messages to code")
        page.fill("input[name=n]", str(CODED))
        page.fill("input[name=coders]", "ann, bob")
        page.click("button:has-text('Draw')")
        wait_for(page, "h2", "letters · draw-1")
        self.look("draws")

    def codes_as(self, coder, sees):
        """Code each drawn message by one press."""
        page = self.page
        self.next("Code")
        page.fill("input[name=coder]", coder)
        page.click("text=Code as this person")
        wait_for(page, "h1", f"Code as {coder}")
        page.click("text=Begin")
        for place in range(CODED):
            wait_for(page, "#place", f"{place + 1} of {CODED}")
            page.keyboard.press(str(sees(place, self.code_of_this()) + 1))
        wait_for(page, "#state", f"{CODED} of {CODED} coded. All is kept. To your draws")

    def sees_alpha_and_settles(self):
        page = self.page
        page.click("nav >> text=Project")
        wait_for(page, "h3", "Agreement so far")
        assert page.locator("td:has-text('0.7')").count() == 1
        self.next("Settle")
        page.click("text=How far ann and bob agree")
        wait_for(page, "h2", "What they mix up")
        self.look("agreement")
        page.click("text=Settle what they differ on")
        for left in (3, 2, 1):
            wait_for(page, "h1", f"case 1 of {left}")
            page.keyboard.press(str(self.code_of_this() + 1))
            page.fill("#reason", "the rule says so")
            page.click("button.main:has-text('Settle')")
        wait_for(page, "[role=status]", "No case is open")
        page.click("text=See what is next")

    def trains_and_reviews(self):
        page = self.page
        self.next("Train a model")
        self.look("jobs")
        page.click("button:has-text('Train')")
        self.done()
        self.next("Let it code")
        page.click("button:has-text('Let it code')")
        self.done()
        page.click("text=Begin")
        wait_for(page, "#place", "1 of ")
        left = int(page.inner_text("#place").split()[-1])
        for place in range(left):
            wait_for(page, "#place", f"{place + 1} of {left}")
            page.keyboard.press("Enter")
        wait_for(page, "#state", f"All {left} messages were seen")
        page.click("text=To the queues")

    def names_themes(self):
        page = self.page
        page.click("nav >> text=Themes")
        page.click("text=Find themes")
        page.fill("input[name=n]", "3")
        page.click("button:has-text('Find themes')")
        self.done()
        page.locator(".card summary").first.click()
        page.locator(".card input[name=name]").first.fill("Rooms and rents")
        page.locator("text=Keep the name").first.click()
        wait_for(page, "[role=status]", "Rooms and rents")

    def takes_a_report_away(self):
        page = self.page
        self.next("Make the report")
        for form in ("xlsx", "csv"):
            page.uncheck(f"input[name=to-{form}]")
        page.check("input[name=to-docx]")
        page.click("text=Make the report")
        link = page.locator("a:has-text('Word document')")
        link.wait_for(timeout=_JOB)
        with page.expect_download() as waiting:
            link.click()
        assert waiting.value.suggested_filename == "letters.docx"
        page.click("text=Open")
        wait_for(page, "h1", "Report on letters")
        assert "Rooms and rents" in page.inner_text("main")


def test_a_newcomer_goes_the_whole_road_by_pages_alone(browser, letters, tmp_path):
    space, table, known = letters
    site = site_of(space)
    with served(site) as address, come_in(browser, site, address) as seen:
        newcomer = Newcomer(seen, tmp_path, known)
        newcomer.brings_a_file(table)
        newcomer.makes_a_codebook_and_draws()
        newcomer.codes_as("ann", lambda _, code: code)
        newcomer.codes_as("bob", lambda place, code: (code + (place % 7 == 3)) % 3)
        newcomer.sees_alpha_and_settles()
        newcomer.trains_and_reviews()
        newcomer.names_themes()
        newcomer.takes_a_report_away()
    current = open_codings(space).current("letters")
    by = {name: [one for one in current if one.coder == name] for name in ("ann", "bob")}
    assert len(by["ann"]) == CODED
    assert sum(one.origin == "adjudicated" for one in current) == 3
    decided = decisions_of(space.codings_url, "letters", "review-1")
    assert len(decided) == len(by["bob"]) - CODED >= 3
    assert {how_given(one) for one in by["bob"]} == {"blind", "confirmed"}
    assert "Rooms and rents" in load_themes(space.root / "models" / "letters-topics").themes
