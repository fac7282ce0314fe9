"""Saturation of codes: how much is new in the latest units, and how distinct codes add up."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Ints
from textmine.errors import InputError, did_you_mean
from textmine.stats.counts import integers
from textmine.stats.intervals import check_level
from textmine.stats.resampling import check_resampling


@dataclass(frozen=True)
class CodesSeen:
    """Codes seen after the first `n` units: `in_order` as given, else over random orders.

    `low` and `high` hold the middle 95 % (the level) of orders. `further` is what the next unit
    brings on average, nan after the last.
    """

    n: int
    in_order: int
    mean: float
    low: float
    high: float
    further: float


@dataclass(frozen=True)
class CodesOfPart:
    """Codes of one part (a case, a round): all, those that no earlier part has, those only here."""

    part: int
    n_units: int
    n_codes: int
    n_new: int
    n_only: int


def code_curve(
    presence: ArrayLike, *, n_orders: int = 500, level: float = 0.95, seed: int = 0
) -> tuple[CodesSeen, ...]:
    """Count the codes seen after each unit, in the given order and over random orders.

    `presence` is (n_units, n_codes), 0 where the unit (an interview) lacks the code. The middle of
    orders is no confidence interval: all orders end at the same number. Raises `InputError` for no
    orders and a bad level or seed. Source: Gotelli & Colwell (2001), Quantifying biodiversity,
    sample-based accumulation curves.

    >>> [one.in_order for one in code_curve([[1, 1, 0], [1, 0, 0], [0, 1, 1]])]
    [2, 2, 3]
    """
    array = integers(presence, "presence", 2) != 0
    check_resampling(n_orders, seed)
    tail = (1 - check_level(level)) / 2
    if not len(array):
        return ()
    draw = np.random.Generator(np.random.PCG64(seed))
    seen = np.array(
        [
            np.logical_or.accumulate(array[draw.permutation(len(array))]).sum(axis=1)
            for _ in range(n_orders)
        ]
    )
    low, high = np.quantile(seen, [tail, 1 - tail], axis=0)
    mean = seen.mean(axis=0)
    further = np.append(np.diff(mean), np.nan)
    in_order = np.logical_or.accumulate(array).sum(axis=1)
    return tuple(
        CodesSeen(
            index + 1,
            int(in_order[index]),
            *(float(curve[index]) for curve in (mean, low, high, further)),
        )
        for index in range(len(array))
    )


def codes_of_parts(presence: ArrayLike, parts: ArrayLike) -> tuple[CodesOfPart, ...]:
    """Count the codes of each part, those new against earlier parts, and those of it alone.

    `presence` is (n_units, n_codes), `parts` (n_units,) ints; parts come in the order of their
    numbers. Raises `InputError` where lengths differ.

    >>> codes_of_parts([[1, 1, 0], [0, 1, 0], [0, 1, 1]], [0, 0, 1])[1]
    CodesOfPart(part=1, n_units=1, n_codes=2, n_new=1, n_only=1)
    """
    array, part = integers(presence, "presence", 2) != 0, integers(parts, "parts", 1)
    if len(array) != part.size:
        raise InputError(
            f"'parts' must name a part for each of the {len(array)} units. Got {part.size}."
        )
    names, part_of = np.unique(part, return_inverse=True)
    held = np.array([array[part_of == number].any(axis=0) for number in range(names.size)])
    held = held.reshape(names.size, array.shape[1])
    before = np.vstack([np.zeros_like(held[:1]), np.logical_or.accumulate(held)[:-1]])
    alone = held & (held.sum(axis=0) == 1)
    return tuple(
        CodesOfPart(
            int(name),
            int((part_of == number).sum()),
            int(held[number].sum()),
            int((held[number] & ~before[number]).sum()),
            int(alone[number].sum()),
        )
        for number, name in enumerate(names)
    )


CONVENTIONS = ("separate", "sliding")


@dataclass(frozen=True)
class Runs:
    """The new information in each run of units after the base, by one convention.

    `convention` is "separate" (runs follow one another) or "sliding" (each starts a unit later).
    `ratios` are new codes in the run / codes in the base. The first run at or below the threshold
    is of the units `first` to `last`, counted from 1, so saturation was reached with the
    `first - 1` units before it; both are None when no run is, and `reason` then says so.
    """

    convention: str
    ratios: tuple[float, ...]
    first: int | None
    last: int | None
    reason: str = ""


@dataclass(frozen=True)
class Saturation:
    """New information against the base of the first units, by both conventions."""

    base: int
    run: int
    threshold: float
    n_units: int
    n_codes: int
    base_codes: int
    separate: Runs
    sliding: Runs


@dataclass(frozen=True)
class SaturationOrders:
    """Saturation over random orders of the units, by one convention of runs.

    `median` is the median number of units before the saturated run, nan when half of the orders
    or more do not saturate; `n_reached` counts the orders that do.
    """

    convention: str
    median: float
    n_orders: int
    n_reached: int
    reason: str = ""


def count_new_codes(presence: ArrayLike) -> Ints:
    """Count the codes that each unit is the first to have: (n_units,).

    `presence` is (n_units, n_codes), 0 where the unit lacks the code; units are in order.

    >>> count_new_codes([[1, 1, 0], [1, 0, 0], [0, 1, 1]]).tolist()
    [2, 0, 1]
    """
    seen = np.logical_or.accumulate(integers(presence, "presence", 2) != 0, axis=0)
    return np.asarray(np.diff(seen.sum(axis=1), prepend=0), dtype=np.int64)


def saturation(
    new_codes: ArrayLike, base: int = 4, run: int = 2, threshold: float = 0.05
) -> Saturation:
    """Find the first run of units that brings little that is new, against the first units.

    `new_codes` are (n_units,), the codes that each unit is the first to have. The authors advise a
    base of 4, 5 or 6 units, runs of 2 or 3 and a threshold of .05 or 0. Raises `InputError` for
    negative counts and sizes below 1. Source: Guest, Namey and Chen (2020), A simple method to
    assess and report thematic saturation in qualitative research, steps 1 to 4.

    >>> result = saturation([12, 7, 5, 4, 3, 2, 1, 1, 0, 0, 1, 0])
    >>> result.base_codes, result.separate.first, result.sliding.first
    (28, 9, 8)
    """
    new = integers(new_codes, "new_codes", 1)
    if (new < 0).any():
        raise InputError(f"The 'new_codes' must be 0 or more. Got {new.min()}.")
    _check_runs(base, run, threshold)
    in_base = int(new[:base].sum())
    starts = np.arange(base, new.size - run + 1)
    cumulative = np.concatenate(([0], np.cumsum(new)))

    def runs(convention: str, starts: Ints) -> Runs:
        ratios = (cumulative[starts + run] - cumulative[starts]) / max(in_base, 1)
        low = np.flatnonzero(ratios <= threshold + 1e-12)
        reason = ""
        if starts.size == 0:
            reason = f"{new.size} units are too few for a base of {base} and a run of {run}."
        elif in_base == 0:
            reason = f"The first {base} units have no codes, so nothing can be compared with them."
        elif low.size == 0:
            reason = f"No run of {run} units is at or below {threshold}."
        if in_base == 0:
            ratios = np.full(starts.size, np.nan)
        first = None if reason else int(starts[low[0]]) + 1
        last = None if first is None else first + run - 1
        return Runs(convention, tuple(float(r) for r in ratios), first, last, reason)

    return Saturation(
        base,
        run,
        threshold,
        new.size,
        int(new.sum()),
        in_base,
        runs("separate", starts[::run]),
        runs("sliding", starts),
    )


def saturation_over_orders(
    presence: ArrayLike,
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
    *,
    convention: str = "sliding",
    n_orders: int = 1000,
    seed: int = 0,
) -> SaturationOrders:
    """Find the median number of units to saturation over random orders of the units.

    `presence` is (n_units, n_codes), 0 where the unit lacks the code; `convention` is "separate"
    or "sliding". The order in which units were coded is one of many, and a late rich unit moves
    the answer. Raises `InputError` as `saturation` does, and for no orders. Source: Guest, Namey
    and Chen (2020), who draw units with replacement; here each comes once.

    >>> presence = np.repeat(np.eye(3, dtype=int), 10, axis=0)
    >>> saturation_over_orders(presence, threshold=0).n_reached > 900
    True
    """
    array = integers(presence, "presence", 2)
    _check_runs(base, run, threshold)
    if convention not in CONVENTIONS:
        raise InputError(
            f"There is no convention '{convention}'.", hint=did_you_mean(convention, CONVENTIONS)
        )
    if n_orders < 1 or seed < 0:
        raise InputError(
            f"'n_orders' must be 1 or more, 'seed' 0 or more. Got {n_orders} and {seed}."
        )
    rng = np.random.Generator(np.random.PCG64(seed))
    units = np.full(n_orders, np.inf)
    for order in range(n_orders):
        shuffled = array[rng.permutation(len(array))]
        result = saturation(count_new_codes(shuffled), base, run, threshold)
        first = (result.sliding if convention == "sliding" else result.separate).first
        if first is not None:
            units[order] = first - 1
    reached = int(np.isfinite(units).sum())
    if 2 * reached <= n_orders:
        reason = f"Only {reached} of {n_orders} orders saturate."
        return SaturationOrders(convention, np.nan, n_orders, reached, reason)
    return SaturationOrders(convention, float(np.median(units)), n_orders, reached)


def _check_runs(base: int, run: int, threshold: float) -> None:
    if base < 1 or run < 1 or not 0 <= threshold < 1:
        raise InputError(
            "'base' and 'run' must be 1 or more, 'threshold' between 0 and 1. "
            f"Got {base}, {run} and {threshold}."
        )
