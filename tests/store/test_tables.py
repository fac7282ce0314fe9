"""The one writer of tables: nothing in them is run, and they come back as they were."""

from __future__ import annotations

import ast
import stat
import sys
import unicodedata
from itertools import zip_longest
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import textmine
from tests.helpers import acting_cells, acts
from textmine.cells.spreadsheet import fitted_cell, neutralise
from textmine.corpus.reading.reader import ReadOptions
from textmine.corpus.reading.readers import read_raw
from textmine.corpus.reading.restored import written
from textmine.errors import InputError
from textmine.store import tables, workbooks
from textmine.store.tables import read_table, table_text, write_table

BOM = b"\xef\xbb\xbf"
STARTS = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "'", " ", "\n", "\xa0", "\u200b"]
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
ODD = st.lists(st.sampled_from([*STARTS, "\ufeff", "\u2028", '"', ",", ";", "😀"]), max_size=4)
HOSTILE = st.builds(lambda start, end: "".join(start) + end, ODD, TEXT)
CELL = HOSTILE | TEXT | st.none() | st.booleans() | st.integers() | st.floats(-1e300, 1e300)
ROWS = st.lists(st.tuples(CELL, CELL), max_size=5)


def _shown(cell) -> str:
    return "" if cell is None else str(cell)


@given(HOSTILE, ROWS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_read_back(tmp_path, name, rows):
    path = tmp_path / "t.csv"
    write_table(path, ["a", name], rows)
    assert path.read_bytes().startswith(BOM)
    assert read_table(path).columns == ["a", name]
    assert read_table(path).rows == [[_shown(cell) for cell in row] for row in rows]
    assert not acting_cells(path)
    text = table_text(["a", name], rows)
    assert path.read_bytes() == BOM + text.encode()
    assert read_table(path).named() == [
        {"a": _shown(first)} | {name: _shown(second)} for first, second in rows
    ]


@given(ROWS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_a_workbook_holds_what_was_written(tmp_path, rows):
    path = tmp_path / "t.xlsx"
    write_table(path, ["a", "b"], rows)
    assert not acting_cells(path)
    sheet = openpyxl.load_workbook(path).active
    read = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_col=2)]
    for told, row in zip_longest(read, rows, fillvalue=(None, None)):
        assert list(told) == [_held(cell) for cell in row]


def _held(cell):
    if isinstance(cell, float):
        return pytest.approx(cell, rel=1e-12)
    if isinstance(cell, int) and len(str(abs(cell))) > 15:
        return str(cell)
    return fitted_cell(cell) or None if isinstance(cell, str) else cell


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx"])
@given(st.lists(HOSTILE.map(lambda text: fitted_cell(f"{text} end")), min_size=1, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_what_people_open_is_read_back_by_the_readers(tmp_path, ending, texts):
    path = tmp_path / f"t.{ending}"
    write_table(path, ["number", "-1+1"], enumerate(texts, start=1))
    table = written(read_raw(path, ReadOptions(header_rows=1)))
    assert table.columns == ["number", "-1+1"]
    assert [row[1] for row in table.rows] == texts


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_numbers_stay_numbers(tmp_path, ending):
    path = tmp_path / f"t.{ending}"
    write_table(path, ["a", "b", "c", "d"], [[-1, -0.5, 1e-9, float("-inf")]])
    if ending == "csv":
        assert path.read_bytes() == BOM + b"a,b,c,d\n-1,-0.5,1e-09,'-inf\n"
    else:
        [_, row] = openpyxl.load_workbook(path).active.iter_rows()
        assert [cell.value for cell in row] == [-1, -0.5, 1e-9, "-inf"]
        assert [cell.data_type for cell in row] == ["n", "n", "n", "s"]


def test_rows_by_their_names(tmp_path):
    rows = [{"b": 2, "a": 1, "c": 3}, {"a": "x"}]
    assert table_text(["a", "b"], rows) == "a,b\n1,2\nx,\n"


def test_an_empty_cell_alone_in_its_row(tmp_path):
    write_table(tmp_path / "t.csv", ["a"], [[""], [None], ["x"]])
    assert read_table(tmp_path / "t.csv").rows == [[""], [""], ["x"]]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_whole_or_not_at_all(tmp_path, ending):
    path = tmp_path / f"t.{ending}"
    write_table(path, ["a"], [["old"]], private=True)
    before = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def rows():
        yield ["new"]
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        write_table(path, ["a"], rows())
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_more_rows_than_a_sheet_holds(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_ROWS", 3)
    write_table(tmp_path / "t.xlsx", ["a"], [["1"], ["2"]])
    with pytest.raises(InputError, match="3 rows"):
        write_table(tmp_path / "t.xlsx", ["a"], [["1"], ["2"], ["3"]])


def test_a_lone_surrogate_does_not_stop_a_table(tmp_path):
    write_table(tmp_path / "t.csv", ["a"], [["x\udc80"]])
    assert read_table(tmp_path / "t.csv").rows == [["x?"]]


def test_a_text_edited_in_a_workbook_stays_a_text(tmp_path):
    write_table(tmp_path / "t.xlsx", ["a"], [["=1+1"], [" @x"], ["-5"], ["x"]])
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    marked = [row[0].quotePrefix for row in sheet.iter_rows(min_row=2)]
    assert marked == [True, True, False, False]


def test_nothing_unseen_hides_a_formula():
    unseen = [
        chr(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in ("Cc", "Zs", "Zl", "Zp")
    ]
    for mark in [*unseen, *"\xad\u200b\u200e\u2060\u2066\ufeff\u034f\ufe0f\u3164\U000e0041"]:
        assert neutralise(f"{mark}=1") == f"'{mark}=1", hex(ord(mark))
        assert acts(f"{mark}=1")


WRITERS = {"writer", "DictWriter", "to_csv", "to_excel", "ExcelWriter", "Workbook"}
OWN = {Path(tables.__file__), Path(workbooks.__file__)}


def _writers(path: Path) -> list[str]:
    """Name the calls that write a CSV or a workbook, and the imports of what does."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in WRITERS or (name == "save" and "book" in ast.unparse(called)):
                found.append(f"{path.name}:{node.lineno} {ast.unparse(called)}")
    return found


@pytest.mark.slow
def test_no_other_file_writes_tables():
    files = sorted(Path(textmine.__file__).parent.rglob("*.py"))
    assert [found for path in files if path not in OWN for found in _writers(path)] == []
    assert {name.rpartition(" ")[2] for path in OWN for name in _writers(path)} == {
        "csv.writer", "Workbook", "workbook.save",
    }  # fmt: skip
