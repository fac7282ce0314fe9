"""Sheets for interviews as a whole: what a coder sees, and that what is filled in comes back."""

from __future__ import annotations

import csv

import pytest
from openpyxl import load_workbook

from textmine.coding import open_codings
from textmine.errors import InputError
from textmine.reading.unit_sheets import UnitSheetRequest, export_unit_sheets

BOOK = "ling-martins-2015"
GOAL = "goal_orientation"
BESIDE = "your codes of its passages"


def _sheets(space, *coders, **more):
    folder = space.root / more.pop("folder", "sheets")
    return export_unit_sheets(
        space, UnitSheetRequest("forum", BOOK, folder, "interviews", coders, **more)
    )


def test_a_coder_sees_own_codes_of_the_passages_and_nobody_elses(coded):
    own, other = _sheets(coded, "coder-1", "zoe")
    rows = [[cell.value for cell in row] for row in load_workbook(own.path)["coding"]]
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (own.documents, len(rows)) == (36, 37)
    assert (first["interview"], first["documents"]) == ("T01", "5")
    assert first["begins"].startswith("Good morning and welcome")
    assert "goal_orientation A knowledge sharing and co-creation: 4" in first[BESIDE]
    header = [cell.value for cell in load_workbook(other.path)["coding"][1]]
    assert BESIDE not in header
    assert not {"author", "authors"} & {*header}


def test_what_is_filled_in_comes_back(coded, run):
    sheet = _sheets(coded, "zoe")[0].path
    book = load_workbook(sheet)
    page = book["coding"]
    column = [cell.value for cell in page[1]].index(GOAL) + 1
    page.cell(2, column).value = "A  knowledge sharing and co-creation"
    page.cell(3, column + 1).value = "not sure yet"
    page.cell(3, column).value = "B"
    book.save(sheet)
    ran = run(
        *("coding", "import", sheet, "--corpus", "forum", "--codebook", BOOK),
        *("--level", "interviews"),
    )
    assert ran.code == 0, ran.err
    found = open_codings(coded).current("forum", "interviews")
    assert [(c.document, c.code, c.coder, c.memo) for c in found] == [
        ("T01", "A", "zoe", ""),
        ("T02", "B", "zoe", "not sure yet"),
    ]


def test_as_csv_and_by_the_command(coded, run):
    ran = run(
        *("coding", "sheets", "forum", "--codebook", BOOK, "--level", "threads"),
        *("--coders", "zoe", "--out", "there", "--format", "csv", "--with-author"),
    )
    assert ran.code == 0, ran.err
    assert "36 interviews for zoe" in ran.err
    path = coded.root / "there" / "forum-interviews-zoe.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows[0]["authors"]
    ran = run(
        *("coding", "sheets", "forum", "--codebook", BOOK, "--level", "threads"),
        *("--coders", "zoe", "--out", "there", "--before", "2"),
    )
    assert (ran.code, "about documents" in ran.err) == (2, True)


def test_what_cannot_be_written_is_refused(coded):
    with pytest.raises(InputError, match="Say who codes"):
        _sheets(coded)
    with pytest.raises(InputError, match="two coders would both have the name"):
        _sheets(coded, "zoe b", "zoe_b")
    sheet = _sheets(coded, "zoe")[0].path
    assert _sheets(coded, "zoe")[0].path == sheet
    book = load_workbook(sheet)
    book["coding"].cell(2, 6).value = "A"
    book.save(sheet)
    with pytest.raises(InputError, match="codes may stand in it"):
        _sheets(coded, "zoe")
