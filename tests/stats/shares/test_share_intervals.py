from __future__ import annotations

import numpy as np
import pytest

from textmine.errors import InputError
from textmine.stats import wilson_interval
from textmine.stats.shares.share_intervals import (
    difference_interval,
    effective_wilson_interval,
    quantile,
    simultaneous_level,
)


@pytest.mark.parametrize(("x", "n"), [(0, 20), (3, 20), (20, 20), (81, 263)])
def test_with_the_real_n_it_is_wilsons(x, n):
    ours, theirs = effective_wilson_interval(x / n, n), wilson_interval(x, n)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high))


def test_few_degrees_make_it_wider():
    few, many = (effective_wilson_interval(0.3, 50, degrees=d) for d in (4, np.inf))
    assert few.low < many.low < 0.3 < many.high < few.high


def test_no_variance_leaves_the_share_itself():
    interval = effective_wilson_interval(0.25, np.inf)
    assert (interval.low, interval.high) == (0.25, 0.25)


@pytest.mark.parametrize(("share", "n", "degrees"), [(np.nan, 9, 9), (0.5, np.nan, 9), (0.5, 9, 0)])
def test_undefined(share, n, degrees):
    interval = effective_wilson_interval(share, n, degrees=degrees)
    assert not interval.defined
    assert interval.reason


def test_a_share_outside_0_to_1_is_refused():
    with pytest.raises(InputError, match=r"between 0 and 1. Got 1\.2"):
        effective_wilson_interval(1.2, 10)


@pytest.mark.parametrize(
    ("a", "m", "b", "n", "low", "high"),
    [
        # Newcombe (1998), table II, method 10.
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (10, 10, 0, 20, 0.6791, 1.0),
        (10, 10, 0, 10, 0.6075, 1.0),
    ],
)
def test_newcombes_differences(a, m, b, n, low, high):
    interval = difference_interval(a / m, wilson_interval(a, m), b / n, wilson_interval(b, n))
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=1e-4)


def test_correlated_estimates_have_a_narrower_difference():
    one, other = wilson_interval(30, 90), wilson_interval(20, 90)
    apart = difference_interval(1 / 3, one, 2 / 9, other)
    together = difference_interval(1 / 3, one, 2 / 9, other, 0.6)
    assert apart.low < together.low < 1 / 9 < together.high < apart.high


def test_undefined_side_leaves_no_difference():
    interval = difference_interval(0.2, wilson_interval(2, 10), 0.0, wilson_interval(0, 0))
    assert not interval.defined
    assert interval.reason == "There are no units."


def test_goodmans_level():
    """Goodman (1965) takes the chi-square of one degree at alpha / k: Bonferroni for Wilson."""
    each = simultaneous_level(0.95, 4)
    assert each == pytest.approx(0.9875)
    assert quantile(each) ** 2 == pytest.approx(6.2385, abs=1e-3)
