"""How many doubly coded units an interval of alpha of a given width takes.

A population of units stands behind a plan: those of a pilot, or many simulated ones. Samples of n
units (or of whole clusters) are drawn from it, and measured is the interval that will be reported.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Ints
from textmine.errors import InputError
from textmine.stats.agreement.agreement_interval import agreement_interval
from textmine.stats.agreement.alpha import krippendorff_alpha
from textmine.stats.counts import check_codes, check_n_categories
from textmine.stats.intervals import check_level
from textmine.stats.resampling import check_clusters, check_resampling
from textmine.stats.totals import TINY

UNKNOWN = 2.0
"""The width of what is not known: alpha lies between -1 and 1."""


@dataclass(frozen=True)
class PlanPoint:
    """The width to expect with n units: its median over simulated samples, and their SD.

    `error` is the Monte-Carlo standard error of the median, that of a mean times 1.25.
    `n_clusters` is 0 without clusters.
    """

    n: int
    n_clusters: int
    width: float
    spread: float
    error: float


@dataclass(frozen=True)
class Population:
    """What is drawn from: codes (n_units, n_coders), by unit or by cluster (n_units,).

    All units have two codes or more. `options` are those of alpha.
    """

    codes: Ints
    n_categories: int
    clusters: Ints | None
    level: float
    n_simulations: int
    seed: int
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many units, or clusters, there are."""
        return len(self.codes) if self.clusters is None else len(np.unique(self.clusters))

    def point(self, draws: int) -> PlanPoint:
        """Simulate samples of so many units or clusters, and measure their intervals."""
        rng = np.random.Generator(np.random.PCG64((self.seed, draws)))
        widths = np.array(
            [self.width(*self._sample(rng, draws)) for _ in range(self.n_simulations)]
        )
        spread = float(widths.std(ddof=1))
        return PlanPoint(
            n=int(np.ceil(draws * len(self.codes) / self.n - 1e-9)),
            n_clusters=0 if self.clusters is None else draws,
            width=float(np.median(widths)),
            spread=spread,
            error=1.25 * spread / float(np.sqrt(widths.size)),
        )

    def width(self, codes: Ints, clusters: Ints | None) -> float:
        """Return the width of the interval that is reported of alpha, UNKNOWN without one."""
        interval = agreement_interval(
            krippendorff_alpha,
            codes,
            self.n_categories,
            clusters=clusters,
            level=self.level,
            **self.options,
        )
        return interval.high - interval.low if interval.defined else UNKNOWN

    def _sample(self, rng: np.random.Generator, draws: int) -> tuple[Ints, Ints | None]:
        drawn = rng.integers(0, self.n, draws)
        if self.clusters is None:
            return self.codes[drawn], None
        order = np.argsort(self.clusters, kind="stable")
        _, starts, sizes = np.unique(self.clusters[order], return_index=True, return_counts=True)
        rows = [order[starts[cluster] : starts[cluster] + sizes[cluster]] for cluster in drawn]
        labels = np.repeat(np.arange(draws), sizes[drawn])
        return self.codes[np.concatenate(rows)], labels


FEWEST = 10
MOST = 200_000
POPULATION = 20_000
CLOSE = 0.98


@dataclass(frozen=True)
class AgreementPlan:
    """The least number of units whose interval is no wider than wanted, in half of the samples.

    `n` (and `n_clusters`) are 0 where there is no answer, and `reason` then says why. `spread` is
    how much the width differs from sample to sample (SD), `error` the Monte-Carlo error of
    `width`. `pilot_n` and `pilot_width` are 0 and nan without a pilot. `alpha` is the pilot's or
    the assumed one. `curve` has a handful of points in the order of n.
    """

    wanted: float
    level: float
    alpha: float
    n: int
    n_clusters: int
    width: float
    spread: float
    error: float
    pilot_n: int
    pilot_width: float
    curve: tuple[PlanPoint, ...]
    reason: str


def plan_from_pilot(
    codes: ArrayLike,
    n_categories: int,
    width: float,
    *,
    clusters: ArrayLike | None = None,
    metric: str | ArrayLike = "nominal",
    level: float = 0.95,
    n_simulations: int = 60,
    seed: int = 0,
) -> AgreementPlan:
    """Plan the units that alpha's interval of that width takes, from units already coded.

    Codes are (n_units, n_coders), -1 = missing; units with fewer than two codes take no part.
    With `clusters` (n_units,), whole clusters are drawn, and `n` is their number times their mean
    size. The width is that of `agreement_interval`, the median over samples; a sample in which
    alpha is undefined has the width 2. Where the pilot shows no disagreement or
    has one category there is no answer, with a reason. A small pilot is a weak guide: its own
    alpha is as uncertain as `pilot_width` says. Raises `InputError` for bad codes, clusters,
    metric, level or a width that is not above 0. Source: Efron and Tibshirani (1993), An
    Introduction to the Bootstrap, section 25.4 (a pilot's bootstrap for another sample size).

    >>> pilot = np.array([[0, 0]] * 9 + [[1, 1]] * 8 + [[0, 1]] * 3)
    >>> plan = plan_from_pilot(pilot, 2, 0.3, n_simulations=20)
    >>> plan.pilot_n < plan.n, plan.width <= 0.3 < plan.pilot_width
    (True, True)
    """
    _check(width, level, n_simulations, seed)
    checked = check_codes(codes, n_categories)
    labels = check_clusters(clusters, len(checked))
    paired = (checked >= 0).sum(axis=1) >= 2
    population = Population(
        checked[paired],
        n_categories,
        None if labels is None else labels[paired],
        level,
        n_simulations,
        seed,
        {"metric": metric},
    )
    alpha = krippendorff_alpha(population.codes, n_categories, metric).value
    reason = ""
    if population.n < 2:
        what = "units" if labels is None else "clusters"
        reason = f"The pilot has fewer than two {what} coded by two coders or more."
    elif np.isnan(alpha):
        reason = "Alpha of the pilot is undefined: only one category, or no disagreement expected."
    elif alpha > 1 - TINY:
        reason = "The coders of the pilot never disagree, so it does not show how wide it will be."
    return _plan(population, width, alpha, reason, pilot_n=int(paired.sum()))


