"""Codes that change places inside interviews, each by itself or all together."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from textmine.stats.counts import FloatArray, IntArray

MOVES = ("shift", "shuffle")

ColumnMover = Callable[[np.random.Generator], FloatArray]


def column_mover(
    columns: FloatArray, clusters: IntArray, how: str, *, together: bool = False
) -> ColumnMover:
    """Return a function that draws `columns` (n_units, n_columns) with units in other places.

    Units stay inside their cluster (`clusters`, (n_units,) ints). "shuffle" draws any order,
    "shift" turns the order of the units of a cluster, which is that of the rows, round by a random
    number of places: neighbours stay neighbours. Each column moves by itself, or all of them
    `together`.

    >>> moved = column_mover(np.array([[1.0], [2], [3], [4]]), np.zeros(4, dtype=int), "shift")
    >>> moved(np.random.default_rng(1)).ravel().tolist()
    [3.0, 4.0, 1.0, 2.0]
    """
    of = np.unique(clusters, return_inverse=True)[1]
    units = np.argsort(of, kind="stable")
    sizes = np.bincount(of)
    of, ordered = of[units], columns[units]
    starts = (np.cumsum(sizes) - sizes)[of]
    n_moves = 1 if together else columns.shape[1]
    # Only cells that are not 0 have to be turned round.
    rows, column = np.nonzero(ordered)
    cells, start, size = ordered[rows, column], starts[rows], sizes[of[rows]]
    position, cluster = rows - start, of[rows]
    mover_of = np.zeros_like(column) if together else column

    def shuffle(rng: np.random.Generator) -> FloatArray:
        moved = np.empty_like(columns)
        drawn = np.argsort(of[:, None] + rng.random((of.size, n_moves)), axis=0)
        moved[units] = ordered[drawn, np.arange(columns.shape[1])]
        return moved

    def shift(rng: np.random.Generator) -> FloatArray:
        by = (rng.random((sizes.size, n_moves)) * sizes[:, None]).astype(np.int64)
        moved = np.zeros_like(columns)
        moved[units[start + (position + by[cluster, mover_of]) % size], column] = cells
        return moved

    return {"shift": shift, "shuffle": shuffle}[how]
