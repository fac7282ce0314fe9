"""What commands share: options, the workspace, printing rows, progress."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import textwrap
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from textmine.cli.output import escaped_json, marked, raw_stream
from textmine.cli.typed_words import in_typed_words
from textmine.errors import TextmineError, UsageError, did_you_mean
from textmine.in_number import in_number

if TYPE_CHECKING:
    from textmine.cells import CellRule
    from textmine.coding import Codings, FinalCodes
    from textmine.config import Progress, Tell
    from textmine.corpus import Corpus, Level
    from textmine.store import Workspace


_QUOTED_COMMAND = re.compile(r"'textmine [^'\n]{1,200}'")
_NO_BREAK = "\x00"
_BETWEEN_LINES = 20.0
"""Seconds between two lines on how far a run is."""


def open_workspace(folder: Path | None) -> Workspace:
    """Open the named workspace, or the one around the current folder.

    Says what stopped commands left to be finished; where that is this very command, there is
    nothing more to do.
    """
    from textmine.running import running
    from textmine.store import find_workspace

    space = find_workspace(folder)
    for words in space.finished:
        say(f"'textmine {words}' stopped when its results were ready: they are in their place now.")
    if running().words in space.finished:
        say("So there is nothing left to do. If its files changed since, run it once more.")
        raise typer.Exit
    return space


def cell_rule(missing: Sequence[str] | None, exact: bool = False) -> CellRule:
    """Return how cells are to be read, by the options --missing and --exact."""
    from textmine.cells import CellRule

    return CellRule.said(tuple(missing or ()), exact)


def comma_list(given: str | None) -> tuple[str, ...]:
    """Return the names in an option that takes several with commas between them."""
    return tuple(name.strip() for name in (given or "").split(",") if name.strip())


def levels_named(given: str | None) -> tuple[Level, ...]:
    """Return the units that an option names, with commas between them; refuse what is none."""
    from textmine.corpus import LEVELS

    names = comma_list(given)
    if given is not None and not names:
        raise UsageError("--count names nothing.", hint=f"Known: {', '.join(LEVELS)}.")
    for name in names:
        if name not in LEVELS:
            raise UsageError(f"'{name}' cannot be counted.", hint=did_you_mean(name, LEVELS))
    return tuple(level for name in dict.fromkeys(names) for level in LEVELS if level == name)


def tell_current(
    workspace: Workspace, corpus: Corpus, codebook: str | None = None, tell: Tell | None = None
) -> Codings:
    """Return the current codings of a corpus, and tell what is left out."""
    from textmine.coding import current_codings

    found = current_codings(workspace, corpus, codebook).coded()
    for remark in found.remarks:
        (tell or say)(remark)
    return found


def final_of(
    current: Codings, coder: str | None, documents: Corpus, dimensions: Sequence[str] = ()
) -> FinalCodes:
    """Return the codes of these documents that stand, and say whose and how they are."""
    from textmine.coding import final_codes

    final = final_codes(current, coder, documents=set(documents.ids))
    for remark in final.remarks(*dimensions):
        say(remark)
    return final


def report_written(page: Path, former: str) -> str:
    """Say where a report is, in every form that it has there; `former` is what it replaces."""
    forms = (path.name for path in page.parent.glob(f"{page.stem}.*") if path != page)
    beside = "".join(f", {name}" for name in sorted(forms))
    has_tables = any((page.parent / name).exists() for name in ("tables", "tables.xlsx"))
    tables = "" if has_tables else " To have its tables as files, add xlsx or csv to --to."
    return f"The report is {page}{beside}.{tables}{former}"


def replaces(workspace: Workspace, room: str, name: str) -> str:
    """Return the remark that a result takes the place of an older one, or "".

    Of a report, which no history keeps, it is said when people wrote into the older one.
    """
    from textmine.store.manifest import open_manifest

    folder = workspace.folder(room, name)
    if not folder.is_dir():
        return ""
    if room == "reports":
        try:
            open_manifest(folder, "report")
        except TextmineError as error:
            return f" It replaces the former one. {error.message}"
    return " It replaces the former one."


def say(message: str) -> None:
    """Tell the person something in words of the command typed; it goes to stderr, not to data.

    On a terminal lines end between words, and not in a command that stands between quotes.
    """
    text = marked(in_typed_words(in_number(message)))
    if sys.stderr.isatty():
        text = "\n".join(map(_on_lines, text.split("\n")))
    typer.echo(text, err=True)


def _on_lines(line: str) -> str:
    width = shutil.get_terminal_size().columns
    if len(line) <= width or line.startswith("Next: "):
        return line
    whole = _QUOTED_COMMAND.sub(lambda match: match[0].replace(" ", _NO_BREAK), line)
    lead = line[: len(line) - len(line.lstrip(" "))]
    lines = textwrap.wrap(
        whole,
        width,
        initial_indent="",
        subsequent_indent=lead,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines).replace(_NO_BREAK, " ")


def print_json(schema: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows as JSON on stdout, with what says which columns they have."""
    content = escaped_json(json.dumps(list(rows), ensure_ascii=False, indent=1))
    typer.echo(f'{{"schema": {json.dumps(schema)},\n"rows": {content}}}')


def print_csv(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Print rows as CSV on stdout; no cell is one that a spreadsheet would run."""
    from textmine.store.tables import table_text

    sys.stdout.write(table_text(columns, rows))


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Yield a function that draws progress on stderr; where that is no terminal, lines of text."""
    if not sys.stderr.isatty():
        yield progress_lines()
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(file=raw_stream(sys.stderr))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
        tasks: dict[str, Any] = {}

        def report(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(escape(marked(step)), total=total)
            bar.update(tasks[step], completed=done, total=total)

        yield report


def progress_lines(clock: Callable[[], float] = time.monotonic) -> Progress:
    """Return a function that says how far a long run is: after 20 seconds, then each 20 seconds.

    TEXTMINE_PROGRESS says after how many other seconds; where it is "none" nothing is said.
    """
    said = clock()
    setting = os.environ.get("TEXTMINE_PROGRESS", "")
    silent = setting == "none"
    between = float(setting) if setting.isdecimal() else _BETWEEN_LINES

    def report(step: str, done: int, total: int) -> None:
        nonlocal said
        if not silent and clock() - said >= between:
            said = clock()
            say(f"{step}: {done:,} of {total:,}")

    return report
