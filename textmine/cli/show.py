"""Print what a command found: sections as tables and sentences, or their records."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

from textmine.cli.shared import print_csv, print_json, print_table, say

if TYPE_CHECKING:
    from textmine.choices import Format
    from textmine.present import Quote, QuotedTopic, Section


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
        typer.echo(_wrapped(line, topic.width, "    ", "    "))
    for number, quote in enumerate(topic.quotations[: topic.in_brief], start=1):
        if topic.width:
            _show_wrapped(quote, number, topic.width)
        else:
            typer.echo(f"    “{quote.text}”\n        {quote.source}")
    more = len(topic.quotations) - len(topic.quotations[: topic.in_brief])
    if topic.width:
        typer.echo(f"\n    {more:,} more: --limit N shows N of them.\n" if more else "")


def _show_wrapped(quote: Quote, number: int, width: int) -> None:
    """Print a quotation with its number, wrapped, and its source and notes under it."""
    typer.echo()
    for text, source in quote.above:
        typer.echo(_wrapped(f"({source}) {text}", width, "      ", "      "))
    said = f"{quote.before}“{quote.text}”{quote.after}"
    typer.echo(_wrapped(said, width, f"{number:>3} ", "    "))
    for text, source in quote.below:
        typer.echo(_wrapped(f"({source}) {text}", width, "      ", "      "))
    for line in (quote.source, *quote.notes):
        typer.echo(_wrapped(line, width, "        ", "          "))


def _wrapped(text: str, width: int, first: str, others: str) -> str:
    """Return a text in lines of at most `width` columns, or as it is for 0."""
    if not width:
        return f"{first}{text}"
    lines = [line for line in text.splitlines() if line.strip()]
    return "\n".join(
        textwrap.fill(
            line,
            width,
            initial_indent=others if place else first,
            subsequent_indent=others,
            break_on_hyphens=False,
            break_long_words=False,
        )
        for place, line in enumerate(lines)
    )
