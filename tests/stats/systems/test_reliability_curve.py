from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import InputError
from textmine.stats.systems.reliability_curve import calibration_error, reliability_curve


@pytest.mark.parametrize(
    ("shares", "gold", "error"),
    [
        ([[1.0, 0.0], [0.0, 1.0]], [0, 1], 0.0),
        ([[1.0, 0.0], [0.0, 1.0]], [1, 0], 1.0),
        ([[0.75, 0.25]] * 4, [0, 0, 0, 1], 0.0),
        ([[0.75, 0.25]] * 4, [0, 0, 1, 1], 0.25),
        ([[0.95, 0.05]] * 2 + [[0.55, 0.45]] * 2, [0, 1, 0, 0], 0.5 * 0.45 + 0.5 * 0.45),
        ([[0.3, 0.7]], [1], 0.3),
    ],
)
def test_the_error_by_hand(shares, gold, error):
    assert calibration_error(np.array(shares), np.array(gold)) == pytest.approx(error)


def test_three_ways_to_say_the_same():
    draw = np.random.default_rng(0)
    p = draw.dirichlet([1, 1, 1], 300)
    gold = draw.integers(0, 3, 300)
    right = p.argmax(axis=1) == gold
    assert calibration_error(p, gold) == calibration_error(p.max(axis=1), right)
    both = np.column_stack([p.max(axis=1), p.max(axis=1)])
    assert calibration_error(both, np.column_stack([right, right])) == pytest.approx(
        calibration_error(p, gold)
    )


def test_calibrated_probabilities_have_a_small_error_and_others_a_large_one():
    draw = np.random.default_rng(1)
    p = draw.random(20_000)
    gold = draw.random(20_000) < p
    assert calibration_error(p, gold) < 0.015
    assert calibration_error(np.sqrt(p), gold) == pytest.approx(np.sqrt(p).mean() - 0.5, abs=0.01)
    points = reliability_curve(p, gold)
    assert [point.n for point in points] == [2000] * 10
    inside = [point.interval.low <= point.said <= point.interval.high for point in points]
    assert sum(inside) >= 8


@given(
    st.lists(st.tuples(st.sampled_from([0.0, 0.25, 0.5, 0.9, 1.0]), st.booleans()), min_size=1),
    st.integers(1, 12),
)
def test_bins_share_out_all_units_and_part_no_equals(units, n_bins):
    sure, right = (np.array(part, dtype=float) for part in zip(*units, strict=True))
    points = reliability_curve(sure, right, n_bins)
    assert sum(point.n for point in points) == sure.size
    assert sum(point.n * point.seen for point in points) == pytest.approx(right.sum())
    assert len(points) <= n_bins
    for one, other in pairwise(points):
        assert one.highest < other.lowest
    error = calibration_error(sure, right, n_bins)
    assert 0 <= error <= 1
    assert error >= abs(sure.mean() - right.mean()) - 1e-12


def test_dependent_units_make_intervals_wider():
    draw = np.random.default_rng(2)
    p = draw.random(100)
    gold = draw.random(100) < p
    p, gold, clusters = (np.repeat(part, 5) for part in (p, gold, np.arange(100)))
    plain = reliability_curve(p, gold, 4)
    wide = reliability_curve(p, gold, 4, clusters=clusters)
    for one, other in zip(plain, wide, strict=True):
        assert (one.said, one.seen, one.n) == (other.said, other.seen, other.n)
        assert other.interval.high - other.interval.low > one.interval.high - one.interval.low


@pytest.mark.parametrize(
    "arguments",
    [
        ([], []),
        ([0.1, 0.2], [1]),
        ([0.1], [[1]]),
        ([[0.1, 0.9]], [[1, 0, 0]]),
        ([0.1], [1], 0),
    ],
)
def test_what_does_not_fit_is_refused(arguments):
    with pytest.raises(InputError):
        calibration_error(*arguments)
