"""Intervals of shares that were not simply counted: Wilson's with an effective n, and differences.

On simulations of coded samples (benchmarks/prevalence.py) value +- t standard errors misses rare
codes (80 % instead of 95 %), and always on the same side; Wilson's interval with the n that the
variance is worth does not.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from textmine.errors import InputError
from textmine.stats.intervals import NO_ERROR, Interval, check_level, undefined_interval


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
