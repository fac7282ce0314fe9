"""A workbook that an office filled in: its titles, its groups of columns, its ids, its codebook."""

from __future__ import annotations

import datetime as dt

import docx
import pytest
from openpyxl import Workbook

from tests.helpers import write_csv
from textmine.codebook import find_codebook
from textmine.coding import open_codings

TEXTS = ["The rent is far too high here.", "Could we share one room?", "I felt lost in the hall."]
DAYS = [dt.date(2024, 3, day) for day in (4, 5, 6)]
DOMAIN, GOAL = "knowledge_domain", "goal_orientation"
CODES = [("Subject matter", "Sharing"), ("Norms", "Ends"), ("norms", "Sharing")]
HEADINGS = ["Dimension", "Code", "Label", "Description"]
BOOK = [
    ["Knowledge domain", "1", "Subject matter", "The topic."],
    ["Knowledge domain", "2", "Norms", "How people deal with each other."],
    ["Goal orientation", "A", "Sharing", "To understand."],
    ["Goal orientation", "B", "Ends", "To get something."],
]


@pytest.fixture
def office(workspace, run):
    """A corpus with ids such as 0001, and a codebook from an office's workbook."""
    header = ["Ref", "Posted", "Posted by", "Comment"]
    rows = [
        [f"{at:04d}", day.isoformat(), "x", text]
        for at, (day, text) in enumerate(zip(DAYS, TEXTS, strict=True), start=1)
    ]
    write_csv(workspace.root / "m.csv", header, rows)
    assert run("corpus", "import", "m.csv", "--name", "m", "--id", "Ref").code == 0
    _book(workspace.root / "book.xlsx")
    ran = run("codebook", "new", "ours", "--from-table", "book.xlsx")
    assert ran.code == 0, ran.err
    return workspace


def _book(path):
    """A workbook whose second sheet is the codebook."""
    book = Workbook()
    book.active.append(["Ref", "Knowledge domain"])
    book.active.append(["0001", "Norms"])
    sheet = book.create_sheet("Codebook")
    for row in (HEADINGS, *BOOK):
        sheet.append(row)
    book.save(path)


def _codings(path, *, groups=False, zeros="0000"):
    """Codes of Ann and Bob, with texts and dates beside them, below a title."""
    book = Workbook()
    sheet = book.active
    sheet["A1"] = "Consultation 2024: hand coding"
    sheet.merge_cells("A1:G1")
    dimensions = ["Knowledge domain", "Goal orientation"]
    if groups:
        for cell, name, place in (("D2", "Ann", "D2:E2"), ("F2", "Bob", "F2:G2")):
            sheet[cell] = name
            sheet.merge_cells(place)
        names = dimensions * 2
    else:
        names = [f"{dimension} ({coder})" for coder in ("Ann", "Bob") for dimension in dimensions]
    for column, name in enumerate(["Ref", "Date", "Comment", *names], start=1):
        sheet.cell(3, column).value = name
    for row, (day, text, codes) in enumerate(zip(DAYS, TEXTS, CODES, strict=True), start=4):
        serial = (day - dt.date(1899, 12, 30)).days
        cells = [row - 3, serial if row % 2 else day, text[:20], *codes, *codes]
        for column, cell in enumerate(cells, start=1):
            sheet.cell(row, column).value = cell
        sheet.cell(row, 1).number_format = zeros
    book.save(path)


def _import(run, name, *more):
    return run("coding", "import", name, "--corpus", "m", "--codebook", "ours", *more)


@pytest.mark.parametrize("groups", [False, True])
def test_dimensions_and_coders_in_the_headings(office, run, groups):
    _codings(office.root / "c.xlsx", groups=groups)
    ran = _import(run, "c.xlsx")
    assert ran.code == 0, ran.err
    assert "12 codings are new" in ran.err
    stands = {(c.document, c.dimension, c.coder): c.code for c in open_codings(office).current("m")}
    assert stands["0002", DOMAIN, "Ann"] == stands["0003", DOMAIN, "Bob"] == "2"
    assert stands["0001", GOAL, "Bob"] == "A"


def test_texts_and_dates_of_documents_are_no_remarks_and_dates_of_coding(office, run):
    _codings(office.root / "c.xlsx")
    ran = _import(run, "c.xlsx")
    assert "'Comment' holds the texts of the documents and no remark of a coder" in ran.err
    assert "'Date' holds the dates of the documents and no date of coding" in ran.err
    codings = open_codings(office).current("m")
    assert {coding.memo for coding in codings} == {""}
    assert not any(coding.created_at.startswith("2024-03") for coding in codings)


