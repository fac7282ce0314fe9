"""Dispersion of a word over parts, with the toy corpus of Gries (2008)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import InputError
from textmine.stats.words.collocation import dispersion

GRIES = [1, 2, 3, 4, 5], [9, 10, 10, 10, 11]


@pytest.mark.parametrize(
    ("name", "figure", "printed"),
    [
        ("dp", 0.18, 0.18),
        ("dp_norm", 0.219512, 0.22),
    ],
)
def test_the_word_a_of_gries(name, figure, printed):
    found = getattr(dispersion(*GRIES), name)
    assert found == pytest.approx(figure, abs=1e-6)
    assert round(found, 3) == pytest.approx(printed, abs=0.0006)


def test_an_even_word_and_a_word_of_one_part():
    even = dispersion([2, 4, 6], [20, 40, 60])
    assert [even.dp, even.dp_norm] == pytest.approx([0, 0])
    bunched = dispersion([0, 0, 9], [50, 50, 50])
    assert bunched.dp_norm == pytest.approx(1)
    assert (bunched.frequency, bunched.n_parts) == (9, 3)


@pytest.mark.parametrize(
    ("counts", "sizes", "reason"), [([0, 0], [5, 5], "does not occur"), ([3], [5], "One part")]
)
def test_undefined_with_a_reason(counts, sizes, reason):
    result = dispersion(counts, sizes)
    assert np.isnan([result.dp, result.dp_norm]).all()
    assert reason in result.reason


@given(st.lists(st.integers(0, 20), min_size=2, max_size=8).filter(any))
def test_ranges_and_order_of_parts(counts):
    sizes = np.arange(len(counts)) + 20
    one, other = dispersion(counts, sizes), dispersion(counts[::-1], sizes[::-1])
    assert 0 <= one.dp <= one.dp_norm <= 1 + 1e-9
    assert one.dp == pytest.approx(other.dp)
    assert one.dp_norm == pytest.approx(other.dp_norm)


@pytest.mark.parametrize(
    ("counts", "sizes"),
    [([1], [1, 2]), ([], []), ([-1, 2], [5, 5]), ([1, 1], [0, 5]), ([6], [5]), ([np.nan], [5])],
)
def test_bad_input_is_a_sentence(counts, sizes):
    with pytest.raises(InputError, match="'counts'"):
        dispersion(counts, sizes)
