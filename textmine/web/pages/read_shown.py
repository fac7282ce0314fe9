"""A text as the page 'Read' shows it: in pieces with marks, with its codes and themes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from textmine.errors import InputError
from textmine.reading.finding.places import Finder, passages_of
from textmine.reading.finding.sought import Term, read_sought, terms_of
from textmine.web.marking import Mark, Piece, pieces_of
from textmine.web.pages.read_marks import Codes
from textmine.web.places import Span
from textmine.web.readable import Text
from textmine.web.themed import Themed

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
    found = passages_of(text, finder.places(text), _WIDTH)[:3] if finder else ()
    if not found:
        cut = text[:_BEGINNING]
        return [[Piece(cut if len(text) <= _BEGINNING else f"{cut.rstrip()}…")]]
    shown = []
    for passage in found:
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
    found = Finder(terms).places(text) if terms else []
    return [Mark(start, end, "theme") for start, end, _ in found]
