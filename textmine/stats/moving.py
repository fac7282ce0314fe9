"""Let whole clusters of units change places: the permutations of tests with threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.stats.counts import IntArray

Mover = Callable[[np.random.Generator], IntArray]


def mover(clusters: IntArray) -> Mover:
    """Return a function that draws, for each unit, the unit that takes its place: (n_units,).

    `clusters` (n_units,) are ints of 0 or more. Clusters change places as wholes, their units in
    order. One that comes into the place of a smaller one is cut; into that of a larger one, it
    starts again from its first unit. Between clusters of one size, and for values that are the same
    all through a cluster, this is an exact permutation. Else a cluster that starts again says the
    same thing twice, so that draws scatter somewhat more than samples do, and a test is too careful
    rather than too bold (`benchmarks/families/crosswalk.py`).

    >>> moved = mover(np.array([0, 0, 1, 1, 1]))(np.random.default_rng(3))
    >>> moved.tolist()
    [2, 3, 0, 1, 0]
    """
    of = np.unique(clusters, return_inverse=True)[1]
    units = np.argsort(of, kind="stable")
    sizes = np.bincount(of)
    starts = np.cumsum(sizes) - sizes
    within = np.empty(of.size, dtype=np.int64)
    within[units] = np.arange(of.size) - np.repeat(starts, sizes)

    def move(rng: np.random.Generator) -> IntArray:
        donor = rng.permutation(sizes.size)[of]
        return np.asarray(units[starts[donor] + within % sizes[donor]], dtype=np.int64)

    return move


def inside_mover(clusters: IntArray) -> Mover:
    """Return a function as `mover` does, of units that change places inside their clusters.

    >>> inside_mover(np.array([0, 1, 2]))(np.random.default_rng(0)).tolist()
    [0, 1, 2]
    """
    of = np.unique(clusters, return_inverse=True)[1]
    units = np.argsort(of, kind="stable")

    def move(rng: np.random.Generator) -> IntArray:
        moved = np.empty(of.size, dtype=np.int64)
        moved[units] = np.lexsort((rng.random(of.size), of))
        return moved

    return move


def is_constant(values: NDArray[Any], clusters: IntArray) -> bool:
    """Return whether all units of each cluster have the same value, or the same row of values."""
    _, first, of = np.unique(clusters, return_index=True, return_inverse=True)
    return bool((values == values[first[of]]).all())
