"""The alternative annotator test: may a system stand in for one of the human coders?"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Bools, Floats, Ints
from textmine.errors import InputError, did_you_mean
from textmine.stats.counts import check_codes, integers
from textmine.stats.multiple import benjamini_yekutieli
from textmine.stats.resampling import check_clusters
from textmine.stats.systems.one_sided_tests import clustered_t_test_p, sign_flip_p, t_test_p

FEWEST_CLUSTERS = 10
ALIGNMENTS = ("accuracy", "rmse")
EPSILONS = {"experts": 0.2, "skilled": 0.15, "crowd": 0.1}
"""Kind of coder that the system is to replace -> epsilon, as the authors advise."""

MOST_UNITS_OF_SIGN_FLIPS = 300


@dataclass(frozen=True)
class CoderComparison:
    """The system beside one coder, both compared with the other coders.

    `n` counts the units that have a code of this coder, of another coder and of the system.
    `system_wins` is the share of them on which the system is as near to the others as the coder
    or nearer, `human_wins` the reverse; ties count for both. `p` is that of the null hypothesis
    that the coder's wins exceed the system's by epsilon or more; `test` is "t",
    "clustered t" or "sign-flip", and "" for a coder who is skipped. `reason` says why, or why it
    is not the t test.
    """

    coder: int
    n: int
    system_wins: float
    human_wins: float
    p: float
    test: str
    rejected: bool
    reason: str = ""


@dataclass(frozen=True)
class AltTest:
    """The result of the alternative annotator test.

    `winning_rate` (omega) is the share of tested coders whose null hypothesis is rejected, and the
    system has `passed` when it is .5 or more; `advantage_probability` (rho) is the mean share of
    wins of the system, by which systems are ranked. Both are nan, and `passed` None, when the test
    cannot be made; `reason` then says why, and otherwise warns of fewer than three coders.
    `n_units` counts the units compared for any coder, `n_coders` the coders tested,
    `n_without_system` the units of two coders or more that the system left without a code.
    """

    winning_rate: float
    advantage_probability: float
    passed: bool | None
    coders: tuple[CoderComparison, ...]
    n_units: int
    n_coders: int
    n_without_system: int
    epsilon: float
    q: float
    alignment: str
    reason: str = ""


def alt_test(
    codes: ArrayLike,
    system: ArrayLike,
    n_categories: int,
    *,
    epsilon: float,
    alignment: str = "accuracy",
    values: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    q: float = 0.05,
    t_test_from: int = 30,
    skip_below: int = 10,
) -> AltTest:
    """Test whether a system represents the coders as well as one of them does.

    `codes` are (n_units, n_coders), `system` (n_units,), both 0 to n_categories - 1 and -1 where
    there is no code. `epsilon`, 0 to 1, is the advantage of the coder that the system's lower cost
    makes up for: see `EPSILONS`. `alignment` with the others is "accuracy", or "rmse" over
    `values` (n_categories,), 0, 1, 2 ... when None. Coders with fewer than `t_test_from` shared
    units are tested by exact sign flips of the differences about epsilon, which supposes that they
    are symmetric, and those with fewer than `skip_below` are left out; the authors leave out all
    with fewer than 30. With few units both tests reject too often: a coder who wins one unit in
    ten and loses none is rejected in a third of the samples of 10 units, at epsilon .1. The t
    test's p is 0 when all differences are equal and below epsilon, and 1 when they are equal and
    not below it. With `clusters` (n_units,), such as threads, the t test is that of the sums over
    clusters, which the authors' is not: messages of one thread say less than as many of different
    ones; it takes ten clusters. The p values go through Benjamini and Yekutieli's procedure at `q`.
    Raises `InputError` for bad codes, values, clusters and parameters.
    Source: Calderon, Reichart and Dror (2025), The alternative annotator test for LLM-as-a-judge,
    sections 3 and 4. The figures are those of a copy of the first of three coders.

    >>> coders = ["aabbccabcabc", "aabbccabcabb", "aabbccabcacc"]
    >>> codes = np.repeat(np.array([["abc".index(c) for c in coder] for coder in coders]).T, 5, 0)
    >>> result = alt_test(codes, codes[:, 0], 3, epsilon=0.1)
    >>> result.winning_rate, round(result.advantage_probability, 3), result.passed
    (1.0, 1.0, True)
    """
    checked = check_codes(codes, n_categories)
    guesses = _check_system(system, len(checked), n_categories)
    scale = _check_parameters(epsilon, alignment, values, n_categories, t_test_from, skip_below)
    labels = check_clusters(clusters, len(checked))
    human = checked >= 0
    pairable = human.sum(axis=1) >= 2
    shared = human & (pairable & (guesses >= 0))[:, None]
    compared = [
        _compare(coder, shared[:, coder], checked, guesses, scale)
        for coder in range(checked.shape[1])
    ]
    tested = [
        _test(
            *(comparison, d, epsilon, t_test_from, skip_below),
            None if labels is None else labels[shared[:, comparison.coder]],
        )
        for comparison, d in compared
    ]
    decisions = benjamini_yekutieli([comparison.p for comparison in tested], q)
    results = tuple(
        replace(comparison, rejected=rejected)
        for comparison, rejected in zip(tested, decisions.rejected, strict=True)
    )
    used = [comparison for comparison in results if comparison.test]
    rate = float(np.mean([comparison.rejected for comparison in used])) if used else np.nan
    return AltTest(
        winning_rate=rate,
        advantage_probability=float(np.mean([c.system_wins for c in used])) if used else np.nan,
        passed=rate >= 0.5 if used else None,
        coders=results,
        n_units=int(shared.any(axis=1).sum()),
        n_coders=len(used),
        n_without_system=int((pairable & (guesses < 0)).sum()),
        epsilon=float(epsilon),
        q=float(q),
        alignment=alignment,
        reason=_reason(int(human.any(axis=0).sum()), len(used), skip_below),
    )


def _compare(
    coder: int,
    shared: Bools,
    codes: Ints,
    guesses: Ints,
    scale: Floats | None,
) -> tuple[CoderComparison, Ints]:
    """Return the coder's comparison, still untested, and the differences in wins: (n,)."""
    units = np.flatnonzero(shared)
    others = np.delete(codes[units], coder, axis=1)
    by_system = _misfit(guesses[units], others, scale)
    by_coder = _misfit(codes[units, coder], others, scale)
    # Values such as .1 and .3 would break ties by rounding.
    equal = np.isclose(by_system, by_coder, rtol=1e-9, atol=1e-12)
    system_wins, human_wins = (by_system < by_coder) | equal, (by_coder < by_system) | equal
    comparison = CoderComparison(
        coder, units.size, _share(system_wins), _share(human_wins), np.nan, "", False
    )
    return comparison, human_wins.astype(np.int64) - system_wins


