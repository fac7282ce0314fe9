"""A thread as one text: its documents one after the other, each below a line that says whose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.corpus import Corpus, reading_order
from textmine.exchange.placed import Placed
from textmine.schema import AUTHOR, CREATED_AT, ID, THREAD_ID


@dataclass(frozen=True)
class ThreadText:
    """The text of a thread, and where each of its documents stands in it."""

    thread: str
    text: str
    places: tuple[Placed, ...]

    def place(self, document: str) -> Placed:
        """Return where a document stands."""
        return next(one for one in self.places if one.document == document)


def thread_texts(corpus: Corpus) -> list[ThreadText]:
    """Return the threads of a corpus, each as one text; a document without one is its own.

    Threads come in the order of their first documents in the corpus.
    """
    texts = dict(zip(corpus.ids, corpus.texts, strict=True))
    authors = dict(zip(corpus.ids, corpus.column(AUTHOR), strict=True))
    dates = dict(zip(corpus.ids, corpus.column(CREATED_AT), strict=True))
    order = reading_order(corpus.documents)
    members: dict[str, list[str]] = {}
    for identity, thread in zip(order[ID].tolist(), order[THREAD_ID].tolist(), strict=True):
        members.setdefault(str(thread), []).append(str(identity))
    threads = {identity: thread for thread, mine in members.items() for identity in mine}
    return [
        _thread_text(thread, members[thread], texts, authors, dates)
        for thread in dict.fromkeys(threads[identity] for identity in corpus.ids)
    ]


def _thread_text(
    thread: str,
    documents: Sequence[str],
    texts: dict[str, str],
    authors: dict[str, str],
    dates: dict[str, str],
) -> ThreadText:
    parts: list[str] = []
    places = []
    at = 0
    for document in documents:
        told = " · ".join(filter(None, (document, authors[document], dates[document])))
        header = f"[{' '.join(told.split())}]\n"
        text = texts[document]
        start = at + len(header)
        places.append(Placed(document, start, start + len(text), -start))
        parts += [header, text, "\n\n"]
        at = start + len(text) + 2
    return ThreadText(thread, "".join(parts)[:-1], tuple(places))
