"""A report: sections under a title, and what they were made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from textmine.present import Figure, Section, Table


@dataclass(frozen=True)
class Report:
    """The whole report; `synthetic` puts a banner on every page.

    `appendix` are sections behind the others: checks, all tables, what it was made from. `authors`,
    `date` and `question` stand under the title where they are given; `language` is a code of two
    letters. Where a report is `alone` it is one file, and no tables lie beside it. That of `whole`
    corpora begins with its findings.
    """

    title: str
    subtitle: str
    synthetic: bool
    sections: Sequence[Section]
    made_with: str
    inputs: dict[str, str] = field(default_factory=dict)
    alone: bool = False
    appendix: Sequence[Section] = ()
    authors: Sequence[str] = ()
    date: str = ""
    question: str = ""
    language: str = "en"
    whole: bool = False

    @property
    def byline(self) -> str:
        """Authors and date, as they stand under the title."""
        return " · ".join(part for part in (", ".join(self.authors), self.date) if part)

    @property
    def every_section(self) -> tuple[Section, ...]:
        """The sections in the order of the page, those of the appendix last."""
        return (*self.sections, *self.appendix)

    @property
    def tables(self) -> list[Table]:
        """The tables of all sections that have rows."""
        return [table for section in self.every_section for table in section.in_files]

    @property
    def figures(self) -> list[Figure]:
        """The figures of all sections."""
        return [figure for section in self.every_section for figure in section.figures]
