"""NMF of TF-IDF weights to which each word lends some weight to the words it keeps company with.

In a message of eight words most words of its theme are missing. Here every word stands, more
weakly, for its neighbours too, and the less a unit says the more it borrows. How much, and from
which neighbours, was settled by held-out coherence and stability on two corpora (M10: titles;
BBC: news), and checked on others: see benchmarks/topics.py.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from textmine.topics.engines.company import neighbours
from textmine.topics.engines.engine import UNGUIDED, Fitted, Floats, Guide, Parameters, shares
from textmine.topics.engines.factorising import factorise, loadings
from textmine.topics.engines.tfidf import inverse_document_frequency, tfidf, word_shares
from textmine.topics.engines.word_seeds import seed_rows

_BORROWED = 12.0
_FEW_UNITS = 1_000


class SmoothedNmfEngine:
    """Co-occurrence-smoothed NMF: the default, from two-line messages to long documents."""

    title = "smoothed NMF"
    reads = frozenset({"seeds"})
    needs: frozenset[str] = frozenset()

    def fit(
        self, counts: sp.csr_matrix, n_topics: int, seed: int, guide: Guide = UNGUIDED
    ) -> Fitted:
        """Fit topics to word counts of shape (n_units, n_words).

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
        told = None if seeded is None else _smoothed(seeded, parameters)
        weights = _smoothed(tfidf(counts, idf), parameters)
        components = factorise(weights, n_topics, seed, told)
        parameters["components"] = components
        return Fitted(word_shares(components, idf), _place(weights, components, seed), parameters)

    def place(
        self, counts: sp.csr_matrix, parameters: Parameters, seed: int, guide: Guide = UNGUIDED
    ) -> Floats:
        """Return the topics of units, shape (n_units, n_topics), with nothing refitted."""
        weights = _smoothed(tfidf(counts, parameters["idf"]), parameters)
        return _place(weights, parameters["components"], seed)


def _smoothed(weights: sp.csr_matrix, parameters: Parameters) -> sp.csr_matrix:
    n_words = weights.shape[1]
    near = sp.csr_matrix(
        (parameters["near_weights"], parameters["near_columns"], parameters["near_starts"]),
        shape=(n_words, n_words),
    )
    return sp.csr_matrix(weights + float(parameters["strength"][0]) * (weights @ near))


def _place(weights: sp.csr_matrix, components: Floats, seed: int) -> Floats:
    return shares(loadings(weights, components, seed) * components.sum(axis=1))
