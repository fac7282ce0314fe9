"""Corpora that are kept in memory while they are served, as long as they do not change."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from textmine.codebook import Codebook
from textmine.coding.rule_check import attributes_of
from textmine.coding.texts import CodedTexts, coded_texts
from textmine.corpus import Corpus, load_corpus, reading_order
from textmine.corpus.corpus import CORPUS_TOML
from textmine.schema import AUTHOR, CREATED_AT, THREAD_ID, TITLE
from textmine.store import Workspace

_MOST = 4
"""Corpora kept at once."""
Stamp = tuple[int, int]


@dataclass(frozen=True)
class Message:
    """A document as a page shows it; `date` is "" where there is none."""

    document: str
    text: str
    author: str
    date: str
    title: str
    thread: str


class Loaded:
    """A corpus and what pages ask of it: messages by id, and threads in reading order."""

    def __init__(self, corpus: Corpus, stamp: Stamp) -> None:
        self.corpus = corpus
        self.stamp = stamp
        self._attributes: tuple[object, Mapping[str, Mapping[str, str]]] | None = None
        self._place = {identity: index for index, identity in enumerate(corpus.ids)}

    def __contains__(self, document: str) -> bool:
        return document in self._place

    @cached_property
    def _columns(self) -> dict[str, list[str]]:
        corpus = self.corpus
        return {name: corpus.column(name) for name in (AUTHOR, CREATED_AT, TITLE, THREAD_ID)}

    @cached_property
    def texts(self) -> Sequence[str]:
        """The texts, in the order of the documents."""
        return self.corpus.texts

    @cached_property
    def _threads(self) -> Mapping[str, list[int]]:
        threads = self._columns[THREAD_ID]
        found: defaultdict[str, list[int]] = defaultdict(list)
        for place in map(int, reading_order(self.corpus.documents).index):
            if threads[place]:
                found[threads[place]].append(place)
        return found

    def attributes(self, book: Codebook, document: str) -> Mapping[str, str]:
        """Return the values of a codebook's attributes of a document, where rules speak of them."""
        if self._attributes is None or self._attributes[0] != book.attributes:
            self._attributes = (book.attributes, attributes_of(self.corpus, book))
        return self._attributes[1].get(document, {})

    def message(self, document: str) -> Message | None:
        """Return a document, None where the corpus has it no more."""
        place = self._place.get(document)
        return None if place is None else self._at(place)

    def thread_of(self, document: str) -> list[Message]:
        """Return the messages of a document's thread as they are read, or the document alone."""
        place = self._place[document]
        thread = self._columns[THREAD_ID][place]
        places = self._threads[thread] if thread else [place]
        return [self._at(one) for one in places]

    def _at(self, place: int) -> Message:
        told = {name: cells[place] for name, cells in self._columns.items()}
        return Message(
            self._ids[place],
            self.texts[place],
            told[AUTHOR],
            told[CREATED_AT][:16],
            told[TITLE],
            told[THREAD_ID],
        )

    @cached_property
    def _ids(self) -> list[str]:
        return self.corpus.ids


class LoadedCorpora:
    """The corpora that pages looked at last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Loaded] = OrderedDict()
        self._texts: dict[str, tuple[Stamp, CodedTexts]] = {}

    def of(self, workspace: Workspace, name: str) -> Loaded:
        """Return a corpus; raise NotFoundError."""
        stamp = _stamp(workspace, name)
        with self._lock:
            kept = self._kept.get(name)
            if kept is None or kept.stamp != stamp:
                kept = Loaded(load_corpus(workspace, name), stamp)
                self._kept[name] = kept
            self._kept.move_to_end(name)
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
            return kept

    def texts(self, workspace: Workspace, name: str) -> CodedTexts:
        """Return the texts that codings of a corpus are held against."""
        stamp = _stamp(workspace, name)
        with self._lock:
            kept = self._texts.get(name)
            if kept is None or kept[0] != stamp:
                kept = (stamp, coded_texts(workspace))
                self._texts[name] = kept
            return kept[1]


def _stamp(workspace: Workspace, name: str) -> Stamp:
    path = workspace.existing("corpora", name, CORPUS_TOML) / CORPUS_TOML
    status = path.stat()
    return status.st_mtime_ns, status.st_ino
