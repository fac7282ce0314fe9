"""Codes by group, case or round, tested with whole interviews (or people) changing places."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats, Ints
from textmine.errors import InputError
from textmine.stats.counts import integers
from textmine.stats.groups.clustered_ols import clustered_ols, wald
from textmine.stats.groups.group_moves import GroupMoves, PairedMoves, WholeMoves
from textmine.stats.intervals import Interval, check_level, t_interval, undefined_interval
from textmine.stats.moving import MaxT, is_constant, max_t
from textmine.stats.resampling import check_clusters, check_resampling
from textmine.stats.totals import TINY, divide

METHOD = "cr2-t"
_FEWEST = 3


@dataclass(frozen=True)
class GroupDifference:
    """What groups differ by in one code: the share in `first` minus that in `second`, -1 to 1.

    Paired, `value` is the mean over people of both groups of their own difference.
    """

    first: int
    second: int
    value: float
    interval: Interval


@dataclass(frozen=True)
class CodeByGroup:
    """One code: its share of the units of each group, and whether groups differ.

    `shares` and `counts` are by group. `p` is of this code alone, `adjusted` holds for all codes
    (step-down maxT); both are nan for a code that no unit or every unit has. `differences` are of
    every two groups, with intervals only where they were asked for.
    """

    code: int
    shares: tuple[float, ...]
    counts: tuple[int, ...]
    p: float
    adjusted: float
    differences: tuple[GroupDifference, ...]


@dataclass(frozen=True)
class CodesByGroup:
    """Codes by group, and how they were tested.

    `n_units` and `n_clusters` are by group. `paired` says whether groups changed inside people (or
    inside clusters) rather than between clusters; `n_moved` people or clusters took part, and
    `n_left_out` people of one group only did not. `exact` tests went through all `n_assignments`,
    others drew so many. No p can be below `least_p`. `reason` says why there is no p.
    """

    codes: tuple[CodeByGroup, ...]
    n_units: tuple[int, ...]
    n_clusters: tuple[int, ...]
    paired: bool
    n_moved: int
    n_left_out: int
    exact: bool
    n_assignments: int
    least_p: float
    reason: str = ""


def codes_by_group(
    codes: ArrayLike,
    groups: ArrayLike,
    clusters: ArrayLike | None = None,
    people: ArrayLike | None = None,
    *,
    intervals: bool = False,
    n_permutations: int = 1999,
    level: float = 0.95,
    seed: int = 0,
) -> CodesByGroup:
    """Test whether codes are as frequent in each group, with whole clusters changing groups.

    `codes` is (n_units, n_codes), 0 or 1; `groups` (n_units,) 0, 1, 2 ..., each used; `clusters`
    (n_units,) ints, such as interviews, None where each unit is its own. Clusters of one group each
    change groups as wholes. With `people` (n_units,) ints, such as those asked in two rounds, the
    groups change places inside each person (two groups: the sign of a person's difference flips),
    and so they do inside clusters where these have units of several groups. People of one group
    only then take no part. Give `people` only where the same people return: else clusters.

    The statistic of a code is the root of the sum over pairs of groups of difference squared / (its
    error squared + its spread over moves squared); differences are of shares of units, paired of
    the means of people's own. The error makes it hold for groups that vary unequally, the spread
    keeps rare codes from setting the limit for all. Where all ways to give clusters to groups are
    no more than `n_permutations` + 1, each is gone through, and p is exact; else
    p = (1 + draws as large) / (1 + all).

    Intervals of differences, where asked for: CR2 with its degrees of freedom
    (`stats.groups.clustered_ols`); paired, Student's t of people's differences. They need three
    clusters or people in each. Where units are no random draw, leave them out.

    Raises `InputError` for codes that are not 0 or 1, shapes that differ, groups left unused, fewer
    than two, and bad clusters, level, seed and numbers of draws. Sources: Good (2005), Permutation,
    Parametric and Bootstrap Tests of Hypotheses, chapters 3 and 6; Chung & Romano (2013), Exact and
    asymptotically robust permutation tests; Westfall & Young (1993) for many codes.

    >>> first = np.repeat([1, 1, 1, 1, 0, 0, 0, 0], 5)
    >>> found = codes_by_group(first[:, None], first, np.repeat(np.arange(8), 5))
    >>> found.codes[0].shares, found.exact, found.n_assignments, round(found.codes[0].p, 4)
    ((0.0, 1.0), True, 70, 0.0286)
    """
    check_resampling(n_permutations, seed)
    check_level(level)
    y, group, labels = _checked(codes, groups, clusters)
    whole = is_constant(group, labels)
    blocks = check_clusters(people, group.size)
    if blocks is None and not whole:
        blocks = labels
    paired = blocks is not None
    moves: GroupMoves = (
        WholeMoves.of(y, group, labels) if blocks is None else PairedMoves.of(y, group, blocks)
    )
    tests, exact, n_assignments = _tested(moves, n_permutations, seed)
    n_groups, n_codes = int(group.max()) + 1, y.shape[1]
    inside = group[:, None] == np.arange(n_groups)
    counts, sizes = inside.T.astype(float) @ y, inside.sum(axis=0)
    shares = divide(counts, sizes[:, None].astype(float))
    pairs = list(combinations(range(n_groups), 2))
    values = moves.differences
    limits = (
        _intervals(moves, y, group, labels, pairs, level)
        if intervals
        else [[undefined_interval(level, METHOD, 0, "Not asked for.")] * n_codes] * len(pairs)
    )
    results = tuple(
        CodeByGroup(
            code,
            tuple(float(share) for share in shares[:, code]),
            tuple(int(count) for count in counts[:, code]),
            float(tests.p[code]),
            float(tests.adjusted[code]),
            tuple(
                GroupDifference(a, b, float(values[pair, code]), limits[pair][code])
                for pair, (a, b) in enumerate(pairs)
            ),
        )
        for code in range(n_codes)
    )
    return CodesByGroup(
        results,
        tuple(int(size) for size in sizes),
        tuple(int(np.unique(labels[inside[:, number]]).size) for number in range(n_groups)),
        paired,
        moves.n_moved,
        moves.n_left_out,
        exact,
        n_assignments,
        max(moves.n_same / moves.n_ways, 1 / n_assignments),
        moves.reason,
    )


def _checked(
    codes: ArrayLike, groups: ArrayLike, clusters: ArrayLike | None
) -> tuple[Floats, Ints, Ints]:
    y, group = np.asarray(codes, dtype=np.float64), integers(groups, "groups", 1)
    if y.ndim != 2 or len(y) != group.size or not np.isin(y, (0, 1)).all():
        raise InputError(
            "'codes' must be a table of 0 and 1 with a row, and 'groups' a number, for each unit. "
            f"Got shapes {y.shape} and {group.shape}."
        )
    used = np.unique(group)
    if used.size < 2 or (used != np.arange(used.size)).any():
        raise InputError(
            f"'groups' must be 0, 1, 2 ..., each used, two or more. Got {used.tolist()}."
        )
    labels = check_clusters(clusters, group.size)
    labels = np.arange(group.size) if labels is None else labels
    return y, group, np.unique(labels, return_inverse=True)[1].astype(np.int64)


def _tested(moves: GroupMoves, n_permutations: int, seed: int) -> tuple[MaxT, bool, int]:
    """Return p values by code, whether all assignments were gone through, and how many were."""
    n_codes = moves.differences.shape[1]
    p, adjusted = np.full((2, n_codes), np.nan)
    exact = moves.n_ways <= n_permutations + 1
    n_assignments = moves.n_ways if exact else n_permutations + 1
    tested = moves.varies
    if tested.any() and not moves.reason:
        rows = moves.apart(None if exact else n_permutations, seed)
        tests = max_t(row[tested] for row in rows)
        p[tested], adjusted[tested] = tests.p, tests.adjusted
    return MaxT(p, adjusted), exact, n_assignments


def _intervals(
    moves: GroupMoves,
    y: Floats,
    group: Ints,
    labels: Ints,
    pairs: list[tuple[int, int]],
    level: float,
) -> list[list[Interval]]:
    if isinstance(moves, PairedMoves):
        return [_paired_intervals(moves, a, b, level) for a, b in pairs]
    return [_cluster_intervals(y, group, labels, a, b, level) for a, b in pairs]


def _paired_intervals(moves: PairedMoves, a: int, b: int, level: float) -> list[Interval]:
    own = moves.of_people(a, b)
    n = len(own)
    if n < _FEWEST:
        return [
            undefined_interval(level, "t", n, f"{n} people have both groups: too few.", "clusters")
        ] * own.shape[1]
    errors = own.std(axis=0, ddof=1) / np.sqrt(n)
    same = "The difference is the same for everybody: nothing says how it varies."
    return [
        t_interval(float(value), float(error), n, level)
        if error > TINY
        else undefined_interval(level, "t", n, same, "clusters")
        for value, error in zip(own.mean(axis=0), errors, strict=True)
    ]


def _cluster_intervals(
    y: Floats, group: Ints, labels: Ints, a: int, b: int, level: float
) -> list[Interval]:
    in_pair = (group == a) | (group == b)
    first = (group[in_pair] == a).astype(np.float64)
    of = labels[in_pair]
    n = np.unique(of).size
    fewest = min(np.unique(of[first == side]).size for side in (0, 1))
    if fewest < _FEWEST:
        few = f"A group has {fewest} of the clusters: an interval takes {_FEWEST}."
        return [undefined_interval(level, METHOD, n, few, "clusters")] * y.shape[1]
    fit = clustered_ols(y[in_pair], np.column_stack([np.ones(first.size), first]), of)
    errors = np.where(fit.errors[1] > TINY, fit.errors[1], np.nan)
    limits = wald(fit.coefficients[1], errors, df=fit.df[1], level=level)
    same = "The code is the same all through both groups: nothing says how it varies."
    return [
        undefined_interval(level, METHOD, n, same, "clusters")
        if np.isnan(low)
        else Interval(max(low, -1.0), min(high, 1.0), level, METHOD, n, resampled="clusters")
        for low, high in zip(limits.low.tolist(), limits.high.tolist(), strict=True)
    ]
