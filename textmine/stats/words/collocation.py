"""Where words stand: how much more often two stand together, and how one is spread (dispersion)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats
from textmine.errors import InputError
from textmine.stats.totals import divide


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


@dataclass(frozen=True)
class Collocation:
    """Measures of collocation of pairs of words: (n_pairs,) each, nan for pairs never together.

    `log_dice` is at most 14 and does not depend on the size of the corpus; `mi` favours rare
    pairs, `t` common ones; `npmi` is -1 to 1, and -1 for pairs never together.
    `n_undefined` counts those pairs.
    """

    log_dice: Floats
    t: Floats
    mi: Floats
    npmi: Floats
    expected: Floats
    n: int
    window: int
    n_undefined: int
    reason: str = ""


def collocation(
    together: ArrayLike, first: ArrayLike, second: ArrayLike, n: int, window: int = 1
) -> Collocation:
    """Measure how strongly pairs of words attract each other.

    `together` (n_pairs,) counts the first word with the second within a window of that many
    places, `first` and `second` each word, `n` the words of the corpus. Expected are first x second
    x window / n. Raises `InputError` for negative or impossible counts, lengths that differ, and
    n or window below 1. Source: logDice, Rychly (2008), A lexicographer-friendly association score;
    t and MI, Church et al. (1991); NPMI, Bouma (2009).

    >>> result = collocation([30], [100], [200], 10_000)
    >>> result.log_dice.round(6).tolist(), result.expected.tolist()
    ([11.678072], [2.0])
    """
    o, x, y = (np.asarray(array, dtype=np.float64) for array in (together, first, second))
    if o.ndim != 1 or o.shape != x.shape or o.shape != y.shape:
        raise InputError(
            "'together', 'first' and 'second' must be of one dimension and the same length. "
            f"Got shapes {o.shape}, {x.shape} and {y.shape}."
        )
    if not (np.isfinite(o).all() and np.isfinite(x).all() and np.isfinite(y).all()):
        raise InputError("'together', 'first' and 'second' must be finite counts.")
    if n < 1 or window < 1:
        raise InputError(f"'n' and 'window' must be 1 or more. Got {n} and {window}.")
    if ((o < 0) | (x < 1) | (y < 1) | (x > n) | (y > n) | (o > window * np.minimum(x, y))).any():
        raise InputError(
            "Each word must occur, at most n times, and a pair at most window times as often as "
            "its rarer word."
        )
    expected = x * y * window / n
    seen = np.where(o > 0, o, np.nan)
    mi = np.log2(seen / expected)
    never = int((o == 0).sum())
    surprise = -np.log2(seen / (n * window))
    return Collocation(
        log_dice=14 + np.log2(2 * seen / (x + y)),
        t=(seen - expected) / np.sqrt(seen),
        mi=mi,
        npmi=np.where(o > 0, np.where(surprise > 0, divide(mi, surprise), np.nan), -1.0),
        expected=expected,
        n=n,
        window=window,
        n_undefined=never,
        reason=f"{never} pairs never stand together." if never else "",
    )
