"""Threads as papers print them: labels, where texts end, what was not placed."""

from __future__ import annotations

import pytest

from tests.corpus.reading.forums.samples import HARD, cells
from textmine.corpus import ReadOptions, read_documents
from textmine.corpus.reading.forums.read_transcript import read_transcript
from textmine.errors import InputError

PRINTED = """Appendix B

Topic: Bus fares

From: Ann
Date: 3 May 2013
Too dear.
From here on: nothing changes.

They rise 😀.

From: Ben
Date: 4 May 2013

=1+1
-----------------
Topic: Trams
From: Cy
Date: 5 May 2013
Text: Welcome.
More.

Topic: Re: Bus fares
From: Dee
Date: 6 May 2013
Late.
"""


def _read(tmp_path, text, name="t.txt"):
    (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    return read_transcript(tmp_path / name)


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_printed_threads(tmp_path, ends):
    path = tmp_path / "t.txt"
    path.write_bytes(b"\xef\xbb\xbf" + PRINTED.replace("\n", ends).encode())
    reading = read_documents(path)
    assert reading.table.facts["read as"] == "transcript"
    assert reading.table.facts["labels"] == "Topic, From, Date, Text"
    assert not reading.checked.problems
    rows = reading.checked.documents.to_dict("records")
    assert [row["id"] for row in rows] == ["t01.001", "t01.002", "t02.001", "t01.003"]
    assert rows[0]["text"] == "Too dear.\nFrom here on: nothing changes.\n\nThey rise 😀."
    assert [row["text"] for row in rows[1:]] == ["=1+1", "Welcome.\nMore.", "Late."]
    assert [row["author"] for row in rows] == ["Ann", "Ben", "Cy", "Dee"]
    assert str(rows[0]["created_at"]) == "2013-05-03 00:00:00"
    assert (rows[0]["meta.line"], rows[0]["meta.last_line"]) == ("3", "10")
    assert reading.table.remarks == ["line 1 belongs to no message: 'Appendix B'"]


@pytest.mark.parametrize(
    "labels",
    [
        ("Thread", "Author", "Posted on"),
        ("THEMA", "Verfasser", "Datum"),
        ("**Sujet", "Auteur", "Envoyé"),
        ("Asunto", "Autor", "Fecha"),
        ("Subject", "Posted by", "Date"),
    ],
)
def test_spellings_and_languages(tmp_path, labels):
    topic, author, date = labels
    block = f"{topic}: Fares\n{author}: Ann\n{date} : 2013-05-03\nToo dear.\n\n"
    rows = cells(_read(tmp_path, block * 2))
    assert [row["text"] for row in rows] == ["Too dear."] * 2
    assert {(row["title"], row["author"], row["created_at"]) for row in rows} == {
        ("Fares", "Ann", "2013-05-03")
    }


def test_authors_alone(tmp_path):
    rows = cells(_read(tmp_path, "Author: Ann\nOne.\nAuthor: Ben\nTwo.\n"))
    assert [(row["author"], row["text"]) for row in rows] == [("Ann", "One."), ("Ben", "Two.")]


def test_headers_without_text_are_named(tmp_path):
    table = _read(tmp_path, "From: A\nDate: 2013-05-03\n\nFrom: B\nDate: 2013-05-04\nx\n")
    assert [row["author"] for row in cells(table)] == ["B"]
    assert "1 headers have no text below: line 1" in table.remarks


def test_a_date_that_is_none_is_a_problem_of_its_line(tmp_path):
    (tmp_path / "t.txt").write_text(PRINTED.replace("4 May 2013", "yesterday"))
    problems = read_documents(tmp_path / "t.txt").checked.problems
    assert [str(problem) for problem in problems] == [
        "row 12, column 'created_at': 'yesterday' is not a date"
    ]


@pytest.mark.parametrize("what", [name for name in HARD if name != "byte order"])
def test_hard_texts(tmp_path, what):
    table = _read(tmp_path, f"From: A\nDate: 2013-05-03\n{HARD[what]}\n")
    assert cells(table)[0]["text"] == HARD[what].replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(
    "text", ["Just words.\nMore of them.", "Note: this\nResult: that", "Topic: x"]
)
def test_texts_that_are_no_threads(tmp_path, text):
    with pytest.raises(InputError, match="has no lines such as"):
        _read(tmp_path, text)
    assert read_documents(tmp_path / "t.txt").table.facts["split"] == "none"  # read as a document


def test_options_that_mean_nothing_are_refused(tmp_path):
    (tmp_path / "t.txt").write_text(PRINTED)
    with pytest.raises(
        InputError, match="--keep-quotes has no meaning for the reader 'transcript'"
    ):
        read_documents(tmp_path / "t.txt", ReadOptions(keep_quotes=True))
