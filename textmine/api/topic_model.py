"""Topics as a scikit-learn transformer: the fits of `textmine topics fit`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self, cast

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from textmine.api import shared
from textmine.api.reading import Texts, corpus_of
from textmine.api.text_features import text_tags
from textmine.arrays import Floats
from textmine.config import NlpSettings, Settings, TopicSettings, silent
from textmine.errors import InputError
from textmine.lazily import pd
from textmine.report.themes import topics_section
from textmine.store import Manifest
from textmine.topics import FittedTopics, TopicsView, document_npmi, load_themes, view_placed
from textmine.topics.bags import join_phrases
from textmine.topics.card import topic_card
from textmine.topics.fitting import TopicFit, fit_to_corpus, judged_fit, topic_manifest
from textmine.topics.model import open_topic_model, save_topic_model
from textmine.topics.naming.themes_file import NO_THEMES, Themes
from textmine.topics.placing import place_in, place_in_topics, units_of

_NLP = ("lang", "profile", "model", "n_process")
_TOPICS = tuple(TopicSettings.model_fields)
_NAME = "topics"


@dataclass(frozen=True)
class _About:
    """What is known of topics beside themselves; no view where they were loaded."""

    view: TopicsView | None
    manifest: Manifest
    themes: Themes


class TopicModel(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Topics of documents, fitted by an engine of `textmine.topics.ENGINES`.

    The parameters are those of `textmine topics fit`; `seeds` maps names of themes to words given
    for them, `covariate` names a column for the engines that compare groups. With the same
    parameters and documents the topics are those of the command.

    Fitted are `components_` (n_topics, n_words), p(word | topic), rows sum to 1; `vocabulary_`, the
    words; and `topics_`, the model of the room. `save` writes no text; a pickle holds the documents
    that were fitted to.
    """

    _fit: TopicFit | None
    _about: _About | None

    def __init__(
        self,
        n_topics: int = 10,
        engine: str = "smoothed",
        *,
        n_words: int = 10,
        min_df: int = 2,
        max_df: float = 0.5,
        consensus: int = 0,
        phrases: bool = False,
        covariate: str = "",
        seeds: Mapping[str, Sequence[str]] | None = None,
        stop_words: Sequence[str] = (),
        sample_units: int = 100_000,
        lang: str = "en",
        profile: str = "full",
        model: str = "",
        n_process: int = 1,
        random_state: Any = 42,
    ) -> None:
        self.n_topics = n_topics
        self.engine = engine
        self.n_words = n_words
        self.min_df = min_df
        self.max_df = max_df
        self.consensus = consensus
        self.phrases = phrases
        self.covariate = covariate
        self.seeds = seeds
        self.stop_words = stop_words
        self.sample_units = sample_units
        self.lang = lang
        self.profile = profile
        self.model = model
        self.n_process = n_process
        self.random_state = random_state

    @shared.in_python_words
    def fit(self, X: Texts, y: object = None) -> Self:
        """Fit topics to documents: a Corpus, a data frame or texts in a row.

        Raises InputError when there are fewer documents with content words than topics.
        """
        settings, corpus = self._settings(), corpus_of(X)
        fit = fit_to_corpus(corpus, _NAME, settings, workspace=shared.MEMORY)
        self._learned(fit.model, settings, fit.phrases, corpus.info.columns)
        self._fit, self._about = fit, None
        return self

    @shared.in_python_words
    def transform(self, X: Texts) -> Floats:
        """Return the topics of documents, (n_documents, n_topics); nothing is refitted.

        Rows sum to 1, or to 0 for a document without a word that the model knows.
        """
        check_is_fitted(self)
        corpus = corpus_of(X, self.columns_)
        ordered, _, _, where = place_in_topics(
            self.topics_, corpus, self.settings_, self.phrases_, workspace=shared.MEMORY
        )
        row_of = {identity: row for row, identity in enumerate(ordered.ids)}
        placed: Floats = where[[row_of[identity] for identity in corpus.ids]]
        return placed

    @shared.in_python_words
    def score(self, X: Texts, y: object = None) -> float:
        """Return the mean coherence (NPMI) of the topics' top words in documents; -1 to 1.

        On documents that the topics were not fitted to it is held-out coherence.
        """
        check_is_fitted(self)
        corpus = corpus_of(X, self.columns_)
        _, _, units = units_of(shared.MEMORY, corpus, self.settings_, silent)
        tops = self.topics_.top_words(self.settings_.topics.n_words)
        scores = np.array(document_npmi(tops, join_phrases(units, self.phrases_)))
        return float(np.nanmean(scores)) if np.isfinite(scores).any() else -1.0

    def get_feature_names_out(self, input_features: object = None) -> np.ndarray[Any, Any]:
        """Return the ids of the topics: T01, T02, ..."""
        check_is_fitted(self)
        return np.asarray(self.topics_.topic_ids, dtype=object)

    @shared.in_python_words
    def view(self, X: Texts | None = None) -> TopicsView:
        """Return the topics as they read in documents, by default in those they were fitted to.

        Shares with intervals, words, labels, quotations, held-out coherence, stability. The first
        call fits again to parts of the documents, to see whether the topics come back.
        """
        check_is_fitted(self)
        about = self._judged()
        if X is not None:
            corpus = corpus_of(X, self.columns_)
            return view_placed(
                place_in(
                    *(self.topics_, about.manifest, about.themes, corpus, self.settings_),
                    workspace=shared.MEMORY,
                )
            )
        if about.view is None:
            raise InputError("Loaded topics have no documents.", hint="Give some: X.")
        return about.view

    def to_frame(self, X: Texts | None = None) -> pd.DataFrame:
        """Return a row a topic, with the columns of `textmine topics show`; see `view`."""
        return shared.frame_of_rows(topics_section(self.view(X)).every_figure)

    @shared.in_python_words
    def save(self, folder: str | Path) -> Path:
        """Save the topics as a folder, which `load` and the commands read; return its path.

        A model that stands there is replaced, and no history keeps it.
        """
        target, view = Path(folder), self.view()
        manifest = self._judged().manifest.model_copy(update={"name": target.name})
        with shared.model_folder(target) as draft:
            card = topic_card(replace(view, model=target.name), manifest)
            save_topic_model(draft, self.topics_, manifest, card)
        return target

    @classmethod
    def load(cls, folder: str | Path) -> Self:
        """Load topics that were saved, or fitted by the command, from their folder."""
        path = Path(folder)
        topics, manifest = open_topic_model(path)
        stored_settings = {
            key: manifest.settings[key] for key in _TOPICS if key in manifest.settings
        }
        topic_settings = TopicSettings.model_validate(stored_settings)
        nlp = NlpSettings.model_validate(manifest.settings["nlp"])
        parameters = {name: getattr(topic_settings, name) for name in _TOPICS}
        read = {name: getattr(nlp, name) for name in _NLP}
        topic_model = cls(**parameters, **read, random_state=manifest.seed)
        settings = Settings(seed=manifest.seed, nlp=nlp, topics=topic_settings)
        topic_model._learned(topics, settings, manifest.details.get("phrases", ()), {})
        topic_model._fit, topic_model._about = None, _About(None, manifest, load_themes(path))
        return topic_model

    def _learned(
        self,
        topics: FittedTopics,
        settings: Settings,
        phrases: Sequence[Sequence[str]],
        columns: Mapping[str, str],
    ) -> None:
        self.topics_ = topics
        self.components_ = topics.topic_word
        self.vocabulary_ = np.asarray(topics.words, dtype=object)
        self.settings_ = settings
        self.phrases_ = tuple(map(tuple, phrases))
        self.columns_ = dict(columns)

    def _judged(self) -> _About:
        """Judge the topics the first time that figures of them are asked for."""
        if self._fit is not None and self._about is None:
            placed = judged_fit(self._fit, workspace=shared.MEMORY)
            manifest = topic_manifest(placed, self.settings_, self.phrases_)
            self._about = _About(view_placed(placed), manifest, NO_THEMES)
        return cast(_About, self._about)

    def _settings(self) -> Settings:
        topics = {name: getattr(self, name) for name in _TOPICS}
        topics["seeds"] = {name: tuple(words) for name, words in (self.seeds or {}).items()}
        topics["stop_words"] = tuple(self.stop_words)
        nlp = {name: getattr(self, name) for name in _NLP}
        return shared.settings_of(shared.seed_of(self.random_state), nlp, topics=topics)

    def __sklearn_tags__(self) -> Tags:
        return text_tags(super().__sklearn_tags__())
