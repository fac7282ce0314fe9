"""Two systems on the same gold codes: McNemar's test, approximate randomisation, an interval."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import bdtr

from textmine.arrays import Floats, Ints
from textmine.errors import InputError, did_you_mean
from textmine.stats.counts import unique_rows
from textmine.stats.intervals import Interval, check_level
from textmine.stats.resampling import CHUNK, Pool, check_clusters, check_resampling, make_pool
from textmine.stats.systems import confusion
from textmine.stats.systems.paired_interval import imagined_units, paired_interval
from textmine.stats.totals import TINY

# Each maps confusion matrices (..., q, q) to figures (...).
METRICS: dict[str, Callable[[Floats], Floats]] = {
    "accuracy": confusion.accuracy_of,
    "kappa": confusion.kappa_of,
    "weighted_kappa": confusion.weighted_kappa_of,
    "macro_f1": lambda matrices: confusion.macro_f1_of(matrices, np.arange(matrices.shape[-1])),
}


@dataclass(frozen=True)
class McNemar:
    """McNemar's test of two systems: of the units on which one is right and the other wrong.

    `first_only` and `second_only` count them, `n` is their sum. `exact` and `mid_p` are two-sided
    binomial p values, nan when n is 0, and `reason` says so.
    """

    first_only: int
    second_only: int
    n: int
    exact: float
    mid_p: float
    reason: str = ""


@dataclass(frozen=True)
class PairedDifference:
    """A metric of two systems on the same units, and the test and interval of the difference.

    `difference` is first - second. `p` is two-sided, by approximate randomisation of `permuted`,
    "units" or "clusters"; a permutation in which the metric is undefined counts against the
    difference. `n_apart` units or clusters have more right codes of one system than of the other;
    with less than twelve the interval is wide and p hardly ever small. The figures are nan when the
    metric is undefined, and `reason` then says so.
    """

    metric: str
    first: float
    second: float
    difference: float
    interval: Interval
    p: float
    n_permutations: int
    permuted: str
    n: int
    n_apart: int
    reason: str = ""


def metric_of(name: str) -> Callable[[Floats], Floats]:
    """Return the function of confusion matrices by that name, or raise `InputError`."""
    if name not in METRICS:
        raise InputError(f"There is no metric '{name}'.", hint=did_you_mean(name, METRICS))
    return METRICS[name]


def mcnemar(first_only: int, second_only: int) -> McNemar:
    """Test whether two systems are right equally often, from the units that only one got right.

    The mid-p is the one to read: the exact p is too high, that of chi2 too low for few units.
    Raises `InputError` for negative counts. Source: McNemar (1947); mid-p, Fagerland, Lydersen and
    Laake (2013), The McNemar test for binary matched-pairs data; the counts are those in the
    documentation of mlxtend.

    >>> round(mcnemar(25, 15).exact, 6)
    0.15386
    """
    if first_only < 0 or second_only < 0:
        raise InputError(f"Counts must be 0 or more. Got {first_only} and {second_only}.")
    n = first_only + second_only
    if n == 0:
        reason = "The two systems are right and wrong on the same units: there is nothing to test."
        return McNemar(first_only, second_only, n, np.nan, np.nan, reason)
    fewer = min(first_only, second_only)
    tail = float(bdtr(fewer, n, 0.5))
    below = float(bdtr(fewer - 1, n, 0.5)) if fewer else 0.0
    return McNemar(first_only, second_only, n, exact=min(2 * tail, 1.0), mid_p=tail + below)


def discordant(
    gold: ArrayLike, first: ArrayLike, second: ArrayLike, n_categories: int
) -> tuple[int, int]:
    """Count the units that only the first, and only the second system codes as gold does.

    Raises `InputError` for codes outside the codebook and for lengths that differ.

    >>> discordant([0, 0, 1], [0, 0, 0], [0, 1, 1], 2)
    (1, 1)
    """
    truth, first_labels = confusion.check_labels(gold, first, n_categories)
    _, second_labels = confusion.check_labels(gold, second, n_categories)
    right, also = first_labels == truth, second_labels == truth
    return int((right & ~also).sum()), int((~right & also).sum())


def paired_difference(
    gold: ArrayLike,
    first: ArrayLike,
    second: ArrayLike,
    n_categories: int,
    *,
    metric: str = "accuracy",
    clusters: ArrayLike | None = None,
    n_permutations: int = 9999,
    level: float = 0.95,
    seed: int = 0,
) -> PairedDifference:
    """Test the difference in a metric of two systems on the same units, with its interval.

    `gold`, `first` and `second` are (n_units,), 0 to n_categories - 1, none missing; `metric` is
    a name of `METRICS`. Each permutation swaps the codes of the two systems on a random half of
    the units, or of the `clusters` (n_units,), ints of 0 or more; p = (1 + the permutations with
    a difference as large) / (1 + n_permutations). The interval is that of `paired_interval`, over
    units or clusters. Raises `InputError` for codes outside the codebook, lengths that differ, no
    units, an unknown metric, and bad clusters, level, seed and numbers of draws. Source: Noreen
    (1989), Computer Intensive Methods for Testing Hypotheses, chapter 2; Yeh (2000), More accurate
    tests for the statistical significance of differences.

    >>> gold, first, second = np.zeros(40, int), np.repeat([0, 1], [30, 10]), np.ones(40, int)
    >>> result = paired_difference(gold, first, second, 2)
    >>> result.difference, result.p
    (0.75, 0.0001)
    """
    check_level(level)
    check_resampling(n_permutations, seed)
    of = metric_of(metric)
    truth, first_labels = confusion.check_labels(gold, first, n_categories)
    _, second_labels = confusion.check_labels(gold, second, n_categories)
    if truth.size == 0:
        raise InputError("There are no units to compare.", hint="Give at least one unit.")
    labels = check_clusters(clusters, truth.size)
    rows = unique_rows(np.column_stack((truth, first_labels, second_labels)))
    features = _cells(rows.rows, n_categories)
    pool = make_pool(features, rows.index, rows.multiplicity, labels)
    totals = (pool.multiplicity @ pool.features)[None, :]
    of_first, of_second = (float(of(m)[0]) for m in _matrices(totals, n_categories))
    difference = of_first - of_second
    undefined = bool(np.isnan(difference))
    interval = paired_interval(
        pool,
        imagined_units(truth, first_labels, second_labels, n_categories),
        lambda cells: np.subtract(*(of(m) for m in _matrices(cells, n_categories))),
        level,
        most=2 if metric.endswith("kappa") else 1,
    )
    swapped = _swapped_differences(
        pool.features, pool.multiplicity, n_categories, of, n_permutations, seed
    )
    as_large = np.isnan(swapped) | (np.abs(swapped) >= abs(difference) - TINY)
    return PairedDifference(
        metric,
        of_first,
        of_second,
        difference,
        interval,
        np.nan if undefined else float((1 + as_large.sum()) / (1 + n_permutations)),
        n_permutations,
        pool.resampled,
        truth.size,
        _n_apart(pool, n_categories),
        f"{metric} is undefined when one and the same class is all there is." if undefined else "",
    )


def _n_apart(pool: Pool, q: int) -> int:
    """Count the units or clusters with more right codes of one system than of the other."""
    first, second = _matrices(pool.features, q)
    more = np.trace(first, axis1=1, axis2=2) != np.trace(second, axis1=1, axis2=2)
    return int(pool.multiplicity[more].sum())


def _cells(rows: Ints, q: int) -> Floats:
    """Return the cells of both confusion matrices that a row (gold, first, second) counts in."""
    features = np.zeros((len(rows), 2 * q * q))
    index = np.arange(len(rows))
    features[index, rows[:, 0] * q + rows[:, 1]] = 1
    features[index, q * q + rows[:, 0] * q + rows[:, 2]] = 1
    return features


def _matrices(totals: Floats, q: int) -> tuple[Floats, Floats]:
    both = totals.reshape(len(totals), 2, q, q)
    return both[:, 0], both[:, 1]


def _swapped_differences(
    features: Floats,
    multiplicity: Ints,
    q: int,
    of: Callable[[Floats], Floats],
    n_permutations: int,
    seed: int,
) -> Floats:
    """Return the difference in each permutation: (n_permutations,), nan where undefined."""
    totals = multiplicity @ features
    # What a swap moves from the first matrix to the second; equal moves are drawn as a binomial.
    moves, which = np.unique(
        features[:, q * q :] - features[:, : q * q], axis=0, return_inverse=True
    )
    times = np.bincount(which.ravel(), multiplicity, minlength=len(moves)).astype(np.int64)
    moving = moves.any(axis=1)
    moves, times = moves[moving], times[moving]
    rng = np.random.Generator(np.random.PCG64(seed))
    differences = np.empty(n_permutations)
    step = max(1, CHUNK // max(len(moves), 2 * q * q))
    for start in range(0, n_permutations, step):
        stop = min(start + step, n_permutations)
        moved = rng.binomial(times, 0.5, (stop - start, len(times))) @ moves
        first = (totals[: q * q] + moved).reshape(-1, q, q)
        second = (totals[q * q :] - moved).reshape(-1, q, q)
        differences[start:stop] = of(first) - of(second)
    return differences
