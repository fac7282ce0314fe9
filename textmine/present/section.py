"""What a result is to its reader: sentences, tables, figures and quotations, told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textmine.present.table import Table


@dataclass(frozen=True)
class Figure:
    """A chart as SVG and what it shows."""

    name: str
    caption: str
    svg: str


@dataclass(frozen=True)
class QuotedTopic:
    """A topic with its words and quotations, as (text, source) pairs."""

    heading: str
    words: str
    quotations: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Section:
    """A result, or a part of one.

    `sentences` say what it rests on and what it means. `records` is the one table that holds every
    figure, for programs: its columns are the same whatever was asked for. What is `explained` is
    said on pages, not in a terminal. `records` may be one of the `tables`.
    """

    id: str
    title: str
    sentences: Sequence[str] = ()
    tables: Sequence[Table] = ()
    figures: Sequence[Figure] = ()
    topics: Sequence[QuotedTopic] = ()
    records: Table | None = None
    explained: Sequence[str] = ()

    def saying(self, *more: str) -> Section:
        """Return the section with more sentences behind its own."""
        return replace(self, sentences=[*self.sentences, *more])

    @property
    def in_files(self) -> list[Table]:
        """The tables that have rows, each once, with that of every figure at the end."""
        last = [] if self.records is None or self.records in self.tables else [self.records]
        return [table for table in (*self.tables, *last) if table.rows]
