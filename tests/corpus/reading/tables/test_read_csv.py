from __future__ import annotations

from pathlib import Path

import pytest

from textmine.corpus.reading.reader import ReadOptions
from textmine.corpus.reading.tables.csv_records import guess_separator
from textmine.corpus.reading.tables.read_csv import read_csv
from textmine.errors import InputError, NotFoundError, TextmineError

TEXT = 'id,text\n1,"naïve café, “quoted”"\n2,plain\n'


def _write(folder: Path, data: bytes, name: str = "t.csv") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


@pytest.mark.parametrize(
    ("separator", "name"), [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "bar")]
)
def test_separators_are_found(tmp_path, separator, name):
    lines = [["id", "text", "n"], ["1", '"a, b; c | d\te"', "5"], ["2", "two words", ""]]
    path = _write(tmp_path, "\n".join(separator.join(line) for line in lines).encode())
    table = read_csv(path)
    assert table.facts["separator"] == name
    assert table.columns == ["id", "text", "n"]
    assert table.rows == [["1", "a, b; c | d\te", "5"], ["2", "two words", ""]]


@pytest.mark.parametrize(
    ("given", "cells"),
    [
        (";", ["a,b", "c"]),
        ("semicolon", ["a,b", "c"]),
        ("comma", ["a", "b;c"]),
        ("tab", ["a,b;c"]),
        ("\\t", ["a,b;c"]),
    ],
)
def test_a_named_separator_wins(tmp_path, given, cells):
    assert read_csv(_write(tmp_path, b"a,b;c\n"), ReadOptions(separator=given)).columns == cells


@pytest.mark.parametrize("given", ["", "::", "\n", '"', "tabulator"])
def test_a_separator_is_one_character(tmp_path, given):
    with pytest.raises(InputError, match="cannot separate cells"):
        read_csv(_write(tmp_path, b"a,b\n1,2\n"), ReadOptions(separator=given))


@pytest.mark.parametrize(
    ("encoded", "name"),
    [
        (TEXT.encode("utf-8"), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8 with BOM"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "UTF-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16-LE without BOM"),
        (TEXT.encode("utf-16-be"), "UTF-16-BE without BOM"),
        (TEXT.encode("cp1252"), "cp1252 (Windows)"),
    ],
)
def test_encodings_are_told_apart(tmp_path, encoded, name):
    table = read_csv(_write(tmp_path, encoded))
    assert table.facts["encoding"] == name
    assert table.columns == ["id", "text"]
    assert table.rows == [["1", "naïve café, “quoted”"], ["2", "plain"]]


def test_a_given_encoding_wins(tmp_path):
    path = _write(tmp_path, "id,text\n1,Übermut\n".encode("mac_roman"))
    assert read_csv(path, ReadOptions(encoding="mac_roman")).rows == [["1", "Übermut"]]


@pytest.mark.parametrize(
    ("data", "encoding", "sentence"),
    [
        (TEXT.encode("cp1252"), "utf-8", "is not in utf-8: line 2 has the byte 0xEF"),
        (b"\xef\xbb\xbfid,text\n1,a\n2,\xe9\n", None, "line 3 has the byte 0xE9"),
        (b"id,text\n1,\x81\xff\n", None, "is not in UTF-8: line 2 has the byte 0x81"),
        (TEXT.encode(), "klingon", "'klingon' is not the name of an encoding"),
        (TEXT.encode(), "undefined", "cannot be read as 'undefined'"),
        (b"a,b\n1", "utf-16", "is not in utf-16"),
        (b"id,text\n1,+2AA-\n", "utf-7", "cannot be read as 'utf-7'"),
        (b"\x89PNG\r\n\x1a\n\0\0", None, "not a text file but an image"),
        (b"PK\x03\x04zipped", None, "a zip archive or an Office file"),
        (b"%PDF-1.7 and so on", None, "not a text file but a PDF"),
        (b"", None, "is empty"),
        (b" \r\n \n", None, "is empty"),
        (b"\xef\xbb\xbf\n", None, "is empty"),
        (b"id,id\n1,2\n", None, "two columns called 'id'"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(tmp_path, data, encoding, sentence):
    with pytest.raises(InputError, match=sentence.replace("(", r"\(")) as caught:
        read_csv(_write(tmp_path, data), ReadOptions(encoding=encoding))
    assert "t.csv" in caught.value.message or "encoding" in caught.value.message
    assert caught.value.hint


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(NotFoundError, match=r"There is no file .*t\.csv"):
        read_csv(tmp_path / "t.csv")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_within_and_between_cells_become_lf(tmp_path, end):
    data = end.join(["id,text", '1,"first', "", 'third"', "2,next", ""])
    table = read_csv(_write(tmp_path, data.encode()))
    assert table.rows == [["1", "first\n\nthird"], ["2", "next"]]
    assert table.numbers == [2, 3]


def test_rows_of_another_width_are_problems(tmp_path):
    table = read_csv(_write(tmp_path, b"id,text\n1,a\n2,b,c\n3\n\n4,d,,\n5,e\n"))
    assert [(problem.row, problem.problem.split(";")[0]) for problem in table.problems] == [
        (3, "3 cells where the header has 2"),
        (4, "1 cells where the header has 2"),
    ]
    assert table.rows == [["1", "a"], ["2", "b,c"], ["3", ""], ["4", "d"], ["5", "e"]]
    assert table.numbers == [2, 3, 4, 6, 7]


def test_a_table_without_a_header(tmp_path):
    table = read_csv(_write(tmp_path, b"1,a\n2,b\n"), ReadOptions(has_header=False))
    assert table.columns == ["column 1", "column 2"]
    assert (table.rows, table.numbers) == ([["1", "a"], ["2", "b"]], [1, 2])


def test_nameless_columns_are_called_after_their_place(tmp_path):
    table = read_csv(_write(tmp_path, b"id,,text\n1,2,3\n"))
    assert table.columns == ["id", "column 2", "text"]


def test_a_column_alone_needs_no_separator():
    assert guess_separator("text\nno separator here\n") == ","


def test_many_bytes_in_one_cell(tmp_path):
    table = read_csv(_write(tmp_path, b'id,text\n1,"' + b"x" * 300_000 + b'"\n'))
    assert len(table.rows[0][1]) == 300_000


def test_every_error_is_a_textmine_error():
    assert issubclass(InputError, TextmineError)
    assert issubclass(InputError, ValueError)
