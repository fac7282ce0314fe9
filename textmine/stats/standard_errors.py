"""Standard errors of Cohen's kappa (1969) and of Fleiss' kappa under no agreement (1979)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.stats.agreement import Weights, check_two_coders, cohen_kappa, fleiss_kappa
from textmine.stats.counts import FloatArray, check_codes, check_n_categories, count_categories
from textmine.stats.design import TINY
from textmine.stats.intervals import Interval, normal_interval
from textmine.stats.weights import similarity


@dataclass(frozen=True)
class KappaError:
    """Standard errors of a kappa: of the value, and if the true kappa were 0, on its own scale.

    `z` is value / null_standard_error, for the test that the true kappa is 0. `n` is the number
    of units behind them. Everything is nan where undefined, and `reason` then says why.
    """

    name: str
    value: float
    standard_error: float
    null_standard_error: float
    z: float
    n: int
    reason: str

    def interval(self, level: float = 0.95) -> Interval:
        """Return the normal interval of the value, cut at 1."""
        return normal_interval(self.value, self.standard_error, self.n, level, highest=1)


@dataclass(frozen=True)
class FleissNullError:
    """Standard errors of Fleiss' kappa if there were no agreement: overall and by category.

    Everything is nan where undefined, and `reason` then says why; `n` is the number of units.
    """

    value: float
    null_standard_error: float
    null_standard_error_per_category: float
    z: float
    n: int
    reason: str


def cohen_kappa_error(
    codes: ArrayLike, n_categories: int, weights: Weights = "identity"
) -> KappaError:
    """Compute the large-sample standard errors of Cohen's kappa, plain or weighted.

    Codes are (n_units, 2); only units that both coders coded are used, and the value is the
    kappa of those. Raises `InputError` for codes outside the codebook, more than two coders or
    bad weights. Source: Fleiss, Cohen and Everitt (1969), Large sample standard errors of kappa
    and weighted kappa, equations 9, 10, 13 and 14, of which this is the table.

    >>> from textmine.stats.counts import codes_from_table
    >>> codes = codes_from_table([[106, 10, 4], [22, 28, 10], [2, 12, 6]])
    >>> error = cohen_kappa_error(codes, 3)
    >>> round(error.value, 3), round(error.standard_error**2, 6), error.n
    (0.429, 0.002885, 200)
    """
    check_two_coders("cohen_kappa_error", codes, "linearised_error with conger_kappa")
    checked = check_codes(codes, n_categories)
    w = similarity(weights, check_n_categories(n_categories))
    both = checked[(checked >= 0).all(axis=1)]
    kappa = cohen_kappa(both, n_categories, w)
    if not kappa.defined or both.shape[1] < 2:
        nan = np.nan
        return KappaError("cohen_kappa", nan, nan, nan, nan, len(both), kappa.reason)
    cells = np.bincount(both @ [n_categories, 1], minlength=n_categories**2)
    p = cells.reshape(n_categories, n_categories) / len(both)
    error = np.sqrt(_fce_variance(p, w, kappa.value, kappa.observed, kappa.expected) / len(both))
    chance = np.outer(p.sum(axis=1), p.sum(axis=0))
    null = np.sqrt(_fce_variance(chance, w, 0, kappa.expected, kappa.expected) / len(both))
    return KappaError(
        "cohen_kappa",
        kappa.value,
        float(error),
        float(null),
        float(kappa.value / null) if null > TINY else np.nan,
        len(both),
        kappa.reason,
    )


def _fce_variance(p: FloatArray, w: FloatArray, kappa: float, p_o: float, p_e: float) -> float:
    """Return n times the variance of kappa when the cells have the probabilities p.

    With p the product of the margins and kappa 0 this is the variance under no agreement.
    """
    row_weight = w @ p.sum(axis=0)
    column_weight = w @ p.sum(axis=1)
    both = row_weight[:, None] + column_weight
    mean_square = (p * (w - both * (1 - kappa)) ** 2).sum()
    variance = (mean_square - (kappa - p_e * (1 - kappa)) ** 2) / (1 - p_e) ** 2
    return float(max(variance, 0))


def fleiss_kappa_null_error(codes: ArrayLike, n_categories: int) -> FleissNullError:
    """Compute the standard errors of Fleiss' kappa under no agreement, overall and by category.

    They hold when every unit has the same number of codes (two or more); otherwise they are
    undefined, with a reason. Units without any code take no part. The standard error is the same
    for each category. For the test that there is no agreement, not for intervals: use
    `linearised_error` or the bootstrap. Raises `InputError` for codes outside the codebook.
    Source: Fleiss, Nee and Landis (1979), Large sample variance of kappa in the case of different
    sets of raters, which corrects Fleiss (1971); on the diagnoses of Fleiss (1971), z is 17.65.

    >>> from textmine.stats.counts import codes_from_counts
    >>> error = fleiss_kappa_null_error(codes_from_counts([[2, 0], [0, 2], [1, 1], [2, 0]]), 2)
    >>> round(error.null_standard_error_per_category, 3)
    0.5
    """
    checked = check_codes(codes, n_categories)
    kappa = fleiss_kappa(checked, n_categories)
    counts = count_categories(checked, n_categories)
    per_unit = counts.sum(axis=1)
    counts, per_unit = counts[per_unit > 0], per_unit[per_unit > 0]
    reason = "" if kappa.defined else kappa.reason
    if not reason and per_unit.min() != per_unit.max():
        reason = (
            "The standard error of Fleiss, Nee and Landis needs the same number of codes for "
            f"every unit. Here they have {per_unit.min()} to {per_unit.max()}."
        )
    if reason:
        return FleissNullError(kappa.value, np.nan, np.nan, np.nan, len(counts), reason)
    n, m = len(counts), int(per_unit[0])
    p = counts.sum(axis=0) / (n * m)
    pq = p * (1 - p)
    each = np.sqrt(2 / (n * m * (m - 1)))
    error = each * np.sqrt(pq.sum() ** 2 - (pq * (1 - 2 * p)).sum()) / pq.sum()
    return FleissNullError(
        kappa.value, float(error), float(each), float(kappa.value / error), n, ""
    )
