"""What a result is to its reader: sentences, tables, figures and quotations, told once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from textmine.present.table import Table


@dataclass(frozen=True)
class Figure:
    """A chart and what it shows; `drawn` is it as SVG, or draws it when a page needs it."""

    name: str
    caption: str
    drawn: str | Callable[[], str]

    @cached_property
    def svg(self) -> str:
        """The chart as SVG."""
        return self.drawn if isinstance(self.drawn, str) else self.drawn()


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
    said on pages, not in a terminal.
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
