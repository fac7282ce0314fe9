"""Rows that are packed stand for the rows that went in."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.corpus.reading.packed import BATCH, PackedRows, whole_characters


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.tuples(st.text(st.characters(exclude_categories=("Cs",))), st.text("ab")), max_size=9
    )
)
def test_rows_come_out_as_they_went_in(rows):
    packed = PackedRows(rows, 2)
    assert packed == [list(row) for row in rows]
    assert len(packed) == len(rows)
    assert [packed[place] for place in range(len(rows))] == [list(row) for row in rows]
    assert packed[:2] == [list(row) for row in rows[:2]]
    assert packed.column(0).to_pylist() == [row[0] for row in rows]


def test_more_than_a_batch():
    packed = PackedRows(([str(n)] for n in range(BATCH + 3)), 1)
    assert packed[BATCH] == [str(BATCH)]
    assert packed[-1] == [str(BATCH + 2)]
    assert sum(1 for _ in packed) == BATCH + 3


def test_half_characters_are_replaced():
    assert PackedRows([["a\ud83d!"], ["😀"]], 1) == [["a\ufffd!"], ["😀"]]
    assert whole_characters("\ud83d\ude00") == "😀"
