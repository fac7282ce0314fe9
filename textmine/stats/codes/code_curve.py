"""Distinct codes against interviews: in the given order, over random orders, and by case."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.errors import InputError
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
