"""Texts that stand within other texts: whole, or a long run of their words."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.arrays import Bools
from textmine.corpus.duplicates.shingles import FirstCome, Keys, NumberedWords, Places, Shingles

WHOLE = 8
"""Fewest words of a text that counts as quoted when all of it stands in another."""

RUN = 25
"""Fewest words in a row that count as a quotation of a part."""

_WINDOW = RUN - WHOLE + 1
_SOURCES = 5
_HOLDERS = 1_000
"""A sequence of words that more texts have than this is looked up in the first ones only."""

_OFTEN = 255
_MOST_BITS = 28
"""Counts are kept of 2^28 sequences at the most, a byte each."""

Alignment = tuple[int, int, int]
"""The text that quotes, the one quoted, and by how many words their places differ."""


@dataclass(frozen=True)
class Quote:
    """Words `start` to `end` (exclusive) of text `quoter` stand in text `source`; all of it?"""

    quoter: int
    source: int
    start: int
    end: int
    whole: bool


def find_quotes(
    words: NumberedWords,
    texts: Places,
    may_quote: Bools,
    may_be_quoted: Bools,
) -> dict[int, Quote]:
    """Return the longest quotation of each text that has one, by its place in `texts`.

    The texts are all different. Found is every text of 8 words or more that stands as a whole in
    another (unless a thousand others share its rarest eight words), and runs of 25 words or more of
    an earlier text. Runs are looked up by winnowed fingerprints, of which any such run has one
    (Schleimer, Wilkerson and Aiken 2003, Winnowing), and every quotation is compared word for word.
    The texts are read three times, and not all of their sequences are kept at one time.
    """
    asked = _Asked(words, texts, may_quote, may_be_quoted)
    counts, marks = _first_look(asked)
    best: dict[int, Quote] = {}
    for quote in chain(_whole_quotes(asked, counts), _run_quotes(asked, marks)):
        known = best.get(quote.quoter)
        if known is None or _rank(quote) < _rank(known):
            best[quote.quoter] = quote
    return dict(sorted(best.items()))


def _rank(quote: Quote) -> tuple[int, bool, int, int]:
    return quote.start - quote.end, not quote.whole, quote.source, quote.start


class _Asked:
    """The texts that are asked about, by their places, and which of them may be on which side."""

    def __init__(
        self,
        words: NumberedWords,
        texts: Places,
        quoting: Bools,
        quoted: Bools,
    ) -> None:
        self.quoting, self.quoted = quoting, quoted
        self._words, self._texts = words, texts
        self._numbering = FirstCome(words.n_different)
        self.words = lru_cache(maxsize=4_096)(self._of)

    def shingles(self) -> Iterator[Shingles]:
        """Yield their sequences of words, numbered the same each time."""
        return self._words.shingles(self._texts, WHOLE, self._numbering)

    @property
    def n_words(self) -> int:
        """How many words they have together."""
        return int(self._words.lengths[self._texts].sum())

    def slice(self, place: int) -> NDArray[np.uint32]:
        """Return the words of a text."""
        return self._words.slice(int(self._texts[place]))

    def _of(self, index: int) -> tuple[int, ...]:
        return self._words.of(int(self._texts[index]))


def _first_look(asked: _Asked) -> tuple[NDArray[np.uint8], Shingles]:
    """Return how often sequences stand there, by their last bits, and the fingerprints.

    Sequences with the same last bits are counted as one, so no count is too low.
    """
    bits = min(max((4 * asked.n_words).bit_length(), 10), _MOST_BITS)
    counts = np.zeros(1 << bits, dtype=np.uint8)
    marks = []
    for shingles in asked.shingles():
        slots, n = np.unique(_slots(shingles.keys, counts), return_counts=True)
        counts[slots] = np.minimum(counts[slots] + n, _OFTEN)
        chosen = _fingerprints(shingles)
        chosen = chosen[(asked.quoting | asked.quoted)[shingles.texts[chosen]]]
        marks.append(shingles.take(chosen))
    return counts, Shingles.joined(marks)


def _slots(keys: Keys, table: NDArray[Any]) -> Places:
    return (keys & np.uint64(table.size - 1)).astype(np.int64)


def _whole_quotes(asked: _Asked, counts: NDArray[np.uint8]) -> Iterator[Quote]:
    """Look a rare shingle of each text up among those of all others."""
    rare = Shingles.joined([_rarest(asked, shingles, counts) for shingles in asked.shingles()])
    if not rare.keys.size:
        return
    wanted = np.unique(rare.keys)
    holders = _holders(asked, wanted, counts)
    bounds = np.searchsorted(holders.keys, wanted)
    ends = np.searchsorted(holders.keys, wanted, side="right")
    which = np.searchsorted(wanted, rare.keys)
    for at, source, rarest in zip(
        which.tolist(), rare.texts.tolist(), rare.places.tolist(), strict=True
    ):
        first, last = int(bounds[at]), int(min(ends[at], bounds[at] + _HOLDERS))
        if last - first < 2:
            continue
        whole = asked.slice(source)
        for text, position in zip(
            holders.texts[first:last].tolist(), holders.places[first:last].tolist(), strict=True
        ):
            start, size = position - rarest, len(whole)
            if text == source or not asked.quoting[text] or start < 0:
                continue
            if np.array_equal(asked.slice(text)[start : start + size], whole):
                yield Quote(text, source, start, start + size, whole=True)


def _rarest(asked: _Asked, shingles: Shingles, counts: NDArray[np.uint8]) -> Shingles:
    """Return the first of the rarest shingles of each text that can be quoted, if any is shared."""
    owners, starts = np.unique(shingles.texts, return_index=True)
    if not owners.size:
        return shingles
    often = counts[_slots(shingles.keys, counts)].astype(np.int64)
    least = np.minimum.reduceat(often << 32 | shingles.places, starts)
    rarest = starts + (least & 0xFFFFFFFF)
    return shingles.take(rarest[asked.quoted[owners] & (least >> 32 > 1)])


def _holders(asked: _Asked, wanted: Keys, counts: NDArray[np.uint8]) -> Shingles:
    """Return all shingles with a wanted key, sorted by it."""
    is_wanted = np.zeros(counts.size, dtype=bool)
    is_wanted[_slots(wanted, counts)] = True
    holders = []
    for shingles in asked.shingles():
        some = shingles.take(np.flatnonzero(is_wanted[_slots(shingles.keys, counts)]))
        places = np.minimum(np.searchsorted(wanted, some.keys), wanted.size - 1)
        holders.append(some.take(np.flatnonzero(wanted[places] == some.keys)))
    every = Shingles.joined(holders)
    return every.take(np.argsort(every.keys, kind="stable"))


def _run_quotes(asked: _Asked, marks: Shingles) -> Iterator[Quote]:
    """Compare the texts that share a fingerprint, from the shared words to both sides."""
    marks = marks.take(np.argsort(marks.keys, kind="stable"))
    same = marks.keys[1:] == marks.keys[:-1]
    shared = np.append(same, False) | np.append(False, same)
    marks = marks.take(np.flatnonzero(shared))
    edges = np.flatnonzero(np.diff(marks.keys)) + 1
    done: dict[Alignment, int] = {}
    for first, last in pairwise([0, *edges.tolist(), marks.keys.size]):
        holders = [
            *zip(marks.texts[first:last].tolist(), marks.places[first:last].tolist(), strict=True)
        ]
        sources = [holder for holder in holders if asked.quoted[holder[0]]][:_SOURCES]
        for quoter, position in holders:
            for source, there in sources:
                if source >= quoter:
                    break
                alignment = quoter, source, position - there
                if not asked.quoting[quoter] or position < done.get(alignment, 0):
                    continue
                first_words, second_words = asked.words(quoter), asked.words(source)
                start, end = _run(first_words, second_words, position, there)
                done[alignment] = end
                if end - start >= RUN:
                    yield Quote(quoter, source, start, end, end - start == len(second_words))


def _fingerprints(shingles: Shingles) -> Places:
    """Return which shingles have the lowest key of some window within their text."""
    keys, texts = shingles.keys, shingles.texts
    n = keys.size - _WINDOW + 1
    if n < 1:
        return np.zeros(0, dtype=np.int64)
    within = texts[:n] == texts[_WINDOW - 1 :]
    lowest = keys[:n].copy()
    for shift in range(1, _WINDOW):
        np.minimum(lowest, keys[shift : shift + n], out=lowest)
    chosen = np.zeros(keys.size, dtype=bool)
    for shift in range(_WINDOW):
        chosen[shift : shift + n] |= within & (keys[shift : shift + n] == lowest)
    return np.flatnonzero(chosen)


def _run(text: tuple[int, ...], source: tuple[int, ...], place: int, there: int) -> tuple[int, int]:
    """Return the longest run of the same words around a place, as words of the text."""
    start, end, shift = place, place, there - place
    while end < len(text) and end + shift < len(source) and text[end] == source[end + shift]:
        end += 1
    while start > 0 and start + shift > 0 and text[start - 1] == source[start + shift - 1]:
        start -= 1
    return start, end
