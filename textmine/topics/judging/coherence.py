"""How well the top words of topics hang together, and how far the topics differ."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from textmine.nlp.tokens import spans, starts_of, tokens_of
from textmine.topics.engines.engine import Floats, unit_rows


def document_npmi(
    topics: Sequence[Sequence[str]],
    units: Sequence[Sequence[str]],
    window: int | None = None,
    smoothing: float = 0.0,
) -> NDArray[np.float64]:
    """Return each topic's mean normalized pointwise mutual information over pairs of top words.

    Probabilities are shares of units, or with `window` of all runs of that many words in them (ten
    words are the field's c_npmi); a pair that never meets counts -1. gensim adds 1e-12 to the share
    of a pair, by which such pairs fare far better: `smoothing` does so, to compare. Words that
    occur in no unit are left out first; a topic with fewer than two words left is nan. Range -1 to
    1, shape (n_topics,). Source: Bouma (2009); Lau, Newman & Baldwin (2014); windows: Röder, Both &
    Hinneburg (2015).

    >>> units = [["tea", "milk"], ["tea", "milk"], ["rail", "bus"], ["rail"]]
    >>> document_npmi([["tea", "milk"], ["rail", "bus"], ["tea", "tram"]], units).round(3).tolist()
    [1.0, 0.5, nan]
    """
    column = {word: index for index, word in enumerate(sorted({w for t in topics for w in t}))}
    presence = _presence(units, list(column), window)
    together = np.asarray((presence.T @ presence).todense(), dtype=np.float64)
    single = together.diagonal()
    n = presence.shape[0]
    means = []
    for topic in topics:
        known = [column[word] for word in dict.fromkeys(topic) if single[column[word]]]
        pairs = combinations(known, 2)
        values = [
            _npmi(together[a, b] / n + smoothing, single[a] / n, single[b] / n) for a, b in pairs
        ]
        means.append(float(np.mean(values)) if values else np.nan)
    return np.array(means)


def _presence(
    units: Sequence[Sequence[str]], words: Sequence[str], window: int | None
) -> sp.csr_matrix:
    """Return which words occur in which units or windows, (n_contexts, n_words), as 0 and 1."""
    tokens = tokens_of(units)
    columns = tokens.places_of(words)[tokens.codes]
    positions = np.flatnonzero(columns >= 0)
    n_contexts = np.ones(len(tokens), dtype=np.int64)
    first = last = np.zeros(len(positions), dtype=np.int64)
    unit = np.searchsorted(tokens.starts, positions, side="right") - 1
    if window is not None:
        n_contexts = np.maximum(1, tokens.lengths - window + 1)
        offset = positions - tokens.starts[unit]
        first = np.maximum(0, offset - window + 1)
        last = np.minimum(offset, n_contexts[unit] - 1)
    begins, several = starts_of(n_contexts), last - first + 1
    rows = spans(begins[unit] + first, several)
    cells = (np.ones(len(rows)), (rows, np.repeat(columns[positions], several)))
    presence = sp.csr_matrix(cells, shape=(int(begins[-1]), len(words)))
    presence.data[:] = 1  # repeated words were summed
    return presence


def _npmi(both: float, first: float, second: float) -> float:
    if both == 0:
        return -1.0
    if both >= 1:
        return 1.0
    return float(np.log(both / (first * second)) / -np.log(both))


def diversity(topics: Sequence[Sequence[str]]) -> float:
    """Return the share of distinct words among all top words, 0 to 1 (Dieng, Ruiz & Blei 2020).

    >>> diversity([["a", "b"], ["a", "c"]])
    0.75
    """
    words = [word for topic in topics for word in topic]
    return len(set(words)) / len(words) if words else np.nan


def exclusivity(
    topic_word: NDArray[np.float64], words: Sequence[str], tops: Sequence[Sequence[str]]
) -> NDArray[np.float64]:
    """Return the mean share that each topic has of its top words over all topics, (n_topics,).

    `topic_word` is (n_topics, n_words), `tops` the top words of each. Range 1 / n_topics to 1; nan
    for a topic without words. Source: Bischof & Airoldi (2012).
    """
    place_of = {word: index for index, word in enumerate(words)}
    totals = topic_word.sum(axis=0)
    means = [
        float(np.mean([row[place_of[word]] / totals[place_of[word]] for word in top]))
        if top
        else np.nan
        for row, top in zip(topic_word, tops, strict=True)
    ]
    return np.array(means)


def redundancy(topic_word: Floats) -> NDArray[np.float64]:
    """Return the largest cosine of each topic with any other, (n_topics,), 0 to 1.

    `topic_word` is (n_topics, n_words). One topic alone repeats nothing: 0.
    """
    alike = unit_rows(topic_word) @ unit_rows(topic_word).T
    np.fill_diagonal(alike, 0.0)
    largest: NDArray[np.float64] = alike.max(axis=1, initial=0.0)
    return largest
