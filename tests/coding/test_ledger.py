"""The ledger counts every coding once, in the way in which it came about."""

from __future__ import annotations

import itertools

import pytest

from tests.made import small_codebook
from textmine.coding.codings import Codings
from textmine.coding.ledger import ledger_of
from textmine.coding.suggested import blind_codings, came_about, together_sentences
from textmine.schema import Coding


def one(document, coder="ann", **more):
    return Coding("c", document, "subject", more.pop("code", "a"), coder, **more)


SEEN = {"suggested_by": "model:m"}
EVERY = (
    one("1"),
    one("2", **SEEN, confirmed=True),
    one("2", "bob", **SEEN),
    one("3", **SEEN, confirmed=True),
    one("4", "bob"),
    one("2", "agreed", origin="adjudicated"),
    one("4", "agreed", origin="adjudicated"),
    one("1", "model:m", origin="machine", model="m"),
)


def test_rows_add_up_to_all_codings():
    found = ledger_of(Codings(EVERY, small_codebook("ab")))
    assert sum(row.n_codings for row in found.rows) == len(found.entries) == len(EVERY)
    assert sum(row.share for row in found.rows) == pytest.approx(4)
    ways = {(row.coder, row.how, row.suggestions_by): row.n_codings for row in found.rows}
    assert ways == {
        ("agreed", "settled", ""): 1,
        ("agreed", "settled", "model:m"): 1,
        ("ann", "blind", ""): 1,
        ("ann", "confirmed", "model:m"): 2,
        ("bob", "blind", ""): 1,
        ("bob", "after", "model:m"): 1,
        ("model:m", "machine", ""): 1,
    }


def test_groups_part_the_rows():
    groups = {"1": "x", "2": "y", "3": "y", "4": "x"}
    found = ledger_of(Codings(EVERY, small_codebook("ab")), groups, "kind")
    counts = {
        name: sum(row.n_codings for row in rows)
        for name, rows in itertools.groupby(found.rows, key=lambda row: row.group)
    }
    assert counts == {"x": 4, "y": 4}


def test_words_are_the_same_as_in_the_history():
    told = [came_about(coding) for coding in EVERY]
    assert told == [
        "blind",
        "confirmed a suggestion (model 'm')",
        "after a suggestion, another code (model 'm')",
        "confirmed a suggestion (model 'm')",
        "blind",
        "settled by adjudication",
        "settled by adjudication",
        "of a machine",
    ]


def test_what_rests_on_a_suggestion_is_not_blind():
    assert blind_codings(EVERY) == [EVERY[0], EVERY[4], EVERY[6], EVERY[7]]


def test_two_who_saw_one_suggestion_are_counted():
    codings = [
        *(one(str(n), coder, **SEEN) for n in range(5) for coder in ("ann", "bob")),
        *(one(str(n), coder) for n in range(5, 12) for coder in ("ann", "bob")),
        one("12", "ann", **SEEN),
        one("12", "bob", suggested_by="model:other"),
        one("13", "ann"),
    ]
    (said,) = together_sentences(codings, ("ann", "bob"))
    assert said.startswith("On 'subject' 6 of 13 documents that two or more coded")
    assert "5 of them by two who saw the same one" in said
    assert "7 were coded blind by two" in said
    assert together_sentences(codings, ("ann",)) == []
