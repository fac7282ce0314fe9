"""Dispersion: whether a word is spread over the parts of a corpus, or bunched in a few."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlogy

from textmine.errors import InputError


@dataclass(frozen=True)
class Dispersion:
    """Measures of dispersion of one word over parts of a corpus.

    `dp` and `dp_norm` are 0 for an even spread and (nearly) 1 for a word of one part; `kld` is 0
    and more (bits). `juilland_d`, `carroll_d2` and `rosengren_s` are 1 for an even spread.
    `sd` is the population standard deviation of the counts. All are nan for a word that does not
    occur and for a single part, and `reason` then says so.
    """

    frequency: int
    n_parts: int
    dp: float
    dp_norm: float
    juilland_d: float
    carroll_d2: float
    rosengren_s: float
    kld: float
    sd: float
    reason: str = ""


def dispersion(counts: ArrayLike, sizes: ArrayLike) -> Dispersion:
    """Measure how evenly a word is spread over the parts of a corpus.

    `counts` (n_parts,) are the word's, `sizes` (n_parts,) all words of each part; DP and those
    below it allow for parts of different sizes. Raises `InputError` for lengths that differ,
    negative counts, parts without words and counts above the size of the part. Source: Gries
    (2008), Dispersions and adjusted frequencies in corpora, section 2 and 3; DPnorm, Lijffijt and
    Gries (2012); KLD, Gries (2020). The figures are those of his word "a" in five parts.

    >>> result = dispersion([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])
    >>> round(result.dp, 2), round(result.juilland_d, 3), round(result.carroll_d2, 3)
    (0.18, 0.785, 0.938)
    """
    v, size = (np.asarray(one, dtype=np.float64) for one in (counts, sizes))
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
        nan = np.nan
        return Dispersion(int(f), n, nan, nan, nan, nan, nan, nan, nan, reason)
    s, observed, rate = size / size.sum(), v / f, v / size
    dp = float(np.abs(observed - s).sum() / 2)
    share = rate / rate.sum()
    return Dispersion(
        frequency=int(f),
        n_parts=n,
        dp=dp,
        dp_norm=dp / float(1 - s.min()),
        juilland_d=float(1 - rate.std() / rate.mean() / np.sqrt(n - 1)),
        carroll_d2=float(-xlogy(share, share).sum() / np.log(n)),
        rosengren_s=float(np.sqrt(s * v).sum() ** 2 / f),
        kld=float(xlogy(observed, observed / s).sum() / np.log(2)),
        sd=float(v.std()),
    )
