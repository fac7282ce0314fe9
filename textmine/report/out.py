"""Write a report as one file: a page, Word, Markdown, LaTeX, or its records as a table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from textmine.errors import InputError
from textmine.report.document import Report
from textmine.report.docx import docx_bytes
from textmine.report.latex import latex_page
from textmine.report.markdown_page import markdown_page
from textmine.report.page import render_page
from textmine.store import replacing_file
from textmine.store.tables import write_table

TABLES = (".csv", ".xlsx")
ENDINGS = (".docx", ".html", ".md", ".tex", *TABLES)
"""What a report may be written as, by the ending of the file's name."""


def refuse_other_endings(path: Path) -> None:
    """Raise InputError for a file that is none of these, before any work is done."""
    if path.suffix.lower() not in ENDINGS:
        raise InputError(
            f"{path} has an ending that textmine does not write.",
            hint=f"Name one that ends in {', '.join(ENDINGS)}.",
        )


def write_out(path: Path, report: Report) -> None:
    """Write a report into a file, whole or not at all, as the ending of its name says.

    Markdown and LaTeX name the figures by their captions, since no file lies beside them. A table
    holds the records of its sections. Raises InputError for another ending, and for a
    table where there are no records.
    """
    refuse_other_endings(path)
    if path.suffix.lower() in TABLES:
        records = [
            section.records for section in report.every_section if section.records is not None
        ]
        rows = [row for table in records for row in table.rows]
        if not rows:
            raise InputError("There is nothing to write into a table.", hint="Name a .docx file.")
        write_table(path, rows[0], rows)
        return
    with replacing_file(path) as draft:
        if path.suffix.lower() == ".docx":
            draft.write_bytes(docx_bytes(report))
        elif path.suffix.lower() == ".md":
            draft.write_text(markdown_page(report), encoding="utf-8", newline="\n")
        elif path.suffix.lower() == ".tex":
            draft.write_text(latex_page(report), encoding="utf-8", newline="\n")
        else:
            draft.write_text(render_page(replace(report, alone=True)), encoding="utf-8")
