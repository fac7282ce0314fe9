"""Print what a command found: sections as tables and sentences, or their records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

from textmine.cli.shared import print_csv, print_json, print_table, say

if TYPE_CHECKING:
    from textmine.choices import Format
    from textmine.present import QuotedTopic, Section


def show(found: Section | Iterable[Section] | None, form: Format) -> None:
    """Print sections: for people tables, quotations and sentences, else the records of all in one.

    Data go to stdout, sentences to stderr; a sentence of several sections is said once.
    """
    from textmine.present import Section

    sections = [found] if isinstance(found, Section) else list(found or ())
    if form == "table":
        for section in sections:
            _show_tables(section)
            for topic in section.topics:
                _show_quoted(topic)
    else:
        records = [one.records for one in sections if one.records is not None]
        if records:
            rows = [row for table in records for row in table.rows]
            if form == "json":
                print_json(records[0].schema, rows)
            elif rows:
                print_csv(rows[0], rows)
    for sentence in dict.fromkeys(told for one in sections for told in one.sentences):
        say(sentence)


def _show_tables(section: Section) -> None:
    for table in section.tables:
        if table.aside:
            continue
        rows = table.for_people
        if rows:
            print_table(rows[: table.most or None], table.title)
            if 0 < table.most < len(rows):
                say(f"{len(rows) - table.most:,} more rows: --format csv lists all.")
        elif table.note:
            typer.echo(f"{table.title}\n  {table.note}\n")


def _show_quoted(topic: QuotedTopic) -> None:
    typer.echo(topic.heading)
    for line in topic.words:
        typer.echo(f"    {line}")
    for text, source in topic.quotations[: topic.in_brief]:
        typer.echo(f"    “{text}”\n        {source}")
