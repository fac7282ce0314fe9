"""How a score grows with the number of coded units, and how many more a target asks for.

The curve is an inverse power law, score = a - b n^-c (Figueroa et al. 2012, Predicting sample size
required for classification performance, BMC Medical Informatics and Decision Making 12:8).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.errors import InputError
from textmine.stats.counts import FloatArray
from textmine.stats.intervals import Interval, check_level, percentile_interval

_FARTHEST = 20.0
"""Nothing is said of sizes beyond this many times the largest one measured."""


@dataclass(frozen=True)
class PowerLaw:
    """score = `ceiling` - `gap` n^-`rate`, with a ceiling of 1 at most, gap and rate above 0."""

    ceiling: float
    gap: float
    rate: float

    def at(self, n: ArrayLike) -> FloatArray:
        """Return the score at n units."""
        sizes = np.asarray(n, dtype=np.float64)
        return np.asarray(self.ceiling - self.gap * sizes**-self.rate)

    def needed(self, target: float) -> float:
        """Return the n at which the target is reached; infinite when it never is."""
        if target >= self.ceiling:
            return float("inf")
        if self.gap <= 0:
            return 0.0
        return float((self.gap / (self.ceiling - target)) ** (1 / self.rate))


@dataclass(frozen=True)
class Forecast:
    """How many units a target asks for: the fitted curve's answer, and how sure it is.

    `needed` is infinite when the curve never gets there, or only beyond twenty times the largest
    size measured; `low` and `high` are quantiles over resampled repeats and may be infinite too.
    `reached` is the share of resampled curves that get there within that range.
    """

    target: float
    needed: float
    low: float
    high: float
    reached: float
    level: float


@dataclass(frozen=True)
class LearningCurve:
    """Mean scores at each size with intervals over repeats, the fitted law, and forecasts.

    `spread` is the standard deviation over repeats. The intervals are of the mean over draws of
    groups, not of the score in another corpus.
    """

    sizes: tuple[float, ...]
    means: tuple[float, ...]
    intervals: tuple[Interval, ...]
    spread: tuple[float, ...]
    law: PowerLaw
    forecasts: tuple[Forecast, ...]
    n_repeats: int


def fit_power_law(sizes: ArrayLike, scores: ArrayLike) -> PowerLaw:
    """Fit an inverse power law to scores (n_points,) at sizes (n_points,), by least squares.

    Three different sizes or more are needed. Larger sizes count more (by the square root of n), for
    the forecast goes beyond them. Raises InputError otherwise.

    >>> law = fit_power_law([50, 100, 200, 400], [0.9 - 2 * n**-0.5 for n in (50, 100, 200, 400)])
    >>> round(law.ceiling, 2), round(law.rate, 2), round(law.needed(0.85))
    (0.9, 0.5, 1600)
    """
    n = np.asarray(sizes, dtype=np.float64)
    y = np.asarray(scores, dtype=np.float64)
    if n.shape != y.shape or len(np.unique(n)) < 3 or not np.isfinite(y).all():
        raise InputError("A learning curve needs scores at three different sizes or more.")
    weight = np.sqrt(n)
    best, least = PowerLaw(float(y.max()), 0.0, 1.0), np.inf
    for rate in np.arange(0.1, 2.01, 0.05):
        table = np.column_stack([np.ones_like(n), -(n**-rate)])
        root = np.sqrt(weight)[:, None]
        (ceiling, gap), *_ = np.linalg.lstsq(table * root, y * root[:, 0], rcond=None)
        if gap < 0:  # a curve that falls: a flat one is the nearest that is allowed
            ceiling, gap = float(np.average(y, weights=weight)), 0.0
        if ceiling > 1:
            ceiling = 1.0
            gap = float(((1 - y) * weight * n**-rate).sum() / (weight * n ** (-2 * rate)).sum())
        error = float((weight * (y - ceiling + gap * n**-rate) ** 2).sum())
        if error < least - 1e-15:
            best, least = PowerLaw(float(ceiling), float(gap), float(rate)), error
    return best


def learning_curve(
    sizes: ArrayLike,
    scores: ArrayLike,
    targets: tuple[float, ...] = (),
    *,
    level: float = 0.95,
    n_resamples: int = 500,
    seed: int = 0,
) -> LearningCurve:
    """Average repeats, fit the curve, and forecast; repeats are resampled for the uncertainty.

    `sizes` and `scores` have shape (n_repeats, n_sizes): sizes differ a little from repeat to
    repeat, where whole groups are drawn. Raises InputError for fewer than three repeats or sizes.
    """
    check_level(level)
    n, y = np.asarray(sizes, dtype=np.float64), np.asarray(scores, dtype=np.float64)
    if n.ndim != 2 or n.shape != y.shape or min(n.shape) < 3:
        raise InputError(
            f"A learning curve needs three repeats and three sizes or more. Got shape {n.shape}."
        )
    law = fit_power_law(n.mean(axis=0), y.mean(axis=0))
    draw = np.random.Generator(np.random.PCG64(seed))
    drawn = draw.integers(len(n), size=(n_resamples, len(n)))
    laws = [fit_power_law(n[rows].mean(axis=0), y[rows].mean(axis=0)) for rows in drawn]
    resampled = y[drawn].mean(axis=1)
    return LearningCurve(
        tuple(map(float, n.mean(axis=0))),
        tuple(map(float, y.mean(axis=0))),
        tuple(
            percentile_interval(resampled[:, place], level, n=len(n), resampled="repeats")
            for place in range(n.shape[1])
        ),
        tuple(map(float, y.std(axis=0, ddof=1))),
        law,
        tuple(_forecast(law, laws, target, float(n.max()), level) for target in targets),
        len(n),
    )


def _forecast(
    law: PowerLaw, laws: list[PowerLaw], target: float, largest: float, level: float
) -> Forecast:
    limit = _FARTHEST * largest

    def within(n: float) -> float:
        return n if n <= limit else float("inf")

    found = np.array([within(one.needed(target)) for one in laws])
    low, high = (np.sort(found)[_rank(len(found), q)] for q in ((1 - level) / 2, (1 + level) / 2))
    return Forecast(
        target,
        within(law.needed(target)),
        float(low),
        float(high),
        float(np.isfinite(found).mean()),
        level,
    )


def _rank(n: int, quantile: float) -> int:
    return min(n - 1, max(0, round(quantile * (n - 1))))
