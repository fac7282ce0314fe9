"""Distances between sets of codes, for alpha where a unit can have several codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from textmine.errors import InputError, did_you_mean
from textmine.stats.counts import MISSING, FloatArray, IntArray

CodeSet = frozenset[int]


def jaccard_distances(common: FloatArray, sizes: FloatArray) -> FloatArray:
    """Return 1 - |A and B| / |A or B| for sizes of sets (n,) and of their common parts (n, n).

    Source: Jaccard (1912).
    """
    union = sizes[:, None] + sizes - common
    return np.asarray(1 - np.where(union > 0, common, 1) / np.where(union > 0, union, 1))


def masi_distances(common: FloatArray, sizes: FloatArray) -> FloatArray:
    """Return 1 - J M: J is Jaccard's similarity, M 1 for equal sets, 2/3 nested, 1/3 overlapping.

    The thirds are exact; older software has .67 and .33. Source: Passonneau (2006), Measuring
    agreement on set-valued items (MASI) for semantic and pragmatic annotation.
    """
    nested = common == np.minimum(sizes[:, None], sizes)
    equal = nested & (sizes[:, None] == sizes)
    monotonic = np.where(equal, 1.0, np.where(nested, 2 / 3, 1 / 3))
    return np.asarray(1 - (1 - jaccard_distances(common, sizes)) * monotonic)


DISTANCES: dict[str, Callable[[FloatArray, FloatArray], FloatArray]] = {
    "masi": masi_distances,
    "jaccard": jaccard_distances,
}


def set_distances(sets: Sequence[CodeSet], how: str) -> FloatArray:
    """Compute the distance between every two sets of codes: (n_sets, n_sets), 0 to 1.

    `how` is a name in `DISTANCES`. Two empty sets are 0 apart, an empty set and another one 1.
    The result is the `metric` of `krippendorff_alpha` and of `bootstrap_interval` for codes that
    are places in `sets`. Those need two sets or more: where everybody gave one and the same set,
    alpha is undefined, and the share of equal sets is what can be reported. Raises `InputError`
    for an unknown name. Source: Passonneau (2006); the figures are those of nltk's documentation.

    >>> sets = frozenset({1, 2}), frozenset({1, 2, 3, 4}), frozenset({2, 3})
    >>> set_distances(sets, "masi")[0].round(6).tolist()
    [0.0, 0.666667, 0.888889]
    """
    if how not in DISTANCES:
        raise InputError(
            f"There is no distance between sets called '{how}'.", hint=did_you_mean(how, DISTANCES)
        )
    codes = {code: index for index, code in enumerate(sorted(frozenset().union(*sets)))}
    holds = np.zeros((len(sets), len(codes)))
    for row, members in enumerate(sets):
        holds[row, [codes[code] for code in members]] = 1
    return DISTANCES[how](holds @ holds.T, holds.sum(axis=1))


def distinct_sets(rows: Sequence[Sequence[CodeSet | None]]) -> tuple[IntArray, tuple[CodeSet, ...]]:
    """Number the different sets in cells (n_units, n_coders): codes of that shape, and the sets.

    A code is the place of the cell's set among the sets, -1 where the cell is None. The sets are
    sorted by size, then by their codes, so the numbers do not depend on the order of the units.
    Raises `InputError` when a unit has another number of cells than the first one.

    >>> a, b = frozenset({1}), frozenset({0, 1})
    >>> codes, sets = distinct_sets([[a, b], [a, None]])
    >>> codes.tolist(), sets == (a, b)
    ([[0, 1], [0, -1]], True)
    """
    n_coders = len(rows[0]) if rows else 0
    for unit, row in enumerate(rows):
        if len(row) != n_coders:
            raise InputError(
                f"Unit {unit} (counted from 0) has {len(row)} cells, and unit 0 has {n_coders}.",
                hint="Give every unit a cell for each coder, None where the coder gave no code.",
            )
    distinct = {cell for row in rows for cell in row if cell is not None}
    sets = tuple(sorted(distinct, key=lambda members: (len(members), sorted(members))))
    number_of = {members: index for index, members in enumerate(sets)}
    codes = [[MISSING if cell is None else number_of[cell] for cell in row] for row in rows]
    return np.array(codes, dtype=np.int64).reshape(len(rows), n_coders), sets
