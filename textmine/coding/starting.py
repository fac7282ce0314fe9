"""Start a codebook in a workspace: of codes as text, of a table of codes, of another codebook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from textmine.codebook import (
    Codebook,
    copied_codebook,
    find_codebook,
    new_codebook,
    write_new_codebook,
)
from textmine.codebook.scaffold import dimension_from_text, dimensions_from_rows
from textmine.corpus import read_raw, restored
from textmine.errors import BadRowsError
from textmine.store import Workspace


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
    return dimensions_from_rows(*rows_of_file(path))


def rows_of_file(path: Path) -> tuple[str, list[dict[str, str]], list[int]]:
    """Return what a file is called, its rows by column, and their numbers as a sheet counts.

    Raises InputError for a file that cannot be read, BadRowsError for rows that cannot.
    """
    raw = restored(read_raw(path))
    if raw.problems:
        raise BadRowsError(raw.source, raw.problems, hint="Correct these rows.")
    rows = [dict(zip(raw.columns, row, strict=True)) for row in raw.rows]
    return raw.source, rows, list(raw.numbers)
