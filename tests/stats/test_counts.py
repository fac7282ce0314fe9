"""Codes and counts: checks with sentences, and folding there and back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from textmine.errors import InputError
from textmine.stats import binarise, codes_from_counts, codes_from_table
from textmine.stats.counts import check_codes, count_categories, unique_rows, unit_coincidences


@pytest.mark.parametrize(
    ("codes", "n_categories", "sentence"),
    [
        ([[0, 3]], 3, r"Code 3 \(unit 0, coder 1.* outside the codebook of 3 categories. Use 0 to"),
        ([[0, 1], [-2, 0]], 3, r"Code -2 \(unit 1, coder 0"),
        ([[0.0, np.nan]], 3, r"'codes' array must hold integers. Got float64.*not NaN"),
        ([0, 1], 3, r"must have 2 dimension\(s\). Got 1"),
        ([["a", "b"]], 3, "must hold integers"),
        ([[0, 0]], 1, "'n_categories' parameter must be 2 or more. Got 1"),
        ([[0, 0]], 2.0, "'n_categories' parameter must be an int.* Got float"),
        ([[0, 0]], True, "must be an int.* Got bool"),
    ],
)
def test_bad_codes_are_a_sentence(codes, n_categories, sentence):
    with pytest.raises(InputError, match=sentence):
        check_codes(codes, n_categories)


@pytest.mark.parametrize("kind", [bool, np.int8, np.uint8, np.int32, np.int64])
def test_any_integer_type_is_fine(kind):
    assert check_codes(np.array([[0, 1]], dtype=kind), 2).tolist() == [[0, 1]]


@pytest.mark.parametrize("table", [[[1, 2, 3], [1, 2, 3]], [[1, -1], [0, 2]]])
def test_bad_table(table):
    with pytest.raises(InputError, match="'table' must be square and hold counts"):
        codes_from_table(table)


def test_negative_counts():
    with pytest.raises(InputError, match=r"must not be negative\. Got -1"):
        codes_from_counts([[1, -1]])


@settings(max_examples=50, deadline=None)
@given(hnp.arrays(np.int64, st.tuples(st.integers(0, 8), st.just(3)), elements=st.integers(0, 4)))
def test_counts_survive_unfolding(counts):
    assert count_categories(codes_from_counts(counts), 3).tolist() == counts.tolist()


@settings(max_examples=50, deadline=None)
@given(hnp.arrays(np.int64, (3, 3), elements=st.integers(0, 5)))
def test_table_survives_unfolding(table):
    codes = codes_from_table(table)
    assert np.bincount(codes @ [3, 1], minlength=9).reshape(3, 3).tolist() == table.tolist()


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from([3, 45]).flatmap(
        lambda columns: hnp.arrays(
            np.int64, st.tuples(st.integers(0, 12), st.just(columns)), elements=st.integers(-1, 2)
        )
    )
)
def test_unique_rows_rebuild_the_rows(rows):
    # 45 columns are too many for one number a row, so both ways are tried.
    found = unique_rows(rows)
    assert found.rows[found.index].tolist() == rows.tolist()
    assert np.bincount(found.index, minlength=len(found.rows)).tolist() == (
        found.multiplicity.tolist()
    )
    assert len({tuple(row) for row in rows.tolist()}) == len(found.rows)


def test_binarise_keeps_missing():
    assert binarise([[2, -1, 0]], 2).tolist() == [[1, -1, 0]]


def test_coincidences_leave_out_units_with_one_code():
    counts = count_categories(np.array([[0, -1], [1, 1]]), 2)
    assert unit_coincidences(counts).sum(axis=0).tolist() == [[0, 0], [0, 2]]
