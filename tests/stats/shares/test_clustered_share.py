from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from textmine.errors import InputError
from textmine.stats.shares.share_intervals import (
    design_effect,
    effective_n,
    highest_share,
    intracluster_correlation,
    share_interval,
)


@pytest.mark.parametrize(("hits", "n"), [(0, 20), (1, 29), (81, 263), (15, 148), (29, 29)])
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_without_clusters_it_is_the_exact_interval(hits, n, level):
    found = share_interval([1] * hits + [0] * (n - hits), level=level)
    exact = binomtest(hits, n).proportion_ci(level, "exact")
    assert (found.low, found.high) == pytest.approx((exact.low, exact.high))
    assert (found.n, found.level) == (n, level)


# Newcombe (1998), table 1, method 5 (Clopper-Pearson).
@pytest.mark.parametrize(
    ("hits", "n", "low", "high"), [(81, 263, 0.2527, 0.3676), (0, 20, 0, 0.1684)]
)
def test_published_intervals(hits, n, low, high):
    found = share_interval([1] * hits + [0] * (n - hits))
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_full_dependence_counts_clusters():
    hits, clusters = np.repeat([1, 0, 1, 1], 5), np.repeat(np.arange(4), 5)
    assert intracluster_correlation(hits, clusters) == pytest.approx(1)
    assert effective_n(clusters, 1.0, 20) == pytest.approx(4)
    alone = share_interval([1, 0, 1, 1])
    together = share_interval(hits, clusters)
    assert (together.low, together.high) == pytest.approx((alone.low, alone.high))


@pytest.mark.parametrize("rho", [0.0, 0.1, 0.4])
def test_a_known_correlation_is_found(rho):
    draw = np.random.default_rng(1)
    clusters = np.repeat(np.arange(4000), 5)
    shared = draw.random(4000) < 0.3
    copies = draw.random(20_000) < np.sqrt(rho)
    values = np.where(copies, shared[clusters], draw.random(20_000) < 0.3)
    assert intracluster_correlation(values, clusters) == pytest.approx(rho, abs=0.03)


def test_what_cannot_be_known_makes_intervals_wide():
    clusters = np.repeat(np.arange(5), 4)
    assert intracluster_correlation(np.ones(20), clusters) == 1
    assert share_interval(np.ones(20), clusters).low == share_interval(np.ones(5)).low
    assert intracluster_correlation([0, 1, 1], [0, 0, 0]) == 1
    assert intracluster_correlation([0, 1, 1], None) == 0
    assert intracluster_correlation([0, 1, 1], [0, 1, 2]) == 0


def test_limits():
    assert design_effect(None, 0.5, 7) == 1
    assert design_effect(np.arange(7), 0.5, 7) == 1
    assert highest_share(3, 3, 0.95) == 1
    assert highest_share(0, 30, 0.95) == pytest.approx(1 - 0.05 ** (1 / 30))
    assert share_interval([]).reason == "There are no units."
    assert effective_n(None, 0.5, 0) == 0


@pytest.mark.parametrize("arguments", [{"clusters": [0]}, {"level": 1.0}, {"clusters": [-1, 0]}])
def test_what_does_not_fit_is_refused(arguments):
    with pytest.raises(InputError):
        share_interval([1, 0], **arguments)


@pytest.mark.parametrize("n_clusters", [5, 10, 40])
def test_few_clusters_widen_the_interval_as_korn_and_graubard_say(n_clusters):
    from scipy.stats import beta, t

    hits = np.tile([1, 0, 0, 0], n_clusters)
    n = len(hits)
    worth = max(n * (t.ppf(0.975, n - 1) / t.ppf(0.975, n_clusters - 1)) ** 2, n_clusters)
    found = share_interval(hits, np.repeat(np.arange(n_clusters), 4))
    assert found.low == pytest.approx(beta.ppf(0.025, worth / 4, worth * 0.75 + 1))
    assert found.high == pytest.approx(beta.ppf(0.975, worth / 4 + 1, worth * 0.75))
