"""NMF of TF-IDF weights to which each word lends some weight to the words it keeps company with.

In a message of eight words most words of its theme are missing. Here every word stands, more
weakly, for its neighbours too, and the less a unit says the more it borrows. How much, and from
which neighbours, was settled by held-out coherence and stability on two corpora (M10: titles;
BBC: news), and checked on others: see benchmarks/topics.py.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from textmine.topics.engines.engine import Floats, Guide, Parameters, shares
from textmine.topics.engines.nmf import factorise, loadings
from textmine.topics.engines.tfidf import inverse_document_frequency, seed_rows, tfidf, word_shares

N_NEIGHBOURS = 30
_STANDARD_ERRORS = 3.0
_CONTEXT_POWER = 0.75

_BORROWED = 12.0
_FEW_UNITS = 1_000


def fit_smoothed(
    counts: sp.csr_matrix, n_topics: int, seed: int, guide: Guide
) -> tuple[Floats, Parameters]:
    """Fit co-occurrence-smoothed NMF, from two-line messages to long documents.

    Units are X + b X S, with X their TF-IDF weights, S the neighbours of each word and b twelve
    over the root of the mean number of different words in a unit; less where there are few
    units to learn neighbours from: times n / (n + 1,000).
    """
    idf = inverse_document_frequency(counts)
    near = neighbours(counts)
    filled = np.diff(counts.indptr)[np.diff(counts.indptr) > 0]
    evidence = len(filled) / (len(filled) + _FEW_UNITS)
    strength = evidence * _BORROWED / np.sqrt(filled.mean())
    parameters: Parameters = {
        "idf": idf,
        "near_weights": near.data,
        "near_columns": near.indices.astype(np.int64),
        "near_starts": near.indptr.astype(np.int64),
        "strength": np.array([strength]),
    }
    seeded = seed_rows(guide.seeds, idf)
    smoothed_seeds = None if seeded is None else _smoothed(seeded, parameters)
    weights = _smoothed(tfidf(counts, idf), parameters)
    components = factorise(weights, n_topics, seed, smoothed_seeds)
    parameters["components"] = components
    return word_shares(components, idf), parameters


def place_smoothed(
    counts: sp.csr_matrix, parameters: Parameters, seed: int, guide: Guide
) -> Floats:
    """Return the topics of units, shape (n_units, n_topics), with nothing refitted."""
    weights = _smoothed(tfidf(counts, parameters["idf"]), parameters)
    components = parameters["components"]
    return shares(loadings(weights, components, seed) * components.sum(axis=1))


def _smoothed(weights: sp.csr_matrix, parameters: Parameters) -> sp.csr_matrix:
    n_words = weights.shape[1]
    near = sp.csr_matrix(
        (parameters["near_weights"], parameters["near_columns"], parameters["near_starts"]),
        shape=(n_words, n_words),
    )
    return sp.csr_matrix(weights + float(parameters["strength"][0]) * (weights @ near))


def neighbours(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Return the weights (n_words, n_words) of each word's nearest neighbours; rows sum to 1 or 0.

    Words are near when they occur in the same units more often than by chance: pointwise mutual
    information with smoothed contexts (Levy, Goldberg & Dagan 2015), less three standard errors of
    the logarithm of the count, so that words do not look near because they are rare. The thirty
    nearest are kept.
    """
    presence = (counts > 0).astype(np.float64)
    together = sp.csr_matrix(presence.T @ presence)
    together.setdiag(0)
    together.eliminate_zeros()
    total = together.sum()
    if not total:
        return sp.csr_matrix(together.shape)
    margin = np.asarray(together.sum(axis=1)).ravel()
    context = margin**_CONTEXT_POWER
    pairs = together.tocoo()
    expected = margin[pairs.row] * context[pairs.col] / context.sum()
    surplus = np.log(pairs.data / expected) - _STANDARD_ERRORS / np.sqrt(pairs.data)
    sure = surplus > 0
    near = sp.csr_matrix((surplus[sure], (pairs.row[sure], pairs.col[sure])), shape=together.shape)
    return _strongest(near)


def _strongest(near: sp.csr_matrix) -> sp.csr_matrix:
    """Return the strongest entries of each row, ties to the first column, scaled to sum to 1."""
    near.sort_indices()
    kept: list[np.ndarray] = []
    starts = [0]
    for begin, end in zip(near.indptr[:-1], near.indptr[1:], strict=True):
        order = np.argsort(-near.data[begin:end], kind="stable")[:N_NEIGHBOURS]
        kept.append(begin + np.sort(order))
        starts.append(starts[-1] + len(order))
    where = np.concatenate(kept).astype(np.int64) if kept else np.zeros(0, dtype=np.int64)
    best = sp.csr_matrix((near.data[where], near.indices[where], starts), shape=near.shape)
    sums = np.asarray(best.sum(axis=1)).ravel()
    scale = np.divide(1, sums, out=np.zeros_like(sums), where=sums > 0)
    return sp.csr_matrix(sp.diags(scale) @ best)
