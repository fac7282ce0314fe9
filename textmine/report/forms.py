"""Forms in which a report is written into its folder, and reading a list of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from textmine.choices import ReportForm
from textmine.errors import UsageError

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
