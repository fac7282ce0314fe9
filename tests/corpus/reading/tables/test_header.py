"""Headers of one row, of none, and of two that belong together."""

from __future__ import annotations

import openpyxl
import pytest

from textmine.corpus.reading.reader import ReadOptions
from textmine.corpus.reading.tables.header import read_header
from textmine.corpus.reading.tables.read_csv import read_csv
from textmine.corpus.reading.tables.read_xlsx import read_sheets, read_xlsx
from textmine.errors import InputError, NotFoundError

TOP = ["Respondent ID", "Do you agree?", "", "Anything else?"]
UNDER = ["", "Response", "Comment", "Open-Ended Response"]
ROW = ["17", "Yes", "Because of the trees", "No thanks"]
JOINED = [
    "Respondent ID",
    "Do you agree? / Response",
    "Do you agree? / Comment",
    "Anything else? / Open-Ended Response",
]


def test_two_rows_that_belong_together_are_told():
    header = read_header([TOP, UNDER, ROW], "t.csv")
    assert (header.names, header.rows) == (JOINED, 2)
    assert any("--header-rows 1" in one for one in header.remarks)


@pytest.mark.parametrize(
    "rows",
    [
        [["id", "text", ""], ["1", "a", "b"]],
        [["id", "text", ""], ["", "a", ""]],
        [["", "text", ""], ["", "a", "b"]],
        [["id", "text", ""], ["", "a", "x" * 200]],
        [["id", "text", ""], ["", "a", "12.5"]],
        [["id", "text"], ["", "a"]],
    ],
)
def test_a_row_of_data_is_no_header(rows):
    assert read_header(rows, "t.csv").rows == 1


def test_header_rows_are_obeyed(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("\n".join(",".join(row) for row in (TOP, UNDER, ROW)))
    assert read_csv(path).columns == JOINED
    assert (read_csv(path).rows, read_csv(path).numbers) == ([ROW], [3])
    one = read_csv(path, ReadOptions(header_rows=1))
    assert one.columns == ["Respondent ID", "Do you agree?", "column 3", "Anything else?"]
    assert one.numbers == [2, 3]
    three = read_csv(path, ReadOptions(header_rows=3))
    assert three.columns[2] == "Do you agree? / Comment / Because of the trees"


@pytest.mark.parametrize(
    ("has_header", "n", "sentence"),
    [
        (False, 2, "contradict"),
        (True, 0, "from 1 to 7"),
        (True, 9, "from 1 to 7"),
        (True, 4, "has"),
    ],
)
def test_numbers_that_cannot_be(has_header, n, sentence):
    with pytest.raises(InputError, match=sentence):
        read_header([TOP, UNDER, ROW], "t.csv", has_header=has_header, header_rows=n)


@pytest.fixture
def workbook(tmp_path):
    book = openpyxl.Workbook()
    first = book.active
    first.title = "North"
    for row in (["no", "Question 1", None], ["number", "Score", "Comment"], ["1", "5", "fine"]):
        first.append(row)
    first.merge_cells("B1:C1")
    south = book.create_sheet("South")
    for row in (["no", "Place"], ["1", "Hull"], ["2", "Goole"]):
        south.append(row)
    book.create_sheet("Empty")
    book.save(tmp_path / "t.xlsx")
    return tmp_path / "t.xlsx"


def test_merged_cells_in_the_first_row_are_seen(workbook):
    table = read_xlsx(workbook)
    assert table.columns == ["no / number", "Question 1 / Score", "Question 1 / Comment"]
    assert table.rows == [["1", "5", "fine"]]
    assert read_xlsx(workbook, ReadOptions(header_rows=1)).columns == [
        "no",
        "Question 1",
        "column 3",
    ]


def test_several_sheets_become_one_table(workbook):
    table = read_sheets(workbook, "all")
    assert table.columns[0] == "sheet"
    assert [row[0] for row in table.rows] == ["North", "South", "South"]
    assert table.facts == {"sheets": "North, South"}
    assert any("Empty" in remark for remark in table.remarks)
    assert len(set(table.numbers)) == 3
    assert [part.name for part in table.parts] == ["North", "South"]
    assert read_sheets(workbook, "South, North").rows[0][0] == "South"
    with pytest.raises(NotFoundError, match="no sheet 'West'"):
        read_sheets(workbook, "South,West")
    with pytest.raises(InputError, match="No sheet"):
        read_sheets(workbook, "Empty,")
