"""Intervals of shares, from standard errors and from resamples."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from textmine.errors import InputError
from textmine.stats import percentile_interval, t_interval, wilson_interval


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17, table 1, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_interval_of_newcombe(successes, n, low, high):
    interval = wilson_interval(successes, n)
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)
    assert (interval.n, interval.level, interval.method) == (n, 0.95, "wilson")


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_interval_holds_the_share(drawn: tuple[int, int]) -> None:
    successes, n = drawn
    interval = wilson_interval(successes, n, 0.9)
    assert 0 <= interval.low <= successes / n <= interval.high <= 1
    expected = proportion_confint(successes, n, alpha=0.1, method="wilson")
    assert (interval.low, interval.high) == pytest.approx(expected, abs=1e-9)


def test_wilson_interval_of_nothing_is_undefined():
    interval = wilson_interval(0, 0)
    assert not interval.defined
    assert interval.reason == "There are no units."


@pytest.mark.parametrize(("successes", "n"), [(-1, 5), (6, 5)])
def test_wilson_interval_refuses_impossible_counts(successes, n):
    with pytest.raises(InputError, match="between 0 and n"):
        wilson_interval(successes, n)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_level_is_a_share(level):
    with pytest.raises(InputError, match=r"Give 0\.95 for 95 %"):
        wilson_interval(1, 2, level)


def test_t_intervals_against_scipy():
    t = t_interval(0.5, 0.1, 12, 0.9)
    assert (t.low, t.high) == pytest.approx(stats.t.interval(0.9, 11, 0.5, 0.1))


def test_intervals_are_cut_at_the_highest_value():
    assert t_interval(0.95, 0.1, 12, highest=1).high == 1


@pytest.mark.parametrize(
    "interval", [t_interval(np.nan, 0.1, 5), t_interval(0.5, np.nan, 5), t_interval(1, 0.1, 1)]
)
def test_no_interval_without_an_error(interval):
    assert not interval.defined
    assert interval.reason


def test_percentiles_leave_out_undefined_values():
    values = np.append(np.arange(101.0), np.full(50, np.nan))
    interval = percentile_interval(values, 0.5, n=40, resampled="clusters")
    assert (interval.low, interval.high) == (25, 75)
    assert (interval.n_resamples, interval.n_undefined, interval.n) == (151, 50, 40)
    assert interval.resampled == "clusters"


@pytest.mark.parametrize(("n_defined", "defined"), [(50, True), (49, False), (0, False)])
def test_no_percentiles_when_most_values_are_undefined(n_defined, defined):
    values = np.append(np.ones(n_defined), np.full(100 - n_defined, np.nan))
    interval = percentile_interval(values, n=40)
    assert interval.defined == defined
    assert (interval.reason == "") == defined
