"""What commands share: options, the workspace, printing rows, progress."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from textmine.coding import Standing
    from textmine.config import Progress
    from textmine.corpus import Corpus
    from textmine.store import Workspace


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    json = "json"
    csv = "csv"


class By(StrEnum):
    """What intervals draw: units, or whole threads."""

    unit = "unit"
    thread = "thread"


FormatOption = Annotated[
    Format, typer.Option("--format", "-f", help="How to print: for people, programs or sheets.")
]
WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        "-w",
        help="The workspace folder; default: the one around the current folder.",
        envvar="TEXTMINE_WORKSPACE",
        show_default=False,
    ),
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only tell what would be done.")]
WhereOption = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        help="Only documents with COLUMN=VALUE or COLUMN!=VALUE; may be repeated.",
        show_default=False,
    ),
]
ProfileOption = Annotated[
    str | None,
    typer.Option(
        help="full: spaCy's model; fast: tokenizer and look-up lemmas.", show_default=False
    ),
]
ProcessesOption = Annotated[
    int | None, typer.Option("--processes", help="Processes for spaCy.", show_default=False)
]
SeedOption = Annotated[
    int | None, typer.Option(help="Seed of every random choice.", show_default=False)
]


RollUpOption = Annotated[
    str | None,
    typer.Option(
        help="Read nested codes as those they are grouped under: open, axial, selective or top.",
        show_default=False,
    ),
]


def open_workspace(folder: Path | None) -> Workspace:
    """Open the named workspace, or the one around the current folder."""
    from textmine.store import find_workspace

    return find_workspace(folder)


def comma_list(given: str | None) -> tuple[str, ...]:
    """Return the names in an option that takes several with commas between them."""
    return tuple(name.strip() for name in (given or "").split(",") if name.strip())


def standing(workspace: Workspace, corpus: Corpus, codebook: str | None = None) -> Standing:
    """Return what stands for a corpus, and say what is left out."""
    from textmine.coding import standing_codings

    found = standing_codings(workspace, corpus, codebook)
    for remark in found.remarks:
        say(remark)
    return found


def replaces(workspace: Workspace, room: str, name: str) -> str:
    """Return the remark that a result takes the place of an older one, or ""."""
    return " It replaces the former one." if workspace.folder(room, name).is_dir() else ""


def say(message: str) -> None:
    """Tell the person something; it goes to stderr, so that stdout stays data."""
    typer.echo(message, err=True)


def print_rows(
    rows: Sequence[Mapping[str, Any]], form: Format, title: str = "", note: str = ""
) -> None:
    """Print rows (all with the same keys) as a table, JSON or CSV on stdout."""
    if form is Format.json:
        typer.echo(json.dumps(list(rows), ensure_ascii=False, indent=1))
    elif form is Format.csv:
        if rows:
            writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    else:
        _print_table(rows, title)
    if note:
        say(note)


def _print_table(rows: Sequence[Mapping[str, Any]], title: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else 110, highlight=False)
    if title:
        typer.echo(title)
    table = Table(box=box.SIMPLE)
    for name in rows[0] if rows else []:
        numeric = all(isinstance(row[name], (int, float)) for row in rows)
        table.add_column(Text(name), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_shown(value)) for value in row.values()))
    console.print(table)


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    return "" if value is None else str(value)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Yield a function that draws progress on stderr, and nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda step, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def report(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total)
            bar.update(tasks[step], completed=done, total=total)

        yield report
