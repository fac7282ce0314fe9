"""Designs of the coefficients (p_a - p_e) / (1 - p_e): the two ways to find chance agreement.

Either from the shares of the categories over all coders (Scott, Fleiss, Gwet, Brennan-Prediger),
or from the shares of each coder (Cohen, Conger).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from textmine.stats.counts import FloatArray, IntArray, count_categories
from textmine.stats.totals import Solution, TotalsForm, chance_corrected, divide


def unit_agreement(counts: IntArray, weights: FloatArray) -> FloatArray:
    """Return the share of agreeing pairs of codes in each unit: (n_units,), 0 below two codes."""
    n = counts.astype(np.float64)
    m = n.sum(axis=1)
    pairs = (n * (n @ weights - 1)).sum(axis=1)
    return np.where(m >= 2, pairs / np.maximum(m * (m - 1), 1), 0)


def shares_totals(
    name: str,
    n_categories: int,
    weights: FloatArray,
    chance: Callable[[FloatArray], FloatArray],
    min_codes: int = 1,
) -> TotalsForm:
    """Build the totals form of a coefficient whose chance agreement follows from the mean shares.

    `weights` are similarities (q, q); `chance` maps shares (n_totals, q) to chance agreements
    (n_totals,).
    """

    def features(counts: IntArray) -> FloatArray:
        m = counts.sum(axis=1)
        shares = counts / m[:, None]
        columns = (m >= 2, unit_agreement(counts, weights), np.ones(m.shape), shares)
        return np.column_stack(columns).astype(np.float64)

    def solve(totals: FloatArray) -> Solution:
        observed = divide(totals[:, 1], totals[:, 0])
        return chance_corrected(observed, chance(divide(totals[:, 3:], totals[:, 2:3])))

    return TotalsForm(name, n_categories, min_codes, by_coder=False, features=features, solve=solve)


def coders_totals(name: str, n_categories: int, weights: FloatArray) -> TotalsForm:
    """Build the totals form of a coefficient with chance agreement by each coder's shares."""
    q = n_categories

    def features(codes: IntArray) -> FloatArray:
        counts = count_categories(codes, q)
        indicators = (codes[:, :, None] == np.arange(q)).reshape(len(codes), codes.shape[1] * q)
        pairable = counts.sum(axis=1) >= 2
        return np.column_stack((pairable, unit_agreement(counts, weights), indicators)).astype(
            np.float64
        )

    def solve(totals: FloatArray) -> Solution:
        observed = divide(totals[:, 1], totals[:, 0])
        return chance_corrected(observed, coder_chance(totals[:, 2:].reshape(len(totals), -1, q)))

    def coder_chance(by_coder: FloatArray) -> FloatArray:
        codings = by_coder.sum(axis=2, keepdims=True)
        shares = np.divide(by_coder, codings, out=np.zeros_like(by_coder), where=codings > 0)
        r = (codings[:, :, 0] > 0).sum(axis=1)
        summed = shares.sum(axis=1)
        everyone = np.einsum("bk,kl,bl->b", summed, weights, summed)
        themselves = np.einsum("brk,brk->b", shares @ weights, shares)
        return divide(everyone - themselves, (r * (r - 1)).astype(np.float64))

    return TotalsForm(name, q, 1, by_coder=True, features=features, solve=solve)
