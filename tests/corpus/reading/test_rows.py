"""Every problem a row can have, by its number, and what becomes of the good rows."""

from __future__ import annotations

import pytest

from tests.helpers import LONG, raw
from textmine.corpus.reading.columns import map_columns
from textmine.corpus.reading.rows import check_rows
from textmine.schema import MAX_TEXT

HEADER = ["id", "text", "created_at", "position", "parent_id"]
GOOD = ["1", LONG, "2013-09-02", "1", ""]


def _check(*rows, header=HEADER, given=None, order=None):
    table = raw(header, *rows)
    given = {name: name for name in HEADER if name in header} if given is None else given
    return check_rows(table, map_columns(table, given), order)


@pytest.mark.parametrize(
    ("bad", "column", "problem"),
    [
        (["1", "b", "", "", ""], "id", "id '1' is already that of row 2"),
        (["", "b", "", "", ""], "id", "the id is empty"),
        (["  ", "b", "", "", ""], "id", "the id is empty"),
        (["2", "", "", "", ""], "text", "the text is empty"),
        (["2", " \n\t ", "", "", ""], "text", "the text is empty"),
        (
            ["2", "x" * (MAX_TEXT + 1), "", "", ""],
            "text",
            "the text has 1,000,001 characters, and a document may have 1,000,000: "
            "cut it into parts",
        ),
        (["2", "b", "the day after", "", ""], "created_at", "'the day after' is not a date"),
        (["2", "b", "", "third", ""], "position", "'third' is not a number"),
        (["2", "b", "", "", "9"], "parent_id", "there is no document '9' to be its parent"),
        (["2", "b", "", "", "2"], "parent_id", "document '2' is its own parent"),
    ],
)
def test_a_bad_row_is_named(bad, column, problem):
    checked = _check(GOOD, bad, ["3", "c", "", "", ""])
    assert [(p.row, p.column, p.problem) for p in checked.problems] == [(3, column, problem)]
    assert list(checked.documents["id"]) == ["1", "3"]


def test_a_text_of_exactly_the_limit_is_fine():
    assert not _check(["1", "x" * MAX_TEXT, "", "", ""]).problems


def test_all_problems_are_reported_in_one_go_in_the_order_of_rows():
    checked = _check(
        ["", "", "soon", "x", "9"],
        GOOD,
        ["1", "", "", "", ""],
        ["4", "d", "", "", "5"],
        ["5", "e", "", "", "4"],
    )
    assert [(p.row, p.column) for p in checked.problems] == [
        (2, "id"),
        (2, "text"),
        (2, "created_at"),
        (2, "position"),
        (2, "parent_id"),
        (4, "id"),
        (4, "text"),
        (5, "parent_id"),
        (6, "parent_id"),
    ]


@pytest.mark.parametrize(
    ("parents", "circle"),
    [
        ({"a": "b", "b": "a"}, "ab"),
        ({"a": "b", "b": "c", "c": "a"}, "abc"),
        ({"a": "b", "b": "c", "c": "b", "d": "a"}, "bc"),
        ({"a": "", "b": "a", "c": "b"}, ""),
    ],
)
def test_parents_in_a_circle(parents, circle):
    checked = _check(*([name, LONG, "", "", parent] for name, parent in parents.items()))
    named = [problem.problem.split("'")[1] for problem in checked.problems]
    assert "".join(named) == circle
    assert all("lead back to itself" in problem.problem for problem in checked.problems)


def test_a_reply_to_a_row_that_is_left_out_loses_its_parent_and_says_so():
    checked = _check(["1", "", "", "", ""], ["2", "b", "", "", "1"], ["3", "c", "", "", "2"])
    assert [problem.row for problem in checked.problems] == [2]
    assert list(checked.documents["parent_id"]) == [None, "2"]
    assert list(checked.documents["meta.lost_parent"]) == ["1", None]
    assert list(checked.documents["thread_id"]) == ["1", "1"]
    assert any("1 answer a document that is not there" in remark for remark in checked.remarks)