def _share(wins: Bools) -> float:
    return float(wins.mean()) if wins.size else np.nan


def _misfit(codes: Ints, others: Ints, scale: Floats | None) -> Floats:
    """Return how far each code is from those of the others, in an order that the mean keeps."""
    if scale is None:
        apart = (others != codes[:, None]).astype(np.float64)
    else:
        apart = (scale[others] - scale[codes][:, None]) ** 2
    return np.asarray(np.where(others >= 0, apart, 0).sum(axis=1))


def _test(
    comparison: CoderComparison,
    differences: Ints,
    epsilon: float,
    t_test_from: int,
    skip_below: int,
    clusters: Ints | None,
) -> CoderComparison:
    if comparison.n < skip_below:
        reason = (
            f"Only {comparison.n} units are shared with another coder; {skip_below} are needed."
        )
        return replace(comparison, reason=reason)
    if clusters is not None:
        n_clusters = len(np.unique(clusters))
        if n_clusters < FEWEST_CLUSTERS:
            reason = f"Its units stand in {n_clusters} clusters; {FEWEST_CLUSTERS} are needed."
            return replace(comparison, reason=reason)
        return replace(
            comparison, p=clustered_t_test_p(differences, epsilon, clusters), test="clustered t"
        )
    if comparison.n < t_test_from:
        reason = (
            f"With {comparison.n} units, fewer than {t_test_from}, a sign-flip test replaces the t."
        )
        return replace(
            comparison, p=sign_flip_p(differences, epsilon), test="sign-flip", reason=reason
        )
    return replace(comparison, p=t_test_p(differences, epsilon), test="t")


def _check_system(system: ArrayLike, n_units: int, n_categories: int) -> Ints:
    guesses = integers(system, "system", 1)
    if guesses.size != n_units:
        raise InputError(
            f"The 'system' must have a code, or -1, for each of the {n_units} units. "
            f"Got {guesses.size}."
        )
    return check_codes(guesses[:, None], n_categories)[:, 0]


def _check_parameters(
    epsilon: float,
    alignment: str,
    values: ArrayLike | None,
    n_categories: int,
    t_test_from: int,
    skip_below: int,
) -> Floats | None:
    """Return the values of the categories for "rmse", None for "accuracy"."""
    if not 0 <= epsilon < 1:
        raise InputError(
            f"The 'epsilon' parameter must be between 0 and 1. Got {epsilon}.",
            hint="The authors use 0.2 for experts, 0.15 for skilled coders, 0.1 for crowds.",
        )
    if not 2 <= skip_below <= t_test_from <= MOST_UNITS_OF_SIGN_FLIPS:
        raise InputError(
            "'skip_below' must be 2 or more, and 't_test_from' at least as much and at most "
            f"{MOST_UNITS_OF_SIGN_FLIPS}. Got {skip_below} and {t_test_from}."
        )
    if alignment not in ALIGNMENTS:
        raise InputError(
            f"There is no alignment '{alignment}'.", hint=did_you_mean(alignment, ALIGNMENTS)
        )
    if alignment == "accuracy":
        if values is not None:
            raise InputError("'values' are for alignment 'rmse' only.")
        return None
    scale = np.asarray(np.arange(n_categories) if values is None else values, dtype=np.float64)
    if scale.shape != (n_categories,) or not np.isfinite(scale).all():
        raise InputError(f"'values' must be a number for each of the {n_categories} categories.")
    return scale


def _reason(n_coders: int, n_tested: int, skip_below: int) -> str:
    if n_coders < 2:
        return "Fewer than two coders gave codes, and the test compares each with the others."
    if n_tested == 0:
        return (
            f"No coder shares {skip_below} units or more with another coder and the system, or "
            f"they stand in fewer than {FEWEST_CLUSTERS} clusters."
        )
    if n_tested < 3:
        of_all = "" if n_tested == n_coders else f" of {n_coders}"
        return f"Only {n_tested}{of_all} coders could be tested; three or more are advised."
    return ""
