"""Choose the documents of a corpus by words, people, dates and threads, quickly and often.

The columns are sorted into their values once; after that a choice looks at the values alone, and
words are found by the index.
"""

import datetime as dt
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from textmine.arrays import Bools
from textmine.corpus import Corpus
from textmine.errors import InputError
from textmine.lazily import pd
from textmine.reading.finding.index import Index, corpus_index, index_of
from textmine.reading.finding.sought import Sought, read_sought
from textmine.schema import AUTHOR, CREATED_AT, GROUP, THREAD_ID
from textmine.store import Workspace

Places = NDArray[np.intp]
_DAY = 10
"""Characters of the date in a time such as 2024-03-01 12:30."""
_RANKED = 20_000
"""Documents that are put into the order of the best first, at the most."""
_KEPT = 16
"""Searches of a corpus that are kept, so that another page of the list comes at once."""


@dataclass(frozen=True)
class Narrowing:
    """What documents are wanted; what is "" or None narrows nothing.

    `words` are read as `find` reads them. `author` and `group` are names without regard to case, or
    parts of names where none is just so. `since` and `until` are days (2024-03-01), both included;
    a document without a date is in no span of days. `documents` are the only ones to be found.
    """

    words: str = ""
    author: str = ""
    group: str = ""
    thread: str = ""
    since: str = ""
    until: str = ""
    documents: Collection[str] | None = None


@dataclass(frozen=True)
class Chosen:
    """The places of documents in a corpus, the best first or else in its order.

    What stands in very many documents is not ranked: the best of them are no better than others.
    """

    places: Places
    best_first: bool = False


NOTHING = Chosen(np.empty(0, dtype=np.intp))


@dataclass(frozen=True)
class Column:
    """A column by its values: `numbers` (n_documents,) are places in `values`."""

    numbers: Places
    values: tuple[str, ...]

    def where(self, holds: Callable[[str], bool]) -> Bools:
        """Return which documents have a value for which it holds."""
        holding = np.array([holds(value) for value in self.values], dtype=bool)
        return holding[self.numbers] if len(holding) else np.zeros(len(self.numbers), dtype=bool)

    def named(self, name: str) -> Bools:
        """Return which documents have a value of this name, or one that has the name in it."""
        wanted = name.strip().casefold()
        if any(value.casefold() == wanted for value in self.values):
            return self.where(lambda value: value.casefold() == wanted)
        return self.where(lambda value: wanted in value.casefold())


class Narrowed:
    """A corpus of which documents are chosen; its columns are sorted at the first choice."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._lock = threading.Lock()
        self._latest: OrderedDict[str, Chosen] = OrderedDict()

    @cached_property
    def _place(self) -> dict[str, int]:
        return {identity: index for index, identity in enumerate(self.corpus.ids)}

    @cached_property
    def author(self) -> Column:
        """Who wrote each document."""
        return _column(self.corpus.column(AUTHOR))

    @cached_property
    def group(self) -> Column:
        """What the author of each document belongs to."""
        return _column(self.corpus.column(GROUP))

    @cached_property
    def thread(self) -> Column:
        """The thread of each document."""
        return _column(self.corpus.column(THREAD_ID))

    @cached_property
    def day(self) -> Column:
        """The day of each document."""
        return _column([when[:_DAY] for when in self.corpus.column(CREATED_AT)])

    def choose(self, workspace: Workspace, wanted: Narrowing) -> Chosen:
        """Return the documents that are wanted; raise InputError for words or days that make no
        sense.
        """
        keep = self._kept(wanted)
        if not wanted.words.strip():
            return Chosen(np.flatnonzero(keep))
        with_words = self._with(workspace, wanted.words)
        return Chosen(with_words.places[keep[with_words.places]], with_words.best_first)

    def _with(self, workspace: Workspace, words: str) -> Chosen:
        """Return the documents in which words stand; the latest searches are kept."""
        chosen = self._latest.get(words)
        if chosen is None:
            chosen = _found(workspace, self.corpus, read_sought(words))
            with self._lock:
                self._latest[words] = chosen
                while len(self._latest) > _KEPT:
                    self._latest.popitem(last=False)
        return chosen

    def _kept(self, wanted: Narrowing) -> Bools:
        keep = np.ones(len(self.corpus), dtype=bool)
        if wanted.author.strip():
            keep &= self.author.named(wanted.author)
        if wanted.group.strip():
            keep &= self.group.named(wanted.group)
        if wanted.thread:
            keep &= self.thread.where(lambda value: value == wanted.thread)
        since, until = _day(wanted.since), _day(wanted.until)
        if since or until:
            last = until or "9999-12-31"
            keep &= self.day.where(lambda value: bool(value) and since <= value <= last)
        if wanted.documents is not None:
            only = np.zeros(len(self.corpus), dtype=bool)
            only[
                [self._place[document] for document in wanted.documents if document in self._place]
            ] = True
            keep &= only
        return keep


def _found(workspace: Workspace, corpus: Corpus, sought: Sought) -> Chosen:
    index = corpus_index(workspace, corpus)
    try:
        return _looked_up(index, sought)
    except sqlite3.DatabaseError:  # a kept index that is damaged inside
        own_index = index_of([text] for text in corpus.texts)
        try:
            return _looked_up(own_index, sought)
        finally:
            own_index.close()
    finally:
        index.close()


def _looked_up(index: Index, sought: Sought) -> Chosen:
    many = index.stands_in_more_than(_RANKED, sought)
    rows = index.find_in_order(sought) if many else index.find(sought)
    return Chosen(np.array(rows, dtype=np.intp), best_first=not many)


def _column(cells: Sequence[str]) -> Column:
    numbers, values = pd.factorize(np.array(cells, dtype=object))
    return Column(np.asarray(numbers, dtype=np.intp), tuple(map(str, values)))


def _day(text: str) -> str:
    text = text.strip()
    if not text:
        return ""
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise InputError(
            f"'{text}' is no day.", hint="Write year, month and day: 2024-03-01."
        ) from None