@pytest.mark.parametrize("void", ["-1", "0", "NULL", "none", "N/A", "-"])
def test_placeholders_for_no_parent(void):
    checked = _check(["1", LONG, "", "", void], ["2", "b", "", "", "1"])
    assert not checked.problems
    assert list(checked.documents["parent_id"]) == [None, "1"]
    assert any(f"1 parents are {void}" in remark for remark in checked.remarks)


def test_a_placeholder_that_is_an_id_is_a_parent():
    checked = _check(["0", LONG, "", "", ""], ["2", "b", "", "", "0"])
    assert list(checked.documents["parent_id"]) == [None, "0"]


def test_threads_follow_from_parents():
    rows = [["4", "d", "3"], ["1", LONG, ""], ["2", "b", "1"], ["3", "c", ""], ["5", "e", "2"]]
    checked = _check(*rows, header=["id", "text", "parent_id"])
    assert list(checked.documents["thread_id"]) == ["3", "1", "1", "3", "1"]
    assert any("threads follow from the parents" in remark for remark in checked.remarks)


def test_a_thread_column_is_taken_as_it_is():
    rows = [["1", LONG, "", "T9"], ["2", "b", "", "T9"]]
    checked = _check(*rows, header=["id", "text", "parent_id", "thread_id"])
    assert list(checked.documents["thread_id"]) == ["T9", "T9"]


def test_ids_of_two_columns():
    checked = _check(
        ["7", "1", "a"],
        ["7", "2", "b"],
        ["8", "1", "c"],
        ["7", "2", "d"],
        header=["survey", "row", "text"],
        given={"id": "survey+row"},
    )
    assert list(checked.documents["id"]) == ["7.1", "7.2", "8.1"]
    assert [str(problem) for problem in checked.problems] == [
        "row 5, column 'survey+row': id '7.2' is already that of row 3"
    ]
    assert list(checked.documents["meta.survey"]) == ["7", "7", "8"]


def test_without_ids_documents_are_numbered():
    rows = [[f"{LONG} {n}"] for n in range(10)]
    checked = _check(*rows, header=["text"], given={})
    assert list(checked.documents["id"]) == [f"r{n:02d}" for n in range(1, 11)]
    assert any("no column is known as the id" in remark for remark in checked.remarks)


def test_every_other_column_is_kept_under_meta():
    header = ["id", "text", "likes", "meta.mood", "text.2", "meta.id"]
    checked = _check(["1", LONG, "3", "", " x ", "9"], header=header, given={})
    assert list(checked.documents.columns) == [
        "id",
        "text",
        "position",
        "meta.likes",
        "meta.mood",
        "meta.text.2",
        "meta.meta.id",
    ]
    assert checked.documents["meta.likes"][0] == "3"
    assert checked.documents["meta.mood"][0] is None
    assert checked.documents["meta.text.2"][0] == " x "


def test_a_field_that_is_left_out_stays_as_meta():
    checked = _check(["1", LONG, "Ann"], header=["id", "text", "author"], given={"author": "-"})
    assert "author" not in checked.documents
    assert list(checked.documents["meta.author"]) == ["Ann"]


def test_positions_are_row_numbers_where_there_are_none():
    checked = _check(["1", LONG], ["2", LONG], header=["id", "text"])
    assert list(checked.documents["position"]) == [2.0, 3.0]


def test_orphans_are_kept_on_request():
    table = raw(
        ["id", "text", "reply_to"],
        ["1", f"{LONG} one", ""],
        ["2", f"{LONG} two", "1"],
        ["3", f"{LONG} three", "99"],
    )
    mapping = map_columns(table, {})
    assert [problem.row for problem in check_rows(table, mapping).problems] == [4]
    kept = check_rows(table, mapping, keep_orphans=True)
    assert kept.problems == []
    assert list(kept.documents["parent_id"].fillna("")) == ["", "1", ""]
    assert list(kept.documents["meta.lost_parent"].fillna("")) == ["", "", "99"]
    assert list(kept.documents["thread_id"]) == ["1", "1", "99"]
