"""Propose a label for each topic: the phrase that is most its own, never the same for two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from textmine.stats.keyness import log_odds, scaled_prior
from textmine.topics.engines.engine import Floats
from textmine.topics.reading.phrases import Phrase, Phrases

_FEWEST_UNITS = 2
_TELLING = 1.0
"""The z of a phrase's log-odds from which it may name a topic."""


def propose_labels(
    phrases: Phrases, unit_topic: Floats, words: Sequence[Sequence[str]]
) -> list[str]:
    """Return a label for each topic.

    `unit_topic` is (n_units, n_topics), `words` the words of each topic, best first. A label is a
    phrase that two units or more hold, of which a word is one of the topic's, and which the topic's
    units have more of than the others, by log-odds of soft counts. The phrase and topic that fit
    best are settled first. A topic without such a phrase is called after its first words.
    """
    scores = _scores(phrases, unit_topic, words)
    labels: dict[int, str] = {}
    taken: set[str] = set()
    for _, topic, phrase in sorted(scores, key=lambda one: (-one[0], -len(one[2]), one[1:])):
        written = phrases.written[phrase]
        if topic not in labels and written.lower() not in taken:
            labels[topic] = written
            taken.add(written.lower())
    for topic, own in enumerate(words):
        if topic not in labels:
            labels[topic] = _of_words(own, taken, topic)
            taken.add(labels[topic].lower())
    return [labels[topic] for topic in range(len(words))]


def _scores(
    phrases: Phrases, unit_topic: Floats, words: Sequence[Sequence[str]]
) -> list[tuple[float, int, Phrase]]:
    """Return (z, topic, phrase) of every phrase that may name a topic."""
    holding = Counter(phrase for unit in phrases.counts for phrase in unit)
    own = [set(topic) for topic in words]
    known = set().union(*own) if own else set()
    names = sorted(
        phrase
        for phrase, units in holding.items()
        if units >= _FEWEST_UNITS and known.intersection(phrase)
    )
    if len(names) < 2:
        return []
    column = {phrase: place for place, phrase in enumerate(names)}
    soft = np.zeros((len(words), len(names)))
    total = np.zeros(len(names))
    for unit, shares in zip(phrases.counts, unit_topic, strict=True):
        for phrase, times in unit.items():
            if phrase in column:
                soft[:, column[phrase]] += times * shares
                total[column[phrase]] += times * shares.sum()
    prior = scaled_prior(total, float(len(names)))
    found = []
    for topic, counts in enumerate(soft):
        z = log_odds(counts, np.maximum(total - counts, 0), prior).z
        found += [
            (round(float(z[column[phrase]]), 9), topic, phrase)
            for phrase in names
            if z[column[phrase]] >= _TELLING and own[topic].intersection(phrase)
        ]
    return found


def _of_words(words: Sequence[str], taken: set[str], topic: int) -> str:
    for several in range(2, len(words) + 1):
        label = ", ".join(words[:several])
        if label.lower() not in taken:
            return label
    return f"{', '.join(words)} ({topic + 1})"
