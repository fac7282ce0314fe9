"""Print what a command found: sections as tables that fit, and sentences, or their records."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

import typer

from textmine.cli.output import marked, raw_stream
from textmine.cli.shared import print_csv, print_json, say

if TYPE_CHECKING:
    from textmine.choices import Format
    from textmine.present import Quote, QuotedTopic, Row, Section, Table

_WIDEST, _LONGEST_WORD, _SHORT = 60, 28, 22
"""What a column may take at most, how much of it one word may need, and what stays on a line."""
_BETWEEN, _AROUND = 3, 4
"""Characters between two columns, and on both sides of a table."""


def parts_of_table(cells: Sequence[Sequence[str]], width: int | None) -> list[dict[int, int]]:
    """Return the columns of a table in parts that fit into `width`, each column with its width.

    `cells` are the columns (n_columns of n_rows), heads first. The first column begins every part.
    Without a `width` all columns are one part, each as wide as its text, or 60 characters.

    >>> parts_of_table([["code", "rent"], ["share [95 %]", ".25 [.12, .38]"]], 40)
    [{0: 4, 1: 14}]
    >>> parts_of_table([["code", "rent"], ["said by how many of those interviewed", "3"]], 30)
    [{0: 4, 1: 19}]
    >>> parts_of_table([["code", "rent"], ["interview"], ["passage"], ["document"]], 22)
    [{0: 4, 1: 9}, {0: 4, 2: 7}, {0: 4, 3: 8}]
    """
    from rich.cells import cell_len

    wanted = [min(_WIDEST, max(map(cell_len, column), default=0)) for column in cells]
    if width is None:
        return [dict(enumerate(wanted))]
    least = [_least(column, _SHORT) for column in cells]
    broken = [_least(column, 0) for column in cells]
    if _taken(broken) <= width < _taken(least):
        least = broken
    parts: list[list[int]] = [[0]]
    for column in range(1, len(cells)):
        if len(parts[-1]) > 1 and _taken([least[one] for one in (*parts[-1], column)]) > width:
            parts.append([0])
        parts[-1].append(column)
    return [_widths(part, wanted, least, width) for part in parts]


def _least(column: Sequence[str], short: int) -> int:
    """Return what a column needs: its longest word, and its longest cell of `short` or less."""
    from rich.cells import cell_len

    head, *texts = column
    whole = [cell_len(text) for text in texts if cell_len(text) <= short]
    words = [cell_len(word) for text in (head, *texts) for word in text.split()]
    return min(_LONGEST_WORD, max((*whole, *words), default=0))


def _widths(
    part: Sequence[int], wanted: Sequence[int], least: Sequence[int], width: int
) -> dict[int, int]:
    """Return the width of each column: what it wants, the widest ones less until all fit."""
    widths = {column: wanted[column] for column in part}
    while _taken(widths.values()) > width:
        able = [column for column in part if widths[column] > least[column]]
        if not able:
            break
        widths[max(able, key=widths.__getitem__)] -= 1
    return widths


def _taken(widths: Collection[int]) -> int:
    return sum(widths) + _BETWEEN * (len(widths) - 1) + _AROUND


_MOST_ROWS, _WIDE = 40, 10_000
"""Rows of a table that a terminal shows unless all are asked for; the width of a file."""


def show(found: Section | Iterable[Section] | None, form: Format, *, full: bool = False) -> None:
    """Print sections: for people tables, quotations and sentences, else the records of all in one.

    Data go to stdout, sentences to stderr; a sentence of several sections is said once. On a
    terminal a table takes no more than its width, and not all rows of a long one are shown, unless
    it is to be shown in `full`.
    """
    from textmine.present import Section

    sections = [found] if isinstance(found, Section) else list(found or ())
    if form == "table":
        for section in sections:
            for table in section.tables:
                _show_table(table, full=full)
            for topic in section.topics:
                _show_quoted(topic)
    else:
        records = [section.records for section in sections if section.records is not None]
        if records:
            rows = [row for table in records for row in table.rows]
            if form == "json":
                print_json(records[0].schema, rows)
            elif rows:
                print_csv(rows[0], rows)
    for sentence in dict.fromkeys(line for section in sections for line in section.sentences):
        say(sentence)


def _show_table(table: Table, *, full: bool) -> None:
    rows = table.for_people
    if table.aside:
        return
    if not rows:
        if table.note:
            typer.echo(f"{table.title}\n  {table.note}\n")
        return
    on_terminal = sys.stdout.isatty()
    most = table.most or (_MOST_ROWS if on_terminal else None)
    shown = rows if full else rows[:most]
    if table.title:
        typer.echo(table.title)
    left_out = _print_rows(shown, shutil.get_terminal_size().columns if on_terminal else None, full)
    if len(shown) < len(rows):
        say(f"{len(rows) - len(shown):,} more rows: --full shows them, --format csv writes all.")
    if left_out:
        say(f"Columns that do not fit: {', '.join(left_out)}. --full shows them below.")


def _print_rows(rows: Sequence[Row], width: int | None, full: bool) -> list[str]:
    """Print rows (with the same keys) in `width` columns of text; return the heads left out.

    In full what does not fit is printed below, behind the first column again.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    from textmine.present import written

    heads = list(rows[0])
    cells = [[marked(head), *(marked(written(row[head])) for row in rows)] for head in heads]
    parts = parts_of_table(cells, width)
    shown = parts if full else parts[:1]
    console = Console(file=raw_stream(sys.stdout), width=width or _WIDE, highlight=False)
    for part in shown:
        grid = Grid(box=box.SIMPLE)
        for column, taken in part.items():
            numeric = all(isinstance(row[heads[column]], (int, float)) for row in rows)
            grid.add_column(
                Text(cells[column][0]),
                justify="right" if numeric else "left",
                overflow="fold",
                width=taken,
            )
        for row in range(1, 1 + len(rows)):
            grid.add_row(*(Text(cells[column][row]) for column in part))
        console.print(grid)
    return [cells[column][0] for part in parts[len(shown) :] for column in part if column]


def _show_quoted(topic: QuotedTopic) -> None:
    on_terminal = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    typer.echo(topic.heading)
    for line in topic.words:
        typer.echo(_wrapped(line, topic.width or on_terminal, "    ", "    "))
    for number, quote in enumerate(topic.quotations[: topic.in_brief], start=1):
        if topic.width:
            _show_wrapped(quote, number, topic.width)
        else:
            typer.echo(_wrapped(f"“{quote.text}”", on_terminal, "    ", "    "))
            typer.echo(_wrapped(quote.source, on_terminal, "        ", "        "))
    more = len(topic.quotations) - len(topic.quotations[: topic.in_brief])
    if topic.width:
        typer.echo(f"\n    {more:,} more: --limit N shows N of them.\n" if more else "")


def _show_wrapped(quote: Quote, number: int, width: int) -> None:
    """Print a quotation with its number, wrapped, and its source and notes under it."""
    typer.echo()
    for text, source in quote.above:
        typer.echo(_wrapped(f"({source}) {text}", width, "      ", "      "))
    quotation = f"{quote.before}“{quote.text}”{quote.after}"
    typer.echo(_wrapped(quotation, width, f"{number:>3} ", "    "))
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
            initial_indent=others if index else first,
            subsequent_indent=others,
            break_on_hyphens=False,
            break_long_words=False,
        )
        for index, line in enumerate(lines)
    )
