"""Dispersion: whether a word is spread over the parts of a corpus, or bunched in a few."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.errors import InputError


@dataclass(frozen=True)
class Dispersion:
    """Measures of dispersion of one word over parts of a corpus.

    `dp` and `dp_norm` are 0 for an even spread and (nearly) 1 for a word of one part. They are nan
    for a word that does not occur and for a single part, and `reason` then says so.
    """

    frequency: int
    n_parts: int
    dp: float
    dp_norm: float
    reason: str = ""


def dispersion(counts: ArrayLike, sizes: ArrayLike) -> Dispersion:
    """Measure how evenly a word is spread over the parts of a corpus.

    `counts` (n_parts,) are the word's, `sizes` (n_parts,) all words of each part, which
    may be of different sizes. Raises `InputError` for lengths that differ,
    negative counts, parts without words and counts above the size of the part. Source: Gries
    (2008), Dispersions and adjusted frequencies in corpora, section 2 and 3; DPnorm, Lijffijt and
    Gries (2012). The figures are those of his word "a" in five parts.

    >>> result = dispersion([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])
    >>> round(result.dp, 2), round(result.dp_norm, 2)
    (0.18, 0.22)
    """
    v, size = (np.asarray(array, dtype=np.float64) for array in (counts, sizes))
    if v.ndim != 1 or v.shape != size.shape or v.size == 0:
        raise InputError(
            f"'counts' and 'sizes' must be of the same length. Got shapes {v.shape}, {size.shape}."
        )
    whole = np.isfinite(v).all() and np.isfinite(size).all()
    if not whole or (v < 0).any() or (size <= 0).any() or (v > size).any():
        raise InputError("A part must hold a word or more, and 'counts' be 0 up to its size.")
    f, n = v.sum(), v.size
    if f == 0 or n < 2:
        reason = "The word does not occur." if f == 0 else "One part has no dispersion."
        return Dispersion(int(f), n, np.nan, np.nan, reason)
    shares = size / size.sum()
    dp = float(np.abs(v / f - shares).sum() / 2)
    return Dispersion(int(f), n, dp, dp / float(1 - shares.min()))
