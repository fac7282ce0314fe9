"""Interviews, cases and authors that were coded as a whole stand apart from documents."""

from __future__ import annotations

import sqlite3

import pytest

from tests.helpers import write_csv
from textmine.coding import (
    CodingRequest,
    current_codings,
    final_codes,
    import_codings,
    open_codings,
)
from textmine.coding.store import EVERY_LEVEL
from textmine.coding.whole_units import rolled_down, whole_level
from textmine.corpus import load_corpus
from textmine.errors import BadRowsError, InputError
from textmine.reading.coded_units import coded_units
from textmine.schema import Coding

BOOK = "ling-martins-2015"
GOAL = "goal_orientation"


def _import(space, *rows, header=("thread", "coder", GOAL), **more):
    path = write_csv(space.root / "whole.csv", header, rows)
    request = CodingRequest(path, "forum", BOOK, level=more.pop("level", "interviews"), **more)
    return import_codings(space, request)


def test_what_is_said_of_interviews_is_kept_apart_and_said(coded):
    corpus = load_corpus(coded, "forum")
    before = current_codings(coded, corpus)
    done = _import(coded, ["T01", "ann", "B"], ["T02", "ann", "A"])
    assert (done.new, done.coders) == (2, ("ann",))
    after = current_codings(coded, corpus)
    assert after.items == before.items
    assert "2 codings are of interviews as a whole" in after.remarks[-1]
    whole = current_codings(coded, corpus, level="interviews")
    assert [(one.document, one.code, one.level) for one in whole] == [
        ("T01", "B", "interviews"),
        ("T02", "A", "interviews"),
    ]
    store = open_codings(coded)
    assert len(store.current("forum", EVERY_LEVEL)) == len(store.current("forum")) + 2
    assert final_codes(whole).on(GOAL).codes == {"T01": {"B"}, "T02": {"A"}}


def test_a_document_and_an_interview_of_one_name_are_two(coded):
    _import(coded, ["T01", "ann", "B"])
    store = open_codings(coded)
    store.append([Coding("forum", "T01", GOAL, "A", "ann", codebook=BOOK)])
    whole = store.current("forum", "interviews")
    assert [one.code for one in whole] == ["B"]
    assert _import(coded, ["T01", "ann", "B"]).unchanged == 1


def test_an_unknown_interview_is_named_with_row_and_column(coded):
    with pytest.raises(
        BadRowsError, match=r"row 3, column 'thread.*no interview 'T0l'. Did you mean"
    ):
        _import(coded, ["T01", "ann", "A"], ["T0l", "ann", "A"])
    with pytest.raises(InputError, match="has no cases"):
        _import(coded, ["north", "ann", "A"], header=("case", "coder", GOAL), level="cases")


def test_spans_of_an_interview_are_refused(coded):
    with pytest.raises(InputError, match="are coded as a whole"):
        _import(
            coded,
            ["T01", "ann", "A", "0", "4"],
            header=("thread", "coder", GOAL, "from", "to"),
            spans="from,to",
        )


def test_its_codes_are_handed_down_to_each_document(coded):
    corpus = load_corpus(coded, "forum")
    _import(coded, ["T01", "ann", "B"])
    whole = current_codings(coded, corpus, level="interviews")
    members = [
        identity
        for identity, thread in zip(corpus.ids, corpus.column("thread_id"), strict=True)
        if thread == "T01"
    ]
    down = rolled_down(whole)
    assert {(one.document, one.code, one.level) for one in down} == {(m, "B", "") for m in members}
    assert coded_units(down, "documents").units == tuple(members)
    units = coded_units(whole, "interviews")
    assert (units.units, len(units.members[0])) == (("T01",), len(members))
    with pytest.raises(InputError, match="codes of interviews as a whole"):
        coded_units(whole, "documents")


def test_they_stand_when_a_text_changes_and_can_be_taken_back(coded, run):
    _import(coded, ["T01", "ann", "B"])
    entry = open_codings(coded).history("forum", "T01")[0]
    assert (entry.coding.text_digest, entry.standing) == (None, True)
    [row] = run("coding", "history", "forum", "T01", "-f", "json").rows
    assert row["level"] == "interviews"
    assert run("coding", "remove", "forum", "--coder", "ann").code == 0
    with pytest.raises(InputError, match="No interviews of 'forum' are coded as a whole"):
        current_codings(coded, load_corpus(coded, "forum"), level="interviews")


def test_a_database_of_an_earlier_textmine_gets_the_column(coded):
    with sqlite3.connect(coded.root / "codings.db") as connection:
        connection.execute("ALTER TABLE codings DROP COLUMN level")
    assert {one.level for one in open_codings(coded).current("forum")} == {""}
    assert _import(coded, ["T01", "ann", "B"]).new == 1


def test_agreement_on_interviews(coded, run):
    rows = [[f"T{n:02d}", who, "A"] for n in range(1, 9) for who in ("ann", "bob")]
    rows[1][2] = rows[2][2] = rows[3][2] = "B"
    _import(coded, *rows)
    ran = run("agreement", "forum", "--level", "threads", "--disagreements", "d.csv")
    assert ran.code == 0, ran.err
    assert "8 of 8 units coded by two or more" in ran.out
    assert "T01" in (coded.root / "d.csv").read_text(encoding="utf-8-sig")
    ran = run("agreement", "forum", "--level", "interviews", "--by", "thread")
    assert "no units within threads" in ran.err
    assert "--level" in run("agreement", "whole.csv", "--level", "interviews").err


def test_levels_are_named_in_words():
    assert whole_level("threads") == "interviews"
    assert whole_level("documents") is None
    with pytest.raises(InputError, match="Did you mean 'cases'"):
        whole_level("case")


@pytest.mark.parametrize(
    "command",
    ["tabulate", "agreement", "train", "saturation", "quotes --code calm", "compare --by group"],
)
def test_a_codebook_that_no_document_is_coded_with(coded, run, command):
    """Codings with another codebook, and of interviews as a whole, are no codings of documents."""
    store = open_codings(coded)
    of_talk = Coding("forum", "T01", "tone", "calm", "ann", codebook="tone", level="interviews")
    (coded.root / "codebooks").mkdir(exist_ok=True)
    asked = ("codebook", "new", "tone", "--dimension", "tone=calm:calm,cross:cross")
    assert run(*asked).code == 0
    name, *more = command.split()
    ran = run(name, "forum", "--codebook", "tone", *more)
    assert ran.code == 1
    assert "None of the documents of 'forum' is coded with 'tone'." in ran.err
    store.append([of_talk])
    ran = run(name, "forum", "--codebook", "tone", *more)
    assert "1 coding is of interviews as a whole" in ran.err


def test_the_status_counts_what_is_said_of_interviews(coded, run):
    _import(coded, ["T01", "ann", "B"], ["T02", "ann", "A"])
    assert f"forum, {GOAL} of interviews: ann 2" in " ".join(run("status").out.split())
    rows = run("status", "-f", "json").rows
    assert [row["n"] for row in rows if row["of"] == f"{GOAL} of interviews"] == [2]
