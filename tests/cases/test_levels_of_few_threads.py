"""The share of a level rests on its own threads: few of them give no interval, or a remark."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.stats.shares.means_by_group import means_by


def level_in_last_threads(n_threads: int, n_in_level: int, units: int = 5):
    """Return means by level, where level 1 stands in the last threads only."""
    rng = np.random.default_rng(n_threads)
    thread = np.repeat(np.arange(n_threads), units)
    share = np.clip(rng.normal(0.25, 0.05, n_threads), 0.02, 0.9)[thread]
    level = (thread >= n_threads - n_in_level).astype(int)
    return means_by(share[:, None], level, thread, n_resamples=200, what="threads")


@pytest.mark.parametrize(("n_threads", "n_in_level"), [(20, 1), (20, 2), (40, 3), (100, 4)])
def test_a_level_in_fewer_than_five_threads_has_no_interval(n_threads, n_in_level):
    rest, level = level_in_last_threads(n_threads, n_in_level).means
    assert rest.interval.defined
    assert not level.interval.defined
    assert level.interval.reason == (
        f"{n_in_level} threads are too few; an interval takes 5 or more."
    )


def test_the_difference_keeps_its_interval():
    (difference,) = level_in_last_threads(20, 2).differences
    assert difference.interval.defined


@pytest.mark.parametrize("n_in_level", [5, 8, 15])
def test_a_level_is_as_sure_as_its_own_threads(n_in_level):
    few = level_in_last_threads(60, n_in_level).means[1].interval
    many = level_in_last_threads(60, 40).means[1].interval
    assert few.n == n_in_level
    assert few.high - few.low > many.high - many.low


def test_a_thread_that_holds_most_units_is_said():
    thread = np.repeat(np.arange(8), [60, 2, 1, 1, 3, 1, 2, 1])
    share = np.linspace(0.1, 0.6, 8)[thread]
    found = means_by(share[:, None], np.zeros(71, int), thread, n_resamples=200, what="threads")
    interval = found.means[0].interval
    assert interval.reason.startswith("A few of the 8 threads hold most units")
    assert 0 < interval.low < interval.high < 1


def test_a_share_that_never_varies_has_no_interval_and_a_reason():
    found = means_by(np.full((30, 1), 0.3), np.zeros(30, int), np.repeat(np.arange(10), 3))
    assert "It is the same in all 10 clusters" in found.means[0].interval.reason
