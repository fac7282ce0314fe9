"""Intervals of shares that were not simply counted: of units in clusters, and differences."""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from textmine.errors import InputError
from textmine.stats.intervals import NO_ERROR, Interval, check_level, undefined_interval
from textmine.stats.resampling import check_clusters

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


def effective_wilson_interval(
    share: float, n_effective: float, level: float = 0.95, degrees: float = np.inf, *, n: int = 0
) -> Interval:
    """Compute Wilson's score interval of a share whose variance is share (1 - share) / n_effective.

    `degrees` are those of the variance: with few, the quantile of t takes the place of z. `n` is
    the number of labels behind it, for the record. Undefined when the share or n_effective is nan
    or there are no degrees of freedom. Raises `InputError` for a share outside 0 to 1. Source:
    Dean & Pagano (2015), Evaluating confidence interval methods for binomial proportions in
    clustered surveys, J. Surv. Stat. Methodol. 3; for counts it is `wilson_interval`.

    >>> interval = effective_wilson_interval(81 / 263, 263)
    >>> round(interval.low, 4), round(interval.high, 4)
    (0.2553, 0.3662)
    """
    level = check_level(level)
    if np.isnan(share) or np.isnan(n_effective) or not degrees > 0:
        return undefined_interval(level, "wilson", n, NO_ERROR)
    if not 0 <= share <= 1:
        raise InputError(f"A share must be between 0 and 1. Got {share:g}.")
    if np.isinf(n_effective):
        return Interval(float(share), float(share), level, "wilson", n)
    square = quantile(level, degrees) ** 2
    centre = (share + square / (2 * n_effective)) / (1 + square / n_effective)
    spread = share * (1 - share) / n_effective + square / (4 * n_effective**2)
    half = np.sqrt(square * spread) / (1 + square / n_effective)
    low = 0.0 if share == 0 else max(0.0, float(centre - half))
    high = 1.0 if share == 1 else min(1.0, float(centre + half))
    return Interval(low, high, level, "wilson", n)


def difference_interval(
    first: float,
    first_interval: Interval,
    second: float,
    second_interval: Interval,
    correlation: float = 0.0,
) -> Interval:
    """Compute the interval of first - second from the intervals of both, within -1 and 1.

    `correlation` is that of the two estimates, 0 for samples that have nothing to do with each
    other. Undefined when one of the intervals is. Source: Newcombe (1998), Interval estimation for
    the difference between independent proportions, method 10; Zou & Donner (2008) for correlated
    ones (MOVER). The figures are Newcombe's for 56/70 and 48/80.

    >>> from textmine.stats import wilson_interval
    >>> pair = wilson_interval(56, 70), wilson_interval(48, 80)
    >>> interval = difference_interval(56 / 70, pair[0], 48 / 80, pair[1])
    >>> round(interval.low, 4), round(interval.high, 4)
    (0.0524, 0.3339)
    """
    n = first_interval.n + second_interval.n
    level = first_interval.level
    if not (first_interval.defined and second_interval.defined):
        reason = first_interval.reason or second_interval.reason
        return undefined_interval(level, "difference", n, reason)
    below, above = first - first_interval.low, first_interval.high - first
    beneath, over = second - second_interval.low, second_interval.high - second

    def joined(left: float, right: float) -> float:
        return float(np.sqrt(max(0.0, left**2 + right**2 - 2 * correlation * left * right)))

    value = first - second
    return Interval(
        max(-1.0, value - joined(below, over)),
        min(1.0, value + joined(above, beneath)),
        level,
        "difference",
        n,
    )


def simultaneous_level(level: float, n_intervals: int) -> float:
    """Return the level of each of n intervals that all hold together at `level`, by Bonferroni.

    With Wilson's intervals these are the simultaneous intervals of Goodman (1965), On simultaneous
    confidence intervals for multinomial proportions, Technometrics 7.

    >>> round(simultaneous_level(0.95, 5), 2)
    0.99
    """
    return 1 - (1 - check_level(level)) / max(1, n_intervals)


def quantile(level: float, degrees: float = np.inf) -> float:
    """Return the quantile of t, or of the normal with endless degrees, for a two-sided level."""
    if np.isinf(degrees):
        return NormalDist().inv_cdf((1 + level) / 2)
    # scipy.stats takes a second to import; this does not.
    from scipy.special import stdtrit

    return float(stdtrit(degrees, (1 + level) / 2))
