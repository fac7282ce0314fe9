"""Let whole clusters of units change places, and correct what many statistics give by it (maxT)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

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


_DIGITS = 9


@dataclass(frozen=True)
class MaxT:
    """P of each statistic alone and adjusted for all of them, (n_columns,) each, above 0 to 1."""

    p: FloatArray
    adjusted: FloatArray


def max_t(apart: Iterable[FloatArray]) -> MaxT:
    """Return p values of statistics by permutation, and adjusted ones by step-down maxT.

    `apart` gives rows (n_columns,) of absolute statistics: first those that were found, then those
    of every permutation, one at a time, so that none has to be kept. p = (1 + permutations as
    large) / (1 + permutations). Adjusted: the statistic of rank r is compared with the largest of
    those of rank r and below in each permutation; so the chance of any false finding among all
    columns is held, however they hang together. Source: Westfall & Young (1993), Resampling-based
    multiple testing, algorithm 4.1; the figures of the example are counted by hand.

    >>> max_t(np.array([[3.0, 1.0], [0.0, 2.0], [1.0, 0.0], [0.0, 0.0]])).adjusted.tolist()
    [0.25, 0.5]
    """
    rows = iter(apart)
    observed = np.round(next(rows), _DIGITS)
    order = np.argsort(-observed, kind="stable")
    ranked = observed[order]
    alone, together, n = np.ones(observed.size), np.ones(observed.size), 1
    for row in rows:
        drawn = np.round(row, _DIGITS)[order]
        alone += drawn >= ranked
        together += np.maximum.accumulate(drawn[::-1])[::-1] >= ranked
        n += 1
    p, adjusted = np.empty(observed.size), np.empty(observed.size)
    p[order] = alone / n
    adjusted[order] = np.maximum.accumulate(together / n)
    return MaxT(p, adjusted)


def step_down(apart: Iterable[FloatArray]) -> FloatArray:
    """Return the adjusted p values of `max_t`, (n_columns,)."""
    return max_t(apart).adjusted


def over_error(values: FloatArray, errors: FloatArray, spread: FloatArray) -> FloatArray:
    """Return |values| / (errors + spread), 0 where there is neither.

    `errors` are those of each draw, `spread` (n_columns,) is the standard deviation over draws. An
    error alone is near 0 wherever a draw happens to have none of something rare, so that all the
    largest statistics would be of such draws; a spread alone lets the few draws that heap something
    rare together set the limit for all. Source: Tusher, Tibshirani & Chu (2001), Significance
    analysis of microarrays (a constant in the error); Chung & Romano (2013), Exact and
    asymptotically robust permutation tests (statistics over their error).
    """
    whole = errors + spread
    return np.asarray(np.abs(values) / np.where(whole > 0, whole, np.inf), dtype=np.float64)


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
