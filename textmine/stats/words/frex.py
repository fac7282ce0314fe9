"""FREX: the words of a topic that are both frequent in it and nearly only in it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from textmine.errors import InputError
from textmine.stats.counts import FloatArray


def frex(topic_word: ArrayLike, exclusive: float = 0.5) -> FloatArray:
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


def _ranks(values: FloatArray) -> FloatArray:
    """Return for each value the share of values that are no higher."""
    rounded = np.round(values, 12)
    return np.asarray(np.searchsorted(np.sort(rounded), rounded, side="right") / rounded.size)
