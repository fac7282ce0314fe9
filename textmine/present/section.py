"""What a result is to its reader: sentences, tables, figures and quotations, told once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from textmine.in_number import in_number
from textmine.present.figure import Figure
from textmine.present.table import Row, Table

LightLevel = Literal["good", "fair", "poor", "none"]


@dataclass(frozen=True)
class Light:
    """A figure judged by a threshold: told by a sign and a word, and on a page by a colour too.

    `level` is "good", "fair", "poor", or "none" where nothing was measured; `word` says it, `text`
    has the figure, `threshold` is a sentence on what it is judged by, with its source.
    """

    level: LightLevel
    word: str
    text: str
    threshold: str = ""

    @property
    def sign(self) -> str:
        """The sign of the level."""
        return {"good": "✓", "fair": "◐", "poor": "✗", "none": "○"}[self.level]

    def __str__(self) -> str:
        return f"{self.sign} {self.word}: {self.text}"


@dataclass(frozen=True)
class Quote:
    """Words of somebody as they stand, and where they come from.

    `before` and `after` are what stands on either side, marked where it was cut, `above` and
    `below` other texts around theirs as (text, source) pairs, `notes` what is said of them. On a
    page `anchor` leads to them, and stretches of the text are marked: start and end, end exclusive.
    """

    text: str
    source: str
    before: str = ""
    after: str = ""
    above: Sequence[tuple[str, str]] = ()
    below: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()
    anchor: str = ""
    marks: Sequence[tuple[int, int]] = ()

    @property
    def parts(self) -> list[tuple[str, bool]]:
        """The text in parts, each with whether it is marked."""
        parts, at = [], 0
        for start, end in sorted(self.marks):
            parts += [(self.text[at:start], False), (self.text[max(at, start) : end], True)]
            at = max(at, end)
        return [(text, marked) for text, marked in [*parts, (self.text[at:], False)] if text]


@dataclass(frozen=True)
class QuotedTopic:
    """A topic or a code with lines on it, and quotations.

    A terminal shows the first `in_brief` of them, or all; where `width` is not 0 their texts are
    wrapped there at so many columns, and numbered.
    """

    heading: str
    words: Sequence[str]
    quotations: Sequence[Quote]
    in_brief: int | None = None
    width: int = 0


@dataclass(frozen=True)
class Section:
    """A result, or a part of one.

    `sentences` say what it rests on and what it means. `records` is the one table that holds every
    figure, for programs: its columns are the same whatever was asked for. What is `explained` is
    said on pages, not in a terminal. `records` may be one of the `tables`. `lights` judge figures
    by thresholds.
    """

    id: str
    title: str
    sentences: Sequence[str] = ()
    tables: Sequence[Table] = ()
    figures: Sequence[Figure] = ()
    topics: Sequence[QuotedTopic] = ()
    records: Table | None = None
    explained: Sequence[str] = ()
    lights: Sequence[Light] = ()

    def __post_init__(self) -> None:
        """Let words agree with the number before them."""
        for name in ("sentences", "explained"):
            told = [in_number(text) for text in getattr(self, name)]
            if told != [*getattr(self, name)]:
                object.__setattr__(self, name, told)

    @classmethod
    def of(cls, *sentences: str) -> Section:
        """Return a section that only says what was done."""
        return cls("done", "", sentences)

    def saying(self, *more: str) -> Section:
        """Return the section with more sentences behind its own."""
        return replace(self, sentences=[*self.sentences, *more])

    @property
    def every_figure(self) -> tuple[Row, ...]:
        """The rows of the table that holds every figure, for programs."""
        return () if self.records is None else tuple(self.records.rows)

    @property
    def in_files(self) -> list[Table]:
        """The tables that have rows, each once, with that of every figure at the end."""
        last = [] if self.records is None or self.records in self.tables else [self.records]
        return [table for table in (*self.tables, *last) if table.rows]


LEFT_OUT = "Quotations are left out, as asked."

_ON_QUOTATIONS = re.compile(
    r"\bquotations?\b|\bTypical is the passage\b|\bverbatim\b|^\[\.\.\.\]"
    r"|^Here (?:is|are) [\d,]{1,12} of them"
)


def nothing(_: Any) -> str:
    """Return what stands in a cell that would quote: nothing."""
    return ""


def without_quotations(section: Section) -> Section:
    """Return a section in which nobody is quoted, which says so where somebody was.

    Quotations of topics and codes are left out, columns that quote (`Column.unquoted`) have what
    stands there beside them, or nothing, and sentences on quotations are not said.
    """
    topics = [replace(topic, words=_other(topic.words), quotations=()) for topic in section.topics]
    tables = [_plain(table) for table in section.tables]
    records = None if section.records is None else _plain(section.records)
    index = next((at for at, table in enumerate(section.tables) if table is section.records), None)
    if index is not None:
        records = tables[index]
    quoted = any(topic.quotations for topic in section.topics) or any(
        table.unquoted is not None
        for table in (*section.tables, *([section.records] if section.records else []))
    )
    return replace(
        section,
        sentences=[*_other(section.sentences), *([LEFT_OUT] if quoted else [])],
        topics=topics,
        tables=tables,
        records=records,
        explained=_other(section.explained),
    )


def _plain(table: Table) -> Table:
    make: Callable[[], Table] | None = table.unquoted
    if make is None:
        return table
    plain = make()
    return replace(table, rows=plain.rows, shown=plain.shown, unquoted=None)


def _other(sentences: Sequence[str]) -> list[str]:
    return [sentence for sentence in sentences if not _ON_QUOTATIONS.search(sentence)]
