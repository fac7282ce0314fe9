"""Every place where a word stands, with what is said before and after it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from textmine.choices import ConcordanceOrder
from textmine.corpus import Corpus, places_of
from textmine.nlp import Prepared
from textmine.schema import AUTHOR, THREAD_ID
from textmine.topics.words.query import Query, find_hits


@dataclass(frozen=True)
class Line:
    """A place where the query holds: what stands before it, the words themselves, what follows.

    `place` is the section and page of a passage of a file, "" where there is none.
    """

    document: str
    author: str
    thread: str
    place: str
    left: str
    node: str
    right: str


def concordance(
    query: Query, corpus: Corpus, prepared: Prepared, width: int, by: ConcordanceOrder = "text"
) -> list[Line]:
    """Return a line for each hit, with up to `width` characters on either side.

    Row i of `prepared` is document i of the corpus. The context is the cleaned text: without what
    a reply quotes, white space and control characters as one space each. `by` sorts by the words
    after the node, by those before it (nearest first), by the node, or leaves the order of the
    documents.
    """
    cleaned = prepared.clean
    words = prepared.layer("words")
    ids = corpus.ids  # made anew at each call
    authors, threads = corpus.column(AUTHOR), corpus.column(THREAD_ID)
    places = places_of(corpus)

    @cache
    def spans(unit: int) -> Sequence[tuple[int, int]]:
        return token_spans(cleaned[unit], words[unit])

    lines = []
    for hit in find_hits(query, prepared):
        start, end = spans(hit.unit)[hit.start][0], spans(hit.unit)[hit.end - 1][1]
        text = cleaned[hit.unit]
        # White space is squeezed after cutting, so take more than the width before.
        lines.append(
            Line(
                ids[hit.unit],
                authors[hit.unit],
                threads[hit.unit],
                places[hit.unit],
                _plain(text[max(0, start - 2 * width) : start])[-width:],
                _plain(text[start:end]),
                _plain(text[end : end + 2 * width])[:width],
            )
        )
    if by == "right":
        lines.sort(key=lambda line: (line.right.lower().split(), line.document))
    elif by == "left":
        lines.sort(key=lambda line: (line.left.lower().split()[::-1], line.document))
    elif by == "node":
        lines.sort(key=lambda line: (line.node.lower(), line.right.lower().split()))
    return lines


def token_spans(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return start and end of each word of a text, in their order.

    >>> token_spans("Don't  stop.", ["Do", "n't", "stop", "."])
    [(0, 2), (2, 5), (7, 11), (11, 12)]
    """
    spans, place = [], 0
    for word in words:
        found = text.find(word, place)
        start = found if found >= 0 else place
        place = min(start + len(word), len(text))
        spans.append((start, place))
    return spans


def _plain(text: str) -> str:
    shown = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text)
    lead = " " if shown[:1].isspace() else ""
    tail = " " if shown[-1:].isspace() and shown.strip() else ""
    return f"{lead}{' '.join(shown.split())}{tail}"
