"""Start a codebook of a workspace, and change it: the version before is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from textmine.codebook import (
    Codebook,
    copied_codebook,
    find_codebook,
    new_codebook,
    newest_codebook,
    replace_version,
    write_new_codebook,
)
from textmine.codebook.changed_by_table import changed_by_table
from textmine.codebook.scaffold import dimension_from_text, dimensions_from_rows
from textmine.codebook.table_of_codes import rows_of_codes
from textmine.coding.migrate import Review, to_review
from textmine.coding.rule_check import rule_breaks
from textmine.coding.store import open_codings
from textmine.coding.tables.importing import misfits
from textmine.corpus import read_raw, restored
from textmine.errors import BadRowsError, InputError
from textmine.store import Workspace, write_table

Change = Callable[[Codebook, dict[str, str]], Codebook]
"""Makes a new version of a codebook, with `reason`, `by` and `date` in its history."""


@dataclass(frozen=True)
class ChangeRequest:
    """What is said with a change, whatever the change is.

    `list_to` names a CSV for the codings that have to be looked at again. With `dry_run` the
    codebook stays as it is.
    """

    name: str
    reason: str
    by: str = ""
    dry_run: bool = False
    list_to: Path | None = None


@dataclass(frozen=True)
class Changed:
    """The codebook before and after, the codings to look at again, and where the old one is kept.

    `kept` is a path in the workspace, None after a dry run.
    """

    old: Codebook
    new: Codebook
    review: tuple[Review, ...]
    kept: Path | None

    @property
    def steps(self) -> int:
        """How many changes were recorded."""
        return self.new.version - self.old.version


def change_by_table(workspace: Workspace, request: ChangeRequest, path: Path) -> Changed:
    """Change a codebook into what a table of codes says, one version a change, all or none.

    `kept` is where the version before all of them lies. Raises InputError for a table that cannot
    be read, and BadRowsError for rows that could mean several things.
    """
    if not request.reason.strip():
        raise InputError("A change needs a reason.", hint="Give the reason in a sentence.")
    source, cells, numbers = _rows_of_file(path)
    rows = rows_of_codes(source, cells, numbers)
    why = _why(request)
    with nullcontext() if request.dry_run else workspace.whole():
        old = newest_codebook(workspace, request.name)
        versions = changed_by_table(old, source, rows, why)
        kept_files = (
            []
            if request.dry_run
            else [replace_version(workspace, *step) for step in pairwise(versions)]
        )
        review = tuple(to_review(workspace, versions[-1])) if len(versions) > 1 else ()
    first = kept_files[0].relative_to(workspace.root) if kept_files else None
    return Changed(old, versions[-1], review, first)


def _why(request: ChangeRequest) -> dict[str, str]:
    today = datetime.now(UTC).date().isoformat()
    return {"reason": request.reason, "by": request.by, "date": today}


def change_codebook(workspace: Workspace, request: ChangeRequest, change: Change) -> Changed:
    """Change a codebook, unless it is a dry run; raise InputError for what cannot be changed so."""
    why = _why(request)
    with nullcontext() if request.dry_run else workspace.whole():
        old = newest_codebook(workspace, request.name)
        new = change(old, why)
        review = tuple(to_review(workspace, new))
        if request.list_to is not None:
            names = [field.name for field in fields(Review)]
            rows = [{name: getattr(review_item, name) for name in names} for review_item in review]
            write_table(request.list_to, names, rows)
        kept_path = None if request.dry_run else replace_version(workspace, old, new)
    return Changed(old, new, review, kept_path and kept_path.relative_to(workspace.root))


def start_codebook(
    workspace: Workspace,
    name: str,
    *,
    dimensions: Sequence[str] = (),
    source: str | None = None,
    table: Path | None = None,
    multi: Sequence[str] = (),
    ordinal: Sequence[str] = (),
    title: str = "",
    unit: str = "document",
) -> tuple[Codebook, Path]:
    """Write a new codebook into the workspace; return it and where its file lies.

    It is a copy of the codebook `source`, or has the dimensions in a table of codes, or those in
    texts such as "goal=A:sharing,B:achieving". Raises InputError for what cannot be read, and when
    there is a codebook of that name.
    """
    if source:
        book = copied_codebook(find_codebook(source, workspace), name)
    else:
        dimensions_read = (
            dimensions_from_table(table) if table else map(dimension_from_text, dimensions)
        )
        book = new_codebook(
            name, list(dimensions_read), multi=multi, ordinal=ordinal, title=title, unit=unit
        )
    return book, write_new_codebook(workspace, book)


def dimensions_from_table(path: Path) -> list[dict[str, Any]]:
    """Return the dimensions in a table of codes; raise InputError for what cannot be read."""
    return dimensions_from_rows(*_rows_of_file(path))


def _rows_of_file(path: Path) -> tuple[str, list[dict[str, str]], list[int]]:
    """Return what a file is called, its rows by column, and their numbers as a sheet counts.

    Raises InputError for a file that cannot be read, BadRowsError for rows that cannot.
    """
    raw = restored(read_raw(path))
    if raw.problems:
        raise BadRowsError(raw.source, raw.problems, hint="Correct these rows.")
    rows = [dict(zip(raw.columns, row, strict=True)) for row in raw.rows]
    return raw.source, rows, list(raw.numbers)


def check_codings(workspace: Workspace, book: Codebook) -> list[Review]:
    """Return the codings that have to be looked at again after changes of the codebook.

    Raises InputError where codings of people or machines do not fit it or break its rules.
    """
    wrong = misfits(open_codings(workspace), book)
    if wrong:
        raise InputError(
            f"{len(wrong)} codings do not fit codebook '{book.name}':\n  " + "\n  ".join(wrong),
            hint="\nCorrect the codebook, or code these documents again.",
        )
    broken = rule_breaks(workspace, book)
    if broken:
        raise InputError(
            f"{len(broken)} times codings break a rule of codebook '{book.name}':\n  "
            + "\n  ".join(broken),
            hint="\nCode these documents again, or correct the rule.",
        )
    return to_review(workspace, book)
