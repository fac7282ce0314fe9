"""The association of two codings of which units carry shares, such as topics and codes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike

from textmine.arrays import Floats, Ints
from textmine.errors import InputError
from textmine.stats.intervals import Interval, undefined_interval
from textmine.stats.moving import cluster_scores, is_constant, max_t, mover, over_error
from textmine.stats.multiple import Decisions
from textmine.stats.resampling import check_clusters, check_resampling, make_pool, resampled_totals
from textmine.stats.totals import divide

_CELLS = 50_000

Matrix = tuple[tuple[float, ...], ...]

_METHOD = "percentile"
_FEWEST = 2


@dataclass(frozen=True)
class SoftAssociation:
    """A table of summed shares, rows by columns, and how far it is from independence.

    `table` adds up to `n` where the shares of a unit do. `expected` is row sum x column sum / n,
    and `residuals` are (observed - expected) / standard deviation over permutations, nan for a cell
    that no permutation changes. `cell_p` are two-sided, of permutations, each cell alone;
    `adjusted` decides over all cells, row by row (step-down maxT). `cramers_v` is 0 to 1 but above
    0 even for unrelated codings: `v_by_chance` is its mean over permutations. `corrected_v` is the
    root of (V^2 - m) / (1 - m) with m the mean V^2 over permutations, 0 where that is negative, and
    `interval` is its: percentiles of resampled V^2 (of units or clusters) shifted to it, the lower
    limit 0 where the test does not reject. `p` is that of the whole table. No p can be below
    `least_p`: with few clusters, many permutations change nothing.
    """

    table: Matrix
    expected: Matrix
    residuals: Matrix
    cell_p: Matrix
    adjusted: Decisions
    cramers_v: float
    v_by_chance: float
    corrected_v: float
    interval: Interval
    p: float
    n: int
    n_permutations: int
    permuted: str
    n_clusters: int
    least_p: float
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
    or ones and zeros. The table is rows' columns. Permutations move whole `clusters` (all units
    without them) as `mover` does. p = (1 + permutations with a chi2 as large) / (1 + all); p is
    nan, with a reason, where there is one cluster only, or the table has fewer than two rows or
    columns. The statistic of a cell is |observed - expected| over its error between clusters plus
    its spread over permutations (`over_error`): an excess that one or two units or clusters bring
    has an error as large as itself. Raises `InputError` for negative shares, lengths that differ
    and bad clusters, numbers of draws and seed. Source: Good (2005), Permutation, Parametric and
    Bootstrap Tests of Hypotheses, chapters 6 and 9; Westfall & Young (1993) for cells; correction
    of V in the manner of Bergsma (2013), A bias-correction for Cramer's V.

    >>> same = np.eye(2)[[0, 1] * 20]
    >>> result = soft_association(same, same, n_permutations=999)
    >>> result.cramers_v, result.p, result.table
    (1.0, 0.001, ((20.0, 0.0), (0.0, 20.0)))
    """
    check_resampling(min(n_permutations, n_resamples), seed)
    w, y = (np.asarray(array, dtype=np.float64) for array in (rows, columns))
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
    permuted = permuted_tables(w, y, by_cluster, n_permutations, seed)
    table, drawn = permuted.tables[0], permuted.tables[1:]
    reason = "" if n_clusters >= _FEWEST else "There is one cluster only, so nothing can move."
    residuals = divide(permuted.excess[0], permuted.spread).reshape(table.shape)
    cells = _cells(permuted, bool(reason), q)
    v = float(_cramers_v(permuted.tables[:1])[0])
    if np.isnan(v):
        reason = "Fewer than two rows or two columns hold a unit."
    by_chance = _cramers_v(drawn)
    # V grows with chi2 as long as the margins stand, and permutations may move soft ones a little.
    as_large = int((_chi2(drawn) >= float(_chi2(permuted.tables[:1])[0]) * (1 - 1e-9)).sum())
    p = float("nan") if reason else (1 + as_large) / (1 + len(drawn))
    by_chance_squared = float(np.nanmean(by_chance**2)) if not reason else float("nan")
    corrected, interval = _corrected(w, y, labels, v, by_chance_squared, n_resamples, level, seed)
    if interval.defined and not p <= 1 - level:
        interval = replace(interval, low=0.0)
    return SoftAssociation(
        table=_matrix(table),
        expected=_matrix(table - permuted.excess[0].reshape(table.shape)),
        residuals=_matrix(residuals),
        cell_p=_matrix(cells[0].reshape(table.shape)),
        adjusted=cells[1],
        cramers_v=v,
        v_by_chance=float("nan") if reason else float(np.nanmean(by_chance)),
        corrected_v=corrected,
        interval=interval,
        p=p,
        n=len(w),
        n_permutations=n_permutations,
        permuted="units" if labels is None else "clusters",
        n_clusters=n_clusters,
        least_p=(1 + permuted.n_same) / (1 + n_permutations),
        reason=reason,
    )


