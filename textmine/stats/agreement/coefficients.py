"""Every agreement coefficient with its totals form, and the same figure for each category."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from numpy.typing import ArrayLike

from textmine.errors import InputError, did_you_mean
from textmine.stats.agreement import alpha, kappas
from textmine.stats.counts import binarise, check_codes
from textmine.stats.totals import Coefficient, TotalsForm

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
    alpha.krippendorff_alpha: alpha.krippendorff_alpha_totals,
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
    >>> [round(a.value, 3) for a in per_category(alpha.krippendorff_alpha, codes, 5)]
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
