"""The threads of a corpus: when each was opened and by whom, who spoke, and how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textmine.corpus.corpus import Corpus, reading_order
from textmine.corpus.hierarchy import units_at
from textmine.corpus.spaceless import n_between_spaces
from textmine.lazily import pd
from textmine.schema import AUTHOR, CREATED_AT, TITLE


@dataclass(frozen=True)
class Conversation:
    """A thread, or a file that was cut: what its first document says, and what it holds.

    `title` is the first that a document of it has, `opening` the first text. `opened` and `last`
    are None where no document has a date. `people` are different authors.
    """

    id: str
    title: str
    opening: str
    opened: pd.Timestamp | None
    opened_by: str
    last: pd.Timestamp | None
    documents: int
    people: int
    words: int


def conversations(corpus: Corpus, chosen: Corpus | None = None) -> list[Conversation]:
    """Return the threads of a corpus, the one that was opened first at the head.

    Where documents are `chosen`, only threads with such a document are there, and documents, people
    and words are theirs; the rest is said of the whole thread. Documents without a thread are in
    none. Raises InputError where no document has one.
    """
    threads = units_at(corpus, "threads")
    wanted = None if chosen is None else set(chosen.ids)
    counted = [wanted is None or identity in wanted for identity in corpus.ids]
    places: dict[str, list[int]] = {}
    for index in map(int, reading_order(corpus.documents).index):
        if threads[index]:
            places.setdefault(threads[index], []).append(index)
    columns = _Columns(corpus)
    all_threads = [
        columns.conversation(thread, mine, [at for at in mine if counted[at]])
        for thread, mine in sorted(places.items(), key=lambda item: min(item[1]))
        if any(counted[at] for at in mine)
    ]
    dated = [conversation for conversation in all_threads if conversation.opened is not None]
    return (
        sorted(all_threads, key=lambda conversation: str(conversation.opened))
        if len(dated) == len(all_threads)
        else all_threads
    )


class _Columns:
    """What is asked of each document, by its place."""

    def __init__(self, corpus: Corpus) -> None:
        dates = corpus.documents.get(CREATED_AT)
        self._dates: list[Any] = [None] * len(corpus)
        if dates is not None:
            self._dates = list(dates.astype(object).where(dates.notna(), None))
        self._authors, self._titles = corpus.column(AUTHOR), corpus.column(TITLE)
        self._texts = corpus.texts

    def conversation(self, thread: str, every: list[int], counted: list[int]) -> Conversation:
        known = [self._dates[at] for at in every if self._dates[at] is not None]
        return Conversation(
            id=thread,
            title=next((self._titles[at] for at in every if self._titles[at]), ""),
            opening=self._texts[every[0]],
            opened=min(known, default=None),
            opened_by=self._authors[every[0]],
            last=max(known, default=None),
            documents=len(counted),
            people=len({self._authors[at] for at in counted} - {""}),
            words=sum(n_between_spaces(self._texts[at]) for at in counted),
        )
