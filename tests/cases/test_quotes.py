"""A quotation mark out of place loses no row: the table is read whole, or the line is named."""

from __future__ import annotations

import re

import pytest

from textmine.corpus.reading.tables.read_csv import read_csv
from textmine.errors import InputError

MANY = "".join(f"p{n},eve,The lamp in street {n} is broken\n" for n in range(7, 2_500))


def _write(folder, text, name="t.csv"):
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            'id,who,text\np1,eve,"Lamps are out\np2,gil,Yes\np3,hal,No\n',
            "row 2.*in line 2 is never",
        ),
        ('id;text\n1;"fine\nand well"\n2;"open\n3;last\n', "row 3.*in line 4 is never"),
        ('"id,text\n1,a\n2,b\n', "row 1.*in line 1 is never"),
        ('sep=;\nid;text\n1;"open\n2;b\n', "in line 3 is never"),
    ],
)
def test_a_mark_that_is_never_closed_is_an_error_with_its_line(tmp_path, text, told):
    with pytest.raises(InputError, match=told) as caught:
        read_csv(_write(tmp_path, text))
    assert "--" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "row", "told"),
    [
        (f'id,who,text\np1,eve,"Lamps\n{MANY}p9999,eve,the sign says 5"\n', 2, "line 2 closes"),
        ('id,text\n17,"Lamps\n18,Trees\n19,Benches"\n20,Paths\n', 2, "2 lines that look like rows"),
        ('text,id\n"Lamps,x1\nTrees,x2\nBenches",x3\nPaths,x4\n', 2, "look like rows"),
        (
            'day;text\n2024-01-02;"Lamps\n2024-01-03;Trees"\n2024-01-04;Paths\n',
            2,
            "1 lines that look like rows",
        ),
        ('text,topic\nA,light\n"Lamps,light\nTrees",green\nB,green\nC,light\n', 3, "look like"),
        ('id,text\n1,"Lamps\n2,Trees\n3,"Benches"\n4,Paths\n', 2, "line 2 closes in line 4"),
        ('id,text\n1,"Lamps" are out\n2,Trees\n', 2, "behind the quotation mark.*line 2"),
        ('id,text\n1,fine\n2,"They said "no" to it"\n3,Trees\n', 3, "line 3"),
    ],
)
def test_rows_within_a_cell_are_a_problem_of_that_row(tmp_path, text, row, told):
    table = read_csv(_write(tmp_path, text))
    (problem,) = table.problems
    assert problem.row == row
    assert re.search(told, problem.problem)


@pytest.mark.parametrize(
    "post",
    [
        "Dear all,\nI think, on the whole, no\nYours, Eve",
        "We propose:\n1, more lamps, fewer signs\n2, more trees, fewer cars",
        "one\n\ntwo, three\n\nfour",
        'She said ""no"",\nhe said ""yes"", so what, then',
        "Distance:\n1,5 metres, 2,5 metres\n3,5 metres",
        "p1\np2\np3",
    ],
)
def test_posts_of_several_lines_come_in(tmp_path, post):
    text = f'id,who,text\np1,eve,"{post}"\np2,gil,"short"\np3,hal,none\n'
    table = read_csv(_write(tmp_path, text))
    assert table.problems == []
    assert table.rows[0][2] == post.replace('""', '"')
    assert len(table.rows) == 3


def test_marks_behind_backslashes_are_read_and_said(tmp_path):
    text = 'id,text\n1,"They said \\"no, never\\" to it"\n2,"C:\\\\dir\\\\"\n3,plain\n'
    table = read_csv(_write(tmp_path, text))
    assert table.rows[0] == ["1", 'They said "no, never" to it']
    assert len(table.rows) == 3
    assert not table.problems
    assert any("quotation marks" in remark for remark in table.remarks)


def test_a_tab_table_that_never_quotes_keeps_its_marks(tmp_path):
    text = 'id\ttext\n1\t"Lamps" are out\n2\t"Trees\n3\tthe "old" path\n'
    table = read_csv(_write(tmp_path, text, "t.tsv"))
    assert table.rows == [["1", '"Lamps" are out'], ["2", '"Trees'], ["3", 'the "old" path']]
    assert any("belong to the texts" in remark for remark in table.remarks)


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;", "sep=;;"])
def test_the_line_for_excel_names_the_separator(tmp_path, first):
    table = read_csv(_write(tmp_path, f"{first}\nid;text\n1;One, two, three\n2;Four\n"))
    assert table.columns == ["id", "text"]
    assert table.facts["separator"] == "semicolon"
    assert table.numbers == [2, 3]


def test_rows_and_columns_without_a_cell_are_left_out(tmp_path):
    table = read_csv(_write(tmp_path, "id,text,,\n1,a,,\n,,,\n2,b,,\n , ,,\n,,,\n"))
    assert table.columns == ["id", "text"]
    assert (table.rows, table.numbers) == ([["1", "a"], ["2", "b"]], [2, 4])
    assert table.problems == []
