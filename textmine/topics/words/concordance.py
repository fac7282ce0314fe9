"""Every place where a word stands, with what is said before and after it."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textmine.choices import ConcordanceOrder
from textmine.corpus import Corpus, places_of
from textmine.nlp import Prepared
from textmine.schema import AUTHOR, THREAD_ID
from textmine.topics.words.query import Hit, Query, find_hits

_HELD = 10_000
"""Lines that are held beyond those that are wanted."""


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


@dataclass(frozen=True)
class Concordance:
    """The first `lines` of those that there are: `n` in so many documents, by so many voices."""

    lines: list[Line]
    n: int
    n_documents: int
    n_voices: int


def concordance(
    query: Query,
    corpus: Corpus,
    batches: Iterable[tuple[Sequence[int], Prepared]],
    width: int,
    limit: int,
    by: ConcordanceOrder = "text",
) -> Concordance:
    """Return a line for each of the first `limit` hits, with up to `width` characters beside it.

    A batch holds rows of the corpus and their texts. The context is the cleaned text: without what
    a reply quotes, white space and control characters as one space each. `by` sorts by the words
    after the node, by those before it (nearest first), by the node, or leaves the order of the
    documents.
    """
    ids, authors, threads = corpus.ids, corpus.column(AUTHOR), corpus.column(THREAD_ID)
    places = places_of(corpus)
    lines: list[Line] = []
    n, documents, voices = 0, set[str](), set[str]()
    for rows, prepared in batches:
        where = _Where(prepared)
        for hit in find_hits(query, prepared):
            row = rows[hit.unit]
            n += 1
            documents.add(ids[row])
            voices.add(authors[row] or threads[row] or ids[row])
            if by != "text" or n <= limit:
                said = where.told(hit, width)
                lines.append(Line(ids[row], authors[row], threads[row], places[row], *said))
        if len(lines) > limit + _HELD:
            lines = _sorted(lines, by)[:limit]
    return Concordance(_sorted(lines, by)[:limit], n, len(documents), len(voices))


class _Where:
    """Where the words of some texts stand in them."""

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self._spans: dict[int, tuple[str, list[tuple[int, int]]]] = {}

    def told(self, hit: Hit, width: int) -> tuple[str, str, str]:
        """Return what stands before a hit, the hit itself, and what follows it."""
        if hit.unit not in self._spans:
            table = self._prepared.table
            text = str(table.column("clean")[hit.unit])
            spans = token_spans(text, table.column("words")[hit.unit].as_py())
            self._spans[hit.unit] = (text, spans)
        text, spans = self._spans[hit.unit]
        start, end = spans[hit.start][0], spans[hit.end - 1][1]
        # White space is squeezed after cutting, so take more than the width before.
        return (
            _plain(text[max(0, start - 2 * width) : start])[-width:],
            _plain(text[start:end]),
            _plain(text[end : end + 2 * width])[:width],
        )


def _sorted(lines: list[Line], by: ConcordanceOrder) -> list[Line]:
    if by == "right":
        return sorted(lines, key=lambda line: (line.right.lower().split(), line.document))
    if by == "left":
        return sorted(lines, key=lambda line: (line.left.lower().split()[::-1], line.document))
    if by == "node":
        return sorted(lines, key=lambda line: (line.node.lower(), line.right.lower().split()))
    return lines


def token_spans(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return start and end of each word of a text, in their order.

    >>> token_spans("Don't  stop.", ["Do", "n't", "stop", "."])
    [(0, 2), (2, 5), (7, 11), (11, 12)]
    """
    spans, position = [], 0
    for word in words:
        begin = text.find(word, position)
        start = begin if begin >= 0 else position
        position = min(start + len(word), len(text))
        spans.append((start, position))
    return spans


def _plain(text: str) -> str:
    shown = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text)
    lead = " " if shown[:1].isspace() else ""
    tail = " " if shown[-1:].isspace() and shown.strip() else ""
    return f"{lead}{' '.join(shown.split())}{tail}"
