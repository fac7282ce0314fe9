"""What Arrow reads of a table is what the csv module reads, and it leaves the rest to it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from textmine.corpus.reading.tables import plain_csv
from textmine.corpus.reading.tables.plain_csv import plain_rows
from textmine.corpus.reading.tables.read_csv import read_csv
from textmine.errors import TextmineError

HEADER = b"id,text,n\n"
PLAIN = {
    "bare": HEADER + b"1,a b,3\n2,c,4\n",
    "quoted": HEADER + b'1,"a, ""b""",3\n2,"","4"\n3,"""",""\n4,"x""","y"',
    "lines": HEADER + b'1,"a\nb\n\nc",3\n2,c,4\n3,"d\n",5\n',
    "crlf": HEADER.replace(b"\n", b"\r\n") + b'1,"a\r\nb\rc",3\r\n2,c,4\r\n',
    "letters": "\ufeffid,text,n\n1,„naïve“\u2028\u0085,3\n2,\u00a0,4\n".encode(),
    "no last line end": HEADER + b"1,a,3\n2,b,4",
    "empty cells": HEADER + b",,3\n2,,\n",
}
NOT_PLAIN = {
    "mark within": HEADER + b'1,a "b" c,3\n',
    "text behind a mark": HEADER + b'1,"a"b,3\n',
    "blank before a mark": HEADER + b'1, "a",3\n',
    "never closed": HEADER + b'1,"a,3\n2,b,4\n',
    "short row": HEADER + b"1,a\n2,b,4\n",
    "long row": HEADER + b"1,a,3,4\n2,b,4\n",
    "empty line": HEADER + b"1,a,3\n\n2,b,4\n",
    "empty row": HEADER + b"1,a,3\n , ,\n2,b,4\n",
    "NUL": HEADER + b"1,a\0,3\n",
}


@pytest.fixture(autouse=True)
def from_the_first_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_csv, "_LEAST", 0)
    monkeypatch.setattr(plain_csv, "_LOOK", 5)


def _both(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[object, object]:
    def told() -> object:
        try:
            table = read_csv(path)
        except TextmineError as error:
            return str(error)
        return table.columns, list(table.rows), list(table.numbers), table.problems, table.remarks

    one = told()
    with monkeypatch.context() as patch:
        patch.setattr(plain_csv, "_LEAST", 2**60)
        return one, told()


@pytest.mark.parametrize("name", [*PLAIN, *NOT_PLAIN])
@pytest.mark.parametrize("block", [3, 7, 2**20])
def test_both_ways_read_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, block: int
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes((PLAIN | NOT_PLAIN)[name])
    with path.open("rb") as stream, monkeypatch.context() as patch:
        patch.setattr(plain_csv, "_BLOCK", block)
        plain = plain_csv._Plain(stream, ord(","))
        try:
            while plain.read():
                pass
        except plain_csv._NotPlainError:
            assert name in NOT_PLAIN
    assert (plain_rows(path, ",", 1, 3) is not None) == (name in PLAIN)
    one, other = _both(path, monkeypatch)
    assert one == other


def test_both_ways_read_the_same_of_random_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw, read = random.Random(3), 0
    path = tmp_path / "t.csv"
    cells = ["a", "b c", '"q, ""r"""', '"l\nm"', "", '""', '"x"', 'y"', '"z"z', " ", "é", '"\r\n"']
    for _ in range(300):
        common = cells[: draw.choice((3, 7, len(cells)))]
        rows = [",".join(draw.choices(common, k=2)) for _ in range(draw.randint(1, 4))]
        text = "id,text\n" + draw.choice(("\n", "\r\n")).join(rows) + draw.choice(("", "\n"))
        path.write_bytes(text.encode())
        read += plain_rows(path, ",", 1, 2) is not None
        one, other = _both(path, monkeypatch)
        assert one == other, text
    assert 50 < read < 290


def test_records_that_take_lines_are_known_by_their_first(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(PLAIN["lines"])
    found = plain_rows(path, ",", 1, 3)
    assert found is not None
    assert found.spans == {1: 2, 3: 7}
