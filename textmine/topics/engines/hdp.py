"""Hierarchical Dirichlet process with gensim (Wang, Paisley & Blei 2011)."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from textmine.topics.engines.engine import UNGUIDED, Fitted, Floats, Guide, Parameters, shares
from textmine.topics.engines.folding import fold_in
from textmine.topics.engines.lda import bags_of

_SMALLEST = 0.01
"""A topic with a smaller share of all units is left out."""


class HdpEngine:
    """Gensim's HDP: it settles the number of topics itself, up to the number asked for."""

    title = "HDP (gensim)"
    reads: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()

    def fit(
        self, counts: sp.csr_matrix, n_topics: int, seed: int, guide: Guide = UNGUIDED
    ) -> Fitted:
        """Fit at most `n_topics` topics to word counts of shape (n_units, n_words)."""
        from gensim.models import HdpModel

        names = {place: str(place) for place in range(counts.shape[1])}
        model = HdpModel(
            corpus=bags_of(counts),
            id2word=names,
            T=n_topics,
            K=min(n_topics, 15),
            random_state=seed,
        )
        alpha, words = model.hdp_to_lda()
        topic_word = shares(np.asarray(words, dtype=np.float64))
        prior = np.asarray(alpha, dtype=np.float64)
        used = fold_in(counts, topic_word, prior).mean(axis=0) >= _SMALLEST
        if used.sum() < 2:
            used = np.argsort(np.argsort(-prior)) < 2
        parameters: Parameters = {"words": topic_word[used], "prior": prior[used]}
        return Fitted(topic_word[used], self.place(counts, parameters, seed), parameters)

    def place(
        self, counts: sp.csr_matrix, parameters: Parameters, seed: int, guide: Guide = UNGUIDED
    ) -> Floats:
        """Return the topics of units, shape (n_units, n_topics), with nothing refitted."""
        return fold_in(counts, parameters["words"], parameters["prior"])