def _cells(permuted: PermutedTables, undefined: bool, q: float) -> tuple[Floats, Decisions]:
    """Return p of each cell alone, nan where it is not tested, and the decisions over all."""
    tested = (permuted.spread > 0) & (not undefined)
    p, adjusted = np.full((2, tested.size), np.nan)
    if tested.any():
        tests = max_t(permuted.apart[:, tested])
        p[tested], adjusted[tested] = tests.p, tests.adjusted
    adjusted_values = tuple(float(value) for value in adjusted)
    return p, Decisions(
        "max-t",
        q,
        int(tested.sum()),
        adjusted_values,
        tuple(value <= q for value in adjusted_values),
    )


def _corrected(
    w: Floats,
    y: Floats,
    labels: Ints | None,
    v: float,
    by_chance: float,
    n_resamples: int,
    level: float,
    seed: int,
) -> tuple[float, Interval]:
    """Return V less what chance gives (`by_chance`, of V^2), and its interval."""
    features = (w[:, :, None] * y[:, None, :]).reshape(len(w), -1)
    pool = make_pool(features, np.arange(len(w)), np.ones(len(w), dtype=np.int64), labels)
    if np.isnan(v) or not by_chance < 1 or pool.n < _FEWEST:
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


def _chi2(tables: Floats) -> Floats:
    n = tables.sum(axis=(1, 2), keepdims=True)
    expected = divide(tables.sum(axis=2, keepdims=True) * tables.sum(axis=1, keepdims=True), n)
    return np.asarray(np.nansum(divide((tables - expected) ** 2, expected), axis=(1, 2)))


def _cramers_v(tables: Floats) -> Floats:
    """Return V of each table (n_tables, r, c); nan where it has fewer than two rows or columns."""
    n = tables.sum(axis=(1, 2))
    used = [(tables.sum(axis=axis) > 0).sum(axis=1) for axis in (1, 2)]
    degrees = np.minimum(used[0], used[1]) - 1.0
    return np.sqrt(divide(_chi2(tables), np.where(degrees > 0, n * degrees, 0)))


def _matrix(array: Floats) -> Matrix:
    return tuple(tuple(float(value) for value in row) for row in array)


@dataclass(frozen=True)
class PermutedTables:
    """The table that was found, in row 0, and those of permutations.

    `tables` are (1 + n_permutations, n_rows, n_columns). `excess` and `errors` (1 + n_permutations,
    n_cells) are observed - expected of each cell, where expected is row sum x column sum / n of
    that table, and its error between clusters. `n_same` permutations changed nothing.
    """

    tables: Floats
    excess: Floats
    errors: Floats
    n_same: int

    @property
    def spread(self) -> Floats:
        """The standard deviation of the excess over permutations, (n_cells,); 0 for none."""
        spread = self.excess[1:].std(axis=0)
        return np.where(spread > 1e-9 * max(float(self.tables[0].sum()), 1), spread, 0)

    @property
    def apart(self) -> Floats:
        """|excess| / (error + spread), see `over_error`: (1 + n_permutations, n_cells)."""
        return over_error(self.excess, self.errors, self.spread)


def permuted_tables(
    rows: Floats, columns: Floats, clusters: Ints, n_permutations: int, seed: int
) -> PermutedTables:
    """Cross `rows` (n_units, n_rows) with `columns` (n_units, n_columns), found and permuted.

    What moves are the rows, or the columns where these alone are the same all through each cluster
    (`mover`). The excess of a cell is the sum over units of (row - its mean)(column - its mean);
    its error is the root of the sum over clusters of what each brings to that sum, squared.
    """
    turned = is_constant(columns, clusters) and not is_constant(rows, clusters)
    moving, staying = (columns, rows) if turned else (rows, columns)
    used = np.flatnonzero(staying.any(axis=0))
    scores = cluster_scores(sp.csr_matrix(staying[:, used]), np.ones(len(staying)), clusters)
    n_moving, n = moving.shape[1], 1 + n_permutations
    tables = np.empty((n, n_moving, staying.shape[1]))
    excess, errors = np.zeros((2, staying.shape[1], n, n_moving))
    move, rng = mover(clusters), np.random.Generator(np.random.PCG64(seed))
    n_same, step = 0, max(1, _CELLS // moving.size)
    for start in range(0, n, step):
        drawn = [moving[move(rng)] if start + i else moving for i in range(min(step, n - start))]
        n_same += sum(bool((order == moving).all()) for order in drawn)
        block, here = np.hstack(drawn), slice(start, start + len(drawn))
        tables[here] = (block.T @ staying).reshape(len(drawn), n_moving, -1)
        parts = scores.of(block - block.mean(axis=0))
        for into, values in zip((excess, errors), parts, strict=True):
            into[used, here] = values.reshape(len(used), len(drawn), n_moving)
    axes = (1, 0, 2) if turned else (1, 2, 0)
    flat = [part.transpose(axes).reshape(n, -1) for part in (excess, errors)]
    tables = np.ascontiguousarray(tables.transpose(0, 2, 1)) if turned else tables
    return PermutedTables(tables, flat[0], flat[1], n_same - 1)
