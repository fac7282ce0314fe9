"""The features that codes are learned from, as a scikit-learn transformer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from textmine.api.reading import Texts, corpus_of
from textmine.api.shared import MEMORY, in_python_words, settings_of
from textmine.classify.features.blocks import NEIGHBOURS, make_features
from textmine.classify.features.columns import threads_of
from textmine.classify.features.feature_columns import ColumnSources, feature_columns
from textmine.classify.features.meaning import blocks_to_read
from textmine.config import Settings
from textmine.lazily import pd
from textmine.nlp import prepare_texts

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from textmine.corpus import Corpus


class TextFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts as weighted features: words, clauses, parts of words, meaning, messages around, ...

    `blocks` are names of `textmine.classify.BLOCKS`, None for the default ones ("default" among
    others stands for them), `without` those that are left out. Texts are read with the settings of
    `textmine train`: language, `profile` ("full": spaCy's model, "fast": look-up lemmas), spaCy
    `model`, sentence `encoder` of the block "embeddings", number of processes.

    Documents are a Corpus, a data frame or texts in a row. Neighbours in a thread are read from
    what is given together, so give whole threads. Texts that were read once are kept in memory.
    """

    def __init__(
        self,
        blocks: Sequence[str] | None = None,
        without: Sequence[str] | None = None,
        *,
        lang: str = "en",
        profile: str = "full",
        model: str = "",
        encoder: str = "",
        n_process: int = 1,
    ) -> None:
        self.blocks = blocks
        self.without = without
        self.lang = lang
        self.profile = profile
        self.model = model
        self.encoder = encoder
        self.n_process = n_process

    def settings(self, seed: int = 42, **train: Any) -> Settings:
        """Return the settings of a training with these features; raise InputError for odd ones."""
        nlp = {key: getattr(self, key) for key in ("lang", "profile", "model", "n_process")}
        named = {
            "blocks": tuple(self.blocks or ()),
            "without": tuple(self.without or ()),
            "encoder": self.encoder,
        }
        return settings_of(seed, nlp, train={**named, **train})

    @in_python_words
    def fit(self, X: Texts, y: object = None) -> Self:
        """Learn which features there are and how rare each is."""
        self._learn(X)
        return self

    @in_python_words
    def fit_transform(self, X: Texts, y: object = None) -> csr_matrix:
        """Learn features and return those of the same documents, as `fit` and `transform` do."""
        from scipy.sparse import csr_matrix

        columns = self._learn(X)
        return csr_matrix(self.features_.transform(columns))

    def _learn(self, X: Texts) -> pd.DataFrame:
        corpus = corpus_of(X)
        settings = self.settings()
        blocks, _ = blocks_to_read(settings.train, settings.nlp.lang)
        threads = threads_of(corpus)
        if all(len(thread) == 1 for thread in threads):
            blocks = tuple(name for name in blocks if name not in NEIGHBOURS)
        columns = self._columns(corpus, blocks, settings)
        self.columns_ = dict(corpus.info.columns)
        self.blocks_ = blocks
        self.features_ = make_features(blocks, columns).fit(columns)
        return columns

    @in_python_words
    def transform(self, X: Texts) -> csr_matrix:
        """Return the features of documents, sparse, (n_documents, n_features)."""
        from scipy.sparse import csr_matrix

        check_is_fitted(self)
        corpus = corpus_of(X, self.columns_)
        columns = self._columns(corpus, self.blocks_, self.settings())
        return csr_matrix(self.features_.transform(columns))

    def get_feature_names_out(self, input_features: object = None) -> np.ndarray[Any, Any]:
        """Return the name of each feature: its block, and what it is."""
        check_is_fitted(self)
        return np.asarray(self.features_.get_feature_names_out(), dtype=object)

    def _columns(self, corpus: Corpus, blocks: tuple[str, ...], settings: Settings) -> pd.DataFrame:
        prepared = prepare_texts(corpus.texts, settings.nlp, (), MEMORY)
        sources = ColumnSources(MEMORY, None, blocks, settings.nlp, self.encoder)
        return feature_columns(sources, corpus, prepared, threads_of(corpus)).loc[corpus.ids]

    def __sklearn_tags__(self) -> Tags:
        return text_tags(super().__sklearn_tags__())


def text_tags(tags: Tags) -> Tags:
    """Return the tags of an estimator that takes texts and no table of numbers."""
    tags.input_tags.string = True
    tags.input_tags.two_d_array = False
    return tags
