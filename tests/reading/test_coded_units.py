"""Codes of passages, documents, interviews and cases, from the same codings."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.codebook import Code, Codebook, Dimension
from textmine.coding import Codings
from textmine.corpus import Corpus, CorpusInfo
from textmine.errors import InputError
from textmine.reading.coded_units import coded_units, joined_spans
from textmine.schema import Coding

BOOK = Codebook(
    name="b",
    dimensions=(
        Dimension(
            id="sign",
            name="Sign",
            labels="multi",
            roles=("sender",),
            codes=(Code(id="tell", name="telling"), Code(id="show", name="showing")),
        ),
        Dimension(
            id="level",
            name="Level",
            codes=(Code(id="I", name="one"), Code(id="II", name="two")),
        ),
    ),
)
TURNS = pd.DataFrame(
    {
        "id": ["a1", "a2", "b1", "b2", "b3"],
        "text": ["one two three four"] * 5,
        "thread_id": ["A", "A", "B", "B", None],
        "author": ["ann", "ann", "bea", "bea", "bea"],
        "meta.case": ["north", "north", "south", "south", "south"],
    }
)
INFO = CorpusInfo(name="c", source={}, columns={}, counts={})


def _codings(*said: Coding) -> Codings:
    return Codings(said, BOOK, Corpus("c", TURNS, INFO))


def _given(document: str, code: str | None, dimension: str = "sign", **more) -> Coding:
    return Coding("c", document, dimension, code, more.pop("coder", "ann"), codebook="b", **more)


SAID = _codings(
    _given("a1", "tell"),
    _given("a1", "show"),
    _given("a2", "tell"),
    _given("b1", None),
    _given("b3", "show"),
    _given("b2", "II", "level"),
)


@pytest.mark.parametrize(
    ("level", "expected", "n_outside"),
    [
        ("documents", {"a1": [1, 1, 0, 0], "a2": [1, 0, 0, 0], "b1": [0] * 4,
                       "b2": [0, 0, 0, 1], "b3": [0, 1, 0, 0]}, 0),
        ("interviews", {"A": [2, 1, 0, 0], "B": [0, 0, 0, 1]}, 1),
        ("cases", {"north": [2, 1, 0, 0], "south": [0, 1, 0, 1]}, 0),
    ],
)  # fmt: skip
def test_passages_with_a_code_by_unit(level, expected, n_outside):
    found = coded_units(SAID, level)
    assert [str(code) for code in found.codes] == ["tell", "show", "I", "II"]
    assert dict(zip(found.units, found.passages.tolist(), strict=True)) == expected
    assert found.n_outside == n_outside
    assert any("no interview" in one for one in found.remarks) == bool(n_outside)


def test_a_unit_that_nobody_coded_on_a_dimension_is_not_one_without_its_codes():
    found = coded_units(SAID, "interviews")
    assert found.coded.tolist() == [[True, True, False, False], [True] * 4]


def test_members_are_the_coded_documents_of_a_unit():
    assert coded_units(SAID, "interviews").members == ((0, 1), (2, 3))


def test_spans_are_passages_and_those_of_two_coders_that_overlap_are_one():
    said = _codings(
        _given("a1", "tell", start=0, end=7),
        _given("a1", "tell", start=8, end=13),
        _given("a1", "tell", start=4, end=7, coder="bob"),
        _given("a1", "show", start=0, end=7, coder="bob"),
        _given("a1", "show", start=0, end=7),
    )
    found = coded_units(said, "passages")
    assert found.units == ("a1:0-7", "a1:8-13")
    assert found.given.tolist() == [[True, True], [True, False]]
    assert coded_units(said, "documents").passages.tolist() == [[2, 1]]


def test_a_role_is_a_column_of_its_own():
    found = coded_units(_codings(_given("a1", "tell", role="sender"), _given("a2", "show")))
    assert [str(code) for code in found.codes] == ["tell:sender", "show"]


def test_what_coders_differ_on_is_left_out_and_said_and_refused_where_it_is_named():
    said = _codings(
        _given("a1", "tell"), _given("a1", "show", coder="bob"), _given("a1", "I", "level")
    )
    found = coded_units(said)
    assert [str(code) for code in found.codes] == ["I", "II"]
    assert "'sign' is left out" in found.remarks[0]
    with pytest.raises(InputError, match="Say whose: --coder NAME"):
        coded_units(said, dimensions=["sign"])
    assert coded_units(said.by("bob"), dimensions=["sign"]).given.tolist() == [[False, True]]


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(1, 8), st.sampled_from(["ann", "bob"])),
        min_size=1,
        max_size=8,
    )
)
def test_joined_spans_cover_what_was_marked_and_nothing_else(marks):
    codings = [
        _given("a1", "tell", start=start, end=start + length, coder=coder)
        for start, length, coder in marks
    ]
    joined = joined_spans(codings)
    marked = {place for start, length, _ in marks for place in range(start, start + length)}
    assert {place for start, end in joined for place in range(start, end)} == marked
    assert len(joined) <= len(set(marks))