def plan_from_assumptions(
    alpha: float,
    shares: ArrayLike,
    n_coders: int,
    width: float,
    *,
    metric: str | ArrayLike = "nominal",
    level: float = 0.95,
    n_simulations: int = 60,
    seed: int = 0,
) -> AgreementPlan:
    """Plan the units that alpha's interval of that width takes, from what alpha may be.

    `shares` (q,) are those of the categories. Each coder is taken to give a unit's true category
    with probability sqrt(alpha), and otherwise one drawn from the shares, so two coders agree
    beyond chance in alpha of the units, whatever the metric. Units in threads, and coders who
    err together, need more. Raises `InputError` unless alpha is 0 to less than 1, the shares are
    above 0 and add up to 1, there are two coders or more, and the width is above 0.

    >>> plan = plan_from_assumptions(
    ...     0.64, [0.5, 0.2, 0.12, 0.08, 0.05, 0.05], 2, 0.21, n_simulations=20
    ... )
    >>> 110 < plan.n < 160
    True
    """
    _check(width, level, n_simulations, seed)
    p = np.asarray(shares, dtype=np.float64)
    if p.ndim != 1 or not (p > 0).all() or abs(p.sum() - 1) > 1e-6:
        raise InputError(
            "The 'shares' must be above 0, one for each category, and add up to 1. "
            f"Got {p.tolist()}."
        )
    q = check_n_categories(p.size)
    if not 0 <= alpha < 1 or n_coders < 2:
        raise InputError(
            "The 'alpha' must be 0 or more and less than 1, and the 'n_coders' 2 or more. "
            f"Got {alpha} and {n_coders}."
        )
    codes = simulated_codes(alpha, p / p.sum(), (POPULATION, n_coders), seed)
    population = Population(codes, q, None, level, n_simulations, seed, {"metric": metric})
    return _plan(population, width, alpha, "", pilot_n=0)


def simulated_codes(alpha: float, shares: ArrayLike, shape: tuple[int, int], seed: int) -> Ints:
    """Simulate codes (n_units, n_coders) whose alpha is `alpha`, with these shares."""
    rng = np.random.Generator(np.random.PCG64(seed))
    p = np.asarray(shares, dtype=np.float64)
    truth = rng.choice(p.size, (shape[0], 1), p=p)
    knows = rng.random(shape) < np.sqrt(alpha)
    return np.where(knows, truth, rng.choice(p.size, shape, p=p)).astype(np.int64)


def _plan(
    population: Population, wanted: float, alpha: float, reason: str, pilot_n: int
) -> AgreementPlan:
    points: dict[int, PlanPoint] = {}

    def at(draws: int) -> PlanPoint:
        if draws not in points:
            points[draws] = population.point(draws)
        return points[draws]

    draws, pilot_width = 0, np.nan
    if not reason:
        first = population.n if pilot_n else 100
        most = int(MOST * population.n / len(population.codes))
        draws = _search(at, max(FEWEST, first), wanted, most)
        if pilot_n:
            pilot_width = population.width(population.codes, population.clusters)
        if not draws:
            reason = f"It takes more than {MOST:,} units."
    point = at(draws) if draws else PlanPoint(0, 0, np.nan, np.nan, np.nan)
    shown = [max(FEWEST, round(draws * part)) for part in (0.25, 0.5, 1, 2)] if draws else points
    return AgreementPlan(
        wanted=wanted,
        level=population.level,
        alpha=alpha,
        n=point.n,
        n_clusters=point.n_clusters,
        width=point.width,
        spread=point.spread,
        error=point.error,
        pilot_n=pilot_n,
        pilot_width=pilot_width,
        curve=tuple(at(n_draws) for n_draws in sorted(set(shown))),
        reason=reason,
    )


def _search(at: Callable[[int], PlanPoint], first: int, wanted: float, most: int) -> int:
    """Return the number of draws whose width is just below the wanted one, 0 if above `most`.

    The width falls about as 1 / sqrt(n), which gives the next candidate each time.
    """
    draws, enough = min(first, most), 0
    for _ in range(12):
        width = at(draws).width
        if np.isnan(width):
            draws *= 2
        else:
            if width <= wanted:
                enough = min(enough or draws, draws)
                if width >= CLOSE * wanted or draws == FEWEST:
                    break
            # Half a per cent more, so that the next one is as a rule below and not above.
            scaled = int(np.ceil(draws * (width / wanted) ** 2 * 1.005))
            draws = max(FEWEST, scaled if scaled != draws else draws + 1)
        if draws > most:
            return enough
    return enough


def _check(width: float, level: float, n_simulations: int, seed: int) -> None:
    check_level(level)
    check_resampling(n_simulations, seed)
    if not width > 0:
        raise InputError(f"The 'width' of the interval must be above 0. Got {width}.")
    if n_simulations < 2:
        raise InputError(f"The 'n_simulations' parameter must be 2 or more. Got {n_simulations}.")
