"""Noun phrases of texts, from their tags; without tags, pairs of words that attract each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from textmine.arrays import Bools, Ints
from textmine.nlp import Prepared
from textmine.nlp.layers import ALPHA, STOP
from textmine.nlp.tokens import Tokens

Phrase = tuple[str, ...]

_NAMING = frozenset({"NOUN", "PROPN"})
_INSIDE = _NAMING | {"ADJ"}
_NOUNS_CAPITALISED = frozenset({"de", "lb"})
_LONGEST = 4
_SHORTEST_WORD = 3
_ATTRACTED = 7.0
"""The logDice from which two neighbouring words are taken as one name (Rychly 2008: a little)."""


@dataclass(frozen=True)
class Phrases:
    """Phrases of two to four words, by their lemmas: `counts` (n_units, n_phrases) of each unit.

    `places` are codes of lemmas, (n_phrases, 4), -1 behind the last of them. `found` are where the
    phrases stand: which one, from which word on, of how many; `forms` are the words as written.
    """

    counts: sp.csr_matrix
    places: Ints
    lemmas: Tokens
    found: Found
    forms: Tokens

    def with_word(self, words: Collection[str]) -> Bools:
        """Return which phrases have one of some words, (n_phrases,)."""
        known = np.array([*(name in words for name in self.lemmas.names), False], dtype=bool)
        return np.asarray(known[self.places].any(axis=1))

    def phrase(self, place: int) -> Phrase:
        """Return the lemmas of a phrase."""
        return tuple(self.lemmas.names[code] for code in self.places[place].tolist() if code >= 0)

    def written(self, place: int) -> str:
        """Return how a phrase is most often written."""
        here = np.flatnonzero(self.found.phrase == place)
        length = int((self.places[place] >= 0).sum())
        starts, names = self.found.start[here].tolist(), self.forms.names
        seen = Counter(
            " ".join(names[code] for code in self.forms.codes[start : start + length].tolist())
            for start in starts
        )
        return min(seen, key=lambda form: (-seen[form], form))


class Found(NamedTuple):
    """Where phrases stand: which one, and from which word of all on."""

    phrase: Ints
    start: Ints


def find_phrases(prepared: Prepared) -> Phrases:
    """Find the phrases of each text: runs of adjectives and nouns that end in a noun.

    A run lends all its parts of two to four words that end in a noun, so that "local business
    rates" is counted for "business rates" too. Stop words and words of one or two letters break a
    run. Without tags, neighbouring words with a logDice of 7 or more, of which the second is a noun
    where nouns have capitals.
    """
    words, flags = prepared.tokens("words"), prepared.token_flags()
    lemmas = prepared.tokens("lemmas").renamed(str.lower)
    tagged = "pos" in prepared.table.column_names
    nouns = not tagged and prepared.model.lang in _NOUNS_CAPITALISED
    inside = ((flags & ALPHA) > 0) & ((flags & STOP) == 0)
    inside &= words.marked([len(word) >= _SHORTEST_WORD for word in words.names])
    naming, as_it_is = np.ones(len(flags), dtype=bool), np.full(len(flags), nouns)
    if tagged:
        tags = prepared.tokens("pos")
        inside &= tags.marked([tag in _INSIDE for tag in tags.names])
        naming = tags.marked([tag in _NAMING for tag in tags.names])
        as_it_is = tags.marked([tag == "PROPN" for tag in tags.names])
    elif nouns:
        naming = words.marked([word[:1].isupper() for word in words.names])
    phrases_found, places = _found(lemmas, inside, naming, _LONGEST if tagged else 2)
    cells = (
        np.ones(len(phrases_found.phrase)),
        (lemmas.rows[phrases_found.start], phrases_found.phrase),
    )
    counts = sp.csr_matrix(cells, shape=(len(lemmas), len(places)))
    phrases = Phrases(counts, places, lemmas, phrases_found, _as_written(words, as_it_is))
    return phrases if tagged else _attracted(phrases)


def _found(lemmas: Tokens, inside: Bools, naming: Bools, longest: int) -> tuple[Found, Ints]:
    """Return where phrases stand, and the codes of their lemmas, (n_phrases, 4)."""
    here = np.arange(len(inside))
    broken = np.where(inside, -1, here)
    begins = lemmas.starts[:-1][lemmas.lengths > 0]
    broken[begins] = np.maximum(broken[begins], begins - 1)
    run = here - np.maximum.accumulate(broken)  # words of the run up to here
    codes, n_names = lemmas.codes.astype(np.int64), max(len(lemmas.names), 1)
    phrases, starts, places = [here[:0]], [here[:0]], [np.zeros((0, _LONGEST), dtype=np.int64)]
    for length in range(2, longest + 1):
        start = np.flatnonzero(inside & naming & (run >= length)) - length + 1
        number = codes[start]
        for step in range(1, length):
            pairs = number * n_names + codes[start + step]
            _, first, number = np.unique(pairs, return_index=True, return_inverse=True)
        parts = np.full((len(first), _LONGEST), -1)
        parts[:, :length] = codes[start[first][:, None] + np.arange(length)]
        phrases.append(number + sum(map(len, places)))
        starts.append(start)
        places.append(parts)
    return Found(np.concatenate(phrases), np.concatenate(starts)), np.concatenate(places)


def _as_written(words: Tokens, as_it_is: Bools) -> Tokens:
    """Return words in small letters, save where they stay as they are."""
    small = words.renamed(str.lower)
    codes = np.where(as_it_is, words.codes, small.codes + np.int32(len(words.names)))
    return Tokens(codes, words.starts, (*words.names, *small.names))


def _attracted(phrases: Phrases) -> Phrases:
    """Keep the pairs whose words stand together much more often than apart."""
    from textmine.stats.words.collocation import collocation

    if not len(phrases.places):
        return phrases
    together = np.asarray(phrases.counts.sum(axis=0)).ravel()
    single = np.bincount(phrases.lemmas.codes, minlength=len(phrases.lemmas.names))
    first, second = single[phrases.places[:, 0]], single[phrases.places[:, 1]]
    measured = collocation(together, first, second, len(phrases.lemmas.codes))
    strong = np.asarray(measured.log_dice) >= _ATTRACTED
    number = np.where(strong, np.cumsum(strong) - 1, -1)[phrases.found.phrase]
    found_pairs = Found(number[number >= 0], phrases.found.start[number >= 0])
    counts = phrases.counts[:, np.flatnonzero(strong)]
    return Phrases(counts, phrases.places[strong], phrases.lemmas, found_pairs, phrases.forms)
