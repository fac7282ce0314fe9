"""The words of a text, and its sequences of words as numbers."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from textmine.arrays import Bools, Ints
from textmine.corpus.spaceless import spans_of_words, words_or_signs

Words = tuple[str, ...]
Keys = NDArray[np.uint64]
Places = Ints

_WORDS_AT_ONCE = 1_000_000
"""Words whose sequences are in memory at one time, and those of one text more."""


@dataclass(frozen=True)
class Shingles:
    """Sequences of words, text after text: the key of each, its text, and its first word."""

    keys: Keys
    texts: Places
    places: Places

    def take(self, some: Places | Bools) -> Shingles:
        """Return some of them, in the order given."""
        return Shingles(self.keys[some], self.texts[some], self.places[some])

    @classmethod
    def joined(cls, found: Sequence[Shingles]) -> Shingles:
        """Return all of them, one after the other."""
        none = cls(np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros(0, np.int64))
        every = [none, *found]
        return cls(
            np.concatenate([shingles.keys for shingles in every]),
            np.concatenate([shingles.texts for shingles in every]),
            np.concatenate([shingles.places for shingles in every]),
        )


def words_of(text: str) -> Words:
    """Return the words of a text without case and marks; see `words_or_signs`.

    >>> words_of("Save OUR bus!")
    ('save', 'our', 'bus')
    """
    if text.isascii():
        return tuple(words_or_signs(text.lower()))
    return tuple(word.casefold() for word in words_or_signs(text))


def word_spans(text: str) -> list[tuple[int, int]]:
    """Return where each word of `words_of` stands, in code points, end exclusive."""
    return spans_of_words(text)


@dataclass(frozen=True)
class CutTexts:
    """Some texts as places in `words`, those of all of them; `lengths` says how many each has."""

    words: Sequence[str]
    numbers: NDArray[np.uint32]
    lengths: Places


def cut_texts(texts: Iterable[str]) -> CutTexts:
    """Return the words of texts, each of them once, in the order in which they come."""
    number: dict[str, int] = {}
    numbers, lengths = array("I"), array("q")
    for text in texts:
        found = [number.setdefault(word, len(number)) for word in words_of(text)]
        numbers.extend(found)
        lengths.append(len(found))
    return CutTexts(
        [*number], np.frombuffer(numbers, dtype=np.uint32), np.frombuffer(lengths, dtype=np.int64)
    )


class NumberedWords:
    """The words of texts as numbers, equal ones for equal words: 4 bytes a word.

    Text i has the words `numbers[starts[i]:starts[i + 1]]`; `n_different` words are different.
    """

    def __init__(self, parts: Iterable[CutTexts]) -> None:
        """Take up texts that were cut, part by part, and number their words anew."""
        number: dict[str, int] = {}
        numbers, lengths = array("I"), array("q")
        for part in parts:
            here = [number.setdefault(word, len(number)) for word in part.words]
            numbers.frombytes(np.array(here, dtype=np.uint32)[part.numbers].tobytes())
            lengths.frombytes(part.lengths.tobytes())
        self.numbers: NDArray[np.uint32] = np.frombuffer(numbers, dtype=np.uint32)
        self.starts: Places = np.append(0, np.cumsum(np.frombuffer(lengths, dtype=np.int64)))
        self.n_different = len(number)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> Places:
        """How many words each text has."""
        return np.diff(self.starts)

    def slice(self, text: int) -> NDArray[np.uint32]:
        """Return the numbers of the words of a text."""
        return self.numbers[self.starts[text] : self.starts[text + 1]]

    def of(self, text: int) -> tuple[int, ...]:
        """Return the numbers of the words of a text as a tuple."""
        return tuple(self.slice(text).tolist())

    def together(self, texts: Places) -> tuple[Keys, Places]:
        """Return the words of some texts, text after text, and how many each has."""
        starts, lengths = self.starts[texts], self.starts[texts + 1] - self.starts[texts]
        shift = np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
        return self.numbers[shift + np.arange(shift.size)].astype(np.uint64), lengths

    def different_texts(self) -> tuple[Places, Places]:
        """Return for each text which of the different ones it is, and the first text of each."""
        number: dict[bytes, int] = {}
        which = np.empty(len(self), dtype=np.int64)
        first: list[int] = []
        for text in range(len(self)):
            key = blake2b(self.slice(text).tobytes(), digest_size=16).digest()
            which[text] = number.setdefault(key, len(first))
            if which[text] == len(first):
                first.append(text)
        return which, np.array(first, dtype=np.int64)

    def shingles(
        self, texts: Places, length: int, numbering: FirstCome | None = None
    ) -> Iterator[Shingles]:
        """Yield the sequences of `length` words of some texts, a batch of whole texts at a time.

        Their texts are places in `texts`. With a `numbering` words are numbered in the order in
        which they come.
        """
        if not len(texts):
            return
        ends = np.cumsum(self.starts[texts + 1] - self.starts[texts])
        edges = np.searchsorted(ends, np.arange(_WORDS_AT_ONCE, ends[-1], _WORDS_AT_ONCE))
        bounds = np.unique([0, *edges.tolist(), len(texts)])
        for begin, end in pairwise(bounds.tolist()):
            words, lengths = self.together(texts[begin:end])
            shingles = shingles_of(numbering(words) if numbering else words, lengths, length)
            yield Shingles(shingles.keys, shingles.texts + begin, shingles.places)


class FirstCome:
    """Numbers words anew, in the order in which they come: what follows is the same everywhere."""

    def __init__(self, n_different: int) -> None:
        self._new = np.full(n_different, -1, dtype=np.int64)
        self._n = 0

    def __call__(self, words: Keys) -> Keys:
        """Return the new numbers of words."""
        at = words.astype(np.int64)
        different, first = np.unique(at[self._new[at] < 0], return_index=True)
        self._new[different[np.argsort(first)]] = np.arange(self._n, self._n + different.size)
        self._n += different.size
        return self._new[at].astype(np.uint64)


def shingles_of(words: Keys, lengths: Places, length: int) -> Shingles:
    """Return all sequences of `length` words of texts that stand one after the other.

    Equal ones have equal keys.
    """
    n = max(words.size - length + 1, 0)
    owner = np.repeat(np.arange(lengths.size), lengths)
    position = np.arange(words.size) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    keys = mixed(words[:n])
    for shift in range(1, length):
        keys = mixed(keys ^ words[shift : shift + n])
    whole = owner[:n] == owner[length - 1 : length - 1 + n]
    return Shingles(keys[whole], owner[:n][whole], position[:n][whole])


def mixed(keys: Keys) -> Keys:
    """Scramble 64-bit numbers (the finaliser of SplitMix64; Steele, Lea and Flood 2014)."""
    x = keys + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(x ^ (x >> np.uint64(31)))
