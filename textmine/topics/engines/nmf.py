"""NMF of TF-IDF weights: the classic, kept to compare with."""

from __future__ import annotations

import scipy.sparse as sp

from textmine.topics.engines.engine import UNGUIDED, Fitted, Floats, Guide, Parameters, shares
from textmine.topics.engines.factorising import factorise, loadings
from textmine.topics.engines.tfidf import inverse_document_frequency, tfidf, word_shares
from textmine.topics.engines.word_seeds import seed_rows


class NmfEngine:
    """NMF of sublinear TF-IDF with NNDSVDa start: nearly deterministic, good on longer texts."""

    title = "TF-IDF NMF (scikit-learn)"
    reads = frozenset({"seeds"})
    needs: frozenset[str] = frozenset()

    def fit(
        self, counts: sp.csr_matrix, n_topics: int, seed: int, guide: Guide = UNGUIDED
    ) -> Fitted:
        """Fit topics to word counts of shape (n_units, n_words)."""
        idf = inverse_document_frequency(counts)
        seeded = seed_rows(guide.seeds, idf)
        components = factorise(tfidf(counts, idf), n_topics, seed, seeded)
        parameters: Parameters = {"idf": idf, "components": components}
        return Fitted(
            word_shares(components, idf), self.place(counts, parameters, seed), parameters
        )

    def place(
        self, counts: sp.csr_matrix, parameters: Parameters, seed: int, guide: Guide = UNGUIDED
    ) -> Floats:
        """Return the topics of units, shape (n_units, n_topics), with nothing refitted."""
        components = parameters["components"]
        weights = loadings(tfidf(counts, parameters["idf"]), components, seed)
        return shares(weights * components.sum(axis=1))
