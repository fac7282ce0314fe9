"""What is kept in memory while it is served: corpora, codebooks, and where the workspace stands."""

import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Generic, TypeVar

from textmine.codebook import Codebook, find_codebook
from textmine.codebook.files import codebook_path
from textmine.coding.rule_check import attributes_of
from textmine.coding.texts import CodedTexts, coded_texts
from textmine.corpus import CORPUS_TOML, Corpus, load_corpus, reading_order
from textmine.project.status import Status, status_of
from textmine.schema import AUTHOR, CREATED_AT, THREAD_ID, TITLE
from textmine.store import Workspace
from textmine.web.places import codebook_named

_MOST_NAMES, _MOST_CORPORA = 50, 4
"""Codebooks, and corpora, that are kept at once."""
Key = TypeVar("Key")
Kept = TypeVar("Kept")


class Latest(Generic[Key, Kept]):
    """What was asked for last, at most so many; each is made anew when its stamp is another."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, tuple[tuple[object, ...], Kept]] = OrderedDict()

    def of(self, key: Key, stamp: tuple[object, ...], make: Callable[[], Kept]) -> Kept:
        """Return what is kept under a key, or make it; others wait meanwhile."""
        with self._lock:
            entry = self._kept.get(key)
            if entry is None or entry[0] != stamp:
                entry = self._kept[key] = (stamp, make())
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return entry[1]


class KeptCodebooks:
    """The codebooks that pages looked at last."""

    def __init__(self) -> None:
        self._kept = Latest[str, Codebook](_MOST_NAMES)

    def of(self, workspace: Workspace, name: str) -> Codebook:
        """Return a codebook by its name; raise NotFoundError, and InputError for a path."""
        path = codebook_path(codebook_named(name), workspace)
        status = path.stat()
        stamp = (path, status.st_mtime_ns, status.st_size, status.st_ino)
        return self._kept.of(name, stamp, lambda: find_codebook(name, workspace))


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
        rows_by_thread: defaultdict[str, list[int]] = defaultdict(list)
        for index in map(int, reading_order(self.corpus.documents).index):
            if threads[index]:
                rows_by_thread[threads[index]].append(index)
        return rows_by_thread

    def attributes(self, book: Codebook, document: str) -> Mapping[str, str]:
        """Return the values of a codebook's attributes of a document, where rules speak of them."""
        if self._attributes is None or self._attributes[0] != book.attributes:
            self._attributes = (book.attributes, attributes_of(self.corpus, book))
        return self._attributes[1].get(document, {})

    def message(self, document: str) -> Message | None:
        """Return a document, None where the corpus has it no more."""
        index = self._place.get(document)
        return None if index is None else self._at(index)

    def thread_of(self, document: str) -> list[Message]:
        """Return the messages of a document's thread as they are read, or the document alone."""
        index = self._place[document]
        thread = self._columns[THREAD_ID][index]
        places = self._threads[thread] if thread else [index]
        return [self._at(number) for number in places]

    def _at(self, index: int) -> Message:
        values = {name: cells[index] for name, cells in self._columns.items()}
        return Message(
            self._ids[index],
            self.texts[index],
            values[AUTHOR],
            values[CREATED_AT][:16].removesuffix(" 00:00"),
            values[TITLE],
            values[THREAD_ID],
        )

    @cached_property
    def _ids(self) -> list[str]:
        return self.corpus.ids


class LoadedCorpora:
    """The corpora that pages looked at last."""

    def __init__(self) -> None:
        self._kept = Latest[str, Loaded](_MOST_CORPORA)
        self._texts = Latest[str, CodedTexts](_MOST_NAMES)

    def of(self, workspace: Workspace, name: str) -> Loaded:
        """Return a corpus; raise NotFoundError."""
        stamp = _stamp(workspace, name)
        return self._kept.of(name, stamp, lambda: Loaded(load_corpus(workspace, name), stamp))

    def texts(self, workspace: Workspace, name: str) -> CodedTexts:
        """Return the texts that codings of a corpus are held against."""
        return self._texts.of(name, _stamp(workspace, name), lambda: coded_texts(workspace))


def _stamp(workspace: Workspace, name: str) -> Stamp:
    path = workspace.existing("corpora", name, CORPUS_TOML) / CORPUS_TOML
    status = path.stat()
    return status.st_mtime_ns, status.st_ino


_TIMES = 10.0
"""What was counted holds for so many times the seconds that counting took."""
_LONGEST = 120.0
_ROOMS = ("corpora", "codebooks", "models", "runs", "reports")


@dataclass(frozen=True)
class _Counted:
    status: Status
    when: datetime
    until: float
    rooms: tuple[int, ...]


class Standing:
    """The latest status of a workspace, and when it was counted."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: _Counted | None = None
        self._warm = False

    def of(self, workspace: Workspace) -> tuple[Status, datetime]:
        """Return a status that is no more than two minutes old, and the time that it is of.

        What was made or changed since other than by codings is in it.
        """
        with self._lock:
            begun, rooms = time.monotonic(), _rooms(workspace)
            stored = self._kept
            if stored is not None and begun < stored.until and rooms == stored.rooms:
                return stored.status, stored.when
            worked = time.thread_time()
            status = status_of(workspace)
            took = time.thread_time() - worked
            # the first time it is mostly modules that are loaded
            holds = min(_TIMES * took, _LONGEST) if took > 1 and self._warm else 0.0
            self._warm = True
            self._kept = _Counted(status, datetime.now(), begun + holds, rooms)
            return status, self._kept.when

    def forget(self) -> None:
        """Count anew at the next request: who leads has changed something."""
        with self._lock:
            self._kept = None


def _rooms(workspace: Workspace) -> tuple[int, ...]:
    """Return what changes when something is put into a folder of the workspace, or taken out."""
    folders = [workspace.root / room for room in _ROOMS]
    return tuple(folder.stat().st_mtime_ns if folder.is_dir() else 0 for folder in folders)
