"""Agreement of two or more coders, corrected for chance as (p_a - p_e) / (1 - p_e).

All of them share p_a, the mean agreement over the units with two or more codes, and differ in the
chance agreement p_e. With missing codes they follow Gwet (2014), Handbook of Inter-Rater
Reliability, 4th edition, chapters 2 to 4: p_a is taken over units with two or more codes, and the
shares of the categories over all units with a code. Codes are (n_units, n_coders), -1 = missing;
`n_categories` is the size of the codebook. `weights` is a name of `weights.WEIGHTS` or a matrix
of similarities. Every function raises `InputError` for codes outside the codebook.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats, Ints
from textmine.errors import InputError
from textmine.stats.agreement.weights import similarity
from textmine.stats.counts import check_n_categories, count_categories, integers
from textmine.stats.totals import (
    Coefficient,
    Solution,
    TotalsForm,
    chance_corrected,
    divide,
    estimate,
)

Weights = str | ArrayLike


def percent_agreement_totals(n_categories: int, weights: Weights = "identity") -> TotalsForm:
    """Totals form of `percent_agreement`."""
    w = similarity(weights, check_n_categories(n_categories))
    return _shares_totals(
        "percent_agreement", n_categories, w, lambda p: np.zeros(len(p)), min_codes=2
    )


def percent_agreement(
    codes: ArrayLike, n_categories: int, weights: Weights = "identity"
) -> Coefficient:
    """Compute the share of agreeing pairs of codes, averaged over units; 0 to 1.

    Source: Fleiss (1971), Measuring nominal scale agreement among many raters, equation 2.

    >>> from textmine.stats.counts import codes_from_table
    >>> percent_agreement(codes_from_table([[118, 5], [2, 0]]), 2).value
    0.944
    """
    return estimate(percent_agreement_totals(n_categories, weights), codes)


def fleiss_kappa_totals(n_categories: int, weights: Weights = "identity") -> TotalsForm:
    """Totals form of `fleiss_kappa`."""
    w = similarity(weights, check_n_categories(n_categories))
    return _shares_totals(
        "fleiss_kappa", n_categories, w, lambda p: np.einsum("bk,kl,bl->b", p, w, p)
    )


def fleiss_kappa(codes: ArrayLike, n_categories: int, weights: Weights = "identity") -> Coefficient:
    """Compute Fleiss' kappa, p_e = sum of the squared mean shares; -1 to 1.

    Source: Fleiss (1971), equations 1 to 7; missing codes and weights, Gwet (2014), chapter 3.
    The figure is that of Fleiss' psychiatric diagnoses, .430.

    >>> from textmine.stats.counts import codes_from_counts
    >>> rows = (
    ...     "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 "
    ...     "02031 00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 "
    ...     "10500 00006"
    ... )
    >>> counts = [[int(n) for n in row] for row in rows.split()]
    >>> round(fleiss_kappa(codes_from_counts(counts), 5).value, 3)
    0.43
    """
    return estimate(fleiss_kappa_totals(n_categories, weights), codes)


def scott_pi_totals(n_categories: int, weights: Weights = "identity") -> TotalsForm:
    """Totals form of `scott_pi`."""
    w = similarity(weights, check_n_categories(n_categories))
    return _shares_totals("scott_pi", n_categories, w, lambda p: np.einsum("bk,kl,bl->b", p, w, p))


def scott_pi(codes: ArrayLike, n_categories: int, weights: Weights = "identity") -> Coefficient:
    """Compute Scott's pi of two coders, Fleiss' kappa with two columns; -1 to 1.

    Raises `InputError` for more than two coders. Source: Scott (1955); the figure is from
    Artstein and Poesio (2008), Inter-coder agreement for computational linguistics, table 1.

    >>> from textmine.stats.counts import codes_from_table
    >>> round(scott_pi(codes_from_table([[46, 6, 0], [0, 32, 0], [0, 6, 10]]), 3).value, 3)
    0.8
    """
    check_two_coders("scott_pi", codes, "fleiss_kappa")
    return estimate(scott_pi_totals(n_categories, weights), codes)


def cohen_kappa_totals(n_categories: int, weights: Weights = "identity") -> TotalsForm:
    """Totals form of `cohen_kappa`."""
    w = similarity(weights, check_n_categories(n_categories))
    return _coders_totals("cohen_kappa", n_categories, w)


def cohen_kappa(codes: ArrayLike, n_categories: int, weights: Weights = "identity") -> Coefficient:
    """Compute Cohen's kappa of two coders, p_e from each coder's own shares; -1 to 1.

    With missing codes each coder's shares are those of all the units that the coder coded (Gwet
    2014, section 2.4); leave out half-coded units beforehand to have the complete-case kappa.
    Raises `InputError` for more than two coders. Source: Cohen (1960), A coefficient of agreement
    for nominal scales, table 1; with weights, Cohen (1968).

    >>> from textmine.stats.counts import codes_from_table
    >>> round(cohen_kappa(codes_from_table([[88, 14, 18], [10, 40, 10], [2, 6, 12]]), 3).value, 3)
    0.492
    """
    check_two_coders("cohen_kappa", codes, "conger_kappa")
    return estimate(cohen_kappa_totals(n_categories, weights), codes)


def conger_kappa_totals(n_categories: int, weights: Weights = "identity") -> TotalsForm:
    """Totals form of `conger_kappa`."""
    w = similarity(weights, check_n_categories(n_categories))
    return _coders_totals("conger_kappa", n_categories, w)


def conger_kappa(codes: ArrayLike, n_categories: int, weights: Weights = "identity") -> Coefficient:
    """Compute Conger's kappa, Cohen's for two or more coders; -1 to 1.

    p_e is the mean over pairs of coders of Cohen's chance agreement. Source: Conger (1980),
    Integration and generalization of kappas for multiple raters; Gwet (2014), chapter 3, from
    which the figure is (15 subjects, 4 raters).

    >>> raters = "aaaaabbbcaaaaab", "aaaababccaaaaba", "abbcaabbcabbcaa", "ccccaabbcccccaa"
    >>> codes = np.array([["abc".index(code) for code in rater] for rater in raters]).T
    >>> round(conger_kappa(codes, 3).value, 3)
    0.166
    """
    return estimate(conger_kappa_totals(n_categories, weights), codes)


def brennan_prediger_totals(n_categories: int, weights: Weights = "identity") -> TotalsForm:
    """Totals form of `brennan_prediger`."""
    w = similarity(weights, check_n_categories(n_categories))
    return _shares_totals("brennan_prediger", n_categories, w, lambda p: np.full(len(p), w.mean()))


def brennan_prediger(
    codes: ArrayLike, n_categories: int, weights: Weights = "identity"
) -> Coefficient:
    """Compute the Brennan-Prediger coefficient, p_e = 1 / size of the codebook; -1 to 1.

    The same as Bennett's S and Randolph's free-marginal kappa. Source: Brennan and Prediger
    (1981); the figure is S in Artstein and Poesio (2008), table 1.

    >>> from textmine.stats.counts import codes_from_table
    >>> table = [[46, 6, 0], [0, 32, 0], [0, 6, 10]]
    >>> round(brennan_prediger(codes_from_table(table), 3).value, 2)
    0.82
    """
    return estimate(brennan_prediger_totals(n_categories, weights), codes)


def gwet_ac1_totals(n_categories: int) -> TotalsForm:
    """Totals form of `gwet_ac1`."""
    return _gwet_totals("gwet_ac1", n_categories, "identity")


def gwet_ac1(codes: ArrayLike, n_categories: int) -> Coefficient:
    """Compute Gwet's AC1, p_e = sum of p (1 - p) / (q - 1) over the mean shares p; -1 to 1.

    Source: Gwet (2008), Computing inter-rater reliability and its variance in the presence of
    high agreement; the figure is that of raters who agree on 118 of 125 units by one category,
    where Cohen's kappa is -.023.

    >>> from textmine.stats.counts import codes_from_table
    >>> round(gwet_ac1(codes_from_table([[118, 5], [2, 0]]), 2).value, 4)
    0.9408
    """
    return estimate(gwet_ac1_totals(n_categories), codes)


def gwet_ac2_totals(n_categories: int, weights: Weights) -> TotalsForm:
    """Totals form of `gwet_ac2`."""
    return _gwet_totals("gwet_ac2", n_categories, weights)


def gwet_ac2(codes: ArrayLike, n_categories: int, weights: Weights) -> Coefficient:
    """Compute Gwet's AC2, AC1 with weights for near agreement; -1 to 1.

    Source: Gwet (2014), chapter 3; the figure is that of its 4 raters and 12 subjects.

    >>> raters = "123321412...", "1233224125.3", ".3332342251.", "12332441251."
    >>> codes = np.array([[".12345".index(code) - 1 for code in rater] for rater in raters]).T
    >>> round(gwet_ac2(codes, 5, "quadratic").value, 3)
    0.914
    """
    return estimate(gwet_ac2_totals(n_categories, weights), codes)


def _gwet_totals(name: str, n_categories: int, weights: Weights) -> TotalsForm:
    w = similarity(weights, check_n_categories(n_categories))
    scale = w.sum() / (n_categories * (n_categories - 1))
    return _shares_totals(name, n_categories, w, lambda p: scale * (p * (1 - p)).sum(axis=1))


def check_two_coders(name: str, codes: ArrayLike, instead: str) -> None:
    """Raise `InputError` when the codes are of more than two coders."""
    n_coders = integers(codes, "codes", 2).shape[1]
    if n_coders > 2:
        raise InputError(
            f"{name} compares two coders. Got {n_coders}.",
            hint=f"Choose two columns, or use {instead} for all of them.",
        )


def unit_agreement(counts: Ints, weights: Floats) -> Floats:
    """Return the share of agreeing pairs of codes in each unit: (n_units,), 0 below two codes."""
    n = counts.astype(np.float64)
    m = n.sum(axis=1)
    pairs = (n * (n @ weights - 1)).sum(axis=1)
    return np.where(m >= 2, pairs / np.maximum(m * (m - 1), 1), 0)


def _shares_totals(
    name: str,
    n_categories: int,
    weights: Floats,
    chance: Callable[[Floats], Floats],
    min_codes: int = 1,
) -> TotalsForm:
    """Build the totals form of a coefficient whose chance agreement follows from the mean shares.

    `weights` are similarities (q, q); `chance` maps shares (n_totals, q) to chance agreements
    (n_totals,).
    """

    def features(counts: Ints) -> Floats:
        m = counts.sum(axis=1)
        shares = counts / m[:, None]
        columns = (m >= 2, unit_agreement(counts, weights), np.ones(m.shape), shares)
        return np.column_stack(columns).astype(np.float64)

    def solve(totals: Floats) -> Solution:
        observed = divide(totals[:, 1], totals[:, 0])
        return chance_corrected(observed, chance(divide(totals[:, 3:], totals[:, 2:3])))

    return TotalsForm(name, n_categories, min_codes, by_coder=False, features=features, solve=solve)


def _coders_totals(name: str, n_categories: int, weights: Floats) -> TotalsForm:
    """Build the totals form of a coefficient with chance agreement by each coder's shares."""
    q = n_categories

    def features(codes: Ints) -> Floats:
        counts = count_categories(codes, q)
        indicators = (codes[:, :, None] == np.arange(q)).reshape(len(codes), codes.shape[1] * q)
        pairable = counts.sum(axis=1) >= 2
        return np.column_stack((pairable, unit_agreement(counts, weights), indicators)).astype(
            np.float64
        )

    def solve(totals: Floats) -> Solution:
        observed = divide(totals[:, 1], totals[:, 0])
        return chance_corrected(observed, coder_chance(totals[:, 2:].reshape(len(totals), -1, q)))

    def coder_chance(by_coder: Floats) -> Floats:
        codings = by_coder.sum(axis=2, keepdims=True)
        shares = np.divide(by_coder, codings, out=np.zeros_like(by_coder), where=codings > 0)
        r = (codings[:, :, 0] > 0).sum(axis=1)
        summed = shares.sum(axis=1)
        everyone = np.einsum("bk,kl,bl->b", summed, weights, summed)
        themselves = np.einsum("brk,brk->b", shares @ weights, shares)
        return divide(everyone - themselves, (r * (r - 1)).astype(np.float64))

    return TotalsForm(name, q, 1, by_coder=True, features=features, solve=solve)
