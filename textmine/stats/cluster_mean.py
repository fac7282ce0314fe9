"""Bootstrap intervals of means over units that stand in clusters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.stats.intervals import Interval, percentile_interval, undefined_interval


def cluster_mean_intervals(
    values: NDArray[np.float64],
    clusters: NDArray[np.int64],
    *,
    n_resamples: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> list[Interval]:
    """Return the percentile interval of the mean of each column of `values`, clusters resampled.

    `values` has shape (n_units, n_columns), `clusters` (n_units,) any integers. With fewer than two
    clusters the intervals are undefined, with a reason. Source: Davison & Hinkley (1997),
    Bootstrap Methods and their Application, section 3.8.

    >>> interval = cluster_mean_intervals(np.array([[0.0], [1.0]] * 50), np.arange(100))[0]
    >>> 0.35 < interval.low < 0.5 < interval.high < 0.65
    True
    """
    _, places = np.unique(clusters, return_inverse=True)
    n_clusters = int(places.max()) + 1 if len(places) else 0
    if n_clusters < 2:
        reason = "fewer than two clusters to resample"
        empty = undefined_interval(level, "percentile", n_clusters, reason, "clusters")
        return [empty] * values.shape[1]
    sums = np.zeros((n_clusters, values.shape[1]))
    np.add.at(sums, places, values)
    sizes = np.bincount(places).astype(np.float64)
    generator = np.random.Generator(np.random.PCG64(seed))
    means = np.empty((n_resamples, values.shape[1]))
    for start in range(0, n_resamples, 100):
        stop = min(start + 100, n_resamples)
        drawn = generator.multinomial(n_clusters, np.full(n_clusters, 1 / n_clusters), stop - start)
        means[start:stop] = (drawn @ sums) / (drawn @ sizes)[:, None]
    return [
        percentile_interval(means[:, column], level, n=n_clusters, resampled="clusters")
        for column in range(values.shape[1])
    ]
