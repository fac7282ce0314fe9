"""The association of two codings: a cross-table, what stands out in it, and a permutation test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtr, xlogy

from textmine.errors import InputError
from textmine.stats.counts import FloatArray, IntArray, integers
from textmine.stats.moving import is_constant, mover
from textmine.stats.multiple import Decisions, benjamini_hochberg, holm
from textmine.stats.resampling import check_clusters, check_resampling

Matrix = tuple[tuple[float, ...], ...]
SMALL = 5
_FEWEST = 2


@dataclass(frozen=True)
class Association:
    """The association in a table of counts.

    `expected`, `adjusted_residuals` (standard normal under independence) and their two-sided
    `cell_p` have a tuple for each row; those of empty rows and columns are nan, and the degrees of
    freedom leave them out. `holm` and `benjamini_hochberg` decide over the cells, row by row.
    `n_small` counts cells with an expected count below 5: with such, `cell_p` and `chi2_p` are too
    small; prefer `permutation_test` and the cells of `soft_association`.
    """

    n: int
    df: int
    chi2: float
    chi2_p: float
    g2: float
    g2_p: float
    cramers_v: float
    expected: Matrix
    adjusted_residuals: Matrix
    cell_p: Matrix
    holm: Decisions
    benjamini_hochberg: Decisions
    n_small: int
    reason: str = ""


@dataclass(frozen=True)
class PermutationTest:
    """A Monte Carlo test of independence: chi2 among those of permuted codes.

    `permuted` is "units" or "clusters", and `n_movable` counts those that can change places. `p`
    is nan when the test cannot be made, and `reason` then says why.
    """

    chi2: float
    p: float
    n: int
    n_permutations: int
    permuted: str
    n_movable: int
    reason: str = ""


def association(table: ArrayLike, q: float = 0.05) -> Association:
    """Measure the association of rows and columns of a table of counts of independent units.

    The adjusted residual is (O - E) / sqrt(E (1 - r / n) (1 - c / n)). `q` is that of the decisions
    over cells. Undefined, with a reason, when fewer than two rows or columns hold a unit. Raises
    `InputError` for negative counts. Source: Agresti (2013), Categorical Data Analysis, 3rd
    edition, table 3.2 (gender and party) and section 3.3.1; Cramer (1946).

    >>> result = association([[762, 327, 468], [484, 239, 477]])
    >>> round(result.chi2, 2), round(result.g2, 2), result.df
    (30.07, 30.02, 2)
    >>> [round(residual, 2) for residual in result.adjusted_residuals[0]]
    [4.5, 0.7, -5.32]
    """
    counts = integers(table, "table", 2)
    if (counts < 0).any():
        raise InputError(f"The 'table' must hold counts. Got {counts.min()}.")
    n = int(counts.sum())
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    used = int((rows > 0).sum()), int((columns > 0).sum())
    df = max(used[0] - 1, 0) * max(used[1] - 1, 0)
    expected = np.outer(rows, columns) / max(n, 1)
    filled = expected > 0
    variance = expected * np.outer(1 - rows / max(n, 1), 1 - columns / max(n, 1))
    residuals = np.full(counts.shape, np.nan)
    np.divide(counts - expected, np.sqrt(variance), out=residuals, where=variance > 0)
    cell_p = 2 * ndtr(-np.abs(residuals))
    chi2 = g2 = v = np.nan
    if df:
        chi2 = float(chi2_of(counts.astype(np.float64)))
        g2 = 2 * float(xlogy(counts, counts / np.where(filled, expected, 1)).sum())
        v = float(np.sqrt(chi2 / (n * (min(used) - 1))))
    return Association(
        n=n,
        df=df,
        chi2=chi2,
        chi2_p=float(chdtrc(df, chi2)) if df else np.nan,
        g2=g2,
        g2_p=float(chdtrc(df, g2)) if df else np.nan,
        cramers_v=v,
        expected=_matrix(np.where(filled, expected, np.nan)),
        adjusted_residuals=_matrix(residuals),
        cell_p=_matrix(cell_p),
        holm=holm(cell_p.ravel(), q),
        benjamini_hochberg=benjamini_hochberg(cell_p.ravel(), q),
        n_small=int((filled & (expected < SMALL)).sum()),
        reason="" if df else "Fewer than two rows or two columns hold a unit.",
    )


def permutation_test(
    first: ArrayLike,
    second: ArrayLike,
    clusters: ArrayLike | None = None,
    *,
    n_permutations: int = 9999,
    seed: int = 0,
) -> PermutationTest:
    """Test the independence of two codings of the same units, by permuting one of them.

    Both are (n_units,) ints of 0 or more. With `clusters` (n_units,) whole clusters change places
    (`mover`), in the coding that is the same all through each cluster if one is. p = (1 + the
    permutations with a chi2 as large) / (1 + all). Raises `InputError` for negative codes, lengths
    that differ, bad clusters, n_permutations and seed. Source: Good (2005), Permutation, Parametric
    and Bootstrap Tests of Hypotheses, 3rd edition, chapters 6 and 9.

    >>> permutation_test([0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 0, 0, 1, 1, 1, 1]).p < 0.05
    True
    """
    check_resampling(n_permutations, seed)
    codes = integers(first, "first", 1), integers(second, "second", 1)
    if codes[0].size != codes[1].size or any((one < 0).any() for one in codes):
        raise InputError(
            "'first' and 'second' must be of the same length, all codes 0 or more. "
            f"Got {codes[0].size} and {codes[1].size} codes.",
            hint="Leave out units without a code first.",
        )
    n = codes[0].size
    labels = check_clusters(clusters, n)
    permuted = "units" if labels is None else "clusters"
    if any(np.unique(one).size < 2 for one in codes):
        reason = "One of the codings has fewer than two different codes."
        return PermutationTest(np.nan, np.nan, n, n_permutations, permuted, 0, reason)
    rows, columns = (np.unique(one, return_inverse=True)[1] for one in codes)
    by_cluster = np.unique(np.arange(n) if labels is None else labels, return_inverse=True)[1]
    if is_constant(columns, by_cluster) and not is_constant(rows, by_cluster):
        rows, columns = columns, rows
    n_clusters = int(by_cluster.max()) + 1
    shape = int(rows.max()) + 1, int(columns.max()) + 1

    def chi2(moved: IntArray) -> float:
        cells = np.bincount(moved * shape[1] + columns, minlength=shape[0] * shape[1])
        return float(chi2_of(cells.reshape(shape).astype(np.float64)))

    observed = chi2(rows)
    if n_clusters < _FEWEST:
        reason = "All units are in one cluster, so nothing can change places."
        return PermutationTest(observed, np.nan, n, n_permutations, permuted, 0, reason)
    move, rng = mover(by_cluster), np.random.Generator(np.random.PCG64(seed))
    limit = observed * (1 - 1e-9)
    as_large = sum(chi2(rows[move(rng)]) >= limit for _ in range(n_permutations))
    p = (1 + as_large) / (1 + n_permutations)
    return PermutationTest(observed, p, n, n_permutations, permuted, n_clusters)


def chi2_of(table: FloatArray) -> FloatArray:
    """Return Pearson's chi2 of tables (..., r, c): (...); cells of expected count 0 add nothing."""
    n = table.sum(axis=(-2, -1), keepdims=True)
    expected = table.sum(axis=-1, keepdims=True) * table.sum(axis=-2, keepdims=True) / n
    apart = np.zeros_like(table)
    np.divide((table - expected) ** 2, expected, out=apart, where=expected > 0)
    return np.asarray(apart.sum(axis=(-2, -1)))


def _matrix(array: FloatArray) -> Matrix:
    return tuple(tuple(float(value) for value in row) for row in array)
