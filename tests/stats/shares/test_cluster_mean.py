from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ttest_1samp

from textmine.stats.shares.means_by_group import _degrees, cluster_mean_intervals


def test_clusters_of_one_size_have_the_t_interval_of_their_means():
    values = np.random.default_rng(3).normal(5, 1, (36, 2))
    found = cluster_mean_intervals(values, np.repeat(np.arange(9), 4))
    means = values.reshape(9, 4, 2).mean(axis=1)
    expected = ttest_1samp(means, 0).confidence_interval(0.95)
    assert [one.low for one in found] == pytest.approx(list(expected.low))
    assert [one.high for one in found] == pytest.approx(list(expected.high))


def test_degrees_of_freedom_are_those_of_the_whole_matrix():
    """Write out the covariance of the scaled sums of deviations, all clusters by all clusters."""
    rng = np.random.default_rng(4)
    sizes, likeness = rng.integers(1, 30, 12).astype(float), np.array([0.0, 0.3, 1.0])
    found = _degrees(sizes, likeness)
    h = sizes / sizes.sum()
    for one, rho in zip(found, likeness, strict=True):
        scaled = (np.eye(12) - np.outer(h, np.ones(12))) / np.sqrt(1 - h)[:, None]
        k = scaled @ np.diag(sizes * (1 + (sizes - 1) * rho)) @ scaled.T
        assert one == pytest.approx(np.trace(k) ** 2 / (k**2).sum())


def test_clusters_make_the_interval_wider():
    clusters = np.repeat(np.arange(20), 10)
    values = (clusters % 2).astype(float)[:, None]
    (together,) = cluster_mean_intervals(values, clusters)
    (apart,) = cluster_mean_intervals(values, np.arange(200))
    assert together.high - together.low > 2 * (apart.high - apart.low)


def test_labels_of_clusters_change_nothing():
    values = np.arange(18.0)[:, None]
    clusters = np.repeat(np.arange(6), 3)
    one = cluster_mean_intervals(values, clusters)
    assert one == cluster_mean_intervals(values, clusters * 7 - 3)
    assert (one[0].n, one[0].resampled) == (6, "clusters")


@pytest.mark.parametrize("n", [0, 1, 5])
def test_fewer_than_five_clusters_have_no_interval(n):
    found = cluster_mean_intervals(np.ones((n, 3)), np.zeros(n, dtype=np.int64))
    assert len(found) == 3
    assert not any(interval.defined for interval in found)
    assert found[0].reason.endswith("clusters are too few; an interval takes 5 or more.")
    assert found[0].n == min(n, 1)
