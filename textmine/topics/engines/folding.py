"""Place units in topics that are known as distributions of words."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from textmine.topics.engines.engine import Floats, shares

_ROUNDS = 100
_CLOSE = 1e-4
_AT_ONCE = 5_000


def fold_in(counts: sp.csr_matrix, topic_word: Floats, prior: Floats) -> Floats:
    """Return the topics of units, (n_units, n_topics), the topics' words held fixed.

    Variational inference of LDA (Blei, Ng & Jordan 2003, eq. 6 and 7, with the mean in place of the
    geometric mean) with a Dirichlet prior (n_topics,) per unit. Rows sum to 1, or to 0 for a unit
    without a known word.
    """
    parts = [
        _folded(counts[start : start + _AT_ONCE], topic_word, prior)
        for start in range(0, counts.shape[0], _AT_ONCE)
    ]
    return np.vstack(parts) if parts else np.zeros((0, len(topic_word)))


def _folded(counts: sp.csr_matrix, topic_word: Floats, prior: Floats) -> Floats:
    lengths = np.asarray(counts.sum(axis=1), dtype=np.float64)
    mixture = np.full((counts.shape[0], len(topic_word)), 1.0) / len(topic_word)
    words = topic_word + 1e-12
    columns = counts.tocoo()
    for _ in range(_ROUNDS):
        expected = np.einsum("ij,ij->i", mixture[columns.row], words[:, columns.col].T)
        ratio = sp.csr_matrix((columns.data / expected, (columns.row, columns.col)), counts.shape)
        fresh = shares(mixture * np.asarray(ratio @ words.T) + prior)
        moved = float(np.abs(fresh - mixture).max(initial=0.0))
        mixture = fresh
        if moved < _CLOSE:
            break
    mixture[lengths.ravel() == 0] = 0
    return mixture
