"""A corpus whose documents have been placed in the topics of a model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.corpus import Corpus
from textmine.errors import InputError, did_you_mean
from textmine.nlp import Prepared
from textmine.topics.engines.engine import Floats
from textmine.topics.judging.judgement import Judgement
from textmine.topics.model import TopicModel
from textmine.topics.naming.themes_file import NO_THEMES, Themes


@dataclass(frozen=True)
class Placed:
    """Documents sorted by id, as prepared texts and content words, and where they stand.

    `unit_topic` is (n_units, n_topics): rows sum to 1, or to 0 for a unit without a known word.
    `judged` and `labels` are what was measured and proposed when the model was fitted; none ask for
    new ones. `themes` are what people made of the topics.
    """

    model: TopicModel
    corpus: Corpus
    prepared: Prepared
    units: tuple[tuple[str, ...], ...]
    unit_topic: Floats
    n_words: int
    judged: Judgement
    labels: tuple[str, ...] = ()
    themes: Themes = NO_THEMES

    @property
    def titles(self) -> dict[str, str]:
        """The name of each topic by its id: that which people gave, else the proposed label."""
        pairs = zip(self.model.topic_ids, self.labels, strict=True)
        return {topic: self.themes.name_of(topic) or label for topic, label in pairs}

    @property
    def in_topics(self) -> NDArray[np.bool_]:
        """Whether each unit has a word that the model knows: (n_units,)."""
        return np.asarray(self.unit_topic.sum(axis=1) > 0)

    def topic(self, identity: str) -> int:
        """Return the place of a topic by its id, such as T03; raise InputError if there is none."""
        names = self.model.topic_ids
        wanted = identity.strip().upper()
        if wanted not in names:
            raise InputError(
                f"Model '{self.model.name}' has no topic '{identity}'.",
                hint=did_you_mean(wanted, names),
            )
        return names.index(wanted)


def topic_and_model(given: str) -> tuple[str, str]:
    """Return model and topic of MODEL:T03; raise InputError for anything else."""
    model, colon, topic = given.rpartition(":")
    if not colon or not model or not topic:
        raise InputError(
            f"'{given}' does not name a topic.", hint="Write MODEL:TOPIC, as in forum-topics:T03."
        )
    return model, topic
