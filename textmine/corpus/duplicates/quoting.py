"""Texts that stand within other texts: whole, or a long run of their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.corpus.duplicates.shingles import Places, Shingles, Words, shingles_of

WHOLE = 8
"""Fewest words of a text that counts as quoted when all of it stands in another."""

RUN = 25
"""Fewest words in a row that count as a quotation of a part."""

_WINDOW = RUN - WHOLE + 1
_SOURCES = 5
_HOLDERS = 1_000
"""A sequence of words that more texts have than this is looked up in the first ones only."""

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
    texts: Sequence[Words], may_quote: Sequence[bool], may_be_quoted: Sequence[bool]
) -> dict[int, Quote]:
    """Return the longest quotation of each text that has one, by the place of the text.

    The texts are all different. Found is every text of 8 words or more that stands as a whole in
    another (unless a thousand others share its rarest eight words), and runs of 25 words or more of
    an earlier text. Runs are looked up by winnowed fingerprints, of which any such run has one
    (Schleimer, Wilkerson and Aiken 2003, Winnowing), and every quotation is compared word for word.
    """
    shingles = shingles_of(texts, WHOLE)
    quoting, quoted = np.asarray(may_quote, dtype=bool), np.asarray(may_be_quoted, dtype=bool)
    best: dict[int, Quote] = {}
    for quote in (
        *_whole_quotes(texts, shingles, quoting, quoted),
        *_run_quotes(texts, shingles, quoting, quoted),
    ):
        known = best.get(quote.quoter)
        if known is None or _rank(quote) < _rank(known):
            best[quote.quoter] = quote
    return dict(sorted(best.items()))


def _rank(quote: Quote) -> tuple[int, bool, int, int]:
    return quote.start - quote.end, not quote.whole, quote.source, quote.start


def _whole_quotes(
    texts: Sequence[Words],
    shingles: Shingles,
    quoting: NDArray[np.bool_],
    quoted: NDArray[np.bool_],
) -> Iterator[Quote]:
    """Look the rarest shingle of each text up among those of all others."""
    _, key, counts = np.unique(shingles.keys, return_inverse=True, return_counts=True)
    if not key.size:
        return
    order = np.argsort(key, kind="stable")
    first = np.cumsum(counts) - counts
    bounds = np.searchsorted(shingles.texts, np.arange(len(texts) + 1))
    for source in np.flatnonzero(quoted & (np.diff(bounds) > 0)).tolist():
        mine = key[bounds[source] : bounds[source + 1]]
        rarest = int(np.argmin(counts[mine]))
        which = mine[rarest]
        if counts[which] == 1:
            continue
        holders = order[first[which] : first[which] + min(counts[which], _HOLDERS)]
        for text, place in zip(
            shingles.texts[holders].tolist(), shingles.places[holders].tolist(), strict=True
        ):
            start, size = place - rarest, len(texts[source])
            if text == source or not quoting[text] or start < 0:
                continue
            if texts[text][start : start + size] == texts[source]:
                yield Quote(text, source, start, start + size, whole=True)


def _run_quotes(
    texts: Sequence[Words],
    shingles: Shingles,
    quoting: NDArray[np.bool_],
    quoted: NDArray[np.bool_],
) -> Iterator[Quote]:
    """Compare the texts that share a fingerprint, from the shared words to both sides."""
    marks = _fingerprints(shingles)
    marks = marks[quoting[shingles.texts[marks]] | quoted[shingles.texts[marks]]]
    order = marks[np.argsort(shingles.keys[marks], kind="stable")]
    edges = np.flatnonzero(np.diff(shingles.keys[order])) + 1
    done: dict[Alignment, int] = {}
    for bucket in np.split(order, edges):
        if bucket.size < 2:
            continue
        holders = [(int(shingles.texts[mark]), int(shingles.places[mark])) for mark in bucket]
        sources = [holder for holder in holders if quoted[holder[0]]][:_SOURCES]
        for quoter, place in holders:
            for source, there in sources:
                if source >= quoter:
                    break
                alignment = quoter, source, place - there
                if not quoting[quoter] or place < done.get(alignment, 0):
                    continue
                start, end = _run(texts[quoter], texts[source], place, there)
                done[alignment] = end
                if end - start >= RUN:
                    yield Quote(quoter, source, start, end, end - start == len(texts[source]))


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


def _run(text: Words, source: Words, place: int, there: int) -> tuple[int, int]:
    """Return the longest run of the same words around a place, as words of the text."""
    start, end, shift = place, place, there - place
    while end < len(text) and end + shift < len(source) and text[end] == source[end + shift]:
        end += 1
    while start > 0 and start + shift > 0 and text[start - 1] == source[start + shift - 1]:
        start -= 1
    return start, end