def test_remarks_and_dates_of_coding_are_read_and_said(office, run):
    rows = [["0001", "A", "not sure", "45415"], ["0002", "B", "", "3 May 2024"],
            ["0003", "A", "", "soon"]]  # fmt: skip
    write_csv(office.root / "c.csv", ["Ref", "Goal orientation", "Comment", "Date"], rows)
    ran = _import(run, "c.csv", "--coder", "Ann")
    assert "when it was coded in Date; the coder's remark in Comment" in ran.err
    assert "No dates of coding: 'soon'" in ran.err
    first, second, _ = sorted(open_codings(office).current("m"), key=lambda one: one.document)
    assert (first.memo, first.created_at, second.created_at) == (
        *("not sure", "2024-05-03"),
        "2024-05-03",
    )


@pytest.mark.parametrize("marks", ["{} / Remarks", "Remarks {}", "Goal orientation ({}) note"])
def test_remarks_of_each_coder_are_read_and_said(office, run, marks):
    names = []
    for who in ("Ann", "Bob"):
        names += [f"Goal orientation ({who})", marks.format(who)]
    write_csv(office.root / "c.csv", ["Ref", *names], [["0001", "A", "not sure", "B", ""]])
    ran = _import(run, "c.csv")
    assert f"the coder's remark in {names[1]}; the coder's remark in {names[3]}" in ran.err
    memos = {coding.coder: coding.memo for coding in open_codings(office).current("m")}
    assert memos == {"Ann": "not sure", "Bob": ""}


@pytest.mark.parametrize("header", ["Goal orientation no.", "Goal orientation code"])
def test_numbers_beside_the_names_of_codes_are_no_coder(office, run, header):
    def rows(number):
        return [["0001", "Sharing", "A"], ["0002", "Ends", number]]

    write_csv(office.root / "c.csv", ["Ref", "Goal orientation", header], rows("B"))
    ran = _import(run, "c.csv", "--coder", "Ann")
    assert "2 cells say again what another cell of the table says" in ran.err
    assert {coding.coder for coding in open_codings(office).current("m")} == {"Ann"}
    write_csv(office.root / "c.csv", ["Ref", "Goal orientation", header], rows("A"))
    assert "row 3" in _import(run, "c.csv", "--coder", "Ann").err
    named = ("--corpus", "m", "--codebook", "new", "--create-codebook", "--coder", "Ann")
    ran = run("coding", "import", "c.csv", *named, "--dimension", GOAL)
    assert f"Not read, since 'Goal orientation' holds the codes: '{header}'" in ran.err
    assert len(find_codebook("new", office).dimensions[0].codes) == 2


def test_empty_cells_below_a_code_are_counted_before_the_import(office, run):
    rows = [["0001", "A"], ["0002", ""], ["0003", ""]]
    write_csv(office.root / "c.csv", ["Ref", "Goal orientation"], rows)
    said = "Empty cells below a filled one are read as not coded: 2 in 'Goal orientation'."
    assert said in _import(run, "c.csv", "--coder", "Ann", "--dry-run").err
    assert said not in _import(run, "c.csv", "--coder", "Ann").err


def test_rows_that_name_the_columns_can_be_said(office, run):
    (office.root / "c.csv").write_text("Ref;Ann\n;Goal orientation\n0001;A\n", encoding="utf-8")
    ran = _import(run, "c.csv", "--header-rows", "2", "--separator", ";")
    assert "Ann / Goal orientation = goal_orientation by Ann" in ran.err


def test_ids_without_their_zeros_are_refused_at_their_own_cells(office, run):
    _codings(office.root / "c.xlsx", zeros="General")
    ran = _import(run, "c.xlsx")
    assert ran.code == 1
    assert "cell A4: corpus 'm' has no document '1' ('0001' is the same number" in ran.err
    assert "the number format 0000 shows it again" in ran.err


def test_a_codebook_of_names_is_read_from_the_sheet_that_has_it(office):
    book = find_codebook("ours", office)
    assert [(d.id, d.name) for d in book.dimensions] == [
        (DOMAIN, "Knowledge domain"),
        (GOAL, "Goal orientation"),
    ]
    assert book.dimension(GOAL).codes[0].definition == "To understand."


def test_a_codebook_from_the_table_of_a_word_document(office, run):
    document = docx.Document()
    document.add_paragraph("How to code")
    table = document.add_table(rows=0, cols=4)
    for row in (HEADINGS, *BOOK):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.cell(2, 0).text = ""
    table.cell(1, 0).merge(table.cell(2, 0))
    document.save(office.root / "book.docx")
    assert run("codebook", "new", "word", "--from-table", "book.docx").code == 0
    assert find_codebook("word", office).dimensions == find_codebook("ours", office).dimensions
    same = run("codebook", "import", "book.docx", "--name", "ours", "--reason", "none")
    assert "Nothing is changed" in same.err


def test_a_text_document_without_a_table_of_codes(office, run):
    document = docx.Document()
    document.add_paragraph("No table here.")
    document.save(office.root / "book.docx")
    ran = run("codebook", "new", "word", "--from-table", "book.docx")
    assert (ran.code, "has no table with the columns dimension and code" in ran.err) == (1, True)
