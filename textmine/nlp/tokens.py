"""Units as runs of words, in arrays: a word is held once, and a unit as the numbers of its words.

Lists of strings take some eighty bytes a word, and what counts words goes through all of them. What
is asked of a word is asked once here, however often it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from textmine.arrays import Bools, Floats, Ints
from textmine.lazily import pa

Codes = NDArray[np.int32]
Rows = Ints

_AT_ONCE = 10_000
"""Texts of which a layer is read together."""


@dataclass(frozen=True, eq=False)
class Tokens(Sequence[list[str]]):
    """Units one after the other; read one by one, each is the list of its words.

    `codes` are places in `names` of the words of all units, those of unit i from `starts[i]` to
    `starts[i + 1]`: there are (n_units + 1,) of them. No two names are the same.
    """

    codes: Codes
    starts: Rows
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.starts) - 1

    @overload
    def __getitem__(self, place: int) -> list[str]: ...
    @overload
    def __getitem__(self, place: slice) -> Tokens: ...
    def __getitem__(self, place: int | slice) -> list[str] | Tokens:
        if isinstance(place, slice):
            begin, end, step = place.indices(len(self))
            if step != 1:
                return self.take(range(begin, end, step))
            starts = self.starts[begin : max(begin, end) + 1]
            return Tokens(self.codes[starts[0] : starts[-1]], starts - starts[0], self.names)
        row = range(len(self))[place]
        return self._told(self.codes[self.starts[row] : self.starts[row + 1]])

    def __iter__(self) -> Iterator[list[str]]:
        for begin, end in zip(self.starts[:-1].tolist(), self.starts[1:].tolist(), strict=True):
            yield self._told(self.codes[begin:end])

    def _told(self, codes: Codes) -> list[str]:
        return [self.names[code] for code in codes.tolist()]

    @cached_property
    def lengths(self) -> Rows:
        """How many words each unit has, (n_units,)."""
        return np.diff(self.starts)

    @cached_property
    def rows(self) -> Rows:
        """The unit of each word, (n_words,)."""
        return np.repeat(np.arange(len(self)), self.lengths)

    def each(self, said: Callable[[str], str] = str) -> list[str]:
        """Return what is said of each word, all units in a row."""
        cells = np.array([said(name) for name in self.names], dtype=object)
        return list(cells[self.codes])

    def by_unit(self, cells: Sequence[str]) -> Iterator[Sequence[str]]:
        """Yield the cells of each unit, of which there is one a word."""
        starts = self.starts.tolist()
        for start, end in pairwise(starts):
            yield cells[start:end]

    def sums(self, values: Floats) -> Floats:
        """Return for each unit the sum of the values of its words, of which there is one a name."""
        sums: NDArray[Any] = np.bincount(self.rows, weights=values[self.codes], minlength=len(self))
        return sums

    def times(self, wanted: Collection[str]) -> Floats:
        """Return how many words of each unit are among those wanted."""
        return self.sums(np.array([float(name in wanted) for name in self.names]))

    def take(self, rows: Sequence[int] | Rows) -> Tokens:
        """Return some of the units, in the order given."""
        wanted = np.asarray(rows, dtype=np.int64)
        return Tokens(
            self.codes[spans(self.starts[wanted], self.lengths[wanted])],
            starts_of(self.lengths[wanted]),
            self.names,
        )

    def where(self, kept: Bools) -> Tokens:
        """Return the units with only the words where `kept` (n_words,) is true."""
        return Tokens(self.codes[kept], starts_of(kept)[self.starts], self.names)

    def marked(self, names: Sequence[bool]) -> Bools:
        """Return what is said of the name of each word, (n_words,), by what is said of names."""
        return np.array(names, dtype=bool)[self.codes]

    def renamed(self, form: Callable[[str], str]) -> Tokens:
        """Return the units with another form of each word; some words may become one."""
        small = tokens_of([[form(name) for name in self.names]])
        return Tokens(small.codes[self.codes], self.starts, small.names)

    def places_of(self, words: Sequence[str]) -> Codes:
        """Return for each name its place among `words`, -1 for a name that is not there."""
        place_of = {word: index for index, word in enumerate(words)}
        places = (place_of.get(name, -1) for name in self.names)
        return np.fromiter(places, dtype=np.int32, count=len(self.names))


def starts_of(lengths: Rows | Bools) -> Rows:
    """Return where each of some runs begins, and where the last one ends."""
    starts: Rows = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
    return starts


def spans(starts: Rows, lengths: Rows) -> Rows:
    """Return the numbers from each start on, as many as its length, one span after the other."""
    ends = np.cumsum(lengths)
    numbers: Rows = np.arange(ends[-1] if len(ends) else 0)
    numbers += np.repeat(starts - (ends - lengths), lengths)
    return numbers


def tokens_of(units: Sequence[Sequence[str]]) -> Tokens:
    """Return units, lists of words, as tokens; tokens as they are."""
    if isinstance(units, Tokens):
        return units
    place_of: dict[str, int] = {}
    lengths = np.fromiter(map(len, units), dtype=np.int64, count=len(units))
    flat = (place_of.setdefault(word, len(place_of)) for word in chain.from_iterable(units))
    codes = np.fromiter(flat, dtype=np.int32, count=int(lengths.sum()))
    return Tokens(codes, starts_of(lengths), tuple(place_of))


def tokens_in(column: pa.ChunkedArray) -> Tokens:
    """Return the tokens of a column of lists."""
    starts = range(0, len(column), _AT_ONCE)
    return joined(_coded(column.slice(start, _AT_ONCE)) for start in starts)


def _coded(column: pa.ChunkedArray) -> Tokens:
    lists = column.combine_chunks()
    coded = lists.flatten().dictionary_encode()
    codes = coded.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    starts = starts_of(lists.value_lengths().to_numpy(zero_copy_only=False))
    return Tokens(codes, starts, tuple(coded.dictionary.to_pylist()))


def joined(parts: Iterable[Tokens]) -> Tokens:
    """Return the units of some tokens one after the other."""
    place_of: dict[str, int] = {}
    codes: list[Codes] = [np.zeros(0, dtype=np.int32)]
    lengths: list[Rows] = [np.zeros(0, dtype=np.int64)]
    for part in parts:
        there = (place_of.setdefault(name, len(place_of)) for name in part.names)
        codes.append(np.fromiter(there, dtype=np.int32, count=len(part.names))[part.codes])
        lengths.append(part.lengths)
    return Tokens(np.concatenate(codes), starts_of(np.concatenate(lengths)), tuple(place_of))
