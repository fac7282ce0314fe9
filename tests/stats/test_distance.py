"""Distances of counts, against scipy's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.distance import jensenshannon
from scipy.stats import ks_2samp

from textmine.errors import InputError
from textmine.stats.distance import cosine_distance, jensen_shannon, ks_distance

COUNTS = arrays(np.int64, 6, elements=st.integers(0, 30))


@given(COUNTS, COUNTS)
def test_distances_agree_with_scipy(one, other):
    if not one.sum() or not other.sum():
        assert np.isnan(jensen_shannon(one, other))
        assert np.isnan(ks_distance(one, other))
        return
    expected = jensenshannon(one, other, base=2) ** 2
    assert jensen_shannon(one, other) == pytest.approx(np.nan_to_num(expected), abs=1e-7)
    values = np.repeat(np.arange(6), one), np.repeat(np.arange(6), other)
    assert ks_distance(one, other) == pytest.approx(ks_2samp(*values).statistic)
    assert jensen_shannon(one, other) == pytest.approx(jensen_shannon(other, one), abs=1e-12)


def test_the_cosine_of_vectors():
    assert cosine_distance([1, 1], [2, 2]) == pytest.approx(0)
    assert cosine_distance([1, 0], [-1, 0]) == 2
    assert np.isnan(cosine_distance([0, 0], [1, 0]))


@pytest.mark.parametrize(("one", "other"), [([1, 2], [1]), ([-1, 2], [1, 1]), ([[1]], [[1]])])
def test_rows_that_cannot_be_compared(one, other):
    for distance in (jensen_shannon, ks_distance):
        with pytest.raises(InputError, match="the same bins"):
            distance(one, other)
