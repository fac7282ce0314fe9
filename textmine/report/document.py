"""A report: sections under a title, what they were made from, and the forms it is written in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from textmine.choices import ReportForm
from textmine.errors import UsageError
from textmine.present import Figure, Section, Table


@dataclass(frozen=True)
class Report:
    """The whole report; `synthetic` puts a banner on every page.

    `appendix` are sections behind the others: checks, all tables, what it was made from. `authors`,
    `date` and `question` stand under the title where they are given; `language` is a code of two
    letters. `tables_beside` are the files with tables that lie beside it. That of `whole`
    corpora begins with its findings.
    """

    title: str
    subtitle: str
    synthetic: bool
    sections: Sequence[Section]
    made_with: str
    inputs: dict[str, str] = field(default_factory=dict)
    tables_beside: Sequence[str] = ()
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


FILES: Mapping[ReportForm, str] = {
    "html": "report.html",
    "docx": "report.docx",
    "latex": "report.tex",
    "md": "report.md",
    "xlsx": "tables.xlsx",
    "csv": "tables",
}
"""What a form is called in the folder of the report: a file, or a folder of CSVs."""

USUAL: tuple[ReportForm, ...] = ("html", "xlsx", "csv")
"""Forms that are written where none is named."""


def forms_of(listed: str | None) -> tuple[ReportForm, ...]:
    """Return the forms that a comma-separated list names, in the order of `FILES`.

    Raises UsageError for a word that names none.

    >>> forms_of("md, docx"), forms_of(None)
    (('docx', 'md'), ('html', 'xlsx', 'csv'))
    """
    if listed is None:
        return USUAL
    asked = [word for word in (part.strip().lower() for part in listed.split(",")) if word]
    unknown = [word for word in asked if word not in FILES]
    if unknown or not asked:
        raise UsageError(
            f"A report cannot be written as '{unknown[0] if unknown else listed}'.",
            hint=f"Name some of {', '.join(get_args(ReportForm))}, with commas between.",
        )
    return tuple(form for form in FILES if form in asked)
