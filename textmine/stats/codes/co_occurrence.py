"""Codes that stand together more often than chance inside interviews would have it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats, Ints
from textmine.errors import InputError, did_you_mean
from textmine.stats.codes.lift_intervals import over_clusters, over_units
from textmine.stats.intervals import Interval, check_level
from textmine.stats.moving import MaxT, max_t
from textmine.stats.resampling import check_clusters, check_resampling
from textmine.stats.totals import divide

MOVES = ("shift", "shuffle")

ColumnMover = Callable[[np.random.Generator], Floats]


def column_mover(
    columns: Floats, clusters: Ints, how: str, *, together: bool = False
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

    def shuffle(rng: np.random.Generator) -> Floats:
        moved = np.empty_like(columns)
        drawn = np.argsort(of[:, None] + rng.random((of.size, n_moves)), axis=0)
        moved[units] = ordered[drawn, np.arange(columns.shape[1])]
        return moved

    def shift(rng: np.random.Generator) -> Floats:
        by = (rng.random((sizes.size, n_moves)) * sizes[:, None]).astype(np.int64)
        moved = np.zeros_like(columns)
        moved[units[start + (position + by[cluster, mover_of]) % size], column] = cells
        return moved

    return {"shift": shift, "shuffle": shuffle}[how]


_RARER = 0.01
_PILOT = 99


@dataclass(frozen=True)
class PairOfCodes:
    """How often two codes stand together, and how often by chance.

    `first` and `second` are columns, `together` the units that have both, of `n_first` and
    `n_second`; `expected` is the mean of `together` where the codes change places inside clusters
    independently. `lift` is together / expected (1: as chance has it; nan where nothing is
    expected), `interval` that of the lift. `p` is two-sided, of the pair alone; `adjusted` holds
    for all pairs (step-down maxT). Both are nan where no move can change the count.
    `n_clusters` have both codes somewhere (units, without clusters).
    """

    first: int
    second: int
    together: int
    expected: float
    lift: float
    interval: Interval
    p: float
    adjusted: float
    n_first: int
    n_second: int
    n_clusters: int


@dataclass(frozen=True)
class CoOccurrence:
    """All pairs of codes, of `n` units in `n_clusters` clusters (0: units change places freely).

    `null` is "shift" or "shuffle", see `co_occurrence`; `n_tested` pairs have a p value.
    """

    pairs: tuple[PairOfCodes, ...]
    n: int
    n_clusters: int
    null: str
    n_permutations: int
    n_tested: int


def co_occurrence(
    codes: ArrayLike,
    clusters: ArrayLike | None = None,
    others: ArrayLike | None = None,
    *,
    null: str = "shift",
    n_permutations: int = 1999,
    level: float = 0.95,
    seed: int = 0,
) -> CoOccurrence:
    """Count each pair of codes in the same unit, and compare with chance inside clusters.

    `codes` is (n_units, n_codes), 0 or 1, units (spans, passages) in their order; `clusters`
    (n_units,) ints, the interview of each unit. `others` (n_units, n_others) are the codes of
    another codebook or coder: then pairs are of a column of `codes` and one of `others`. Whether
    two tables hang together between interviews as well, is for `soft_association` with `clusters`.

    Chance moves codes inside each cluster, which keeps how often each code stands in it: that
    interviews differ is no co-occurrence. The codes of one table move each by itself; of two
    tables, the first moves as a whole. "shift" turns the order of a cluster's units round, which
    keeps how neighbours are alike; "shuffle" takes units for exchangeable, and cries wolf where
    they are not (`benchmarks/displays.py`). Without clusters (units are interviews) units change
    places freely, and `null` is "shuffle" in any case: then an interview rich in all codes is
    co-occurrence.

    The statistic of a pair is |together - expected| / root of (its variance over moves + 1): with
    the one, pairs of which chance expects hardly any do not set the limit for all. Units count
    somewhat more (up to 1 % a code) in clusters where a code is rarer, only to break ties.
    p = (1 + moves as far apart) / (1 + all).
    The interval of the lift is by t on the log scale, over clusters as they were drawn, with half a
    unit more on both sides; its degrees of freedom fall where few clusters have the pair, and with
    fewer than three such clusters there is none, and a reason.

    Raises `InputError` for codes that are not 0 or 1, shapes that differ, an unknown `null` and bad
    clusters, level, seed and numbers of draws. Sources: Good (2005), Permutation, Parametric and
    Bootstrap Tests of Hypotheses, section 6 (blocks); circular shifts: Harrison, Amarasingham &
    Truccolo (2015), Spatiotemporal conditional inference and hypothesis tests for neural
    ensemble spiking precision; Westfall & Young (1993) for many pairs.

    >>> talk = np.repeat(np.arange(12), 8)
    >>> first = np.tile([1, 0, 0, 0, 1, 0, 0, 0], 12)
    >>> (pair,) = co_occurrence(np.column_stack([first, first]), talk).pairs
    >>> pair.together, pair.expected, pair.lift, pair.p
    (24, 6.0, 4.0, 0.0005)
    """
    check_resampling(n_permutations, seed)
    check_level(level)
    if null not in MOVES:
        raise InputError(f"There is no null '{null}'.", hint=did_you_mean(null, MOVES))
    first = _zeros_and_ones(codes, "codes")
    second = first if others is None else _zeros_and_ones(others, "others")
    if len(first) != len(second):
        raise InputError(
            f"'codes' and 'others' must have a row for each unit. Got {len(first)}, {len(second)}."
        )
    n, labels = len(first), check_clusters(clusters, len(first))
    of = np.zeros(n, dtype=np.int64)
    if labels is not None:
        of = np.unique(labels, return_inverse=True)[1].astype(np.int64)
    places = (
        np.triu_indices(first.shape[1], 1)
        if others is None
        else tuple(index.ravel() for index in np.indices((first.shape[1], second.shape[1])))
    )
    null = null if labels is not None else "shuffle"
    together = (first.T @ second)[places]
    expected, _ = _by_chance(_sums(first, of), _sums(second, of), np.bincount(of))
    lift = divide(together, expected[places])
    intervals, holders = (
        over_units(first, second, places, level)
        if labels is None
        else over_clusters(first, second, of, places, level)
    )
    tested, tests = _tested(first, others is None, second, of, places, null, n_permutations, seed)
    p, adjusted = np.full((2, together.size), np.nan)
    p[tested], adjusted[tested] = tests.p, tests.adjusted
    totals = first.sum(axis=0), second.sum(axis=0)
    pairs = tuple(
        PairOfCodes(
            int(j),
            int(k),
            int(together[pair]),
            float(expected[j, k]),
            float(lift[pair]),
            intervals[pair],
            float(p[pair]),
            float(adjusted[pair]),
            int(totals[0][j]),
            int(totals[1][k]),
            int(holders[pair]),
        )
        for pair, (j, k) in enumerate(zip(*places, strict=True))
    )
    n_clusters = 0 if labels is None else int(of.max(initial=-1)) + 1
    return CoOccurrence(pairs, n, n_clusters, null, n_permutations, int(tested.sum()))


def _zeros_and_ones(values: ArrayLike, name: str) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 2 or not np.isin(array, (0, 1)).all():
        raise InputError(
            f"'{name}' must be a table with a row a unit, of 0 and 1. Got shape {array.shape}.",
            hint="Give 1 where the unit has the code, however often.",
        )
    return array


def _sums(values: Floats, of: Ints) -> Floats:
    """Return the sums of each cluster, (n_clusters, n_columns)."""
    sums = np.zeros((int(of.max(initial=-1)) + 1, values.shape[1]))
    np.add.at(sums, of, values)
    return sums


def _by_chance(first: Floats, second: Floats, sizes: Ints) -> tuple[Floats, Floats]:
    """Return mean and variance of `together` where units of clusters change places, both (j, k).

    `first` and `second` are sums of clusters of columns that are one value or 0 in each.
    """
    n = sizes[:, None].astype(np.float64)
    return first.T @ (second / n), _spread(first, n).T @ (
        _spread(second, n) / (n**2 * np.maximum(n - 1, 1))
    )


def _spread(sums: Floats, sizes: Floats) -> Floats:
    """Return sum x (sum if all units had it - sum), with the weight that ties are broken by."""
    weights = 1 + _RARER * (1 - sums / sizes)
    return np.asarray(weights**2 * sums * (sizes - sums))


def _tested(
    first: Floats,
    alone: bool,
    second: Floats,
    of: Ints,
    places: tuple[Ints, ...],
    null: str,
    n_permutations: int,
    seed: int,
) -> tuple[np.ndarray, MaxT]:
    """Return which pairs can change (n_pairs,), and the p values of these."""
    sizes = np.bincount(of)[:, None]
    weighted = []
    for matrix in (first, second):
        weights = 1 + _RARER * (1 - _sums(matrix, of) / np.maximum(sizes, 1))
        weighted.append(matrix * weights[of])
    _, variance = _by_chance(_sums(first, of), _sums(second, of), np.bincount(of))
    a, b = (_sums(weights_of_codes, of) for weights_of_codes in weighted)
    expected = (a.T @ (b / np.maximum(sizes, 1)))[places]
    tested = variance[places] > 0
    if not tested.any():
        return tested, MaxT(np.empty(0), np.empty(0))
    move = column_mover(weighted[0], of, null, together=not alone)
    chosen = tuple(index[tested] for index in places)

    def counts(n: int, stream: int) -> Iterator[Floats]:
        rng = np.random.default_rng([seed, stream])
        for _ in range(n):
            yield _count(move, rng, None if alone else weighted[1])[chosen]

    pilot = np.array(list(counts(_PILOT, 1)))
    error = np.sqrt(np.maximum(variance[chosen], pilot.var(axis=0)) + 1)

    def apart() -> Iterator[Floats]:
        yield np.abs((weighted[0].T @ weighted[1])[chosen] - expected[tested]) / error
        for count in counts(n_permutations, 2):
            yield np.abs(count - expected[tested]) / error

    return tested, max_t(apart())


def _count(move: ColumnMover, rng: np.random.Generator, second: Floats | None) -> Floats:
    moved = move(rng)
    return np.asarray(moved.T @ (moved if second is None else second))
