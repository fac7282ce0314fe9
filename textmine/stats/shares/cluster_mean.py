"""Intervals of means over units that stand in clusters, few or of very unequal size included."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from textmine.stats.counts import FloatArray
from textmine.stats.intervals import Interval, check_level, undefined_interval
from textmine.stats.totals import TINY

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


def _likeness(y: FloatArray, sums: FloatArray, sizes: FloatArray) -> FloatArray:
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


def _degrees(sizes: FloatArray, likeness: FloatArray) -> FloatArray:
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
    degrees: FloatArray = (a * (w + c)).sum(axis=0) ** 2 / squares
    return degrees
