"""What a workbook states of its cells is used or named: merged, hidden, errors, dates, formulas."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest

from textmine.corpus import read_documents
from textmine.corpus.reading.reader import ReadOptions
from textmine.corpus.reading.readers import read_raw
from textmine.corpus.reading.tables.read_csv import read_csv
from textmine.corpus.reading.tables.read_xlsx import read_sheets, read_xlsx
from textmine.errors import InputError
from textmine.store import write_table

HEAD = ["unit", "thread", "text"]


@pytest.fixture
def book():
    made = openpyxl.Workbook()
    made.active.title = "posts"
    return made


def _rows(sheet, *rows):
    for row in rows:
        sheet.append(list(row))


def _saved(book, folder):
    book.save(folder / "t.xlsx")
    return folder / "t.xlsx"


def test_a_merged_cell_stands_in_all_its_rows(book, tmp_path):
    sheet = book.active
    _rows(sheet, HEAD, ["u1", "A", "one"], ["u2", None, "two"], ["u3", "B", "three"])
    sheet.merge_cells("B2:B3")
    table = read_xlsx(_saved(book, tmp_path))
    assert table.cells("thread") == ["A", "A", "B"]
    assert any("B2:B3" in remark for remark in table.remarks)


def test_a_merged_title_is_no_header(book, tmp_path):
    sheet = book.active
    _rows(sheet, ["Posts of 2024", None, None], [], HEAD, ["u1", "A", "one"], ["u2", "B", "two"])
    sheet.merge_cells("A1:C1")
    table = read_xlsx(_saved(book, tmp_path))
    assert table.columns == HEAD
    assert table.numbers == [4, 5]
    assert any("Posts of 2024" in remark for remark in table.remarks)


@pytest.mark.parametrize(
    ("codes", "bad"),
    [
        ([dt.datetime(2024, 3, 4), "3-14", "3-15"], ["C2"]),
        ([dt.datetime(2024, 3, 4), dt.datetime(2024, 3, 4), "4-20"], ["C2", "C3"]),
        (["fares", dt.date(2024, 5, 1), "rent"], ["C3"]),
        ([2.4, 2.13, dt.datetime(2024, 2, 5)], ["C4"]),
        ([dt.time(1, 2), "1:72", "3:80"], ["C2"]),
        ([dt.datetime(2024, 3, 4), "unknown", dt.datetime(2024, 3, 5)], []),
        ([dt.datetime(2024, 3, 4), "13.05.2024", dt.datetime(2024, 3, 5)], []),
        ([dt.datetime(2024, 3, 4), 45356, dt.datetime(2024, 3, 5)], []),
    ],
)
def test_dates_among_codes_are_named_by_cell(book, tmp_path, codes, bad):
    _rows(book.active, ["unit", "coder", "code"], *(["u", "ann", code] for code in codes))
    problems = read_xlsx(_saved(book, tmp_path)).problems
    assert [problem.cell.rpartition(" ")[2] for problem in problems] == bad


def test_errors_and_formulas_without_a_value_are_named_and_empty(book, tmp_path):
    sheet = book.active
    _rows(sheet, ["unit", "code"], ["u1", "#N/A"], ["u2", "=B4"], ["u3", "rent"], ["u4", "#REF!"])
    table = read_xlsx(_saved(book, tmp_path))
    assert [problem.row for problem in table.problems] == [2, 3, 5]
    assert "=B4 has no value" in table.problems[1].problem
    assert table.cells("code") == ["", "", "rent", ""]


def test_errors_in_a_csv_are_the_same(tmp_path):
    (tmp_path / "t.csv").write_text("unit,code\nu1,#N/A\nu2,rent\nu3,#DIV/0!\nu4,# 5\n")
    table = read_csv(tmp_path / "t.csv")
    assert [(problem.row, problem.column) for problem in table.problems] == [
        (2, "code"),
        (4, "code"),
    ]
    assert table.cells("code") == ["", "rent", "", "# 5"]


def test_an_error_in_a_column_that_no_field_is_read_from_is_a_remark(tmp_path):
    (tmp_path / "t.csv").write_text(
        "id,text,region\n1,More lamps in the park please,#N/A\n2,Fewer cars in the park,north\n"
    )
    checked = read_documents(tmp_path / "t.csv").checked
    assert checked.problems == []
    assert any("'region'" in remark and "#N/A" in remark for remark in checked.remarks)
    assert checked.documents["meta.region"].tolist() == [None, "north"]


@pytest.mark.parametrize(
    ("row", "named"),
    [("1\0,a", ["id"]), ("1,a\0", ["code"]), ("1\0,\0", ["id", "code"]), ("1,a", [])],
)
def test_a_nul_is_named_in_any_column(tmp_path, row, named):
    (tmp_path / "t.csv").write_text(f"id,code\n{row}\n2,b\n")
    problems = read_raw(tmp_path / "t.csv").problems
    assert [(problem.row, problem.column) for problem in problems] == [(2, name) for name in named]


def test_a_nul_in_a_heading_is_refused(tmp_path):
    (tmp_path / "t.csv").write_text("id,co\0de\n1,a\n2,b\n")
    with pytest.raises(InputError, match=r"The column 'co␀de' of t\.csv holds a NUL"):
        read_raw(tmp_path / "t.csv")


def test_signs_that_a_workbook_escapes_are_read_and_ours_are_escaped(book, tmp_path):
    _rows(book.active, HEAD, ["a_x005F_x0041_b", "_x004", "one_x000D_\ntwo_x000D_three"])
    table = read_xlsx(_saved(book, tmp_path))
    assert table.rows[0] == ["a_x0041_b", "_x004", "one\ntwo\nthree"]
    write_table(tmp_path / "again.xlsx", table.columns, table.rows)
    assert read_xlsx(tmp_path / "again.xlsx").rows == table.rows


def test_the_first_sheet_that_is_not_hidden_is_read(book, tmp_path):
    book.active.sheet_state = "hidden"
    _rows(book.active, HEAD, ["old", "A", "withdrawn"])
    _rows(book.create_sheet("now"), HEAD, ["u1", "A", "one"])
    _rows(book.create_sheet("later"), HEAD, ["u2", "A", "two"])
    book.active = 2
    path = _saved(book, tmp_path)
    table = read_xlsx(path)
    assert table.facts["sheet"] == "now"
    said = "; ".join(table.remarks)
    assert "hidden sheets left out: posts" in said
    assert "later has the same columns" in said
    assert "opens with sheet 'later'" in said
    assert read_xlsx(path, ReadOptions(sheet="posts")).cells("unit") == ["old"]
    both = read_sheets(path, "all")
    assert both.cells("unit") == ["u1", "u2"]
    assert any("hidden sheets were left out: posts" in remark for remark in both.remarks)


def test_hidden_rows_and_columns_are_named(book, tmp_path):
    sheet = book.active
    _rows(sheet, HEAD, ["u1", "A", "one"], ["u2", "B", "two"])
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    said = "; ".join(read_xlsx(_saved(book, tmp_path)).remarks)
    assert "hidden columns were read too: B 'thread'" in said
    assert "hidden rows were read too (1): 3" in said


def test_days_and_months_that_may_be_exchanged_are_remarked(book, tmp_path):
    cells = [dt.datetime(2024, 2, 1), "13/02/2024", "25/02/2024"]
    _rows(book.active, ["unit", "date"], *(["u", cell] for cell in cells))
    table = read_xlsx(_saved(book, tmp_path))
    assert table.problems == []
    assert any("exchanged day and month" in remark for remark in table.remarks)


def test_a_cell_far_away_is_refused_or_read_at_once(book, tmp_path):
    _rows(book.active, HEAD, ["u1", "A", "one"])
    book.active.cell(1_048_576, 3, "end")
    assert read_xlsx(_saved(book, tmp_path)).numbers == [2, 1_048_576]


@pytest.mark.parametrize("word", ["Total", "Summe", "Gesamt:", "TOTAL"])
def test_a_row_of_sums_below_the_table_is_named(book, tmp_path, word):
    _rows(book.active, ["unit", "ann", "bob"], ["u1", 1, 2], ["u2", 2, 2], [word, 3, 4])
    table = read_xlsx(_saved(book, tmp_path))
    assert [problem.row for problem in table.problems] == [4]
    assert word in table.problems[0].problem
    assert table.cells("unit") == ["u1", "u2"]


def test_a_last_row_with_words_is_no_sum(book, tmp_path):
    _rows(book.active, HEAD, ["u1", "A", "one"], ["Total", "B", "the total is wrong"])
    assert read_xlsx(_saved(book, tmp_path)).problems == []
