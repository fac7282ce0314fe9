"""What a reader needs beside the top words of a topic: a label, telling words, dissent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textmine.nlp import Prepared
from textmine.stats.frex import frex
from textmine.topics.bags import count_known_words
from textmine.topics.engines.engine import Floats
from textmine.topics.model import FittedTopics
from textmine.topics.reading.dissent import Dissent, dissenting
from textmine.topics.reading.key_words import KeyWord, key_words
from textmine.topics.reading.labels import propose_labels
from textmine.topics.reading.meaning import Meaning
from textmine.topics.reading.phrases import find_phrases
from textmine.topics.reading.quotes import Quotation
from textmine.topics.reading.sources import Source

_LABEL_WORDS = 20


@dataclass(frozen=True)
class Portrait:
    """How a topic reads.

    `label` is proposed from the phrases of its units, for people to confirm or change. `frex` are
    its words by frequency and exclusivity, `key_words` those that its units have more of than the
    rest, `dissenting` the strong units that stand apart.
    """

    label: str = ""
    frex: tuple[str, ...] = ()
    key_words: tuple[KeyWord, ...] = ()
    dissenting: tuple[Dissent, ...] = ()


def proposed_labels(
    model: FittedTopics, prepared: Prepared, unit_topic: Floats, n_words: int
) -> tuple[str, ...]:
    """Propose a label for each topic from the phrases of the units it was fitted to."""
    tops = model.top_words(_LABEL_WORDS)
    either = [
        tuple(dict.fromkeys((*top[:n_words], *_best(row, model.words, _LABEL_WORDS), *top)))
        for top, row in zip(tops, frex(model.topic_word), strict=True)
    ]
    return tuple(propose_labels(find_phrases(prepared), unit_topic, either))


def portray_topics(
    model: FittedTopics,
    prepared: Prepared,
    units: Sequence[Sequence[str]],
    unit_topic: Floats,
    documents: Sequence[Source],
    n_words: int,
    labels: Sequence[str],
    meaning: Meaning | None,
    quoted: Sequence[Sequence[Quotation]],
) -> list[Portrait]:
    """Return a portrait of each topic of a model from the units placed in it.

    `units` are the content words of each, `unit_topic` (n_units, n_topics) where they were placed,
    `documents` holds (id, author, thread, text) of each. `labels` are those of `proposed_labels`,
    `quoted` the typical quotations of each topic.
    """
    counts = count_known_words(units, model.words)
    by_frex = [_best(row, model.words, n_words) for row in frex(model.topic_word)]
    tops = model.top_words(n_words)
    keys = key_words(counts, model.words, unit_topic, n_words)
    words = prepared.layer("words")
    column = {word: place for place, word in enumerate(model.words)}
    return [
        Portrait(
            label=labels[topic],
            frex=by_frex[topic],
            key_words=keys[topic],
            dissenting=tuple(
                dissenting(
                    unit_topic[:, topic],
                    [column[word] for word in tops[topic]],
                    counts,
                    documents,
                    words,
                    tops[topic],
                    prepared.model.lang == "en",
                    meaning,
                    {one.document for one in quoted[topic]},
                )
            ),
        )
        for topic in range(model.n_topics)
    ]


def _best(scores: Floats, words: Sequence[str], n_words: int) -> tuple[str, ...]:
    order = np.argsort(-np.round(scores, 9), kind="stable")[:n_words]
    return tuple(words[place] for place in order if scores[place] > 0)
