"""P values of many statistics that were permuted together, and their correction: maxT."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from textmine.stats.counts import FloatArray

_DIGITS = 9


@dataclass(frozen=True)
class MaxT:
    """P of each statistic alone and adjusted for all of them, (n_columns,) each, above 0 to 1."""

    p: FloatArray
    adjusted: FloatArray


def max_t(apart: Iterable[FloatArray]) -> MaxT:
    """Return p values of statistics by permutation, and adjusted ones by step-down maxT.

    `apart` gives rows (n_columns,) of absolute statistics: first those that were found, then those
    of every permutation, one at a time, so that none has to be kept. p = (1 + permutations as
    large) / (1 + permutations). Adjusted: the statistic of rank r is compared with the largest of
    those of rank r and below in each permutation; so the chance of any false finding among all
    columns is held, however they hang together. Source: Westfall & Young (1993), Resampling-based
    multiple testing, algorithm 4.1; the figures of the example are counted by hand.

    >>> max_t(np.array([[3.0, 1.0], [0.0, 2.0], [1.0, 0.0], [0.0, 0.0]])).adjusted.tolist()
    [0.25, 0.5]
    """
    rows = iter(apart)
    observed = np.round(next(rows), _DIGITS)
    order = np.argsort(-observed, kind="stable")
    ranked = observed[order]
    alone, together, n = np.ones(observed.size), np.ones(observed.size), 1
    for row in rows:
        drawn = np.round(row, _DIGITS)[order]
        alone += drawn >= ranked
        together += np.maximum.accumulate(drawn[::-1])[::-1] >= ranked
        n += 1
    p, adjusted = np.empty(observed.size), np.empty(observed.size)
    p[order] = alone / n
    adjusted[order] = np.maximum.accumulate(together / n)
    return MaxT(p, adjusted)


def step_down(apart: Iterable[FloatArray]) -> FloatArray:
    """Return the adjusted p values of `max_t`, (n_columns,)."""
    return max_t(apart).adjusted


def over_error(values: FloatArray, errors: FloatArray, spread: FloatArray) -> FloatArray:
    """Return |values| / (errors + spread), 0 where there is neither.

    `errors` are those of each draw, `spread` (n_columns,) is the standard deviation over draws. An
    error alone is near 0 wherever a draw happens to have none of something rare, so that all the
    largest statistics would be of such draws; a spread alone lets the few draws that heap something
    rare together set the limit for all. Source: Tusher, Tibshirani & Chu (2001), Significance
    analysis of microarrays (a constant in the error); Chung & Romano (2013), Exact and
    asymptotically robust permutation tests (statistics over their error).
    """
    whole = errors + spread
    return np.asarray(np.abs(values) / np.where(whole > 0, whole, np.inf), dtype=np.float64)
