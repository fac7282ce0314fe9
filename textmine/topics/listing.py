"""How topics are listed: by which ids, under which names, with which words in which order."""

import re
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from textmine.arrays import Floats

JOINT = "+"
"""Stands between the ids of the topics that one theme is made of."""

_ID = re.compile(rf"t\d+(\{JOINT}t\d+)*", re.IGNORECASE)


def is_id(name: str) -> bool:
    """Return whether a name looks like the id of a topic or of several."""
    return _ID.fullmatch(name.strip()) is not None


def same_name(one: str, other: str) -> bool:
    """Return whether two names are the same to a reader: case and blanks do not tell them apart."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def first_ids(n_topics: int) -> tuple[str, ...]:
    """Return the ids of a first fit."""
    return tuple(f"T{number:02d}" for number in range(1, n_topics + 1))


def free_ids(taken: Collection[str]) -> Iterator[str]:
    """Yield ids beyond the largest that was ever given."""
    number = max((int(identity[1:]) for identity in taken if identity[1:].isdigit()), default=0)
    while True:
        number += 1
        yield f"T{number:02d}"


_EXCLUSIVITY = 0.75


def listing_weights(topic_word: Floats) -> Floats:
    """Return p(word | topic) times the topic's share of the word to the power of .75.

    `topic_word` is (n_topics, n_words), as is the result. By probability alone the commonest words
    head several topics, by exclusivity alone words head a topic that hardly occur in it.
    """
    total = topic_word.sum(axis=0, keepdims=True)
    share = np.divide(topic_word, total, out=np.zeros_like(topic_word), where=total > 0)
    weights: Floats = topic_word * share**_EXCLUSIVITY
    return weights


def top_words(topic_word: Floats, words: Sequence[str], n_words: int) -> list[list[str]]:
    """Return the words that stand for each topic, first the first, ties in alphabetical order."""
    return [
        [words[index] for index in np.argsort(-row, kind="stable")[:n_words] if row[index] > 0]
        for row in listing_weights(topic_word)
    ]
