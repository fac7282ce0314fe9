"""Latent Dirichlet allocation with gensim (Blei, Ng & Jordan 2003; Hoffman et al. 2010)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import scipy.sparse as sp

from textmine.topics.engines.engine import UNGUIDED, Fitted, Floats, Guide, Parameters, shares

_PASSES = 30


class LdaEngine:
    """Gensim's online LDA with learned priors: the field's common ground, weak on short texts."""

    title = "LDA (gensim)"
    reads: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()

    def fit(
        self, counts: sp.csr_matrix, n_topics: int, seed: int, guide: Guide = UNGUIDED
    ) -> Fitted:
        """Fit topics to word counts of shape (n_units, n_words)."""
        from gensim.models import LdaModel

        model = LdaModel(
            corpus=bags_of(counts),
            id2word=_ids(counts.shape[1]),
            num_topics=n_topics,
            passes=_PASSES,
            iterations=100,
            alpha="auto",
            eta="auto",
            eval_every=None,
            random_state=seed,
            dtype=np.float64,
        )
        parameters: Parameters = {
            "sstats": np.asarray(model.state.sstats, dtype=np.float64),
            "alpha": np.asarray(model.alpha, dtype=np.float64),
            "eta": np.asarray(model.eta, dtype=np.float64),
        }
        topic_word = np.asarray(model.get_topics(), dtype=np.float64)
        return Fitted(topic_word, self.place(counts, parameters, seed), parameters)

    def place(
        self, counts: sp.csr_matrix, parameters: Parameters, seed: int, guide: Guide = UNGUIDED
    ) -> Floats:
        """Return the topics of units, shape (n_units, n_topics), with nothing refitted."""
        from gensim.models import LdaModel

        sstats = parameters["sstats"]
        model = LdaModel(
            id2word=_ids(sstats.shape[1]),
            num_topics=len(sstats),
            alpha=parameters["alpha"],
            eta=parameters["eta"],
            iterations=100,
            random_state=seed,
            dtype=np.float64,
        )
        model.state.sstats = sstats
        model.sync_state()
        gamma, _ = model.inference(bags_of(counts))
        empty = np.asarray(counts.sum(axis=1)).ravel() == 0
        gamma = np.asarray(gamma, dtype=np.float64)
        gamma[empty] = 0
        return shares(gamma)


def bags_of(counts: sp.csr_matrix) -> list[list[tuple[int, int]]]:
    """Return word counts as gensim reads them."""
    starts = counts.indptr
    return [
        [
            (int(word), int(times))
            for word, times in zip(counts.indices[a:b], counts.data[a:b], strict=True)
        ]
        for a, b in pairwise(starts)
    ]


def _ids(n_words: int) -> Any:
    return {place: str(place) for place in range(n_words)}
