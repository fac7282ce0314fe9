"""What a report consists of: sections with sentences, tables, figures and quotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """Rows with the same keys; `shown` are the rows as the page prints them, where they differ."""

    name: str
    title: str
    rows: Sequence[Row]
    note: str = ""
    shown: Sequence[Row] = ()

    @property
    def on_page(self) -> Sequence[Row]:
        """The rows as the page prints them."""
        return self.shown or self.rows


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
    """A part of the report."""

    id: str
    title: str
    sentences: Sequence[str] = ()
    tables: Sequence[Table] = ()
    figures: Sequence[Figure] = ()
    topics: Sequence[QuotedTopic] = ()


@dataclass(frozen=True)
class Report:
    """The whole report; `synthetic` puts a banner on every page."""

    title: str
    subtitle: str
    synthetic: bool
    sections: Sequence[Section]
    made_with: str
    inputs: dict[str, str] = field(default_factory=dict)
