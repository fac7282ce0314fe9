"""The association of two codings of which units carry shares, such as topics and codes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from textmine.errors import InputError
from textmine.stats.association import Matrix, permuter
from textmine.stats.counts import FloatArray, IntArray
from textmine.stats.design import divide
from textmine.stats.intervals import Interval, undefined_interval
from textmine.stats.multiple import Decisions, holm
from textmine.stats.resampling import (
    check_clusters,
    check_resampling,
    make_pool,
    resampled_totals,
)

_METHOD = "percentile"
_FEWEST = 2


@dataclass(frozen=True)
class SoftAssociation:
    """A table of summed shares, rows by columns, and how far it is from independence.

    `table` adds up to `n` where the shares of a unit do. `expected` and `residuals` are those of
    permutations: (observed - mean) / standard deviation, nan for a cell that no permutation
    changes. `cell_p` follow from the residuals, two-sided, and `holm` decides over all cells, row
    by row. `cramers_v` is 0 to 1 but above 0 even for unrelated codings: `v_by_chance` is its mean
    over permutations. `corrected_v` is the root of (V^2 - m) / (1 - m) with m the mean V^2 over
    permutations, 0 where that is negative, and `interval` is its: percentiles of resampled V^2 (of
    units or clusters) shifted to it, the lower limit 0 where the test does not reject. `p` is
    that of the whole table.
    """

    table: Matrix
    expected: Matrix
    residuals: Matrix
    cell_p: Matrix
    holm: Decisions
    cramers_v: float
    v_by_chance: float
    corrected_v: float
    interval: Interval
    p: float
    n: int
    n_permutations: int
    permuted: str
    n_clusters: int
    n_movable: int
    reason: str = ""


def soft_association(
    rows: ArrayLike,
    columns: ArrayLike,
    clusters: ArrayLike | None = None,
    *,
    n_permutations: int = 4999,
    n_resamples: int = 1000,
    level: float = 0.95,
    seed: int = 0,
    q: float = 0.05,
) -> SoftAssociation:
    """Measure the association of two codings that give each unit shares, or a single code.

    `rows` is (n_units, n_rows) and `columns` (n_units, n_columns), all 0 or more: shares of a unit,
    or ones and zeros. The table is rows' columns. Permutations move the rows of whole clusters of
    one size (of all units without `clusters`), their units in order; clusters of a size of their
    own stay where they are, which costs power. p = (1 + permutations with a chi2 as large) / (1 +
    all); p is nan, with a reason, where fewer than two clusters can move, or the table has fewer
    than two rows or columns. Raises `InputError` for negative shares, lengths that differ and bad
    clusters, numbers of draws and seed. Source: Good (2005), Permutation, Parametric and Bootstrap
    Tests of Hypotheses, chapters 6 and 9; correction in the manner of Bergsma (2013), A
    bias-correction for Cramer's V.

    >>> same = np.eye(2)[[0, 1] * 20]
    >>> result = soft_association(same, same, n_permutations=999)
    >>> result.cramers_v, result.p, result.table
    (1.0, 0.001, ((20.0, 0.0), (0.0, 20.0)))
    """
    check_resampling(min(n_permutations, n_resamples), seed)
    w, y = (np.asarray(one, dtype=np.float64) for one in (rows, columns))
    if w.ndim != 2 or y.ndim != 2 or len(w) != len(y) or not len(w):
        raise InputError(
            "'rows' and 'columns' must be tables with a row a unit. "
            f"Got shapes {w.shape} and {y.shape}."
        )
    if not (np.isfinite(w).all() and np.isfinite(y).all()) or (w < 0).any() or (y < 0).any():
        raise InputError("'rows' and 'columns' must hold shares, 0 or more.")
    labels = check_clusters(clusters, len(w))
    by_cluster = np.unique(np.arange(len(w)) if labels is None else labels, return_inverse=True)[1]
    n_clusters = int(by_cluster.max()) + 1
    table = w.T @ y
    drawn, n_movable, reason = _permuted_tables(w, y, by_cluster, n_permutations, seed)
    spread = drawn.std(axis=0)
    mean = drawn.mean(axis=0)
    moves = spread > 1e-9 * max(float(table.sum()), 1)
    residuals = divide(table - mean, np.where(moves, spread, 0))
    cell_p = 2 * ndtr(-np.abs(residuals))
    v = float(_cramers_v(table[None])[0])
    if np.isnan(v):
        reason = "Fewer than two rows or two columns hold a unit."
    by_chance = _cramers_v(drawn)
    # V grows with chi2 as long as the margins stand, and permutations may move soft ones a little.
    as_large = int((_chi2(drawn) >= float(_chi2(table[None])[0]) * (1 - 1e-9)).sum())
    p = float("nan") if reason else (1 + as_large) / (1 + len(drawn))
    by_chance_squared = float(np.nanmean(by_chance**2)) if not reason else float("nan")
    corrected, interval = _corrected(w, y, labels, v, by_chance_squared, n_resamples, level, seed)
    if interval.defined and not p <= 1 - level:
        interval = replace(interval, low=0.0)
    return SoftAssociation(
        table=_matrix(table),
        expected=_matrix(mean),
        residuals=_matrix(residuals),
        cell_p=_matrix(cell_p),
        holm=holm(cell_p.ravel(), q),
        cramers_v=v,
        v_by_chance=float("nan") if reason else float(np.nanmean(by_chance)),
        corrected_v=corrected,
        interval=interval,
        p=p,
        n=len(w),
        n_permutations=n_permutations,
        permuted="units" if labels is None else "clusters",
        n_clusters=n_clusters,
        n_movable=n_movable,
        reason=reason,
    )


def _permuted_tables(
    w: FloatArray, y: FloatArray, clusters: IntArray, n_permutations: int, seed: int
) -> tuple[FloatArray, int, str]:
    permute, n_movable = permuter(np.arange(len(w)), clusters)
    if n_movable < _FEWEST:
        reason = "No two clusters are of the same size, so none can change places."
        return (w.T @ y)[None], n_movable, reason
    rng = np.random.Generator(np.random.PCG64(seed))
    return np.stack([w[permute(rng)].T @ y for _ in range(n_permutations)]), n_movable, ""


def _corrected(
    w: FloatArray,
    y: FloatArray,
    labels: IntArray | None,
    v: float,
    by_chance: float,
    n_resamples: int,
    level: float,
    seed: int,
) -> tuple[float, Interval]:
    """Return V less what chance gives (`by_chance`, of V^2), and its interval."""
    features = (w[:, :, None] * y[:, None, :]).reshape(len(w), -1)
    pool = make_pool(features, np.arange(len(w)), np.ones(len(w), dtype=np.int64), labels)
    if np.isnan(v) or np.isnan(by_chance) or pool.n < _FEWEST:
        reason = f"Fewer than two {pool.resampled} that can change places, rows or columns."
        return float("nan"), undefined_interval(level, _METHOD, pool.n, reason, pool.resampled)
    totals = resampled_totals(pool, n_resamples, seed)
    drawn = _cramers_v(totals.reshape(n_resamples, w.shape[1], y.shape[1]))
    known = drawn[~np.isnan(drawn)]
    # A resample is as far above the sample as the sample is above the truth: shift it back.
    squares = known**2 - (np.mean(known**2) - v**2)
    three = np.array([*np.quantile(squares, [(1 - level) / 2, (1 + level) / 2]), v**2])
    limits = np.sqrt(np.clip((three - by_chance) / (1 - by_chance), 0, 1))
    interval = Interval(
        float(limits[0]),
        float(limits[1]),
        level,
        _METHOD,
        pool.n,
        n_resamples,
        n_resamples - known.size,
        pool.resampled,
    )
    return float(limits[2]), interval


def _chi2(tables: FloatArray) -> FloatArray:
    n = tables.sum(axis=(1, 2), keepdims=True)
    expected = divide(tables.sum(axis=2, keepdims=True) * tables.sum(axis=1, keepdims=True), n)
    return np.asarray(np.nansum(divide((tables - expected) ** 2, expected), axis=(1, 2)))


def _cramers_v(tables: FloatArray) -> FloatArray:
    """Return V of each table (n_tables, r, c); nan where it has fewer than two rows or columns."""
    n = tables.sum(axis=(1, 2))
    used = [(tables.sum(axis=axis) > 0).sum(axis=1) for axis in (1, 2)]
    degrees = np.minimum(used[0], used[1]) - 1.0
    return np.sqrt(divide(_chi2(tables), np.where(degrees > 0, n * degrees, 0)))


def _matrix(array: FloatArray) -> Matrix:
    return tuple(tuple(float(value) for value in row) for row in array)
