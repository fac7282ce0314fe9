"""Let whole clusters of units change places, and correct what many statistics give by it (maxT)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from textmine.arrays import Bools, Floats, Ints
from textmine.errors import InputError

if TYPE_CHECKING:
    import scipy.sparse as sp


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
    starts: Ints | None
    rates: Floats
    members: sp.csr_matrix
    cluster_of: Ints

    def of(self, moving: Floats) -> tuple[Floats, Floats]:
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

    def _squares(self, moving: Floats) -> Floats:
        """Return the sum over clusters of (sum of moving x count in the cluster) squared."""
        if self.starts is None:
            return np.asarray(self.pairs @ moving**2)
        sums = self.pairs @ moving
        return np.asarray(np.add.reduceat(np.square(sums, out=sums), self.starts, axis=0))


def cluster_scores(counts: sp.spmatrix, sizes: Floats, clusters: Ints) -> ClusterScores:
    """Prepare the counts (n_units, n_columns) of units of `sizes` in `clusters` (n_units,) both.

    Every column must stand in a unit.

    >>> import scipy.sparse as sp
    >>> scores = cluster_scores(sp.csr_matrix([[1.0], [0], [1], [0]]), np.ones(4), np.arange(4))
    >>> excess, error = scores.of(np.array([[0.5], [-0.5], [0.5], [-0.5]]))
    >>> excess.tolist(), error.tolist()
    ([[1.0]], [[0.5]])
    """
    import scipy.sparse as sp

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

    p: Floats
    adjusted: Floats


def max_t(apart: Iterable[Floats]) -> MaxT:
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


def step_down(apart: Iterable[Floats]) -> Floats:
    """Return the adjusted p values of `max_t`, (n_columns,)."""
    return max_t(apart).adjusted


def over_error(values: Floats, errors: Floats, spread: Floats) -> Floats:
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


Mover = Callable[[np.random.Generator], Ints]


def mover(clusters: Ints) -> Mover:
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

    def move(rng: np.random.Generator) -> Ints:
        donor = rng.permutation(sizes.size)[of]
        return np.asarray(units[starts[donor] + within % sizes[donor]], dtype=np.int64)

    return move


def inside_mover(clusters: Ints) -> Mover:
    """Return a function as `mover` does, of units that change places inside their clusters.

    >>> inside_mover(np.array([0, 1, 2]))(np.random.default_rng(0)).tolist()
    [0, 1, 2]
    """
    of = np.unique(clusters, return_inverse=True)[1]
    units = np.argsort(of, kind="stable")

    def move(rng: np.random.Generator) -> Ints:
        moved = np.empty(of.size, dtype=np.int64)
        moved[units] = np.lexsort((rng.random(of.size), of))
        return moved

    return move


def is_constant(values: NDArray[Any], clusters: Ints) -> bool:
    """Return whether all units of each cluster have the same value, or the same row of values."""
    _, first, of = np.unique(clusters, return_index=True, return_inverse=True)
    return bool((values == values[first[of]]).all())


_LIKENESS = 0.2
"""How alike the units of a cluster are taken to be when the test weighs clusters: one of n units
then tells as much as n / (1 + .2 (n - 1)) that have nothing in common, at most five."""


@dataclass(frozen=True)
class TwoSides:
    """Means of each column on both sides, and how often chance parts them as far.

    Arrays are (n_columns,). `p` is two-sided, (1 + permutations as extreme) / (1 + permutations);
    `p_adjusted` holds the chance of any false difference among all columns. `n_permutations` were
    drawn. With few clusters no p can be small: `least_p` is the smallest, before and after the
    correction.
    """

    first: Floats
    second: Floats
    p: Floats
    p_adjusted: Floats
    n_permutations: int
    n_clusters: tuple[int, int]
    least_p: float


def compare_sides(
    values: Floats,
    on_first: Bools,
    clusters: Ints,
    *,
    n_permutations: int = 1999,
    seed: int = 0,
) -> TwoSides:
    """Compare the means of columns of `values` (n_units, n_columns) on two sides.

    `on_first` (n_units,) says which units are of the first side; whole `clusters` (n_units,) change
    sides, each of which keeps its number of clusters. What is compared is the difference over its
    standard error between clusters, each weighed by what its units tell (see _LIKENESS): with the
    weight of its units a long document would outweigh hundreds of messages, and any draw that puts
    all long documents on one side would part the sides. To the error its median over the
    permutations is added: where a side happens to have none of a rare theme it has no error either,
    and the largest statistics would all be of such draws. The correction for many columns takes the
    largest statistic of each permutation (step-down maxT): it heeds how the columns hang together,
    and asks for no smaller p with more columns, as Holm's does. Raises InputError when a cluster is
    on both sides or a side is empty. Sources: Chung & Romano (2013), Exact and asymptotically
    robust permutation tests; Tusher, Tibshirani & Chu (2001) for the constant in the error;
    Westfall & Young (1993), Resampling-based multiple testing.
    """
    _, places = np.unique(clusters, return_inverse=True)
    n = int(places.max()) + 1 if len(places) else 0
    sizes = np.bincount(places, minlength=n).astype(np.float64)
    side = np.bincount(places, weights=on_first.astype(np.float64), minlength=n) / sizes
    if ((side > 0) & (side < 1)).any():
        raise InputError("A cluster is in both groups, so the groups cannot be compared.")
    here = side == 1
    if not here.any() or here.all():
        raise InputError("One of the two sides has no units.")
    sums = np.zeros((n, values.shape[1]))
    np.add.at(sums, places, values)
    weights = sizes / (1 + _LIKENESS * (sizes - 1))
    weighted = sums / sizes[:, None] * weights[:, None]
    draw = np.random.Generator(np.random.PCG64(seed))
    differences = np.empty((1 + n_permutations, values.shape[1]))
    errors = np.empty_like(differences)
    differences[0], errors[0] = _difference(here, weighted, weights)
    for row in range(1, 1 + n_permutations):
        differences[row], errors[row] = _difference(draw.permutation(here), weighted, weights)
    apart = np.round(_over(np.abs(differences), errors + np.median(errors, axis=0)), 9)
    n_first = int(here.sum())
    return TwoSides(
        sums[here].sum(axis=0) / sizes[here].sum(),
        sums[~here].sum(axis=0) / sizes[~here].sum(),
        (apart >= apart[0]).mean(axis=0),
        step_down(apart),
        n_permutations,
        (n_first, n - n_first),
        max(1 / (1 + n_permutations), _one_in_all(n, n_first)),
    )


def _difference(here: Bools, weighted: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the difference of the weighted means of each column, and its standard error."""
    means, variances = [], []
    for side in (here, ~here):
        weight, n_clusters = weights[side].sum(), int(side.sum())
        mean = weighted[side].sum(axis=0) / weight
        scatter = ((weighted[side] - mean * weights[side][:, None]) ** 2).sum(axis=0)
        means.append(mean)
        variances.append(scatter / weight**2 * n_clusters / max(n_clusters - 1, 1))
    return means[0] - means[1], np.sqrt(variances[0] + variances[1])


def _over(values: Floats, errors: Floats) -> Floats:
    """Return values over their errors; values themselves where there are no errors."""
    return np.asarray(values / np.where(errors > 0, errors, 1.0), dtype=np.float64)


def _one_in_all(n: int, n_first: int) -> float:
    """Return one in the number of ways to part n clusters so."""
    from scipy.special import gammaln

    return float(np.exp(gammaln(n_first + 1) + gammaln(n - n_first + 1) - gammaln(n + 1)))
