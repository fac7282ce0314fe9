"""Krippendorff's alpha for any coders, gaps and metric; every coefficient with its totals form."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats, Ints
from textmine.errors import InputError, did_you_mean
from textmine.stats.agreement import kappas
from textmine.stats.agreement.weights import fixed_distances, ordinal_distances
from textmine.stats.counts import binarise, check_codes, check_n_categories, unit_coincidences
from textmine.stats.totals import TINY, Coefficient, Solution, TotalsForm, divide, estimate


def krippendorff_alpha_totals(
    n_categories: int, metric: str | ArrayLike = "nominal", values: ArrayLike | None = None
) -> TotalsForm:
    """Totals form of `krippendorff_alpha`."""
    q = check_n_categories(n_categories)
    distances = fixed_distances(metric, q, values)
    if distances is None:
        return _ordinal_totals(q)

    def features(counts: Ints) -> Floats:
        n = counts.astype(np.float64)
        disagreement = (n * (n @ distances)).sum(axis=1) / (n.sum(axis=1) - 1)
        return np.column_stack((disagreement, n))

    def solve(totals: Floats) -> Solution:
        n_c = totals[:, 1:]
        return _alpha(totals[:, 0], ((n_c @ distances) * n_c).sum(axis=1), n_c)

    return TotalsForm("krippendorff_alpha", q, 2, by_coder=False, features=features, solve=solve)


def _ordinal_totals(q: int) -> TotalsForm:
    """Build alpha with the ordinal metric, whose distances depend on the totals themselves."""
    upper = np.triu_indices(q, 1)

    def features(counts: Ints) -> Floats:
        return np.column_stack((unit_coincidences(counts)[:, *upper], counts.astype(np.float64)))

    def solve(totals: Floats) -> Solution:
        n_c = totals[:, -q:]
        distances = ordinal_distances(n_c)[:, *upper]
        observed = 2 * (totals[:, :-q] * distances).sum(axis=1)
        expected = 2 * (n_c[:, upper[0]] * n_c[:, upper[1]] * distances).sum(axis=1)
        return _alpha(observed, expected, n_c)

    return TotalsForm("krippendorff_alpha", q, 2, by_coder=False, features=features, solve=solve)


def _alpha(observed: Floats, expected: Floats, n_c: Floats) -> Solution:
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


CoefficientFunction = Callable[..., Coefficient]

TOTALS_FORMS: dict[CoefficientFunction, Callable[..., TotalsForm]] = {
    kappas.percent_agreement: kappas.percent_agreement_totals,
    kappas.cohen_kappa: kappas.cohen_kappa_totals,
    kappas.scott_pi: kappas.scott_pi_totals,
    kappas.fleiss_kappa: kappas.fleiss_kappa_totals,
    kappas.conger_kappa: kappas.conger_kappa_totals,
    kappas.brennan_prediger: kappas.brennan_prediger_totals,
    kappas.gwet_ac1: kappas.gwet_ac1_totals,
    kappas.gwet_ac2: kappas.gwet_ac2_totals,
    krippendorff_alpha: krippendorff_alpha_totals,
}


def totals_form_of(
    coefficient: CoefficientFunction, n_categories: int, **options: Any
) -> TotalsForm:
    """Return the totals form of a coefficient function, or raise `InputError` for another one."""
    if coefficient not in TOTALS_FORMS:
        name = getattr(coefficient, "__name__", repr(coefficient))
        known = [function.__name__ for function in TOTALS_FORMS]
        raise InputError(
            f"There is no coefficient called '{name}'.", hint=did_you_mean(name, known)
        )
    return TOTALS_FORMS[coefficient](n_categories, **options)


def per_category(
    coefficient: CoefficientFunction, codes: ArrayLike, n_categories: int
) -> tuple[Coefficient, ...]:
    """Compute a coefficient for each category against all others, in codebook order.

    `category` of each result is the category, and `category_counts[1]` its number of codes, on
    which the figure depends: with few codes it is unstable. A category that nobody used is
    undefined, with a reason. Raises `InputError` for codes outside the codebook. Source: Fleiss
    (1971), equation 8; for alpha, Krippendorff (2019), Content Analysis, 4th edition, chapter 12.

    >>> import numpy as np
    >>> coders = "123321412...", "1233224125.3", ".3332342251.", "12332441251."
    >>> codes = np.array([[".12345".index(code) - 1 for code in coder] for coder in coders]).T
    >>> [round(a.value, 3) for a in per_category(krippendorff_alpha, codes, 5)]
    [0.72, 0.667, 0.74, 0.777, 1.0]
    """
    checked = check_codes(codes, n_categories)
    results = []
    for category in range(n_categories):
        result = replace(coefficient(binarise(checked, category), 2), category=category)
        if result.n_codings and result.category_counts[1] == 0:
            result = replace(result, reason="Nobody used this category.")
        results.append(result)
    return tuple(results)
