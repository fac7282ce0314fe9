"""The words of a text, and its sequences of words as numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Words = tuple[str, ...]
Keys = NDArray[np.uint64]
Places = NDArray[np.int64]

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Shingles:
    """Sequences of words, text after text: the key of each, its text, and its first word."""

    keys: Keys
    texts: Places
    places: Places


def words_of(text: str) -> Words:
    """Return the words of a text without case and marks.

    >>> words_of("Save OUR bus!")
    ('save', 'our', 'bus')
    """
    if text.isascii():
        return tuple(_WORD.findall(text.lower()))
    return tuple(word.casefold() for word in _WORD.findall(text))


def word_spans(text: str) -> list[tuple[int, int]]:
    """Return where each word of `words_of` stands, in code points, end exclusive."""
    return [match.span() for match in _WORD.finditer(text)]


def shingles_of(texts: Sequence[Words], length: int) -> Shingles:
    """Return all sequences of `length` words of the texts; equal ones have equal keys."""
    lengths = np.array([len(each) for each in texts], dtype=np.int64)
    words = list(chain.from_iterable(texts))
    number = {word: place for place, word in enumerate(dict.fromkeys(words))}
    flat = np.fromiter(map(number.__getitem__, words), dtype=np.uint64, count=len(words))
    n = max(flat.size - length + 1, 0)
    owner = np.repeat(np.arange(len(texts)), lengths)
    place = np.arange(flat.size) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    keys = mixed(flat[:n])
    for shift in range(1, length):
        keys = mixed(keys ^ flat[shift : shift + n])
    whole = owner[:n] == owner[length - 1 : length - 1 + n]
    return Shingles(keys[whole], owner[:n][whole], place[:n][whole])


def mixed(keys: Keys) -> Keys:
    """Scramble 64-bit numbers (the finaliser of SplitMix64; Steele, Lea and Flood 2014)."""
    x = keys + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(x ^ (x >> np.uint64(31)))
