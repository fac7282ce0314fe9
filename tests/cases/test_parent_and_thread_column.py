"""Parents are known by their values, threads by the replies within them; NULL is neither."""

from __future__ import annotations

import pytest

from tests.helpers import write_csv
from textmine.corpus import read_documents

PARENTS = [None, 1, 2, None, 4, 1, 5, 7, None, 3, 10, 4]


def _texts(n):
    return f"Message {n} says that the ferry is too seldom"


def _file(tmp_path, header, rows):
    return read_documents(write_csv(tmp_path / "t.csv", header, rows))


@pytest.mark.parametrize("form", ["{}", "{}.0", "m{}"])
@pytest.mark.parametrize(
    "name",
    [
        "parent_comment",
        "parentPost",
        "in_reply_to",
        "replyto",
        "antwort_auf",
        "responds_to_id",
        "zz",
    ],
)
def test_a_column_of_ids_of_the_file_is_the_parent(tmp_path, name, form):
    own = "m{}" if form == "m{}" else "{}"
    rows = [
        [own.format(n), _texts(n), "" if parent is None else form.format(parent)]
        for n, parent in enumerate(PARENTS, start=1)
    ]
    reading = _file(tmp_path, ["id", "text", name], rows)
    found = list(reading.checked.documents["parent_id"])
    assert found == [None if parent is None else own.format(parent) for parent in PARENTS]
    if name == "zz":
        assert "values" in reading.mapping.how["parent_id"]
    if form == "{}.0":
        assert any("the ids that they are" in one for one in reading.checked.remarks)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("likes", [0, 0, 0, 1, 2, 3, 1, 2, 0, 4, 5, 2]),
        ("zz", [0, 0, 0, 0, 1, 2, 1, 2, 1, 2, 1, 2]),
        ("zz", list(range(12))),
        ("rating", [3, 1, 2, 2, 3, 4, 5, 1, 2, 3, 1, 5]),
        ("depth", [0, 1, 2, 0, 1, 2, 3, 0, 1, 2, 3, 4]),
        ("reply_count", [2, 1, 1, 2, 1, 0, 1, 0, 0, 1, 0, 0]),
        ("zz", [4, 7, 1, 9, 12, 3, 2, 2, 6, 6, 5, 8]),
        ("thread_start", [1, 1, 1, 4, 4, 1, 4, 4, 9, 1, 1, 4]),
    ],
)
def test_counts_that_happen_to_be_ids_are_no_parents(tmp_path, name, cells):
    rows = [[n, _texts(n), cell] for n, cell in enumerate(cells, start=1)]
    assert "parent_id" not in _file(tmp_path, ["id", "text", name], rows).mapping.columns


def test_a_column_of_replies_that_leads_out_of_the_file_is_named(tmp_path):
    rows = [[f"m{n}", _texts(n), f"m{n - 4}"] for n in range(8)]
    reading = _file(tmp_path, ["id", "text", "parent_post"], rows)
    assert any("only 50 % of its values" in one for one in reading.checked.remarks)


def test_ids_and_parents_may_be_written_otherwise(tmp_path):
    rows = [[f"{n}.0", _texts(n), n - 1 if n > 1 else ""] for n in range(1, 7)]
    reading = _file(tmp_path, ["id", "text", "parent_post"], rows)
    assert list(reading.checked.documents["parent_id"])[1:3] == ["1.0", "2.0"]


def _discussions(n_topics=5):
    """Sixty discussions of four messages, each an answer to the one before."""
    for n in range(240):
        parent = "" if n % 4 == 0 else f"m{n - 1}"
        yield [f"m{n}", _texts(n), f"t{n // 4 % n_topics}", f"d{n // 4}", parent]


def test_the_thread_is_the_finest_that_holds_the_replies(tmp_path):
    reading = _file(tmp_path, ["id", "text", "topic", "discussion", "reply_to"], _discussions())
    assert reading.mapping.columns["thread_id"] == ("discussion",)
    assert "replies lie within" in reading.mapping.how["thread_id"]
    assert any("'topic'" in one and "categories" in one for one in reading.checked.remarks)


@pytest.mark.parametrize("n_topics", [2, 10])
def test_a_column_of_few_labels_is_no_thread(tmp_path, n_topics):
    rows = [[row[0], row[1], row[2]] for row in _discussions(n_topics)]
    reading = _file(tmp_path, ["id", "text", "topic"], rows)
    assert "thread_id" not in reading.mapping.columns


def test_a_column_that_the_replies_leave_is_no_thread(tmp_path):
    rows = [[*row[:3], f"x{n % 60}", row[4]] for n, row in enumerate(_discussions())]
    reading = _file(tmp_path, ["id", "text", "kind", "discussion", "reply_to"], rows)
    assert "thread_id" not in reading.mapping.columns
    assert any("leave it" in one for one in reading.checked.remarks)


def test_a_thread_that_only_its_first_message_names_is_told(tmp_path):
    rows = [[n, _texts(n), f"T{n // 3}" if n % 3 == 0 else ""] for n in range(9)]
    reading = _file(tmp_path, ["id", "text", "thread"], rows)
    assert "thread_id" not in reading.mapping.columns
    said = "no value stands twice, and 6 cells are empty: fill them first, if they mean 'as above'"
    assert any(said in one for one in reading.checked.remarks)


@pytest.mark.parametrize("word", ["NULL", "NA", "nan", "N/A", "\\N"])
@pytest.mark.parametrize("field", ["thread_id", "author", "group"])
def test_a_word_for_no_value_is_none(tmp_path, word, field):
    cells = ["a", "a", "b", word, word]
    rows = [[n, _texts(n), cell] for n, cell in enumerate(cells)]
    reading = _file(tmp_path, ["id", "text", field], rows)
    assert list(reading.checked.documents[field]) == ["a", "a", "b", None, None]
    assert any(field in one and "2 cells" in one for one in reading.checked.remarks)


def test_the_words_can_be_said(tmp_path, run):
    rows = [[n, _texts(n), cell] for n, cell in enumerate(["a", "a", "nobody", "NULL"])]
    path = write_csv(tmp_path / "t.csv", ["id", "text", "author"], rows)
    assert "3 authors" in run("corpus", "import", path, "--name", "x", "--missing", "-").err
    ran = run("corpus", "import", path, "--name", "y", "--missing", "nobody", "--missing", "NULL")
    assert "1 author" in ran.err
