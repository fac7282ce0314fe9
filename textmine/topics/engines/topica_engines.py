"""Models of topica (extra `topics`): biterms for very short texts, keywords, covariates."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from textmine.errors import InputError
from textmine.topics.engines.engine import UNGUIDED, Fitted, Floats, Guide, Parameters
from textmine.topics.engines.extra import in_columns, package, tokens
from textmine.topics.engines.folding import fold_in


class _Placing:
    """Placing, which is the same for all of them: the words and the common shares held fixed."""

    def place(
        self, counts: sp.csr_matrix, parameters: Parameters, seed: int, guide: Guide = UNGUIDED
    ) -> Floats:
        """Return the topics of units, shape (n_units, n_topics), with nothing refitted."""
        return fold_in(counts, parameters["words"], parameters["prior"])

    def _fitted(self, counts: sp.csr_matrix, topic_word: Floats, prior: Floats) -> Fitted:
        parameters: Parameters = {"words": topic_word, "prior": prior}
        return Fitted(topic_word, self.place(counts, parameters, 0), parameters)


class BitermEngine(_Placing):
    """Biterm topic model (Yan et al. 2013): learns from pairs of words, for very short texts."""

    title = "biterm topic model (topica)"
    reads: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()

    def fit(
        self, counts: sp.csr_matrix, n_topics: int, seed: int, guide: Guide = UNGUIDED
    ) -> Fitted:
        """Fit topics to word counts of shape (n_units, n_words)."""
        model = package("topica").BTM(n_topics, seed=seed)
        model.fit([unit for unit in tokens(counts) if unit])
        words = in_columns(model.topic_word, model.vocabulary, counts.shape[1])
        return self._fitted(counts, words, np.asarray(model.theta, dtype=np.float64))


class KeywordEngine(_Placing):
    """keyATM (Eshima, Imai & Sasaki 2024): topics that keep to the words given for them."""

    title = "keyATM (topica)"
    reads = frozenset({"seeds"})
    needs = frozenset({"seeds"})

    def fit(
        self, counts: sp.csr_matrix, n_topics: int, seed: int, guide: Guide = UNGUIDED
    ) -> Fitted:
        """Fit topics to word counts; those with words given come first."""
        if not guide.seeds:
            raise InputError(
                "This engine needs words for some topics.", hint="Give them with --seeds."
            )
        width = len(str(counts.shape[1]))
        keywords = {
            f"seeded-{place}": [f"{column:0{width}d}" for column in columns]
            for place, columns in enumerate(guide.seeds)
        }
        model = package("topica").KeyATM(keywords, num_topics=n_topics, seed=seed)
        model.fit([unit for unit in tokens(counts) if unit])
        words = in_columns(model.topic_word, model.vocabulary, counts.shape[1])
        return self._fitted(counts, words, np.asarray(model.alpha, dtype=np.float64))


class StructuralEngine(_Placing):
    """Structural topic model (Roberts, Stewart & Airoldi 2016), with a covariate of prevalence."""

    title = "STM (topica)"
    reads = frozenset({"labels"})
    needs = frozenset({"labels"})

    def fit(
        self, counts: sp.csr_matrix, n_topics: int, seed: int, guide: Guide = UNGUIDED
    ) -> Fitted:
        """Fit topics to word counts, with the label of each unit as the covariate."""
        if len(guide.labels) != counts.shape[0]:
            raise InputError(
                "This engine compares groups, and there are none.",
                hint="Name a column with --covariate.",
            )
        units = tokens(counts)
        filled = [place for place, unit in enumerate(units) if unit]
        known, codes = np.unique([guide.labels[place] for place in filled], return_inverse=True)
        design = np.column_stack([np.ones(len(filled)), np.eye(len(known))[codes][:, 1:]])
        model = package("topica").STM(n_topics, seed=seed)
        model.fit([units[place] for place in filled], prevalence=design)
        words = in_columns(model.topic_word, model.vocabulary, counts.shape[1])
        return self._fitted(counts, words, np.asarray(model.doc_topic).mean(axis=0))
