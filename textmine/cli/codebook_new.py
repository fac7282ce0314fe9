"""textmine codebook new: start a codebook from codes, a table of codes or another codebook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from textmine.cli.options import WorkspaceOption
from textmine.cli.shared import open_workspace, say

_Many = list[str] | None


def new(
    name: Annotated[str, typer.Argument(help="Name of the new codebook.")],
    dimension: Annotated[
        _Many,
        typer.Option(
            help="DIMENSION=CODE:name,CODE:name; may be repeated.",
            show_default=False,
        ),
    ] = None,
    multi: Annotated[
        _Many,
        typer.Option(
            help="A dimension that takes several codes; may be repeated.", show_default=False
        ),
    ] = None,
    ordinal: Annotated[
        _Many,
        typer.Option(
            help="A dimension whose codes are ordered; may be repeated.", show_default=False
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--from", help="Copy this codebook under the new name.", show_default=False),
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(
            "--from-table",
            help="A table with the columns dimension, code and, if you like, name, definition, "
            "include, exclude, example, parent, stage.",
            show_default=False,
        ),
    ] = None,
    title: Annotated[str, typer.Option(help="Its title.", show_default=False)] = "",
    unit: Annotated[str, typer.Option(help="What is coded: a message, a passage.")] = "document",
    workspace: WorkspaceOption = None,
) -> None:
    """Start a codebook in the workspace, with help at its top on what else may be said in it.

    Example: textmine codebook new themes --dimension 'goal=A:sharing,B:achieving' --multi goal
    """
    from textmine.codebook import copied_codebook, find_codebook, new_codebook, write_new_codebook
    from textmine.codebook.scaffold import dimension_from_text

    if sum(map(bool, (dimension, source, table))) != 1:
        raise typer.BadParameter("say one of --dimension, --from and --from-table")
    if source and (multi or ordinal or title or unit != "document"):
        raise typer.BadParameter("--from copies all of it: leave the other options out")
    space = open_workspace(workspace)
    if source:
        book = copied_codebook(find_codebook(source, space), name)
    else:
        dimensions = (
            dimensions_from_table(table) if table else map(dimension_from_text, dimension or ())
        )
        book = new_codebook(
            name,
            list(dimensions),
            multi=multi or (),
            ordinal=ordinal or (),
            title=title,
            unit=unit,
        )
    path = write_new_codebook(space, book)
    codes = sum(len(part.codes) for part in book.dimensions)
    say(f"Codebook '{name}': {len(book.dimensions)} dimensions, {codes} codes; mend it in {path}.")


def dimensions_from_table(path: Path) -> list[dict[str, Any]]:
    """Return the dimensions in a table of codes; raise InputError for what cannot be read."""
    from textmine.codebook.scaffold import dimensions_from_rows
    from textmine.corpus.reading.readers import read_raw
    from textmine.corpus.reading.restored import restored
    from textmine.errors import BadRowsError

    raw = restored(read_raw(path))
    if raw.problems:
        raise BadRowsError(raw.source, raw.problems, hint="Mend these rows.")
    rows = [dict(zip(raw.columns, row, strict=True)) for row in raw.rows]
    return dimensions_from_rows(raw.source, rows, raw.numbers)
