"""A share of units that depend on each other, such as messages of one thread, and its limits."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from textmine.stats.intervals import Interval, check_level, undefined_interval
from textmine.stats.resampling import check_clusters
from textmine.stats.shares.share_intervals import quantile

METHOD = "clopper-pearson"
EXACT_INTERVALS = "exact 95 % intervals, which hold 95 % or more"
"""What readers are told of `share_interval`: of a rare code its coverage is nearer to 99 %."""


def intracluster_correlation(values: ArrayLike, clusters: ArrayLike | None) -> float:
    """Return how alike the values of one cluster are, 0 (no more than any) to 1.

    The analysis-of-variance estimate, cut at 0. `values` (n,) are numbers or yes and no, `clusters`
    (n,) the cluster of each; None, or one unit a cluster, gives 0. Where all values are alike, or
    all stand in one cluster, nothing tells full dependence from none, and the result is 1, which
    makes intervals wide. Source: Donner (1986), A review of inference procedures for the intraclass
    correlation coefficient, section 2.

    >>> intracluster_correlation([1, 1, 0, 0], [0, 0, 1, 1])
    1.0
    >>> intracluster_correlation([1, 0, 1, 0], [0, 0, 1, 1])
    0.0
    """
    y = np.asarray(values, dtype=np.float64)
    checked = check_clusters(clusters, y.size)
    if checked is None:
        return 0.0
    _, cluster_of, size = np.unique(checked, return_inverse=True, return_counts=True)
    n, k = y.size, size.size
    if n == k:
        return 0.0
    if k < 2 or np.ptp(y) == 0:
        return 1.0
    mean = np.bincount(cluster_of, y) / size
    between = float((size * (mean - y.mean()) ** 2).sum()) / (k - 1)
    within = float(((y - mean[cluster_of]) ** 2).sum()) / (n - k)
    typical = (n - float((size**2).sum()) / n) / (k - 1)
    result = (between - within) / (between + (typical - 1) * within)
    return float(min(max(result, 0.0), 1.0))


def design_effect(clusters: ArrayLike | None, correlation: float, n: int) -> float:
    """Return how many times larger the variance of a share is than that of n independent units.

    1 + (m - 1) rho, with m the mean size of a unit's cluster and rho the `correlation` within
    clusters, 0 to 1. 1 without clusters. Source: Kish (1965), Survey Sampling, section 5.4.

    >>> design_effect([0, 0, 1, 1], 0.5, 4)
    1.5
    """
    checked = check_clusters(clusters, n)
    if checked is None or n == 0:
        return 1.0
    size = np.unique(checked, return_counts=True)[1].astype(np.float64)
    return float(1 + (float((size**2).sum()) / n - 1) * correlation)


def share_interval(
    hits: ArrayLike,
    clusters: ArrayLike | None = None,
    *,
    level: float = 0.95,
    correlation: float | None = None,
) -> Interval:
    """Compute the exact interval of a share, with as many units as the clusters are worth.

    `hits` (n,) is yes or no a unit. The interval is Clopper and Pearson's for n / design effect
    units, times (t of n - 1 / t of clusters - 1 degrees of freedom)^2, but for no fewer than under
    full dependence; `correlation` within clusters is estimated from the hits where it is not given.
    It holds `level` or more: without
    clusters 98 to 99 % where 95 are asked for, of a share of .05 among 60 to 131 units. Without
    units there is none, and a reason. Source: Korn and Graubard (1998), Confidence intervals for
    proportions with small expected number of positive counts estimated from survey data.

    >>> interval = share_interval([0] * 20)
    >>> interval.low, round(interval.high, 4)
    (0.0, 0.1684)
    """
    level = check_level(level)
    yes = np.asarray(hits, dtype=np.float64)
    if yes.size == 0:
        return undefined_interval(level, METHOD, 0, "There are no units.")
    rho = intracluster_correlation(yes, clusters) if correlation is None else correlation
    n = effective_n(clusters, rho, yes.size) * _for_few_clusters(clusters, yes.size, level)
    n = max(n, effective_n(clusters, 1.0, yes.size))
    x, tail = float(yes.mean()) * n, (1 - level) / 2
    low = 0.0 if x <= 0 else 1 - highest_share(n - x, n, 1 - tail)
    return Interval(low, highest_share(x, n, 1 - tail), level, METHOD, yes.size)


def _for_few_clusters(clusters: ArrayLike | None, n: int, level: float) -> float:
    """Return by how much the effective n is cut because few clusters tell the variance."""
    checked = check_clusters(clusters, n)
    m = n if checked is None else len(np.unique(checked))
    if m < 2 or m == n:
        return 1.0
    return (quantile(level, n - 1) / quantile(level, m - 1)) ** 2


def highest_share(x: float, n: float, certainty: float) -> float:
    """Return the upper limit that a share keeps with this certainty, x of n units having it.

    One-sided, after Clopper and Pearson (1934); x and n need not be whole numbers. 1 when x is n.

    >>> round(highest_share(0, 30, 0.95), 4)
    0.095
    """
    from scipy.special import betaincinv

    return 1.0 if x >= n else float(betaincinv(x + 1, n - x, certainty))


def effective_n(clusters: ArrayLike | None, correlation: float, n: int) -> float:
    """Return how many independent units n clustered ones are worth, at most n."""
    return n / design_effect(clusters, correlation, n) if n else 0.0
