"""Krippendorff's alpha: 1 - observed / expected disagreement, for any coders, gaps and metrics."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from textmine.stats.agreement.weights import fixed_distances, ordinal_distances
from textmine.stats.counts import FloatArray, IntArray, check_n_categories, unit_coincidences
from textmine.stats.totals import TINY, Coefficient, Solution, TotalsForm, divide, estimate


def krippendorff_alpha_totals(
    n_categories: int, metric: str | ArrayLike = "nominal", values: ArrayLike | None = None
) -> TotalsForm:
    """Totals form of `krippendorff_alpha`."""
    q = check_n_categories(n_categories)
    distances = fixed_distances(metric, q, values)
    if distances is None:
        return _ordinal_totals(q)

    def features(counts: IntArray) -> FloatArray:
        n = counts.astype(np.float64)
        disagreement = (n * (n @ distances)).sum(axis=1) / (n.sum(axis=1) - 1)
        return np.column_stack((disagreement, n))

    def solve(totals: FloatArray) -> Solution:
        n_c = totals[:, 1:]
        return _alpha(totals[:, 0], ((n_c @ distances) * n_c).sum(axis=1), n_c)

    return TotalsForm("krippendorff_alpha", q, 2, by_coder=False, features=features, solve=solve)


def _ordinal_totals(q: int) -> TotalsForm:
    """Build alpha with the ordinal metric, whose distances depend on the totals themselves."""
    upper = np.triu_indices(q, 1)

    def features(counts: IntArray) -> FloatArray:
        return np.column_stack((unit_coincidences(counts)[:, *upper], counts.astype(np.float64)))

    def solve(totals: FloatArray) -> Solution:
        n_c = totals[:, -q:]
        distances = ordinal_distances(n_c)[:, *upper]
        observed = 2 * (totals[:, :-q] * distances).sum(axis=1)
        expected = 2 * (n_c[:, upper[0]] * n_c[:, upper[1]] * distances).sum(axis=1)
        return _alpha(observed, expected, n_c)

    return TotalsForm("krippendorff_alpha", q, 2, by_coder=False, features=features, solve=solve)


def _alpha(observed: FloatArray, expected: FloatArray, n_c: FloatArray) -> Solution:
    n = n_c.sum(axis=1)
    do = divide(observed, n)
    de = divide(expected, n * (n - 1))
    return Solution(1 - divide(do, np.where(de > TINY, de, 0)), do, de)


def krippendorff_alpha(
    codes: ArrayLike,
    n_categories: int,
    metric: str | ArrayLike = "nominal",
    values: ArrayLike | None = None,
) -> Coefficient:
    """Compute Krippendorff's alpha; at most 1, 0 when agreement is as expected by chance.

    Codes are (n_units, n_coders), -1 = missing; units with fewer than two codes take no part.
    `metric` is "nominal", "ordinal", "interval", "ratio" or a matrix of distances (q, q) such as
    1 - weights; `values` are the numbers behind the categories for interval and ratio, 1 to q
    when None. `observed` and `expected` of the result are the disagreements Do and De.
    Raises `InputError` for codes outside the codebook and for an unknown metric.
    Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability, examples C and D.

    >>> coders = "123321412...", "1233224125.3", ".3332342251.", "12332441251."
    >>> codes = np.array([[".12345".index(code) - 1 for code in coder] for coder in coders]).T
    >>> [
    ...     round(krippendorff_alpha(codes, 5, metric).value, 3)
    ...     for metric in ("nominal", "ordinal", "interval", "ratio")
    ... ]
    [0.743, 0.815, 0.849, 0.797]
    """
    return estimate(krippendorff_alpha_totals(n_categories, metric, values), codes)
