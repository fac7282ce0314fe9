"""NMF of TF-IDF weights to which each word lends some weight to the words it keeps company with.

In a message of eight words most words of its theme are missing. Here every word stands, more
weakly, for its neighbours too, and the less a unit says the more it borrows. How much, and from
which neighbours, was settled by held-out coherence and stability on two corpora (M10: titles;
BBC: news), and checked on others: see benchmarks/topics.py.
"""

from itertools import pairwise

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from textmine.arrays import Floats
from textmine.topics.engines import engine
from textmine.topics.engines.lent import Lent
from textmine.topics.engines.nmf import factorise, loadings

N_NEIGHBOURS = 30
_STANDARD_ERRORS = 3.0
_CONTEXT_POWER = 0.75

_BORROWED = 12.0
_FEW_UNITS = 1_000

_WRITTEN_OUT = 1_000_000
"""Cells of a table of weights up to which it is written out."""

_AT_ONCE = 2_000_000
"""Pairs of words that are weighed at once, about."""


def fit_smoothed(
    counts: sp.csr_matrix, n_topics: int, seed: int, guide: engine.Guide
) -> tuple[Floats, engine.Parameters]:
    """Fit co-occurrence-smoothed NMF, from two-line messages to long documents.

    Units are X + b X S, with X their TF-IDF weights, S the neighbours of each word and b twelve
    over the root of the mean number of different words in a unit; less where there are few
    units to learn neighbours from: times n / (n + 1,000).
    """
    idf = engine.inverse_document_frequency(counts)
    near = neighbours(counts)
    filled = np.diff(counts.indptr)[np.diff(counts.indptr) > 0]
    evidence = len(filled) / (len(filled) + _FEW_UNITS)
    strength = evidence * _BORROWED / np.sqrt(filled.mean())
    parameters: engine.Parameters = {
        "idf": idf,
        "near_weights": near.data,
        "near_columns": near.indices.astype(np.int64),
        "near_starts": near.indptr.astype(np.int64),
        "strength": np.array([strength]),
    }
    seeded = engine.seed_rows(guide.seeds, idf)
    smoothed_seeds = None if seeded is None else _smoothed(seeded, parameters)
    weights = _smoothed(engine.tfidf(counts, idf), parameters)
    components = factorise(weights, n_topics, seed, smoothed_seeds)
    parameters["components"] = components
    return engine.word_shares(components, idf), parameters


def place_smoothed(
    counts: sp.csr_matrix, parameters: engine.Parameters, seed: int, guide: engine.Guide
) -> Floats:
    """Return the topics of units, shape (n_units, n_topics), with nothing refitted."""
    weights = _smoothed(engine.tfidf(counts, parameters["idf"]), parameters)
    components = parameters["components"]
    return engine.shares(loadings(weights, components, seed) * components.sum(axis=1))


def _smoothed(weights: sp.csr_matrix, parameters: engine.Parameters) -> sp.csr_matrix | Lent:
    """Return X + b X S: written out where that is small, else as a product."""
    n_words = weights.shape[1]
    near = sp.csr_matrix(
        (parameters["near_weights"], parameters["near_columns"], parameters["near_starts"]),
        shape=(n_words, n_words),
    )
    lent = Lent(weights, near, float(parameters["strength"][0]))
    return lent.written_out() if weights.shape[0] * n_words <= _WRITTEN_OUT else lent


def neighbours(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Return the weights (n_words, n_words) of each word's nearest neighbours; rows sum to 1 or 0.

    Words are near when they occur in the same units more often than by chance: pointwise mutual
    information with smoothed contexts (Levy, Goldberg & Dagan 2015), less three standard errors of
    the logarithm of the count, so that words do not look near because they are rare. The thirty
    nearest are kept.
    """
    presence = (counts > 0).astype(np.float64)
    turned, n_words = sp.csr_matrix(presence.T), counts.shape[1]
    spoken = np.asarray(presence.sum(axis=1)).ravel()
    margin = turned @ (spoken - 1)
    total = margin.sum()
    if not total:
        return sp.csr_matrix((n_words, n_words))
    context = margin**_CONTEXT_POWER
    weighed = turned @ spoken  # pairs of a word, counted once for each unit
    block = (np.cumsum(weighed) // _AT_ONCE).astype(np.int64)
    edges = [0, *(np.flatnonzero(np.diff(block)) + 1).tolist(), n_words]
    parts = []
    for begin, end in pairwise(edges):
        pairs = sp.coo_matrix(turned[begin:end] @ presence)
        rows = pairs.row + begin
        expected = margin[rows] * context[pairs.col] / context.sum()
        with np.errstate(divide="ignore"):
            surplus = np.log(pairs.data / expected) - _STANDARD_ERRORS / np.sqrt(pairs.data)
        sure = (surplus > 0) & (rows != pairs.col)
        part = (surplus[sure], (pairs.row[sure], pairs.col[sure]))
        parts.append(_strongest(sp.csr_matrix(part, shape=(end - begin, n_words))))
    return sp.csr_matrix(sp.vstack(parts))


def _strongest(near: sp.csr_matrix) -> sp.csr_matrix:
    """Return the strongest entries of each row, ties to the first column, scaled to sum to 1."""
    strongest: list[NDArray[np.intp]] = []
    for begin, end in pairwise(near.indptr.tolist()):
        strongest.append(begin + _largest(near.data[begin:end], near.indices[begin:end]))
    starts = np.cumsum([0, *map(len, strongest)])
    where = np.concatenate(strongest) if strongest else np.zeros(0, dtype=np.intp)
    best = sp.csr_matrix((near.data[where], near.indices[where], starts), shape=near.shape)
    best.sort_indices()
    sums = np.asarray(best.sum(axis=1)).ravel()
    scale = np.divide(1, sums, out=np.zeros_like(sums), where=sums > 0)
    return sp.csr_matrix(sp.diags(scale) @ best)


def _largest(values: Floats, columns: NDArray[np.int32]) -> NDArray[np.intp]:
    """Return the places of the thirty largest values, in any order; ties to the first column."""
    if len(values) <= N_NEIGHBOURS:
        return np.arange(len(values))
    places = np.flatnonzero(values >= np.partition(values, -N_NEIGHBOURS)[-N_NEIGHBOURS])
    if len(places) > N_NEIGHBOURS:
        order = np.lexsort((columns[places], -values[places]))[:N_NEIGHBOURS]
        places = places[order]
    return places
