"""Keyness: the words that a corpus has more of, or less of, than another."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlogy

from textmine.arrays import Floats
from textmine.errors import InputError


@dataclass(frozen=True)
class Keyness:
    """Keyness of each word: arrays of shape (n_words,), in the order of the counts.

    `g2` (log-likelihood, never negative) describes how far the two are apart; `log_ratio` (binary)
    is the size of the effect, above 0 for words of the target. Words come in threads, so there is
    no p here but in `words_apart`. The reference lacks `n_undefined` words.
    """

    g2: Floats
    log_ratio: Floats
    n_target: int
    n_reference: int
    n_undefined: int
    reason: str = ""


@dataclass(frozen=True)
class LogOdds:
    """Log-odds ratios with a Dirichlet prior: (n_words,) each; `z` = delta / sqrt(variance)."""

    delta: Floats
    variance: Floats
    z: Floats
    n_target: int
    n_reference: int


def keyness(
    target: ArrayLike,
    reference: ArrayLike,
    n_target: int | None = None,
    n_reference: int | None = None,
) -> Keyness:
    """Compare the frequencies of words in two corpora.

    `target` and `reference` are counts (n_words,) of the same words; `n_target` and `n_reference`
    the sizes of the corpora, the sums of the counts when None. G2 has the two cells of Rayson and
    Garside, 2 (a ln a / E1 + b ln b / E2), not the four of a table. A count of 0 is .5 in the log
    ratio. Raises `InputError` for counts that are negative, of different lengths, or larger than
    the corpus, and for an empty corpus. Source: Rayson and Garside (2000), Comparing corpora using
    frequency profiling; log ratio, Hardie (2014).

    >>> result = keyness([120, 10], [60, 5], 20_000, 40_000)
    >>> result.g2.round(2).tolist(), result.log_ratio.tolist()
    ([83.18, 6.93], [2.0, 2.0])
    """
    a, b = _counts(target, reference)
    c, d = _size(a, n_target, "target"), _size(b, n_reference, "reference")
    share = (a + b) / (c + d)
    expected = c * share, d * share
    g2 = 2 * sum(
        xlogy(seen, seen / np.where(e > 0, e, 1)) for seen, e in zip((a, b), expected, strict=True)
    )
    g2 = np.maximum(g2, 0)
    ratio = np.log2(np.where(a > 0, a, 0.5) / c) - np.log2(np.where(b > 0, b, 0.5) / d)
    missing = int((b == 0).sum())
    return Keyness(
        g2=g2,
        log_ratio=np.where(a + b > 0, ratio, np.nan),
        n_target=c,
        n_reference=d,
        n_undefined=missing,
        reason=f"{missing} words do not occur in the reference." if missing else "",
    )


def log_odds(target: ArrayLike, reference: ArrayLike, prior: ArrayLike = 0.01) -> LogOdds:
    """Compare the frequencies of words, shrunk towards those of a prior.

    `target` and `reference` are counts (n_words,) of all words; `prior` (n_words,) are pseudo-
    counts above 0, or one number for every word. Informative ones are those of a background corpus,
    `scaled_prior`. z ranks words; it takes every occurrence as drawn by itself, so it is no test
    (`words_apart` is). Raises `InputError` for negative counts, lengths that differ, a prior not
    above 0, and fewer than two words. Source: Monroe, Colaresi and Quinn (2008), Fightin' words,
    section 3.3 to 3.5.

    >>> result = log_odds([120, 30, 50], [60, 90, 50], [18, 12, 10])
    >>> result.delta.round(3).tolist(), result.z.round(2).tolist()
    ([1.033, -1.248, 0.0], [7.29, -6.81, 0.0])
    """
    a, b = _counts(target, reference)
    pseudo = np.asarray(prior, dtype=np.float64)
    if pseudo.shape not in ((), a.shape) or not np.isfinite(pseudo).all() or (pseudo <= 0).any():
        raise InputError(f"The 'prior' must be above 0, one number or {a.size} of them.")
    if a.size < 2:
        raise InputError("Log-odds need the counts of two words or more.")
    alpha = np.broadcast_to(pseudo, a.shape)
    y, w = a + alpha, b + alpha
    delta = np.log(y / (y.sum() - y)) - np.log(w / (w.sum() - w))
    variance = 1 / y + 1 / w
    return LogOdds(delta, variance, delta / np.sqrt(variance), int(a.sum()), int(b.sum()))


def scaled_prior(background: ArrayLike, total: float = 500) -> Floats:
    """Scale the counts of a background corpus to a prior of that many pseudo-counts: (n_words,).

    A word that the background lacks counts as half an occurrence. Raises `InputError` for negative
    counts and a total that is not above 0. Source: Monroe, Colaresi and Quinn (2008), section 3.5.

    >>> scaled_prior([90, 60, 50], 40).tolist()
    [18.0, 12.0, 10.0]
    """
    counts = np.asarray(background, dtype=np.float64)
    if counts.ndim != 1 or (counts < 0).any() or total <= 0:
        raise InputError("'background' must be counts of one dimension, 'total' above 0.")
    filled = np.where(counts > 0, counts, 0.5)
    return np.asarray(total * filled / filled.sum())


def _counts(target: ArrayLike, reference: ArrayLike) -> tuple[Floats, Floats]:
    a, b = (np.asarray(array, dtype=np.float64) for array in (target, reference))
    if a.ndim != 1 or a.shape != b.shape:
        raise InputError(
            "'target' and 'reference' must be counts of the same words. "
            f"Got shapes {a.shape} and {b.shape}."
        )
    if not (np.isfinite(a).all() and np.isfinite(b).all()) or (a < 0).any() or (b < 0).any():
        raise InputError("'target' and 'reference' must be counts, 0 or more.")
    return a, b


def _size(counts: Floats, size: int | None, name: str) -> int:
    n = int(counts.sum()) if size is None else size
    if n < 1 or counts.max(initial=0) > n:
        raise InputError(
            f"The {name} must hold a word or more, and no fewer than its commonest. Got {n}."
        )
    return n


def frex(topic_word: ArrayLike, exclusive: float = 0.5) -> Floats:
    """Return the FREX score of each word in each topic: (n_topics, n_words), 0 to 1.

    `topic_word` (n_topics, n_words) are weights of 0 or more, `exclusive` (0 to 1, ends excluded)
    is how much exclusivity counts against frequency. The score is the harmonic mean of the two
    ranks of a word among the words of its topic, its weight and its weight's share over topics,
    each as the share of words that are no higher; a word without weight scores 0. Raises
    `InputError` for negative weights and `exclusive` outside 0 to 1. Source: Bischof and Airoldi
    (2012), Summarizing topical content with word frequency and exclusivity, equation 1; Roberts,
    Stewart and Airoldi (2016), A model of text for experimentation, section 4.2.

    >>> frex([[0.6, 0.3, 0.1], [0.6, 0.0, 0.4]]).round(2).tolist()
    [[0.8, 0.8, 0.33], [0.67, 0.0, 0.67]]
    """
    weights = np.asarray(topic_word, dtype=np.float64)
    if weights.ndim != 2 or not np.isfinite(weights).all() or (weights < 0).any():
        raise InputError("'topic_word' must be topics by words, all weights 0 or more.")
    if not 0 < exclusive < 1:
        raise InputError(f"'exclusive' must be between 0 and 1. Got {exclusive}.")
    totals = weights.sum(axis=0)
    share = np.divide(weights, totals, out=np.zeros_like(weights), where=totals > 0)
    scores = np.zeros_like(weights)
    for topic, row in enumerate(weights):
        held = row > 0
        if held.any():
            by_weight, by_share = _ranks(row[held]), _ranks(share[topic, held])
            scores[topic, held] = 1 / ((1 - exclusive) / by_weight + exclusive / by_share)
    return scores


def _ranks(values: Floats) -> Floats:
    """Return for each value the share of values that are no higher."""
    rounded = np.round(values, 12)
    return np.asarray(np.searchsorted(np.sort(rounded), rounded, side="right") / rounded.size)
