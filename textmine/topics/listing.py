"""Which words stand for a topic, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from textmine.topics.engines.engine import Floats

_EXCLUSIVITY = 0.75


def listing_weights(topic_word: Floats) -> Floats:
    """Return p(word | topic) times the topic's share of the word to the power of .75.

    `topic_word` is (n_topics, n_words), as is the result. By probability alone the commonest words
    head several topics, by exclusivity alone words head a topic that hardly occur in it.
    """
    total = topic_word.sum(axis=0, keepdims=True)
    share = np.divide(topic_word, total, out=np.zeros_like(topic_word), where=total > 0)
    weights: Floats = topic_word * share**_EXCLUSIVITY
    return weights


def top_words(topic_word: Floats, words: Sequence[str], n_words: int) -> list[list[str]]:
    """Return the words that stand for each topic, first the first, ties in alphabetical order."""
    return [
        [words[index] for index in np.argsort(-row, kind="stable")[:n_words] if row[index] > 0]
        for row in listing_weights(topic_word)
    ]
