"""Propose a label for each topic: the phrase that is most its own, and two of its words."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from textmine.arrays import Floats
from textmine.stats.words.keyness import log_odds, scaled_prior
from textmine.topics.reading.phrases import Phrase, Phrases

_FEWEST_UNITS = 2
_BESIDE = 2
"""Words of a topic that stand behind its phrase."""

_STEM = 4
_VAGUE = frozenset(
    "way thing lot number part kind sort time times people person one day week month year example "
    "case fact point comment order place end use hand bit couple reason question issue matter "
    "verfügung beispiel teil art weise zeit jahr tag leute mensch menschen frage punkt grund sache "
    "cosa vez parte tipo ejemplo caso año día persona gente chose fois partie exemple cas jour an "
    "gens personne".split()
)
"""Last words of phrases that name no theme."""

_COVERS = 0.04
"""Share of a topic whose units hold a phrase, from which it may name the topic: not one street."""

_TELLING = 1.0
"""The z of a phrase's log-odds from which it may name a topic."""


def propose_labels(
    phrases: Phrases,
    unit_topic: Floats,
    words: Sequence[Sequence[str]],
    written: Mapping[str, str] = MappingProxyType({}),
    names: Collection[str] = (),
) -> list[str]:
    """Return a label for each topic, as "default judgment (court, documents)".

    `unit_topic` is (n_units, n_topics), `words` the words of each topic, best first, `written` how
    they are spelt in texts. A label is a phrase that two units or more hold, and units with 4 % of
    the topic; of which a word is one of the topic's; and which the topic's units have more of than
    the others, by log-odds of soft counts. Behind it stand the two best words that it has not. The
    phrase and topic that fit best are settled first; no phrase holds all words of another's, names
    a person (`names`, small letters) or ends in a word that names nothing, such as "time". A topic
    without a phrase is called after its first words.
    """
    labels: dict[int, str] = {}
    taken: list[frozenset[str]] = []
    scores = _scores(phrases, unit_topic, words)
    for _, topic, phrase, index in sorted(
        scores, key=lambda item: (-item[0], -len(item[2]), item[1:])
    ):
        own = frozenset(word[: _STEM + 3] for word in phrase)
        if (
            topic not in labels
            and not any(own <= other or other <= own for other in taken)
            and phrase[-1] not in _VAGUE
            and not any(word in names for word in phrase)
        ):
            labels[topic] = _with_words(phrases.written(index), words[topic], written)
            taken.append(own)
    used = {label.lower() for label in labels.values()}
    for topic, top in enumerate(words):
        if topic not in labels:
            labels[topic] = of_words([written.get(word, word) for word in top], used, topic)
            used.add(labels[topic].lower())
    return [labels[topic] for topic in range(len(words))]


def _with_words(phrase: str, words: Sequence[str], written: Mapping[str, str]) -> str:
    """Return a phrase with two words of its topic that it has not, in the form they are written."""
    stems = {word[:_STEM].lower() for word in phrase.split()}
    more: list[str] = []
    for word in words:
        if len(more) < _BESIDE and word[:_STEM] not in stems:
            more.append(written.get(word, word))
            stems.add(word[:_STEM])
    return f"{phrase} ({', '.join(more)})" if more else phrase


def _scores(
    phrases: Phrases, unit_topic: Floats, words: Sequence[Sequence[str]]
) -> list[tuple[float, int, Phrase, int]]:
    """Return (z, topic, phrase, its place) of every phrase that may name a topic."""
    holding = np.bincount(phrases.counts.indices, minlength=phrases.counts.shape[1])
    own = [set(topic) for topic in words]
    known = set().union(*own) if own else set()
    may = np.flatnonzero((holding >= _FEWEST_UNITS) & phrases.with_word(known)).tolist()
    names = sorted((phrases.phrase(index), index) for index in may)
    if len(names) < 2:
        return []
    counts = phrases.counts[:, [index for _, index in names]]
    soft = (counts.T @ unit_topic).T
    held = ((counts > 0).astype(np.float64).T @ unit_topic).T
    total = counts.T @ np.array([shares.sum() for shares in unit_topic])
    prior = scaled_prior(total, float(len(names)))
    scores = []
    covered = held / np.maximum(unit_topic.sum(axis=0), 1e-12)[:, None]
    for topic, own_counts in enumerate(soft):
        z = log_odds(own_counts, np.maximum(total - own_counts, 0), prior).z
        telling = np.flatnonzero((z >= _TELLING) & (covered[topic] >= _COVERS)).tolist()
        scores += [
            (round(float(z[column]), 9), topic, *names[column])
            for column in telling
            if own[topic].intersection(names[column][0])
        ]
    return scores


def of_words(words: Sequence[str], taken: Collection[str], topic: int, first: int = 2) -> str:
    """Return the first words of a topic, or as many more as no other label has."""
    for several in range(first, len(words) + 1):
        label = ", ".join(words[:several])
        if label.lower() not in taken:
            return label
    return f"{', '.join(words)} ({topic + 1})"
