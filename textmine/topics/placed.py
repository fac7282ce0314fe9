"""A corpus whose documents have been placed in the topics of a model."""

import shlex
from dataclasses import dataclass

import numpy as np

from textmine.arrays import Bools, Floats
from textmine.corpus import Corpus
from textmine.errors import InputError, did_you_mean
from textmine.nlp.encoders import TextMeaning
from textmine.nlp.tokens import Tokens
from textmine.topics.as_read import AsRead
from textmine.topics.judging.judgement import Judgement
from textmine.topics.listing import JOINT, same_name
from textmine.topics.model import FittedTopics
from textmine.topics.sampling import Sampled


@dataclass(frozen=True)
class Placed:
    """Documents sorted by id, as texts that were read and content words, and where they stand.

    `unit_topic` is (n_units, n_topics): rows sum to 1, or to 0 for a unit without a known word.
    `judged` and `labels` are what was measured and proposed when the model was fitted, `names` what
    people call each topic, "" for nothing; `encode` gives texts their vectors, where it can, and
    `sampled` says to how many units the topics were fitted, where that is not all of them.
    `in_themes` makes one topic of those that have one name.
    """

    model: FittedTopics
    corpus: Corpus
    read: AsRead
    units: Tokens
    unit_topic: Floats
    n_words: int
    judged: Judgement
    labels: tuple[str, ...]
    names: tuple[str, ...]
    encode: TextMeaning | None = None
    sampled: Sampled | None = None

    @property
    def titles(self) -> dict[str, str]:
        """The name of each topic by its id: that which people gave, else the proposed label."""
        named_topics = zip(self.model.topic_ids, self.names, self.labels, strict=True)
        return {topic: name or label for topic, name, label in named_topics}

    @property
    def captions(self) -> list[str]:
        """The id of each topic, with the name that people gave it: T01, or T02 Fares."""
        named_topics = zip(self.model.topic_ids, self.names, strict=True)
        return [f"{topic} {name}".rstrip() for topic, name in named_topics]

    @property
    def in_topics(self) -> Bools:
        """Whether each unit has a word that the model knows: (n_units,)."""
        return np.asarray(self.unit_topic.sum(axis=1) > 0)

    def need_two_themes(self) -> None:
        """Raise InputError where all topics are one theme, whose share is 1 in every document."""
        if self.model.n_topics < 2:
            raise InputError(
                f"All topics of '{self.model.name}' are one theme, '{self.names[0]}': it has every "
                "document, and nothing can differ.",
                hint=f"Take it apart: textmine topics themes {self.model.name} --unmerge "
                f"{shlex.quote(self.names[0])}",
            )

    def need_known_words(self) -> None:
        """Raise InputError where no document has a word that the model knows."""
        if not self.in_topics.any():
            raise InputError(
                f"No document of '{self.corpus.name}' has a word that the model "
                f"'{self.model.name}' knows.",
                hint="Is it of the same language and subject?",
            )

    def topic(self, identity: str) -> int:
        """Return the place of a topic by its id (T03) or name; that of its theme for a part of one.

        Raises InputError if there is none.
        """
        ids = self.model.topic_ids
        wanted = " ".join(identity.split())
        for index, (own, name) in enumerate(zip(ids, self.names, strict=True)):
            if wanted.upper() in (own, *own.split(JOINT)) or same_name(wanted, name):
                return index
        known = [*ids, *filter(None, self.names)]
        raise InputError(
            f"Model '{self.model.name}' has no topic '{identity}'.",
            hint=did_you_mean(wanted, known),
        )


def topic_and_model(given: str) -> tuple[str, str]:
    """Return model and topic of MODEL:T03; raise InputError for anything else."""
    model, colon, topic = given.partition(":")
    if not colon or not model or not topic:
        raise InputError(
            f"'{given}' does not name a topic.", hint="Write MODEL:TOPIC, as in forum-topics:T03."
        )
    return model, topic
