"""How a score grows with the number of coded units, and how many more a target asks for.

The curve is an inverse power law, score = a - b n^-c (Figueroa et al. 2012, Predicting sample size
required for classification performance, BMC Medical Informatics and Decision Making 12:8).

Repeats of one set of coded units overlap, so that they differ less among each other than from what
another set would have given: their variance is enlarged by what two of them share.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats
from textmine.errors import InputError
from textmine.stats.intervals import Interval, check_level, t_interval, undefined_interval

FARTHEST = 20.0
"""Nothing is said of sizes beyond this many times the largest one measured."""

_RATES = np.arange(0.1, 2.01, 0.05)
_SAME = "The score is the same in every repeat, so that its error cannot be estimated."


@dataclass(frozen=True)
class PowerLaw:
    """score = `ceiling` - `gap` n^-`rate`, with a ceiling of 1 at most, gap and rate above 0."""

    ceiling: float
    gap: float
    rate: float

    def at(self, n: ArrayLike) -> Floats:
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
    size measured; `low` and `high` are quantiles over drawn curves and may be infinite too.
    `reached` is the share of drawn curves that get there within that range.
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

    `spread` is the standard deviation over repeats. The intervals are of the mean score that so
    many units of this kind have, whichever are coded; not of the score in another kind of corpus.
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
    return _fit_all(n, y[None])[0]


def _fit_all(n: Floats, y: Floats) -> list[PowerLaw]:
    """Fit a law to each curve, y (n_curves, n_points) at sizes n (n_points,)."""
    weight = np.sqrt(n) / np.sqrt(n).sum()
    mean = y @ weight
    every = np.empty((len(_RATES), 3, len(y)))
    for index, rate in enumerate(_RATES):
        x = n**-rate
        away = x - weight @ x
        gap = -((y - mean[:, None]) * weight * away).sum(axis=1) / (weight * away**2).sum()
        gap = np.maximum(gap, 0.0)  # a curve that falls: a flat one is the nearest that is allowed
        ceiling = mean + gap * (weight @ x)
        above = ((1 - y) * weight * x).sum(axis=1) / (weight * x**2).sum()
        gap = np.where(ceiling > 1, above, gap)
        ceiling = np.minimum(ceiling, 1.0)
        error = (weight * (y - ceiling[:, None] + gap[:, None] * x) ** 2).sum(axis=1)
        every[index] = ceiling, gap, error
    # Rates that fit equally well but for the last bit: the first.
    best = (every[:, 2] <= every[:, 2].min(axis=0) + 1e-15).argmax(axis=0)
    return [
        PowerLaw(
            float(every[rate_index, 0, i]),
            float(every[rate_index, 1, i]),
            float(_RATES[rate_index]),
        )
        for i, rate_index in enumerate(best)
    ]


def shared_parts(sizes: ArrayLike, n_test: float, n_coded: int) -> Floats:
    """Return the correlation of two repeats' scores, from the units that they share: (n_sizes,).

    Of `n_coded` units `n_test` are held out in each repeat, so that two repeats share that part of
    their test units, and the part `sizes` / `n_coded` of those learned. The smaller of the two
    parts is taken: with few units learned it matters most which these are, with many which are
    held out. With many it is Nadeau and Bengio's correlation, n_test / (n_test + n_train).

    >>> shared_parts([10, 50, 75], 25, 100).tolist()
    [0.1, 0.25, 0.25]
    """
    if not 0 < n_test < n_coded:
        raise InputError(f"'n_test' must be between 0 and {n_coded}. Got {n_test}.")
    return np.minimum(np.asarray(sizes, dtype=np.float64), n_test) / n_coded


def learning_curve(
    sizes: ArrayLike,
    scores: ArrayLike,
    targets: tuple[float, ...] = (),
    *,
    shared: ArrayLike = 0.0,
    level: float = 0.95,
    n_resamples: int = 500,
    seed: int = 0,
) -> LearningCurve:
    """Average repeats, fit the curve, and forecast, with intervals for what repeats share.

    `sizes` and `scores` have shape (n_repeats, n_sizes): sizes differ a little from repeat to
    repeat, where whole groups are drawn. `shared` (n_sizes,) is the correlation r of two repeats'
    scores, 0 for repeats that share no unit: see `shared_parts`. The variance of the mean of J
    repeats is s^2 (1 / J + r / (1 - r)), and its interval has the t of J - 1 degrees of freedom.
    For the forecast curves are drawn whose error has that variance, and the correlation over sizes
    that repeats have. Raises InputError for fewer than three repeats or sizes, and a correlation
    outside 0 to 1. Source: Nadeau & Bengio (2003), Inference for the generalization error, Machine
    Learning 52, section 3: with r = n_test / (n_test + n_train) it is s^2 (1 / J + n_test /
    n_train).
    """
    check_level(level)
    n, y = np.asarray(sizes, dtype=np.float64), np.asarray(scores, dtype=np.float64)
    if n.ndim != 2 or n.shape != y.shape or min(n.shape) < 3:
        raise InputError(
            f"A learning curve needs three repeats and three sizes or more. Got shape {n.shape}."
        )
    r = np.broadcast_to(np.asarray(shared, dtype=np.float64), n.shape[1:])
    if not ((r >= 0) & (r < 1)).all():
        raise InputError(f"'shared' must be 0 or more and below 1. Got {r.tolist()}.")
    repeats, mean, at = len(n), y.mean(axis=0), n.mean(axis=0)
    factor = np.sqrt(1 / repeats + r / (1 - r))
    spread = y.std(axis=0, ddof=1)
    law = fit_power_law(at, mean)
    rng = np.random.Generator(np.random.PCG64(seed))
    normal = rng.standard_normal((n_resamples, repeats)) @ (y - mean) / np.sqrt(repeats - 1)
    heavier = np.sqrt((repeats - 1) / rng.chisquare(repeats - 1, n_resamples))
    laws = _fit_all(at, mean + normal * factor * heavier[:, None])
    return LearningCurve(
        tuple(map(float, at)),
        tuple(map(float, mean)),
        tuple(
            t_interval(float(value), float(error), repeats, level, 1.0)
            if error > 0
            else undefined_interval(level, "t", repeats, _SAME)
            for value, error in zip(mean, factor * spread, strict=True)
        ),
        tuple(map(float, spread)),
        law,
        tuple(_forecast(law, laws, target, float(n.max()), level) for target in targets),
        repeats,
    )


def _forecast(
    law: PowerLaw, laws: list[PowerLaw], target: float, largest: float, level: float
) -> Forecast:
    limit = FARTHEST * largest

    def within(n: float) -> float:
        return n if n <= limit else float("inf")

    sizes = np.array([within(law_drawn.needed(target)) for law_drawn in laws])
    low, high = (np.sort(sizes)[_rank(len(sizes), q)] for q in ((1 - level) / 2, (1 + level) / 2))
    return Forecast(
        target,
        within(law.needed(target)),
        float(low),
        float(high),
        float(np.isfinite(sizes).mean()),
        level,
    )


def _rank(n: int, quantile: float) -> int:
    return min(n - 1, max(0, round(quantile * (n - 1))))
