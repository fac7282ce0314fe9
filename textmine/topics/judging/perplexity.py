"""Perplexity of held-out words: how well topics foretell the other half of an unseen text."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from textmine.topics.engines.engine import Engine, Fitted, Floats

_FLOOR = 1e-12


def completion_perplexity(
    engine: Engine, fitted: Fitted, unseen: sp.csr_matrix, seed: int
) -> float:
    """Return the perplexity of document completion, 1 or more; nan without a word to foretell.

    Each unit of `unseen` (n_units, n_words) is placed by a random half of its words, and the other
    half is foretold: exp of minus the mean log probability. It means something for engines that
    model probabilities (LDA and its kin), and compares only fits with the same vocabulary. Source:
    Wallach et al. (2009), Evaluation methods for topic models.
    """
    known, hidden = _split(unseen, seed)
    mixture = engine.place(known, fitted.parameters, seed)
    cells = hidden.tocoo()
    if not cells.nnz:
        return float("nan")
    log_probability = _log_probability(mixture, fitted.topic_word, cells)
    return float(np.exp(-(log_probability * cells.data).sum() / cells.data.sum()))


def _log_probability(mixture: Floats, topic_word: Floats, cells: sp.coo_matrix) -> Floats:
    parts = []
    for start in range(0, cells.nnz, 200_000):
        rows, columns = cells.row[start : start + 200_000], cells.col[start : start + 200_000]
        parts.append(np.einsum("ij,ij->i", mixture[rows], topic_word[:, columns].T))
    logs: Floats = np.log(np.concatenate(parts) + _FLOOR)
    return logs


def _split(counts: sp.csr_matrix, seed: int) -> tuple[sp.csr_matrix, sp.csr_matrix]:
    """Return the counts in two tables: each occurrence of a word goes to one of them at random."""
    draw = np.random.default_rng(seed)
    known = counts.copy()
    known.data = draw.binomial(counts.data.astype(np.int64), 0.5).astype(np.float64)
    hidden = sp.csr_matrix(counts - known)
    known.eliminate_zeros()
    hidden.eliminate_zeros()
    return known, hidden
