"""Columns of cells are stripped and looked through as single cells are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.cells import AS_FOUND, CellRule, is_program_word
from textmine.corpus.reading.cell_arrays import may_be_program_words, program_words, stripped
from textmine.corpus.reading.date_cells import plain_times
from textmine.corpus.reading.dates import read_dates
from textmine.corpus.reading.no_values import is_no_text, may_be_no_text, without_words
from textmine.corpus.reading.no_values import without_words_in as without_words_in_column
from textmine.corpus.reading.packed import packed

WORDS = (
    "NULL",
    "NA",
    "nan",
    "None",
    "-",
    "n/a",
    "99",
    "-1",
    "1,5",
    "12",
    "m17",
    "2024-01-02",
    "EU",
)
ANY = st.text(st.characters(exclude_categories=("Cs",)), max_size=6) | st.sampled_from(WORDS)
SPACED = st.text(" \t\n\u00a0\u3000\u2028\x1c\x85\u200bab\u00fc\x00")


@given(st.lists(SPACED | ANY, max_size=9), st.integers(0, 3))
def test_a_column_is_stripped_as_its_cells_are(cells, start):
    column = packed(cells).slice(start)
    found = stripped(column)
    assert found.to_pylist() == [cell.strip() for cell in cells[start:]]
    assert (found is column) == (found.to_pylist() == column.to_pylist())


@given(st.lists(SPACED | ANY, max_size=9))
def test_no_word_for_no_value_is_passed_over(cells):
    column = packed(cells)
    assert program_words(column) == [cell for cell in cells if is_program_word(cell)]
    assert all(may_be_program_words(column)[at] for at, c in enumerate(cells) if is_program_word(c))
    for rule in (AS_FOUND, CellRule(missing=("EU", "a b"))):
        may_be = may_be_no_text(column, rule)
        assert all(may_be[at] for at, c in enumerate(cells) if c and is_no_text(c, rule))


@pytest.mark.parametrize("name", ["author", "thread_id", "title"])
@given(st.lists(ANY.map(str.strip), max_size=12))
def test_words_for_no_value_of_a_column_are_those_of_its_cells(name, cells):
    for rule in (AS_FOUND, CellRule(missing=("EU", "99")), CellRule(missing=())):
        found, remark = without_words_in_column(name, packed(cells), rule)
        assert (found.to_pylist(), remark) == without_words(name, cells, rule)


@given(
    st.lists(
        st.just("")
        | st.datetimes().map(str)
        | st.dates().map(str)
        | st.sampled_from(["2024-02-30", "2024-01-01T24:00", "2024-01-01T10:00", "2024-1-1"]),
        min_size=1,
        max_size=5,
    )
)
def test_plain_times_are_what_dates_are_read_as(cells):
    times = plain_times(packed(cells))
    if times is not None:
        dates = read_dates(cells)
        assert dates.caveat == ""
        assert [*map(str, times.to_pylist())] == [
            "None" if str(time) == "NaT" else str(time) for time in dates.times.to_list()
        ]
