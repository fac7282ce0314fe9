"""A corpus as it is read: threads as conversations, windows of long ones, choices."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from textmine.coding.live.visible import Viewer, documents_with_code, stamp_of
from textmine.corpus import places_of, reading_order
from textmine.errors import NotFoundError
from textmine.reading.finding.narrowing import Narrowed, Places
from textmine.schema import AUTHOR, CREATED_AT, GROUP, THREAD_ID, TITLE
from textmine.store import Workspace
from textmine.web.kept import Latest, Loaded, LoadedCorpora

_MOST = 4
_CODES_KEPT = 64


@dataclass(frozen=True)
class Text:
    """A document as it is read; what is not known is ""."""

    document: str
    text: str
    author: str = ""
    group: str = ""
    date: str = ""
    title: str = ""
    thread: str = ""
    page: str = ""


@dataclass(frozen=True)
class Window:
    """A part of a thread as it is read: its texts, and how many come before and after them."""

    texts: tuple[Text, ...]
    before: int
    after: int


class Readable:
    """A corpus that is read; columns are made when they are first needed."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.narrowed = Narrowed(loaded.corpus)

    @cached_property
    def _columns(self) -> list[list[str]]:
        corpus = self.loaded.corpus
        return [corpus.column(name) for name in (AUTHOR, GROUP, CREATED_AT, TITLE, THREAD_ID)]

    @cached_property
    def _ids(self) -> list[str]:
        return self.loaded.corpus.ids

    @cached_property
    def _pages(self) -> list[str]:
        return places_of(self.loaded.corpus)

    @cached_property
    def _place(self) -> dict[str, int]:
        return {identity: index for index, identity in enumerate(self._ids)}

    @cached_property
    def _threads(self) -> dict[str, Places]:
        """Each thread -> the places of its documents, as they are read."""
        order = np.asarray(reading_order(self.loaded.corpus.documents).index, dtype=np.intp)
        column = self.narrowed.thread
        numbers = column.numbers[order]
        cuts = np.flatnonzero(np.diff(numbers)) + 1
        parts = np.split(order, cuts)
        return {
            column.values[column.numbers[part[0]]]: part
            for part in parts
            if len(part) and column.values[column.numbers[part[0]]]
        }

    def text(self, place: int) -> Text:
        """Return a document by its place."""
        author, group, date, title, thread = (column[place] for column in self._columns)
        words, page = self.loaded.texts[place], self._pages[place]
        return Text(
            self._ids[place],
            words,
            author,
            group,
            date[:16].removesuffix(" 00:00"),
            title,
            thread,
            page,
        )

    def window(self, document: str, around: int) -> Window:
        """Return a document in its thread, with so many before and after it.

        Raises NotFoundError where the corpus has no such document.
        """
        index = self._place.get(document)
        if index is None:
            name = self.loaded.corpus.name
            raise NotFoundError(f"'{name}' has no document '{document[:200]}'.")
        thread = self._columns[-1][index]
        every = self._threads[thread] if thread else np.array([index])
        at = int(np.flatnonzero(every == index)[0])
        first, last = max(0, at - around), min(len(every), at + around + 1)
        texts = tuple(self.text(int(number)) for number in every[first:last])
        return Window(texts, first, len(every) - last)


class ReadCorpora:
    """The corpora that are read, and which documents have a code that was looked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept = Latest[str, Readable](_MOST)
        self._coded: OrderedDict[tuple[object, ...], tuple[tuple[int, ...], frozenset[str]]] = (
            OrderedDict()
        )

    def of(self, workspace: Workspace, corpora: LoadedCorpora, name: str) -> Readable:
        """Return a corpus as it is now; raise NotFoundError."""
        loaded = corpora.of(workspace, name)
        return self._kept.of(name, (loaded,), lambda: Readable(loaded))

    def coded(
        self,
        workspace: Workspace,
        corpora: LoadedCorpora,
        corpus: str,
        viewer: Viewer,
        wanted: tuple[str, str, str],
        *,
        machine: bool,
    ) -> frozenset[str]:
        """Return the documents with a code that somebody may see, counted anew after a change."""
        url = workspace.codings_url
        key = (corpus, viewer, wanted, machine)
        # what is open changes without a code: who is no lead is looked up each time
        stamp = (*stamp_of(url), *corpora.of(workspace, corpus).stamp)
        with self._lock:
            entry = self._coded.get(key) if viewer.everything else None
        if entry is not None and entry[0] == stamp:
            return entry[1]
        texts = corpora.texts(workspace, corpus)
        documents = documents_with_code(url, corpus, texts, viewer, wanted, machine=machine)
        with self._lock:
            self._coded[key] = (stamp, documents)
            while len(self._coded) > _CODES_KEPT:
                self._coded.popitem(last=False)
        return documents
