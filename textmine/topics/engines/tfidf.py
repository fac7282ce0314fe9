"""TF-IDF weights of word counts."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from textmine.topics.engines.engine import Floats, shares


def inverse_document_frequency(counts: sp.csr_matrix) -> Floats:
    """Return log((1 + n) / (1 + df)) + 1 of each word, shape (n_words,)."""
    frequency = np.asarray((counts > 0).sum(axis=0), dtype=np.float64).ravel()
    smoothed = np.log((1 + counts.shape[0]) / (1 + frequency)) + 1
    return np.asarray(smoothed, dtype=np.float64)


def tfidf(counts: sp.csr_matrix, idf: Floats) -> sp.csr_matrix:
    """Return (1 + log count) * idf with rows of unit length."""
    weighted = counts.copy()
    weighted.data = 1 + np.log(weighted.data)
    weighted = weighted @ sp.diags(idf)
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    scale = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sp.csr_matrix(sp.diags(scale) @ weighted)


def word_shares(components: Floats, idf: Floats) -> Floats:
    """Return components of TF-IDF weights as shares of words: rows (n_topics, n_words) sum to 1.

    The weighting by rarity is taken out again, and half as much once more, since rows of unit
    length had favoured rare words a second time.
    """
    return shares(components / idf**1.5)


def seed_rows(seeds: tuple[tuple[int, ...], ...], idf: Floats) -> sp.csr_matrix | None:
    """Return the TF-IDF weights of a text of just those words, a row a seeded topic; or None."""
    if not seeds:
        return None
    counts = np.zeros((len(seeds), len(idf)))
    for row, columns in enumerate(seeds):
        counts[row, list(columns)] = 1
    return tfidf(sp.csr_matrix(counts), idf)
