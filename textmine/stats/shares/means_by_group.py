"""Means of parts of a sample and their differences, over whole clusters of units."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats
from textmine.errors import InputError
from textmine.stats.counts import integers
from textmine.stats.intervals import Interval, check_level, t_interval, undefined_interval
from textmine.stats.resampling import check_clusters, check_resampling, make_pool, resampled_totals
from textmine.stats.totals import TINY, divide

METHOD = "cr2-t"

FEWEST = 5
"""Below so many clusters no interval of a mean holds what it promises."""

LOW_DF = 4.0
"""Below so many degrees of freedom a few clusters carry the mean, and the reader is told."""


def cluster_mean_intervals(
    values: ArrayLike, clusters: ArrayLike, *, level: float = 0.95, what: str = "clusters"
) -> list[Interval]:
    """Return the interval of the mean of each column of `values`, from its own clusters alone.

    `values` has shape (n_units, n_columns), `clusters` (n_units,) any integers; `what` names them
    in reasons ("threads"). With e_g the sum of the deviations of the n_g units of a cluster from
    the mean, h_g = n_g / n, the variance is sum e_g^2 / (1 - h_g) / n^2 (CR2), and the quantile is
    that of t with Satterthwaite's degrees of freedom, tr(K)^2 / sum K_ij^2, K the covariance of the
    e_g / sqrt(1 - h_g) where the units of a cluster are as alike as they were found to be. Values
    all within 0 and 1 are shares: their limits are taken on the logit scale and stay within 0 and
    1; others have mean +- t errors. Of clusters of one size it is Student's t interval of their
    means. Fewer than five clusters, and a mean that is the same in each, have no interval, with a
    reason; one with less than four degrees of freedom has a reason that says how much the clusters
    are worth. Source: Bell and McCaffrey (2002), Bias reduction in standard errors for linear
    regression with multi-stage samples; degrees of freedom with likeness: Imbens and Kolesar
    (2016), Robust standard errors in small samples: some practical advice, section 3.

    The figures are those of scipy.stats.ttest_1samp of 1, 2, ... 6.

    >>> (interval,) = cluster_mean_intervals([[1.0], [2], [3], [4], [5], [6]], range(6))
    >>> round(interval.low, 4), round(interval.high, 4)
    (1.5367, 5.4633)
    """
    # scipy.stats takes a second to import; this does not.
    from scipy.special import expit, logit, stdtrit

    level, y = check_level(level), np.asarray(values, dtype=np.float64)
    _, places = np.unique(np.asarray(clusters), return_inverse=True)
    n_clusters = int(places.max(initial=-1)) + 1
    if n_clusters < FEWEST:
        reason = f"{n_clusters} {what} are too few; an interval takes {FEWEST} or more."
        return [undefined_interval(level, METHOD, n_clusters, reason, "clusters")] * y.shape[1]
    sizes = np.bincount(places).astype(np.float64)
    sums = np.zeros((n_clusters, y.shape[1]))
    np.add.at(sums, places, y)
    mean = y.mean(axis=0)
    share = sizes / len(y)
    deviations = sums - sizes[:, None] * mean
    errors = np.sqrt((deviations**2 / (1 - share)[:, None]).sum(axis=0)) / len(y)
    df = _degrees(sizes, _likeness(y, sums, sizes))

    def interval(value: float, error: float, df: float, logits: bool) -> Interval:
        if error < TINY:
            reason = f"It is the same in all {n_clusters} {what}: nothing says how they vary."
            return undefined_interval(level, METHOD, n_clusters, reason, "clusters")
        half = float(stdtrit(df, (1 + level) / 2)) * error
        low, high = value - half, value + half
        if logits:
            half /= value * (1 - value)
            low, high = expit(logit(value) - half), expit(logit(value) + half)
        reason = ""
        if df < LOW_DF:
            reason = (
                f"A few of the {n_clusters} {what} hold most units: they are worth about "
                f"{df + 1:.0f} of one size, and the interval is wide."
            )
        return Interval(
            float(low), float(high), level, METHOD, n_clusters, resampled="clusters", reason=reason
        )

    shares = (y.min(axis=0) >= 0) & (y.max(axis=0) <= 1)
    return [
        interval(float(value), float(error), float(d), bool(of_shares))
        for value, error, d, of_shares in zip(mean, errors, df, shares, strict=True)
    ]


def _likeness(y: Floats, sums: Floats, sizes: Floats) -> Floats:
    """Return how alike the units of one cluster are, 0 to 1, by column: analysis of variance."""
    n, k = len(y), len(sizes)
    if n == k:
        return np.zeros(y.shape[1])
    of_clusters = sums / sizes[:, None]
    between = (sizes[:, None] * (of_clusters - y.mean(axis=0)) ** 2).sum(axis=0) / (k - 1)
    inside = (y**2).sum(axis=0) - (sizes[:, None] * of_clusters**2).sum(axis=0)
    within = np.maximum(inside, 0) / (n - k)
    typical = (n - (sizes**2).sum() / n) / (k - 1)
    total = between + (typical - 1) * within
    return np.asarray(np.clip((between - within) / np.where(total > TINY, total, 1), 0, 1))


def _degrees(sizes: Floats, likeness: Floats) -> Floats:
    """Return Satterthwaite's degrees of freedom by column, without a matrix of all clusters."""
    size = sizes[:, None]
    w = size * (1 + (size - 1) * likeness)
    h = size / sizes.sum()
    a, s = 1 / (1 - h), w.sum(axis=0)
    # K_ij = sqrt(a_i a_j) (w_i [i = j] + c_ij), c_ij = s h_i h_j - h_i w_j - w_i h_j.
    c = s * h**2 - 2 * h * w
    p, q, t = (a * h**2).sum(axis=0), (a * w**2).sum(axis=0), (a * h * w).sum(axis=0)
    squares = (a**2 * w * (w + 2 * c)).sum(axis=0) + (
        2 * p * q + s**2 * p**2 + 2 * t**2 - 4 * s * p * t
    )
    degrees: Floats = (a * (w + c)).sum(axis=0) ** 2 / squares
    return degrees


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


def _means(totals: Floats, n_parts: int) -> Floats:
    """Return means (n_totals, n_parts, n_columns) of totals of parts by (values, count)."""
    shaped = totals.reshape(len(totals), n_parts, -1)
    return divide(shaped[:, :, :-1], shaped[:, :, -1:])
