"""Intervals: the record, Wilson's for a share, and those from a standard error or resamples."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from textmine.errors import InputError

MOST_UNDEFINED = 0.5
JACKKNIFE = "jackknife-t"
NO_ERROR = "There is no value or no standard error."


@dataclass(frozen=True)
class Interval:
    """A confidence interval: its limits, its level (0 to 1), and how it was made.

    `method` is "percentile", "wilson", "normal", "t", "jackknife-t" or "difference"; `n` is the
    number of units, or of clusters, behind it. For a bootstrap, `resampled` says which of the two
    were drawn, `n_resamples` how often, and in `n_undefined` of them the figure was undefined and
    left out.
    The limits are nan when there is no interval, and `reason` then says why.
    """

    low: float
    high: float
    level: float
    method: str
    n: int
    n_resamples: int = 0
    n_undefined: int = 0
    resampled: str = ""
    reason: str = ""

    @property
    def defined(self) -> bool:
        """Whether the limits are numbers."""
        return not np.isnan(self.low)

    @property
    def limits(self) -> dict[str, float]:
        """Both limits by name, for a row of a figure."""
        return {"low": self.low, "high": self.high}


def check_level(level: float) -> float:
    """Return the level, or raise `InputError` when it is not between 0 and 1."""
    if not 0 < level < 1:
        raise InputError(
            f"The 'level' of an interval must be between 0 and 1. Got {level}.",
            hint="Give 0.95 for 95 %.",
        )
    return float(level)


def wilson_interval(successes: int, n: int, level: float = 0.95) -> Interval:
    """Compute Wilson's score interval of a share, within 0 and 1.

    For counts of independent units by people. Raises `InputError` unless 0 <= successes <= n.
    The interval of 0 out of 0 is undefined, with a reason. Source: Wilson (1927); the figures are
    method 3 in Newcombe (1998), Two-sided confidence intervals for the single proportion, table 1.

    >>> interval = wilson_interval(81, 263)
    >>> round(interval.low, 4), round(interval.high, 4)
    (0.2553, 0.3662)
    """
    level = check_level(level)
    if not 0 <= successes <= n:
        raise InputError(f"'successes' must be between 0 and n. Got {successes} of {n}.")
    if n == 0:
        return undefined_interval(level, "wilson", 0, "There are no units.")
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = successes / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    low = 0.0 if successes == 0 else float(centre - half)
    high = 1.0 if successes == n else float(centre + half)
    return Interval(low, high, level, "wilson", n)


def t_interval(
    value: float, standard_error: float, n: int, level: float = 0.95, highest: float = np.inf
) -> Interval:
    """Compute value +- t standard errors with n - 1 degrees of freedom, cut at `highest`.

    Undefined when either is nan or n is less than 2. The figures are AC1 of the 4 raters and 12
    subjects in Gwet (2014).

    >>> interval = t_interval(0.77544, 0.14295, 12, highest=1)
    >>> round(interval.low, 4), interval.high
    (0.4608, 1.0)
    """
    # scipy.stats takes a second to import; this does not.
    from scipy.special import stdtrit

    quantile = float(stdtrit(n - 1, (1 + check_level(level)) / 2)) if n > 1 else np.nan
    half = quantile * standard_error
    if np.isnan(value) or np.isnan(half):
        return undefined_interval(level, "t", n, NO_ERROR)
    return Interval(float(value - half), float(min(value + half, highest)), level, "t", n)


def percentile_interval(
    values: ArrayLike, level: float = 0.95, *, n: int, resampled: str = "units"
) -> Interval:
    """Take the interval between two percentiles of resampled values; nan values are left out.

    The percentiles are interpolated linearly (type 7). The interval is undefined, with a reason,
    when more than half of the values are nan. Source: Efron (1979), percentile method.

    >>> interval = percentile_interval(np.arange(101.0), 0.5, n=30)
    >>> interval.low, interval.high
    (25.0, 75.0)
    """
    level = check_level(level)
    array = np.asarray(values, dtype=np.float64)
    known = array[~np.isnan(array)]
    n_undefined = array.size - known.size
    if known.size == 0 or n_undefined > MOST_UNDEFINED * array.size:
        reason = f"The figure is undefined in {n_undefined} of {array.size} resamples."
        low = high = np.nan
    else:
        reason = ""
        low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return Interval(
        float(low), float(high), level, "percentile", n, array.size, n_undefined, resampled, reason
    )


def undefined_interval(
    level: float, method: str, n: int, reason: str, resampled: str = ""
) -> Interval:
    """Return an interval that is not there, and why."""
    return Interval(np.nan, np.nan, level, method, n, resampled=resampled, reason=reason)
