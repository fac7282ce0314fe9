from __future__ import annotations

import numpy as np
import pytest

from textmine.stats.cluster_mean import cluster_mean_intervals


def test_agrees_with_a_bootstrap_written_out_by_hand():
    draw = np.random.default_rng(3)
    clusters = np.repeat(np.arange(30), draw.integers(1, 9, 30))
    values = np.column_stack(
        [clusters % 3 + draw.normal(0, 0.3, len(clusters)), draw.random(len(clusters))]
    )
    members = [values[clusters == cluster] for cluster in range(30)]
    means = np.array(
        [
            np.concatenate([members[i] for i in draw.integers(0, 30, 30)]).mean(axis=0)
            for _ in range(4000)
        ]
    )
    low, high = np.quantile(means, [0.025, 0.975], axis=0)
    found = cluster_mean_intervals(values, clusters, n_resamples=4000, seed=1)
    assert [interval.low for interval in found] == pytest.approx(list(low), abs=0.02)
    assert [interval.high for interval in found] == pytest.approx(list(high), abs=0.02)


def test_clusters_make_the_interval_wider():
    clusters = np.repeat(np.arange(20), 10)
    values = (clusters % 2).astype(float)[:, None]
    (together,) = cluster_mean_intervals(values, clusters)
    (apart,) = cluster_mean_intervals(values, np.arange(200))
    assert together.high - together.low > 2 * (apart.high - apart.low)


def test_labels_of_clusters_and_chunks_change_nothing():
    values = np.arange(12.0)[:, None]
    clusters = np.repeat(np.arange(4), 3)
    one = cluster_mean_intervals(values, clusters, n_resamples=250, seed=5)
    assert one == cluster_mean_intervals(values, clusters * 7 - 3, n_resamples=250, seed=5)
    assert one[0].n == 4
    assert one[0].n_resamples == 250
    assert one[0].resampled == "clusters"


@pytest.mark.parametrize("n", [0, 1, 5])
def test_fewer_than_two_clusters_have_no_interval(n):
    found = cluster_mean_intervals(np.ones((n, 3)), np.zeros(n, dtype=np.int64))
    assert len(found) == 3
    assert not any(interval.defined for interval in found)
    assert found[0].reason == "fewer than two clusters to resample"
    assert found[0].n == min(n, 1)
