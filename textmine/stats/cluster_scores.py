"""What each cluster of units brings to the sum of two codings' products, for many at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from textmine.stats.counts import FloatArray, IntArray


@dataclass(frozen=True)
class ClusterScores:
    """Counts of units, ready to be multiplied and added up by cluster.

    `columns` is (n_columns, n_units). `pairs` (n_pairs, n_units) has a row for each column and
    cluster in which it stands, by column, and `starts` is where those of each column begin; where
    every unit is a cluster of its own, `pairs` are the squares of `columns`. `rates` (n_columns,)
    is each column's total over the size of all units, `members` (n_clusters, n_units) holds the
    sizes of units by cluster, and `cluster_of` (n_units,) their cluster.
    """

    columns: sp.csr_matrix
    pairs: sp.csr_matrix
    starts: IntArray | None
    rates: FloatArray
    members: sp.csr_matrix
    cluster_of: IntArray

    def of(self, moving: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the excess of each column and its error, (n_columns, n_moving) both.

        `moving` is (n_units, n_moving), and its sums over units, each times its size, are 0. The
        excess is the sum over clusters of s = (sum of moving x (count - rate x size) in the
        cluster), the error the root of the sum of s^2.
        """
        whole = self.members @ moving
        rates = self.rates[:, None]
        squares = self._squares(moving)
        squares -= 2 * rates * (self.columns @ (moving * whole[self.cluster_of]))
        squares += rates**2 * (whole**2).sum(axis=0)
        return self.columns @ moving, np.sqrt(np.maximum(squares, 0))

    def _squares(self, moving: FloatArray) -> FloatArray:
        """Return the sum over clusters of (sum of moving x count in the cluster) squared."""
        if self.starts is None:
            return np.asarray(self.pairs @ moving**2)
        sums = self.pairs @ moving
        return np.asarray(np.add.reduceat(np.square(sums, out=sums), self.starts, axis=0))


def cluster_scores(counts: sp.spmatrix, sizes: FloatArray, clusters: IntArray) -> ClusterScores:
    """Prepare the counts (n_units, n_columns) of units of `sizes` in `clusters` (n_units,) both.

    Every column must stand in a unit.

    >>> scores = cluster_scores(sp.csr_matrix([[1.0], [0], [1], [0]]), np.ones(4), np.arange(4))
    >>> excess, error = scores.of(np.array([[0.5], [-0.5], [0.5], [-0.5]]))
    >>> excess.tolist(), error.tolist()
    ([[1.0]], [[0.5]])
    """
    of = np.unique(clusters, return_inverse=True)[1]
    n_units, n_clusters = len(of), int(of.max()) + 1
    columns = sp.csr_matrix(sp.csc_matrix(counts).T)
    columns.eliminate_zeros()
    rates = np.asarray(columns.sum(axis=1)).ravel() / sizes.sum()
    members = sp.csr_matrix((sizes, (of, np.arange(n_units))), shape=(n_clusters, n_units))
    if n_clusters == n_units:
        return ClusterScores(columns, columns.power(2), None, rates, members, of)
    column = np.repeat(np.arange(columns.shape[0]), np.diff(columns.indptr))
    keys, pair = np.unique(column * n_clusters + of[columns.indices], return_inverse=True)
    pairs = sp.csr_matrix((columns.data, (pair, columns.indices)), shape=(len(keys), n_units))
    starts = np.searchsorted(keys, np.arange(columns.shape[0]) * n_clusters)
    return ClusterScores(columns, pairs, starts, rates, members, of)
