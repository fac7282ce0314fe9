"""Workbooks of Excel 97 to 2003: what a sheet shows, what is remarked, and files that are none."""

from __future__ import annotations

import datetime as dt

import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from textmine.corpus.reading.reader import ReadOptions
from textmine.corpus.reading.readers import read_raw
from textmine.errors import InputError, TextmineError

ROWS = [
    ["id", "text", "when", "votes"],
    ["m1", "The café\r\ncloses early", dt.datetime(2024, 5, 1), 3.0],
    ["m2", "Trees give shade", dt.datetime(2024, 5, 2, 9, 30), 2.5],
]


def book(path, *sheets):
    made = xlwt.Workbook()
    for name, rows, change in sheets:
        sheet = made.add_sheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                style = xlwt.XFStyle()
                if isinstance(value, dt.datetime):
                    style.num_format_str = "yyyy-mm-dd hh:mm"
                sheet.write(number, column, value, style)
        change(sheet)
    made.save(str(path))
    return path


def nothing(sheet):
    pass


def hide(sheet):
    sheet.visibility = 1


def rows_of(path, **options):
    table = read_raw(path, ReadOptions(**options))
    return table, [list(one) for one in table.rows]


def test_cells_stand_as_the_sheet_shows_them(tmp_path):
    table, rows = rows_of(book(tmp_path / "a.xls", ("Messages", ROWS, nothing)))
    assert table.columns == ["id", "text", "when", "votes"]
    assert rows == [
        ["m1", "The café\ncloses early", "2024-05-01", "3"],
        ["m2", "Trees give shade", "2024-05-02 09:30:00", "2.5"],
    ]


def test_a_merged_cell_stands_in_all_its_rows(tmp_path):
    def merge(sheet):
        sheet.write_merge(3, 4, 0, 0, "m3")
        sheet.write(3, 1, "one")
        sheet.write(4, 1, "two")

    table, rows = rows_of(book(tmp_path / "a.xls", ("Messages", ROWS, merge)))
    assert [row[:2] for row in rows[2:]] == [["m3", "one"], ["m3", "two"]]
    assert any("A4:A5" in remark for remark in table.remarks)


def test_hidden_sheets_rows_and_columns_are_told(tmp_path):
    def hide_some(sheet):
        sheet.row(2).hidden = True
        sheet.col(3).hidden = True

    path = book(tmp_path / "a.xls", ("Old", ROWS, hide), ("New", ROWS, hide_some))
    table, rows = rows_of(path)
    assert len(rows) == 2
    told = " / ".join(table.remarks)
    assert "hidden sheets left out: Old" in told
    assert "hidden columns were read too: D 'votes'" in told
    assert "hidden rows were read too (1): 3" in told


def test_sheets_are_joined_and_named(tmp_path):
    path = book(tmp_path / "a.xls", ("May", ROWS, nothing), ("June", ROWS[:2], nothing))
    _, rows = rows_of(path, sheet="all")
    assert [row[0] for row in rows] == ["May", "May", "June"]
    with pytest.raises(TextmineError, match="no sheet 'Juni'"):
        rows_of(path, sheet="Juni")


def test_a_date_among_codes_is_a_problem(tmp_path):
    rows = [["id", "code"], ["m1", "1-3"], ["m2", dt.datetime(2024, 2, 1)], ["m3", "2-2"]]
    table, _ = rows_of(book(tmp_path / "a.xls", ("Codes", rows, nothing)))
    assert any("cell B3" in str(problem) for problem in table.problems)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<html><table><tr><td>id</td></tr></table></html>", "a web page with the ending .xls"),
        (b"id;text\nm1;Trees\n", "text with the ending .xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "or it is damaged"),
        (b"", "or it is damaged"),
    ],
)
def test_a_file_that_is_no_workbook_is_named_as_what_it_is(tmp_path, content, told):
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    with pytest.raises(InputError, match=told):
        rows_of(path)


def test_a_new_workbook_with_the_old_ending_is_read(tmp_path):
    import openpyxl

    made = openpyxl.Workbook()
    for row in ROWS:
        made.active.append(row)
    made.save(tmp_path / "a.xlsx")
    (tmp_path / "a.xlsx").rename(tmp_path / "a.xls")
    assert len(rows_of(tmp_path / "a.xls")[1]) == 2


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 5631), st.integers(0, 255)), max_size=40), st.integers(0))
def test_damage_ends_in_a_table_or_a_sentence(tmp_path, changes, cut):
    path = tmp_path / "a.xls"
    content = bytearray(book(path, ("Messages", ROWS, nothing)).read_bytes())
    for place, value in changes:
        content[place % len(content)] = value
    path.write_bytes(content[: len(content) - cut % 600])
    try:
        rows_of(path)
    except TextmineError as error:
        assert str(error)
