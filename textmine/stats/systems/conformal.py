"""Conformal sets of codes: which codes cannot be ruled out, with a promise that holds code by code.

Each code gets a threshold of its own (class-conditional, or Mondrian, conformal prediction), from
what models said of documents that they had not seen. A promise over all codes together would be
kept by the common ones alone.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Bools, Floats, Ints
from textmine.errors import InputError
from textmine.stats.intervals import Interval, check_level
from textmine.stats.resampling import check_clusters
from textmine.stats.shares.share_intervals import intracluster_correlation, share_interval

LEVEL = 0.9


@dataclass(frozen=True)
class ConformalThresholds:
    """The lowest probability, 0 to 1, with which each code stays in the set: `lowest` (K,).

    `n` (K,) are the examples behind each. With too few of them no threshold keeps the promise: the
    code is then `always` in the set, and its lowest is 0. `level` is the promised coverage;
    `certainty`, where not None, is that with which it is kept in this very set of examples.
    """

    lowest: Floats
    n: Ints
    always: Bools
    level: float
    certainty: float | None = None


@dataclass(frozen=True)
class CodeCoverage:
    """How often a code was in the set where the coder gave it: `covered` of `n`, 0 to 1.

    `value` is nan without examples. `always`: in some fold the code had too few examples for a
    threshold, so that it was in every set there.
    """

    value: float
    interval: Interval
    n: int
    covered: int
    always: bool


@dataclass(frozen=True)
class ConformalCoverage:
    """Coverage by code, in held-out folds; `sizes` (n,) is the number of codes in each set."""

    codes: tuple[CodeCoverage, ...]
    sizes: Ints
    level: float

    @property
    def lowest(self) -> float:
        """The coverage of the code that is covered least, 0 to 1; nan without examples."""
        values = [code.value for code in self.codes if code.n]
        return min(values, default=float("nan"))

    @property
    def mean_size(self) -> float:
        """How many codes a set holds on average."""
        return float(self.sizes.mean()) if self.sizes.size else float("nan")


def conformal_thresholds(
    probabilities: ArrayLike, gold: ArrayLike, level: float = LEVEL, certainty: float | None = None
) -> ConformalThresholds:
    """Compute the threshold of each code from held-out probabilities and what the coder gave.

    `probabilities` and `gold` (yes or no) have shape (n, K); a unit may have one code or several,
    and each code's yes is looked at on its own. Of the n_k units with code k, the threshold is the
    probability that ceil((n_k + 1) level) of them reach: a new unit with that code then keeps it in
    its set with a chance of `level` or more, over the drawing of the examples and of the unit. With
    fewer than level / (1 - level) examples (9 at 90 %) the code is always in the set. With a
    `certainty` (0 to 1) the rank is raised until the coverage of these very thresholds is `level`
    or more with that certainty. Both suppose units that are exchangeable within a code: use
    probabilities by models that never saw the unit's group.

    Raises `InputError` when shapes differ or a level is not between 0 and 1. Source: Vovk,
    Gammerman and Shafer (2005), Algorithmic Learning in a Random World, section 4.5; the certainty:
    Vovk (2012), Conditional validity of inductive conformal predictors, proposition 2.

    >>> held_out = [[0.1 * i] for i in range(1, 11)]
    >>> thresholds = conformal_thresholds(held_out, [[True]] * 10)
    >>> thresholds.lowest.round(1).tolist(), thresholds.always.tolist()
    ([0.1], [False])
    >>> conformal_thresholds(held_out[:8], [[True]] * 8).always.tolist()
    [True]
    """
    p, y = _checked(probabilities, gold)
    level = check_level(level)
    if certainty is not None:
        check_level(certainty)
    n = y.sum(axis=0).astype(np.int64)
    lowest, always = np.zeros(y.shape[1]), np.ones(y.shape[1], dtype=np.bool_)
    for code, n_examples in enumerate(n):
        rank = _rank(int(n_examples), level, certainty)
        if rank <= n_examples:
            lowest[code] = np.sort(p[y[:, code], code])[n_examples - rank]
            always[code] = False
    return ConformalThresholds(lowest, n, always, level, certainty)


def conformal_sets(probabilities: ArrayLike, thresholds: ConformalThresholds) -> Bools:
    """Return for each unit and code whether the code cannot be ruled out, shape (n, K).

    A set may be empty: the unit is then unlike the examples of every code.
    """
    p = np.asarray(probabilities, dtype=np.float64)
    if p.ndim != 2 or p.shape[1] != thresholds.lowest.size:
        raise InputError(
            f"The 'probabilities' must have a column for each of the {thresholds.lowest.size} "
            f"codes. Got shape {p.shape}."
        )
    return np.asarray((p >= thresholds.lowest) | thresholds.always)


def conformal_coverage(
    probabilities: ArrayLike,
    gold: ArrayLike,
    fold: ArrayLike,
    level: float = LEVEL,
    *,
    certainty: float | None = None,
    clusters: ArrayLike | None = None,
    interval_level: float = 0.95,
) -> ConformalCoverage:
    """Measure how often the sets hold the coder's code, each fold with the others' thresholds.

    Shapes as in `conformal_thresholds`; `fold` (n,) is the fold of a unit, a whole group in one.
    `clusters` (n,) are the groups: intervals then have as many units as they are worth. Raises
    `InputError` with fewer than two folds.
    """
    p, y = _checked(probabilities, gold)
    folds = np.asarray(fold)
    if folds.shape != (len(p),) or np.unique(folds).size < 2:
        raise InputError(f"The 'fold' must put the {len(p)} units into two folds or more.")
    groups = check_clusters(clusters, len(p))
    inside = np.zeros_like(y)
    always = np.zeros(y.shape[1], dtype=np.bool_)
    for held_out in np.unique(folds):
        test = folds == held_out
        thresholds = conformal_thresholds(p[~test], y[~test], level, certainty)
        inside[test] = conformal_sets(p[test], thresholds)
        always |= thresholds.always
    row, column = np.nonzero(y)
    rho = intracluster_correlation(inside[row, column], None if groups is None else groups[row])
    codes = []
    for code in range(y.shape[1]):
        mine = y[:, code]
        hits = inside[mine, code]
        codes.append(
            CodeCoverage(
                value=float(hits.mean()) if hits.size else float("nan"),
                interval=share_interval(
                    hits,
                    None if groups is None else groups[mine],
                    level=interval_level,
                    correlation=rho,
                ),
                n=int(mine.sum()),
                covered=int(hits.sum()),
                always=bool(always[code]),
            )
        )
    return ConformalCoverage(tuple(codes), inside.sum(axis=1).astype(np.int64), level)


def _rank(n: int, level: float, certainty: float | None) -> int:
    """Return how many of n examples must reach the threshold; more than n: none is low enough."""
    # 10 * .9 is a little above 9 in floating point.
    rank = int(np.ceil((n + 1) * level - 1e-9))
    if certainty is None:
        return rank
    from scipy.special import betainc

    # The coverage of the r-th of n is distributed as Beta(r, n + 1 - r).
    while rank <= n and betainc(rank, n + 1 - rank, level) > 1 - certainty:
        rank += 1
    return rank


def _checked(probabilities: ArrayLike, gold: ArrayLike) -> tuple[Floats, Bools]:
    p, y = np.asarray(probabilities, dtype=np.float64), np.asarray(gold).astype(np.bool_)
    if p.ndim != 2 or p.shape != y.shape:
        raise InputError(
            "'probabilities' and 'gold' must both have a row a unit and a column a code. Got "
            f"{p.shape} and {y.shape}."
        )
    return p, y
