"""The words that the units of a topic have more of than the others."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from textmine.arrays import Floats
from textmine.stats.words.keyness import log_odds, scaled_prior


@dataclass(frozen=True)
class KeyWord:
    """A word and the z of its log-odds, topic against the rest: it ranks words, tests nothing."""

    word: str
    z: float


def key_words(
    counts: sp.csr_matrix, words: Sequence[str], unit_topic: Floats, n_words: int
) -> list[tuple[KeyWord, ...]]:
    """Return the key words of each topic, strongest first, at most `n_words` with a z above 0.

    `counts` is (n_units, n_words). Each unit counts for a topic with the topic's share of it, and
    for the rest with what is left; units in no topic count for neither. Source: Monroe, Colaresi
    and Quinn (2008), section 3.3 to 3.5, the prior scaled to the words of all units.
    """
    placed = unit_topic.sum(axis=1)
    total = np.asarray(counts.T @ placed).ravel()
    if len(words) < 2 or total.sum() <= 0:
        return [()] * unit_topic.shape[1]
    prior = scaled_prior(total)
    key_words_of_topics = []
    for topic in range(unit_topic.shape[1]):
        target = np.asarray(counts.T @ unit_topic[:, topic]).ravel()
        z = log_odds(target, np.maximum(total - target, 0), prior).z
        best = np.argsort(-np.round(z, 9), kind="stable")[:n_words]
        key_words_of_topics.append(
            tuple(KeyWord(words[index], float(z[index])) for index in best if z[index] > 0)
        )
    return key_words_of_topics
