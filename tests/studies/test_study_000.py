"""Study 000 step by step: two researchers sort codes and agree on themes of the same forum."""

from __future__ import annotations

from collections import Counter
from itertools import product

import openpyxl
import pytest
from sklearn.metrics import adjusted_rand_score

from tests.studies import forum
from tests.studies.reading import alone, by_unit, good, not_verbatim

BOOK = ("--codebook", "martins-ling-2017")
MESSAGES = {one.id: one for one in forum.messages()}
TEXTS = {one.id: one.text for one in MESSAGES.values()}
SIZES = Counter(theme for themes in forum.themes().values() for theme in themes)


def test_two_researchers_code_independently(forum_root, copy):
    """3 Methods: a sheet each, without the other's codes; how far both give the same themes."""
    run, folder = copy(forum_root)
    lena, marco = (forum.coded_000()[coder] for coder in forum.CODERS_000)
    assert sum(len(themes) for said in (lena, marco) for themes in said.values()) == 222
    rows = good(run("agreement", "forum", *BOOK, "-f", "json")).rows
    (same,) = (
        row["value"]
        for row in rows
        if (row["dimension"], row["figure"]) == ("theme", "share of equal sets")
    )
    assert same == pytest.approx(sum(lena[one] == marco[one] for one in lena) / 131, abs=5e-4)
    drawn = ("coding", "sample", "forum", "--n", "12", "--include-coded", "--coders", "lena,marco")
    good(run(*drawn, *BOOK, "--out", folder / "sheets", "--sheet-format", "csv"))
    sheets = sorted((folder / "sheets").glob("*.csv"))
    assert len(sheets) == 2
    for sheet in sheets:
        said = sheet.read_text(encoding="utf-8-sig")
        assert "marco" not in said if "lena" in sheet.name else "lena" not in said


def test_notes_and_summaries_of_preliminary_topics(forum_root, copy):
    """3 Methods: notes on a code, a message, a person and the project, and one text of all."""
    run, folder = copy(forum_root)
    first = next(one for one, themes in forum.themes().items() if themes)
    memo = ("memo", "add")
    code = "martins-ling-2017:theme:collaborative-workspaces"
    good(run(*memo, "Rent comes first, company later.", "--code", code, "--by", "lena"))
    good(run(*memo, "Opens the whole matter.", "--document", f"forum:{first}", "--by", "marco"))
    good(run(*memo, "Sceptical to the end.", "--participant", "forum:Grumbleweed", "--by", "lena"))
    summary = ("--type", "summary", "--title", "First topics", "--by", "marco")
    good(run(*memo, "Places, ties and ways abroad.", *summary))
    rows = good(run("memo", "list", "-f", "json")).rows
    assert len(rows) == 4
    assert {row["by"] for row in rows} == {"lena", "marco"}
    assert len(good(run("memo", "list", "--code", code, "-f", "json")).rows) == 1
    good(run("memo", "export", "--out", folder / "memos.md"))
    said = (folder / "memos.md").read_text(encoding="utf-8")
    assert all(words in said for words in ("Rent comes first", "Places, ties", "Sceptical"))


def test_two_sortings_of_the_codes_compared(forum_root, run_in, tmp_path):
    """3 Methods: each sorts the same codes into candidate themes; what they dispute."""
    table = forum.write_sortings(tmp_path / "sortings.csv")
    run = run_in(forum_root)
    rows = good(run("codebook", "sortings", table, "-f", "json")).rows
    lena, marco = (forum.SORTINGS[coder] for coder in forum.CODERS_000)
    codes = list(lena)
    disputed = {
        frozenset((a, b))
        for a, b in product(codes, codes)
        if a < b and (lena[a] == lena[b]) != (marco[a] == marco[b])
    }
    rand = adjusted_rand_score([lena[one] for one in codes], [marco[one] for one in codes])
    found = {frozenset((row["first_code"], row["second_code"])) for row in rows}
    said = good(run("codebook", "sortings", table))
    assert f"adjusted Rand index {rand:.2f}" in said.out + said.err
    assert found == disputed


def test_differences_resolved_in_a_meeting(forum_root, copy):
    """3 Methods: a sheet with what each said; what was resolved stands, with who and why."""
    run, _ = copy(forum_root)
    lena, marco = (forum.coded_000()[coder] for coder in forum.CODERS_000)
    open_ones = {one for one in lena if lena[one] != marco[one]}
    sheet = openpyxl.load_workbook(forum_root.parent / "meeting.xlsx").worksheets[0]
    table = [[cell.value for cell in row] for row in sheet.iter_rows()]
    at = table[0].index("document")
    assert {str(row[at]) for row in table[1:]} == open_ones
    assert any("lena" in str(name) for name in table[0])
    some = next(iter(sorted(open_ones)))
    told = good(run("coding", "history", "forum", some, "-f", "json")).rows
    mine = [row for row in told if row["coder"] == "agreed" and row["dimension"] == "theme"]
    assert {row["code"] for row in mine if row["stands"] and row["code"]} == set(
        forum.themes()[some]
    )
    assert all("read again together" in row["memo"] for row in mine)
    assert all(row["by"] == "lena and marco" for row in mine)


