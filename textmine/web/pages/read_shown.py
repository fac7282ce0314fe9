"""A text as the page 'Read' shows it: in pieces with marks, with its codes beside it."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from textmine.coding.live.openings import is_open
from textmine.coding.live.visible import seen_of
from textmine.coding.suggested import is_machine, machine_named
from textmine.errors import InputError, TextmineError
from textmine.reading.finding.places import Finder, passages_of
from textmine.reading.finding.sought import Term, read_sought, terms_of
from textmine.schema import Coding
from textmine.web.places import Span, codebook_named, place_of
from textmine.web.readable import Text
from textmine.web.rights import shown_others, uncoded
from textmine.web.serving.handlers import Answer, Asked, Go
from textmine.web.themed import Themed

Kind = Literal["found", "code", "machine", "theme", "at"]


@dataclass(frozen=True)
class Mark:
    """A part of a text from `start` to `end` (code points, end exclusive) that is marked.

    `label` stands behind it, "" for nothing.
    """

    start: int
    end: int
    kind: Kind
    label: str = ""


@dataclass(frozen=True)
class Piece:
    """A piece of a text: the kinds of marks over it, the labels of those that end with it.

    `begins` says that the place which an address names begins here.
    """

    text: str
    kinds: tuple[Kind, ...] = ()
    labels: tuple[str, ...] = ()
    begins: bool = False


def pieces_of(text: str, marks: Sequence[Mark]) -> list[Piece]:
    """Return a text in pieces; marks beyond its end are cut, and empty ones left out."""
    n = len(text)
    inside = [
        replace(mark, end=min(mark.end, n)) for mark in marks if 0 <= mark.start < min(mark.end, n)
    ]
    inside.sort(key=lambda mark: (mark.start, mark.end))
    edges = sorted({0, n, *(mark.start for mark in inside), *(mark.end for mark in inside)})
    waiting, over, pieces = deque(inside), list[Mark](), []
    for start, end in pairwise(edges):
        over = [mark for mark in over if mark.end > start]
        while waiting and waiting[0].start == start:
            over.append(waiting.popleft())
        pieces.append(
            Piece(
                text[start:end],
                tuple(dict.fromkeys(mark.kind for mark in over)),
                tuple(dict.fromkeys(mark.label for mark in over if mark.end == end and mark.label)),
                any(mark.kind == "at" and mark.start == start for mark in over),
            )
        )
    return pieces


@dataclass(frozen=True)
class Code:
    """A code as a page says it: dimension and code, and who gave it."""

    dimension: str
    code: str
    by: str
    machine: bool


@dataclass(frozen=True)
class Codes:
    """The codes of a document: `marks` over parts of its text, and those of the `whole`.

    `parts` are the codes of the marks, each once.
    """

    marks: tuple[Mark, ...] = ()
    whole: tuple[Code, ...] = ()
    parts: tuple[Code, ...] = ()

    @property
    def listed(self) -> Codes:
        """The codes where the text itself is not shown: all of them beside it."""
        return Codes(whole=(*self.whole, *self.parts))


def marks_of_codes(codings: Sequence[Coding]) -> Codes:
    """Return the codes of one document; codes of people and of machines stay apart."""
    marks: list[Mark] = []
    whole: dict[tuple[bool, str, str], list[str]] = {}
    parts: dict[tuple[bool, str, str], list[str]] = {}
    for coding in codings:
        machine = coding.origin == "machine" or is_machine(coding.coder)
        by = _given_by(coding, machine)
        label = coding.code if coding.code is not None else "no code applies"
        if coding.start is None or coding.end is None:
            whole.setdefault((machine, coding.dimension, label), []).append(by)
            continue
        parts.setdefault((machine, coding.dimension, label), []).append(by)
        kind: Kind = "machine" if machine else "code"
        marks.append(Mark(coding.start, coding.end, kind, f"{label}, {by}"))
    return Codes(tuple(marks), _told(whole), _told(parts))


def _given_by(coding: Coding, machine: bool) -> str:
    if coding.origin == "adjudicated":
        return f"settled by {coding.entered_by}" if coding.entered_by else "settled"
    return machine_named(coding.coder) if machine else coding.coder


def _told(given: Mapping[tuple[bool, str, str], Sequence[str]]) -> tuple[Code, ...]:
    """Return codes with all who gave each, those of people first."""
    return tuple(
        Code(dimension, code, ", ".join(dict.fromkeys(by)), machine)
        for (machine, dimension, code), by in sorted(given.items(), key=lambda item: item[0])
    )


_BEGINNING = 240
_WIDTH = 90
_STEM = 5


@dataclass(frozen=True)
class Shown:
    """A text as a page shows it: in pieces with marks, codes of the whole, and its themes."""

    text: Text
    pieces: Sequence[Sequence[Piece]]
    codes: Codes = field(default_factory=Codes)
    themes: Sequence[tuple[str, float]] = ()
    url: str = ""
    here: bool = False


def finder_of(words: str) -> Finder | None:
    """Return what finds the words that are looked for, None where nothing can be."""
    if not words.strip():
        return None
    try:
        return Finder(terms_of(read_sought(words)))
    except InputError:
        return None


def passages_shown(text: str, finder: Finder | None) -> list[list[Piece]]:
    """Return the passages in which words stand, or the beginning of a text."""
    passages = passages_of(text, finder.places(text), _WIDTH)[:3] if finder else ()
    if not passages:
        cut = text[:_BEGINNING]
        return [[Piece(cut if len(text) <= _BEGINNING else f"{cut.rstrip()}…")]]
    shown = []
    for passage in passages:
        marks = [
            Mark(start - passage.start, end - passage.start, "found")
            for start, end in passage.places
        ]
        shown.append(pieces_of(passage.text, marks))
    return shown


def whole_shown(
    one: Text,
    document: str,
    at: Span | None,
    finder: Finder | None,
    codes: Mapping[str, Codes],
    themed: Themed | None,
) -> Shown:
    """Return a text of a conversation, marked; `document` is the one that was opened."""
    mine = codes.get(one.document, Codes())
    marks = list(mine.marks)
    if finder is not None:
        marks += [Mark(start, end, "found") for start, end, _ in finder.places(one.text)]
    here = one.document == document
    if here and at is not None:
        marks.append(Mark(*at, "at"))
    themes: list[tuple[str, float]] = []
    if themed is not None:
        strong = themed.of_document(one.document)
        themes = [(f"{topic.id} {topic.title}", share) for topic, share in strong]
        if strong:
            marks += _theme_words(one.text, strong[0][0].words)
    pieces = [pieces_of(one.text, marks)]
    return Shown(one, pieces, mine, themes, here=here)


def _theme_words(text: str, words: Sequence[str]) -> list[Mark]:
    """Return marks on the words that stand for a theme, in any of their forms."""
    terms = [
        Term((word[:_STEM].casefold(),), begins=len(word) >= _STEM)
        for word in words
        if word.isalnum()
    ]
    matches = Finder(terms).places(text) if terms else []
    return [Mark(start, end, "theme") for start, end, _ in matches]


def offered_others(asked: Asked, corpus: str, document: str) -> tuple[str, str] | None:
    """Return the draw and the codebook by which a coder may see what others say of a document.

    None where they may not: nobody opened it, their own code is missing, or they saw it already.
    """
    coder, url = asked.session.coder, asked.workspace.codings_url
    if asked.session.role != "coder" or not coder or not is_open(url, "codes", corpus):
        return None
    if seen_of(url, corpus, document, coder).others:
        return None
    for queue in asked.site.queues.all(url, corpus):
        if document not in queue.documents_of(coder):
            continue
        for name in asked.site.queues.codebooks(url, corpus):
            try:
                book = asked.site.codebooks.of(asked.workspace, name)
                if not uncoded(asked, queue, book, document):
                    return queue.name, name
            except TextmineError:
                continue
    return None


def see_others(asked: Asked) -> Answer:
    """Show what others say of a document beside it; one codes it no more from then on."""
    names = ("corpus", "draw", "codebook", "document")
    corpus, draw, codebook, document = (asked.needed(name) for name in names)
    shown_others(asked, corpus, draw, codebook_named(codebook), document)
    return Go(place_of(corpus, document, kept={"codes": "1"}))
