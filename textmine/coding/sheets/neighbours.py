"""What is said before and after a document: a message or sentence that cannot be coded alone."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from textmine.coding.whole_units import cut_text
from textmine.corpus import Corpus, reading_order, units_at
from textmine.schema import AUTHOR, PARENT_ID, THREAD_ID, TITLE

_LENGTH = 300
"""Characters of a neighbouring text that a coder sees."""

Neighbours = tuple[list[str], list[str]]
"""What stands before and after each document, in the order of the corpus."""


def neighbours_of(
    corpus: Corpus, before: int | None, after: int | None, *, with_author: bool
) -> Neighbours:
    """Return the documents before and after each one of the same thread or file, as it is read.

    Each is a line with its author; where coders do not see authors it says whether the same person
    speaks. None is one document where the corpus has threads, and none where it has not. Raises
    InputError where neighbours are wanted of a corpus without threads.
    """
    threads = corpus.column(THREAD_ID)
    wanted = [1 if any(threads) and n is None else n or 0 for n in (before, after)]
    neighbours: Neighbours = ([""] * len(corpus), [""] * len(corpus))
    if not any(wanted):
        return neighbours
    lines = _Lines(corpus, with_author)
    for line in _threads(corpus):
        for at, index in enumerate(line):
            neighbours[0][index] = lines.of(index, line[max(0, at - wanted[0]) : at])
            neighbours[1][index] = lines.of(index, line[at + 1 : at + 1 + wanted[1]])
    return neighbours


def places_beside(corpus: Corpus, places: Collection[int]) -> set[int]:
    """Return the places of documents that stand before or after those at `places`, or are answered
    by them: beside these a sheet shows how they begin.
    """
    wanted = set(places)
    found: set[int] = set()
    for line in _threads(corpus) if any(corpus.column(THREAD_ID)) else ():
        for one, next_one in pairwise(line):
            found.update({next_one} if one in wanted else ())
            found.update({one} if next_one in wanted else ())
    place_of = {identity: place for place, identity in enumerate(corpus.ids)}
    parents = corpus.column(PARENT_ID)
    return found | {place_of[parents[p]] for p in wanted if parents[p] in place_of}


def _threads(corpus: Corpus) -> Iterable[list[int]]:
    """Return the places of the documents of each thread, as they are read."""
    labels = units_at(corpus, "threads")
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index in map(int, reading_order(corpus.documents).index):
        if labels[index]:
            places[labels[index]].append(index)
    return places.values()


def thread_titles(corpus: Corpus) -> list[str]:
    """Return the title of each document, or where it has none that of its thread."""
    titles, threads = corpus.column(TITLE), corpus.column(THREAD_ID)
    first: dict[str, str] = {}
    for title, thread in zip(titles, threads, strict=True):
        if thread and title:
            first.setdefault(thread, title)
    return [title or first.get(thread, "") for title, thread in zip(titles, threads, strict=True)]


class _Lines:
    """Texts as lines, with who says them."""

    def __init__(self, corpus: Corpus, with_author: bool) -> None:
        self._texts, self._authors = corpus.texts, corpus.column(AUTHOR)
        self._with_author = with_author

    def of(self, place: int, others: Sequence[int]) -> str:
        return "\n".join(
            self._who(place, other) + cut_text(self._texts[other], _LENGTH) for other in others
        )

    def _who(self, index: int, other: int) -> str:
        mine, theirs = self._authors[index], self._authors[other]
        if not theirs:
            return ""
        if self._with_author:
            return f"{theirs}: "
        return "(same person) " if mine == theirs else "(another person) "
