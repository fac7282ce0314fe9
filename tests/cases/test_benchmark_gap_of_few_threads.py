"""With few threads the gap between machine and coders is as wide as leaving threads out shows."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t

from textmine.benchmark.results import verdict_on
from textmine.stats.systems.coder_comparison import against_others, replaced_alpha


def coded_threads(n_threads: int, seed: int = 3):
    """Return three coders and a system that is exactly as good, and the thread of each unit."""
    rng = np.random.default_rng(seed)
    thread = np.repeat(np.arange(n_threads), rng.integers(1, 8, n_threads))
    truth = rng.choice(3, len(thread), p=[0.5, 0.3, 0.2])
    right = rng.random((len(thread), 4)) < 0.85
    return np.where(right, truth[:, None], rng.integers(3, size=right.shape)), thread


@pytest.mark.parametrize("metric", ["kappa", "accuracy", "macro_f1"])
@pytest.mark.parametrize("n_threads", [12, 20, 30])
def test_the_gap_leaves_out_a_thread_at_a_time(metric, n_threads):
    said, thread = coded_threads(n_threads)
    gap = against_others(said[:, :3], said[:, 3], 3, metric, clusters=thread).gap
    left_out = []
    for one in range(n_threads):
        kept = thread != one
        without = against_others(said[kept, :3], said[kept, 3], 3, metric, n_resamples=1)
        left_out.append(without.gap.value)
    spread = ((np.array(left_out) - np.mean(left_out)) ** 2).sum()
    half = t.ppf(0.975, n_threads - 1) * np.sqrt((n_threads - 1) / n_threads * spread)
    assert (gap.interval.low, gap.interval.high) == pytest.approx(
        (gap.value - half, gap.value + half)
    )
    assert gap.interval.method == "jackknife-t"


def test_alpha_with_a_coder_replaced_is_by_the_same_rule():
    said, thread = coded_threads(14)
    found = replaced_alpha(said[:, :3], said[:, 3], 3, clusters=thread)
    assert found.change.interval.method == "jackknife-t"


def test_many_threads_keep_the_bootstrap():
    said, thread = coded_threads(120)
    found = against_others(said[:, :3], said[:, 3], 3, clusters=thread, n_resamples=100)
    assert found.gap.interval.method == "percentile"


@pytest.mark.parametrize(("n_threads", "few"), [(12, True), (29, True), (30, False), (0, False)])
def test_the_verdict_says_that_threads_are_few(n_threads, few):
    said, thread = coded_threads(n_threads or 40)
    beside = against_others(said[:, :3], said[:, 3], 3, clusters=thread, n_resamples=100)
    verdict = verdict_on("m", beside, None, None, 100, n_threads)
    assert ("are few" in verdict) is few
