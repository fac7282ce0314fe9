"""Where the text of a source stands in documents, and threads as one text."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from textmine.corpus import Corpus, reading_order
from textmine.errors import InputError, NotFoundError
from textmine.schema import AUTHOR, CREATED_AT, ID, THREAD_ID
from textmine.store.atomic import replacing_at_once


@dataclass(frozen=True)
class Placed:
    """Where the text of a source stands in a document: shifted, and only from `start` to `end`.

    All are code points; `start` and `end` into the source, end exclusive, `shift` is what a place
    in the source has to be moved by.
    """

    document: str
    start: int
    end: int
    shift: int = 0


def placed(text: str, document: str, stored: str) -> Placed | None:
    """Return where the text of a source stands in a document that may have no blanks around it.

    None where the document has another text.

    >>> placed("  Hello ", "1", "Hello")
    Placed(document='1', start=2, end=7, shift=-2)
    """
    if text == stored:
        return Placed(document, 0, len(text))
    start = len(text) - len(text.lstrip())
    if stored and text[start : start + len(stored)] == stored and text.strip() == stored.strip():
        return Placed(document, start, start + len(stored), -start)
    return None


_FORMAT = 1
_LARGEST = 256 * 2**20
Places = Mapping[str, Sequence[Placed]]
"""Source, by GUID and by name -> where documents stand in it."""


def map_beside(project: Path) -> Path:
    """Return where the map of a project lies."""
    return project.with_name(f"{project.name}.map.json")


def write_map(path: Path, places: Places, names: Mapping[str, str]) -> None:
    """Write where each document stands in its source, by GUID; `names` are those of the sources.

    Places are code points into the text with LF line ends, end exclusive.
    """
    sources = [
        {
            "source": guid,
            "thread": names[guid],
            "documents": [
                {"id": placed.document, "start": placed.start, "end": placed.end} for placed in mine
            ],
        }
        for guid, mine in places.items()
    ]
    text = json.dumps({"format": _FORMAT, "sources": sources}, ensure_ascii=False, indent=1)
    with replacing_at_once(path) as draft:
        draft.write_text(text + "\n", encoding="utf-8")


def read_map(project: Path, given: Path | None = None) -> Places:
    """Read the map of a project: the one that is named, else the one beside it, else none.

    Raises NotFoundError, and InputError for a file that is none.
    """
    path = given or map_beside(project)
    if not path.is_file():
        if given is not None:
            raise NotFoundError(f"There is no file {given}.", hint="Check the name.")
        return {}
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("it is too large")
        content = json.loads(path.read_text(encoding="utf-8"))
        places_of: dict[str, list[Placed]] = {}
        for source in content["sources"]:
            places = [_placed(document) for document in source["documents"]]
            places_of[str(source["thread"])] = places_of[str(source["source"])] = places
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(
            f"{path} is no map of a project: {error}.",
            hint="Name the file that 'textmine exchange write' wrote, or take it away.",
        ) from error
    return places_of


def _placed(entry: Mapping[str, object]) -> Placed:
    start, end = entry["start"], entry["end"]
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end):
        raise ValueError(f"{start}-{end} is no place")
    return Placed(str(entry["id"]), start, end, -start)


@dataclass(frozen=True)
class ThreadText:
    """The text of a thread, and where each of its documents stands in it."""

    thread: str
    text: str
    places: tuple[Placed, ...]

    def place(self, document: str) -> Placed:
        """Return where a document stands."""
        return next(part for part in self.places if part.document == document)


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
        heading = " · ".join(filter(None, (document, authors[document], dates[document])))
        header = f"[{' '.join(heading.split())}]\n"
        text = texts[document]
        start = at + len(header)
        places.append(Placed(document, start, start + len(text), -start))
        parts += [header, text, "\n\n"]
        at = start + len(text) + 2
    return ThreadText(thread, "".join(parts)[:-1], tuple(places))