def test_agreed_wording_of_the_themes(forum_root, copy):
    """3 Methods: a theme gets other words; why and by whom stays, and the codings with it."""
    run, _ = copy(forum_root)
    change = ("codebook", "change")
    where = ("martins-ling-2017", "--dimension", "theme", "--code", "collaborative-workspaces")
    why = ("--reason", "not every place is shared", "--by", "lena and marco")
    good(run(*change, "rename", *where, "--name", "places to work together", *why))
    good(run(*change, "redefine", *where, "--definition", "Places where firms meet.", *why))
    rows = good(run("codebook", "history", "martins-ling-2017", "-f", "json")).rows
    assert len(rows) == 2
    assert {row["reason"] for row in rows} == {"not every place is shared"}
    assert {row["by"] for row in rows} == {"lena and marco"}
    shown = good(run("codebook", "show", "martins-ling-2017", "-f", "json"))
    assert "places to work together" in shown.out
    assert alone(good(run("tabulate", "forum", *BOOK, "-f", "json")).rows, "theme")


def test_internal_homogeneity_of_the_themes(forum_root, copy):
    """3 Methods: are the messages of one theme more alike than those of others?"""
    run, folder = copy(forum_root)
    marks = forum.write_marks(folder / "marks.csv")
    made = ("--codebook", "reading", "--create-codebook", "--dimension", "practice")
    good(run("coding", "import", marks, "--corpus", "forum", *made, "--spans", "start,end"))
    table = forum.write_sortings(folder / "sortings.csv")
    where = ("--corpus", "forum", "--codebook", "reading", "--dimension", "practice")
    said = good(run("codebook", "sortings", table, *where, "--report", "alike"))
    assert "within the themes of lena" in said.out + said.err
    pages = list((folder / "copy/reports/alike/tables").glob("*.csv"))
    told = "".join(page.read_text(encoding="utf-8-sig") for page in pages)
    assert all(theme in told for theme in ("places", "ties", "abroad", "closeness"))


def test_themes_with_quotations_by_message_number(forum_root, run_in, tmp_path):
    """4 Findings: every message of a theme, word for word, by number, as a document too."""
    run = run_in(forum_root)
    for theme in forum.THEMES:
        asked = ("quotes", "forum", *BOOK, "--code", theme, "--words", "0", "--repeats")
        rows = good(run(*asked, "-f", "json")).rows
        has = {one for one, themes in forum.themes().items() if theme in themes}
        assert {row["document"] for row in rows} == has
        assert not_verbatim(rows, TEXTS) == []
        assert all(row["author"] == MESSAGES[row["document"]].author for row in rows)
    out = tmp_path / "themes.md"
    good(run("quotes", "forum", *BOOK, "--code", forum.THEMES[2], "--voices", "--out", out))
    said = out.read_text(encoding="utf-8")
    assert "message " in said


def test_theme_to_capacity_and_proximity(forum_root, run_in):
    """5 and 6: each theme stands for a capacity and a proximity, counted by themselves."""
    run = run_in(forum_root)
    stands_for = {
        "capacity": ("absorptive", "connective", "desorptive"),
        "proximity": ("social", "institutional", "cognitive"),
    }
    for dimension, codes in stands_for.items():
        asked = (*BOOK, "--dimension", dimension, "-f", "json")
        rows = good(run("tabulate", "forum", *asked)).rows
        expected = {code: SIZES[theme] for code, theme in zip(codes, forum.THEMES, strict=True)}
        assert alone(rows, dimension) == expected
    asked = (*BOOK, "--dimension", "theme", "--count", "documents,authors", "-f", "json")
    rows = good(run("tabulate", "forum", *asked)).rows
    people = {(theme, MESSAGES[one].author) for one, has in forum.themes().items() for theme in has}
    assert by_unit(rows, "documents") == SIZES
    assert by_unit(rows, "authors") == Counter(theme for theme, _ in people)


@pytest.mark.slow
def test_one_forum_under_both_codebooks(forum_root, run_in):
    """Both papers together: a page of both codebooks, and the codes of one by the other."""
    run = run_in(forum_root)
    good(run("report", "forum", "--name", "both"))
    page = (forum_root / "reports/both/report.html").read_text(encoding="utf-8")
    assert "What was coded (ling-martins-2015)" in page
    assert "What was coded (martins-ling-2017)" in page
    books = ("ling-martins-2015:goal_orientation", "martins-ling-2017:theme")
    rows = good(run("codebook", "crosswalk", "forum", *books, "-f", "json")).rows
    expected = Counter(
        (forum.cells()[one][0], theme) for one, has in forum.themes().items() for theme in has
    )
    found = {(row["code"], row["other_code"]): row["documents"] for row in rows}
    assert {pair: n for pair, n in found.items() if n and pair[1] in SIZES} == expected
