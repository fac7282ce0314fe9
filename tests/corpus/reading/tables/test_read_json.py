"""JSON files and Parquet files."""

from __future__ import annotations

import datetime as dt
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from textmine.corpus.reading.reader import ReadOptions
from textmine.corpus.reading.tables.flat import flat_object
from textmine.corpus.reading.tables.read_json import read_json
from textmine.corpus.reading.tables.read_parquet import read_parquet
from textmine.errors import InputError, NotFoundError

ROWS = [{"id": 1, "text": "a\r\nb", "title": {"en": "A", "de": None}, "tags": [1, "é"]}, {"id": 2}]


def _file(tmp_path, content):
    text = content if isinstance(content, str) else json.dumps(content)
    (tmp_path / "t.json").write_text(text, encoding="utf-8")
    return tmp_path / "t.json"


@pytest.mark.parametrize("content", [ROWS, {"data": ROWS}, {"meta": {"n": [1]}, "a": {"b": ROWS}}])
def test_an_array_of_objects_alone_or_under_a_name(tmp_path, content):
    table = read_json(_file(tmp_path, content))
    assert table.columns == ["id", "text", "title/en", "title/de", "tags"]
    assert table.rows == [["1", "a\nb", "A", "", '[1, "é"]'], ["2", "", "", "", ""]]
    assert table.numbers == [1, 2]


def test_one_of_several_arrays_is_named(tmp_path):
    path = _file(tmp_path, {"a": [{"x": 1}], "b": {"c": [{"y": 2}]}})
    with pytest.raises(InputError, match=r"several arrays: a, b/c\. Name one with --sheet"):
        read_json(path)
    assert read_json(path, ReadOptions(sheet="b/c")).columns == ["y"]
    with pytest.raises(InputError, match="no array 'd'"):
        read_json(path, ReadOptions(sheet="d"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"a": 1}\n{"a": 2}', "is not JSON: Extra data in line 2"),
        ("[" * 200_000, "nested too deeply"),
        ("[1, 2]", "no array of objects"),
        ("[{}]", "no object with values"),
        ('{"n": ' + "1" * 5_000 + "}", "too many digits"),
    ],
)
def test_json_that_cannot_be_read(tmp_path, content, sentence):
    with pytest.raises(InputError, match=sentence):
        read_json(_file(tmp_path, content))


def test_members_that_are_no_object_are_problems(tmp_path):
    table = read_json(_file(tmp_path, [{"a": "x"}, 7, {"a": "half \ud83d"}]))
    assert [problem.row for problem in table.problems] == [2]
    assert table.rows[2] == ["half \ufffd"]


def test_names_that_meet_are_kept_apart():
    assert flat_object({"a/b": 1, "a": {"b": 2}}) == {"a/b": "1", "a/b (2)": "2"}
    deep = {"a": {}}
    for _ in range(20):
        deep = {"a": deep}
    assert [name.count("/") for name in flat_object(deep)] == [7]


def test_parquet(tmp_path):
    times = pa.array([dt.datetime(2024, 1, 2, 3, 4), None])
    table = pa.table(
        {"id": [1, 2], "text": ["a\r\nb", None], "at": times, "in": [{"x": [1]}, None]}
    )
    pq.write_table(table, tmp_path / "t.parquet")
    read = read_parquet(tmp_path / "t.parquet")
    assert read.columns == ["id", "text", "at", "in"]
    assert read.rows == [["1", "a\nb", "2024-01-02 03:04:00", '{"x": [1]}'], ["2", "", "", ""]]


def test_parquet_that_is_none(tmp_path):
    whole = tmp_path / "t.parquet"
    pq.write_table(pa.table({"text": ["a" * 50] * 200}), whole)
    data = whole.read_bytes()
    for damaged in (b"", b"PAR1", data[:-20], data[:60] + b"\xff" * 40 + data[100:], b"id,text\n"):
        whole.write_bytes(damaged)
        with pytest.raises(InputError, match="not a Parquet file"):
            read_parquet(whole)
    with pytest.raises(NotFoundError):
        read_parquet(tmp_path / "none.parquet")
