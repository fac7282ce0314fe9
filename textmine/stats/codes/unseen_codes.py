"""How many codes a codebook would have in all, and how many more interviews would show them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats, Ints
from textmine.errors import InputError
from textmine.stats.codes.incidence import incidence_shapes
from textmine.stats.counts import integers
from textmine.stats.intervals import Interval, check_level, undefined_interval
from textmine.stats.resampling import check_resampling

METHOD = "incidence-mixture"
FEWEST_UNITS = 5
"""Below so many interviews nothing tells rare codes from absent ones."""
FEWEST_CODES = 5

_FURTHEST = 50
"""No forecast goes beyond so many times the interviews that there are."""
_NEGLIGIBLE = 1e-8
_GRID = 2001


@dataclass(frozen=True)
class Chao2:
    """Chao's lower bound of the number of codes and its log-normal interval.

    Simulated codebooks of 12 to 60 codes had their true number in it 77 % of the time.
    """

    estimate: float
    interval: Interval


@dataclass(frozen=True)
class MoreUnits:
    """How many more units show a share `goal` (0 to 1) of all codes: the median and its interval.

    Infinite where it takes more than fifty times the units that there are.
    """

    goal: float
    n: float
    interval: Interval


@dataclass(frozen=True)
class CodesInAll:
    """The codes seen in `n_units`, and the number of all codes, seen or not.

    `estimate` is the median of what the counts leave likely, `interval` the shortest that holds
    95 % of it (the level), never below `n_codes`; `unseen` is estimate - n_codes. `seen` is their
    share, n_codes / estimate, 0 to 1. `more` are the further units for each goal. Both nan, and a
    reason, with fewer than five units or codes.
    """

    n_units: int
    n_codes: int
    estimate: float
    unseen: float
    interval: Interval
    seen: float
    chao2: Chao2
    more: tuple[MoreUnits, ...]
    reason: str = ""


def codes_in_all(
    presence: ArrayLike,
    goals: tuple[float, ...] = (0.9, 0.95),
    *,
    level: float = 0.95,
    n_draws: int = 2000,
    seed: int = 0,
) -> CodesInAll:
    """Estimate the number of all codes from how many interviews each code stands in.

    `presence` is (n_units, n_codes), 0 where the unit lacks the code; codes of no unit are not
    counted as seen. Units are taken as exchangeable, and codes as a closed set of which each
    stands in an interview by a chance of its own. What the chances of codes look like is not
    known: three families of shapes (`stats.codes.incidence`) are weighed by the counts; the
    number of all codes is then n_codes + a negative binomial, with the prior 1 / number. Codes that
    come up in fewer than one of hundreds of interviews remain unseen and unknown: read the number
    as that of codes which interviews such as these can bring.

    Raises `InputError` for goals outside 0 to 1 and a bad level, number of draws or seed. Sources:
    Sanathanan (1972), Estimating the size of a multinomial population; Barger & Bunge (2010),
    Objective Bayesian estimation for the number of species; see `incidence_shapes`.

    >>> presence = (np.arange(30)[:, None] % np.arange(2, 14)) == 0
    >>> found = codes_in_all(presence.astype(int))
    >>> found.n_codes, found.estimate, found.interval.low, found.interval.high
    (12, 12.0, 12.0, 15.0)
    """
    array = integers(presence, "presence", 2) != 0
    check_resampling(n_draws, seed)
    check_level(level)
    if any(not 0 < goal < 1 for goal in goals):
        raise InputError(f"A goal must be between 0 and 1. Got {goals}.")
    n_units = len(array)
    times = array.sum(axis=0)
    times = times[times > 0]
    bound = chao2(times, n_units, level)
    reason = ""
    if n_units < FEWEST_UNITS or times.size < FEWEST_CODES:
        reason = (
            f"{n_units} units with {times.size} codes are too few; it takes {FEWEST_UNITS} units "
            f"and {FEWEST_CODES} codes."
        )
        none = undefined_interval(level, METHOD, n_units, reason)
        nan = float("nan")
        more = tuple(MoreUnits(goal, nan, none) for goal in goals)
        return CodesInAll(n_units, times.size, nan, nan, none, nan, bound, more, reason)
    likely = _Likely.of(times, n_units)
    tail = (1 - level) / 2
    low, high = (times.size + limit for limit in likely.shortest(level))
    middle = times.size + likely.unseen(0.5)
    waits = likely.further(goals, n_draws, seed)
    limits = np.quantile(waits, [tail, 0.5, 1 - tail], axis=0, method="inverted_cdf")
    return CodesInAll(
        n_units,
        times.size,
        float(middle),
        float(middle - times.size),
        Interval(float(low), float(high), level, METHOD, n_units),
        times.size / middle,
        bound,
        tuple(
            MoreUnits(
                goal,
                float(limits[1, index]),
                Interval(
                    float(limits[0, index]),
                    float(limits[2, index]),
                    level,
                    METHOD,
                    n_units,
                    n_draws,
                ),
            )
            for index, goal in enumerate(goals)
        ),
    )


@dataclass(frozen=True)
class _Likely:
    """The shapes that the counts leave, (n_kept,) weights, and what each says.

    `found` is the chance of a code to be in a unit at all; `shapes` are rows of
    `incidence_shapes`.
    """

    n_codes: int
    n_units: int
    shapes: Ints
    weights: Floats
    found: Floats

    @classmethod
    def of(cls, times: Ints, n_units: int) -> _Likely:
        shapes = incidence_shapes()
        log_counts = shapes.log_counts(n_units)
        distinct, often = np.unique(times, return_counts=True)
        chance_seen = -np.expm1(log_counts[:, 0])
        log_weights = (
            shapes.log_prior
            + log_counts[:, distinct] @ often
            - times.size * np.log(np.maximum(chance_seen, 1e-300))
        )
        weights = np.exp(log_weights - log_weights.max())
        weights /= weights.sum()
        likely = np.flatnonzero(weights > _NEGLIGIBLE)
        left = weights[likely] / weights[likely].sum()
        return cls(times.size, n_units, likely, left, chance_seen[likely])

    def unseen(self, share: float) -> int:
        """Return the least number of unseen codes that holds this share of what is likely."""

        def below(number: int) -> bool:
            return float(self._at_most(np.array([number]))[0]) < share

        if not below(0):
            return 0
        low, high = 0, 1
        while below(high):
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if below(middle) else (low, middle)
        return high

    def shortest(self, level: float) -> tuple[int, int]:
        """Return the shortest range of numbers of unseen codes that holds the level."""
        most = 2 * self.unseen((1 + level) / 2) + 5
        numbers = np.unique(np.linspace(0, most, min(most + 1, _GRID)).astype(np.int64))
        high = np.searchsorted(
            self._at_most(numbers), self._at_most(numbers - 1) + level - _NEGLIGIBLE
        )
        reachable = high < numbers.size
        lengths = numbers[high[reachable]] - numbers[reachable]
        index = int(lengths.argmin())
        return int(numbers[index]), int(numbers[high[index]])

    def _at_most(self, numbers: Ints) -> Floats:
        """Return how likely no more than so many codes are unseen, (n_numbers,); 0 below 0."""
        from scipy.special import nbdtr

        likely = nbdtr(np.maximum(numbers, 0), self.n_codes, self.found[:, None])
        return np.asarray(np.where(numbers < 0, 0, self.weights @ likely))

    def further(self, goals: tuple[float, ...], n_draws: int, seed: int) -> Floats:
        """Draw how many more units it takes to each goal, (n_draws, n_goals); inf beyond fifty."""
        rng = np.random.default_rng(seed)
        drawn = rng.choice(self.shapes.size, n_draws, p=self.weights)
        unseen = rng.negative_binomial(self.n_codes, self.found[drawn])
        most = _FURTHEST * self.n_units
        steps = np.unique(np.concatenate([np.arange(101), np.geomspace(100, most, 200).round()]))
        used, row = np.unique(drawn, return_inverse=True)
        shapes = incidence_shapes()
        chosen = shapes.weights[self.shapes[used]]
        weights = chosen * (1 - shapes.nodes) ** self.n_units
        weights /= weights.sum(axis=1, keepdims=True)
        # The share of what is unseen now that is still unseen after so many steps.
        left = weights @ np.exp(np.outer(np.log1p(-shapes.nodes), steps))
        waits = np.empty((n_draws, len(goals)))
        for index, goal in enumerate(goals):
            missing = (1 - goal) * (self.n_codes + unseen)
            enough = left[row] * unseen[:, None] <= missing[:, None] + 1e-9
            waits[:, index] = np.where(enough.any(axis=1), steps[enough.argmax(axis=1)], np.inf)
        return waits


def chao2(times: ArrayLike, n_units: int, level: float = 0.95) -> Chao2:
    """Bound the number of all codes from below, by codes that stand in one and in two units.

    `times` (n_codes,) is in how many of the `n_units` each code stands; zeros are ignored. With T
    units, Q1 and Q2 codes in one and two: seen + (T - 1) / T x Q1^2 / (2 Q2), or
    (T - 1) / T x Q1 (Q1 - 1) / 2 where Q2 is 0. The limits are log-normal. Source: Chao (1987),
    Estimating the population size for capture-recapture data with unequal catchability. The figures
    are those of the data BCI in the R package vegan (specpool: chao 236.3732, chao.se 6.54361).

    >>> times = np.repeat([1, 2, 3], [21, 19, 185])
    >>> found = chao2(times, 50)
    >>> round(found.estimate, 4), round(found.interval.low, 2), round(found.interval.high, 2)
    (236.3732, 228.99, 257.44)
    """
    of_codes = integers(times, "times", 1)
    of_codes = of_codes[of_codes > 0]
    if (of_codes > n_units).any():
        raise InputError(f"A code cannot stand in more than the {n_units} units there are.")
    seen, once, twice = (int(marks.sum()) for marks in (of_codes > 0, of_codes == 1, of_codes == 2))
    part = (n_units - 1) / max(n_units, 1)
    if twice:
        ratio = once / twice
        unseen = part * once**2 / (2 * twice)
        variance = twice * (part / 2 * ratio**2 + part**2 * ratio**3 + part**2 / 4 * ratio**4)
    else:
        unseen = part * once * (once - 1) / 2
        variance = part * once * (once - 1) / 2 + part**2 * once * (2 * once - 1) ** 2 / 4
        variance -= part**2 * once**4 / 4 / max(seen + unseen, 1)
    if unseen <= 0 or variance <= 0:
        reason = "Hardly any code stands in one unit only: nothing points to unseen ones."
        none = undefined_interval(level, "log-normal", n_units, reason)
        return Chao2(seen + unseen, none)
    from scipy.special import ndtri

    spread = np.exp(ndtri((1 + level) / 2) * np.sqrt(np.log1p(variance / unseen**2)))
    interval = Interval(
        float(seen + unseen / spread), float(seen + unseen * spread), level, "log-normal", n_units
    )
    return Chao2(seen + unseen, interval)
