"""Linguistic rates of a text: how often it says I, asks, obliges, hedges, thanks."""

import math
from collections.abc import Sequence
from functools import lru_cache
from string import ascii_letters, ascii_uppercase

import numpy as np

from textmine.arrays import Floats
from textmine.nlp.tokens import Tokens

_LISTS: dict[str, frozenset[str]] = {
    "first_person": frozenset("i me my mine myself".split()),
    "we": frozenset("we us our ours ourselves".split()),
    "second_person": frozenset("you your yours yourself yourselves".split()),
    "third_person": frozenset("he she they him her them his their theirs".split()),
    "obligation": frozenset("must should shall ought need needs required require".split()),
    "possibility": frozenset("could would may might can".split()),
    "hedges": frozenset(
        "perhaps maybe possibly probably seem seems appear likely sometimes usually often guess "
        "think believe suppose reckon".split()
    ),
    "negation": frozenset("no not n't never none nothing cannot nobody neither nor".split()),
    "politeness": frozenset(
        "thanks thank please welcome sorry cheers regards hello hi dear".split()
    ),
    "feeling": frozenset(
        "love hate afraid worried worry happy sad angry tired hope wish enjoy enjoyed feel felt "
        "frustrating frustrated proud ashamed glad excited disappointed miss".split()
    ),
    "evaluation": frozenset(
        "good better best bad worse worst great excellent poor terrible unfair fair important "
        "useful useless wrong right brilliant awful".split()
    ),
}

RATES: tuple[str, ...] = (
    *_LISTS,
    "past_tense",
    "names",
    "adjectives",
    "questions",
    "exclamations",
    "quotations",
    "numbers",
    "links",
    "capitals",
    "length",
    "word_length",
)
"""The rates, in the order of `linguistic_rates`."""

_LETTERS, _CAPITALS = ascii_letters.encode(), ascii_uppercase.encode()

LANGUAGE_FREE = RATES[RATES.index("questions") :]
"""The rates that need neither English word lists nor a tagger."""


def linguistic_rates(
    texts: Sequence[str], words: Tokens, pos: Tokens | None = None, tags: Tokens | None = None
) -> Floats:
    """Return the rates of texts in the order of RATES, (n_texts, n_rates), each about 0 to 1.

    Most are shares of the words; length is the logarithm of the number of words over 5. Tags may be
    missing; the rates that need them are 0 then.
    """
    lengths = words.lengths
    n = np.maximum(lengths, 1)
    marks = np.zeros((len(_LISTS) + 2, len(words.names)))
    for kind, word in enumerate(words.names):
        places, marks[-1, kind] = _counts_for(word)
        for place in places:
            marks[place, kind] = 1
    *listed, numbers, n_letters = map(words.sums, marks)
    none = np.zeros(len(texts))
    letters = np.array([_letters(text) for text in texts], dtype=np.int64).reshape(-1, 2)
    columns = [
        *(times / n for times in listed),
        none if tags is None else tags.times(("VBD", "VBN")) / n,
        none if pos is None else pos.times(("PROPN",)) / n,
        none if pos is None else pos.times(("ADJ",)) / n,
        np.array([min(text.count("?"), 3) / 3 for text in texts]),
        np.array([min(text.count("!"), 3) / 3 for text in texts]),
        np.array([min(sum(map(text.count, '"“”')), 4) / 4 for text in texts]),
        numbers / n,
        (words.times(("URL",)) > 0).astype(np.float64),
        letters[:, 1] / np.maximum(letters[:, 0], 1),
        np.array([math.log1p(length) / 5 for length in lengths.tolist()]),
        n_letters / n / 8,
    ]
    return np.column_stack(columns)


@lru_cache(maxsize=100_000)
def _counts_for(word: str) -> tuple[tuple[int, ...], int]:
    """Return the places of the lists that have a word, one more if it has a digit; its length."""
    lower = word.lower()
    places = [index for index, listed in enumerate(_LISTS.values()) if lower in listed]
    if any(map(str.isdigit, word)):
        places.append(len(_LISTS))
    return tuple(places), len(lower)


def _letters(text: str) -> tuple[int, int]:
    """Return how many letters a text has, and how many capitals."""
    if not text.isascii():
        return sum(map(str.isalpha, text)), sum(map(str.isupper, text))
    plain = text.encode()
    others, small = plain.translate(None, _LETTERS), plain.translate(None, _CAPITALS)
    return len(plain) - len(others), len(plain) - len(small)
