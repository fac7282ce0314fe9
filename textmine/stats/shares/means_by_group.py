"""Means of parts of a sample and their differences, over whole clusters of units."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from textmine.errors import InputError
from textmine.stats.counts import FloatArray, integers
from textmine.stats.intervals import Interval, t_interval
from textmine.stats.resampling import check_clusters, check_resampling, make_pool, resampled_totals
from textmine.stats.shares.cluster_mean import cluster_mean_intervals
from textmine.stats.totals import divide


@dataclass(frozen=True)
class MeanOfPart:
    """The mean of one column in one part: n units in `n_clusters` clusters."""

    part: int
    column: int
    mean: float
    interval: Interval
    n: int
    n_clusters: int


@dataclass(frozen=True)
class Difference:
    """The mean of `first` minus that of `second`; `p` is two-sided, nan where undefined."""

    first: int
    second: int
    column: int
    value: float
    interval: Interval
    p: float


@dataclass(frozen=True)
class MeansBy:
    """Means of every column in every part, and the differences of every two parts."""

    means: tuple[MeanOfPart, ...]
    differences: tuple[Difference, ...]
    n_clusters: int
    n_resamples: int


def means_by(
    values: ArrayLike,
    parts: ArrayLike,
    clusters: ArrayLike | None = None,
    *,
    pairs: list[tuple[int, int]] | None = None,
    n_resamples: int = 2000,
    level: float = 0.95,
    seed: int = 0,
    what: str = "clusters",
) -> MeansBy:
    """Compute the mean of each column of `values` in each part, and what parts differ by.

    `values` is (n_units, n_columns), `parts` (n_units,) 0, 1, 2 ..., `clusters` (n_units,) ints of
    0 or more; None makes each unit its own. `pairs` are the parts to compare, every two when None.
    Intervals of means are those of `cluster_mean_intervals`, from the clusters of the part alone;
    `what` names clusters in their reasons. For differences whole clusters are resampled, so that
    parts that share clusters vary together: interval and p are by t with the standard deviation of
    resamples and one degree of freedom less than the smaller number of clusters of the two. A
    difference with a part in fewer than two clusters has neither. Resamples that miss a part are
    left out of its figures. Raises `InputError` for shapes that differ and bad clusters,
    n_resamples or seed. Source: Davison and Hinkley (1997), Bootstrap Methods and their
    Application, section 3.8; t: Cameron and Miller (2015), section 6.

    >>> result = means_by([[0.0], [0.2], [0.8], [1.0]] * 10, [0, 0, 1, 1] * 10)
    >>> [round(mean.mean, 2) for mean in result.means]
    [0.1, 0.9]
    >>> round(result.differences[0].value, 2), result.differences[0].p < 0.001
    (-0.8, True)
    """
    from scipy.special import stdtr

    check_resampling(n_resamples, seed)
    y, part = np.asarray(values, dtype=np.float64), integers(parts, "parts", 1)
    if y.ndim != 2 or len(y) != part.size or part.size == 0 or (part < 0).any():
        raise InputError(
            "'values' must have a row and 'parts' a number of 0 or more for each unit. "
            f"Got shapes {y.shape} and {part.shape}."
        )
    labels = check_clusters(clusters, part.size)
    labels = np.arange(part.size) if labels is None else labels
    n_parts, n_columns = int(part.max()) + 1, y.shape[1]
    inside = part[:, None] == np.arange(n_parts)
    # A unit adds its values and a one to its own part: columns are parts by (values, count).
    features = (inside[:, :, None] * np.column_stack([y, np.ones(len(y))])[:, None, :]).reshape(
        len(y), -1
    )
    pool = make_pool(features, np.arange(len(y)), np.ones(len(y), dtype=np.int64), labels)
    draws = _means(resampled_totals(pool, n_resamples, seed), n_parts)
    means = _means(features.sum(axis=0)[None], n_parts)[0]
    n_units = inside.sum(axis=0)
    n_clusters = [np.unique(labels[inside[:, part_number]]).size for part_number in range(n_parts)]

    intervals = [
        cluster_mean_intervals(
            y[inside[:, part_number]], labels[inside[:, part_number]], level=level, what=what
        )
        for part_number in range(n_parts)
    ]
    of_parts = [
        MeanOfPart(
            part_number,
            column,
            float(means[part_number, column]),
            intervals[part_number][column],
            int(n_units[part_number]),
            n_clusters[part_number],
        )
        for part_number in range(n_parts)
        for column in range(n_columns)
    ]
    differences = []
    for first_part, second_part in combinations(range(n_parts), 2) if pairs is None else pairs:
        for column in range(n_columns):
            drawn = draws[:, first_part, column] - draws[:, second_part, column]
            value = float(means[first_part, column] - means[second_part, column])
            n = min(n_clusters[first_part], n_clusters[second_part])
            error = float(np.nanstd(drawn, ddof=1)) if n > 1 else np.nan
            limits = t_interval(value, error if error > 0 else np.nan, n, level)
            p = 2 * float(stdtr(n - 1, -abs(value) / error)) if limits.defined else np.nan
            differences.append(Difference(first_part, second_part, column, value, limits, p))
    return MeansBy(tuple(of_parts), tuple(differences), pool.n, n_resamples)


def _means(totals: FloatArray, n_parts: int) -> FloatArray:
    """Return means (n_totals, n_parts, n_columns) of totals of parts by (values, count)."""
    shaped = totals.reshape(len(totals), n_parts, -1)
    return divide(shaped[:, :, :-1], shaped[:, :, -1:])
