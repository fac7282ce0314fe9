"""Tables of two codings, as found and with whole clusters of units in other places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from textmine.stats.cluster_scores import cluster_scores
from textmine.stats.counts import FloatArray, IntArray
from textmine.stats.max_t import over_error
from textmine.stats.moving import is_constant, mover

_CELLS = 50_000


@dataclass(frozen=True)
class PermutedTables:
    """The table that was found, in row 0, and those of permutations.

    `tables` are (1 + n_permutations, n_rows, n_columns). `excess` and `errors` (1 + n_permutations,
    n_cells) are observed - expected of each cell, where expected is row sum x column sum / n of
    that table, and its error between clusters. `n_same` permutations changed nothing.
    """

    tables: FloatArray
    excess: FloatArray
    errors: FloatArray
    n_same: int

    @property
    def spread(self) -> FloatArray:
        """The standard deviation of the excess over permutations, (n_cells,); 0 for none."""
        spread = self.excess[1:].std(axis=0)
        return np.where(spread > 1e-9 * max(float(self.tables[0].sum()), 1), spread, 0)

    @property
    def apart(self) -> FloatArray:
        """|excess| / (error + spread), see `over_error`: (1 + n_permutations, n_cells)."""
        return over_error(self.excess, self.errors, self.spread)


def permuted_tables(
    rows: FloatArray, columns: FloatArray, clusters: IntArray, n_permutations: int, seed: int
) -> PermutedTables:
    """Cross `rows` (n_units, n_rows) with `columns` (n_units, n_columns), found and permuted.

    What moves are the rows, or the columns where these alone are the same all through each cluster
    (`mover`). The excess of a cell is the sum over units of (row - its mean)(column - its mean);
    its error is the root of the sum over clusters of what each brings to that sum, squared.
    """
    turned = is_constant(columns, clusters) and not is_constant(rows, clusters)
    moving, staying = (columns, rows) if turned else (rows, columns)
    used = np.flatnonzero(staying.any(axis=0))
    scores = cluster_scores(sp.csr_matrix(staying[:, used]), np.ones(len(staying)), clusters)
    n_moving, n = moving.shape[1], 1 + n_permutations
    tables = np.empty((n, n_moving, staying.shape[1]))
    excess, errors = np.zeros((2, staying.shape[1], n, n_moving))
    move, rng = mover(clusters), np.random.Generator(np.random.PCG64(seed))
    n_same, step = 0, max(1, _CELLS // moving.size)
    for start in range(0, n, step):
        drawn = [moving[move(rng)] if start + i else moving for i in range(min(step, n - start))]
        n_same += sum(bool((one == moving).all()) for one in drawn)
        block, here = np.hstack(drawn), slice(start, start + len(drawn))
        tables[here] = (block.T @ staying).reshape(len(drawn), n_moving, -1)
        found = scores.of(block - block.mean(axis=0))
        for into, one in zip((excess, errors), found, strict=True):
            into[used, here] = one.reshape(len(used), len(drawn), n_moving)
    axes = (1, 0, 2) if turned else (1, 2, 0)
    flat = [one.transpose(axes).reshape(n, -1) for one in (excess, errors)]
    tables = np.ascontiguousarray(tables.transpose(0, 2, 1)) if turned else tables
    return PermutedTables(tables, flat[0], flat[1], n_same - 1)
