"""textmine codebook: list, show, check."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.shared import (
    Format,
    FormatOption,
    WorkspaceOption,
    print_rows,
    say,
)

if TYPE_CHECKING:
    from textmine.store import Workspace

app = typer.Typer(help="Codebooks: dimensions, codes, cells.", no_args_is_help=True)


class ShowFormat(StrEnum):
    """How a codebook is shown."""

    table = "table"
    json = "json"
    csv = "csv"
    toml = "toml"


def _workspace_if_any(folder: Path | None) -> Workspace | None:
    """Built-in codebooks can be looked at without a workspace."""
    from textmine.errors import NotFoundError
    from textmine.store import find_workspace

    try:
        return find_workspace(folder)
    except NotFoundError:
        if folder is not None:
            raise
        return None


@app.command("list")
def list_(workspace: WorkspaceOption = None, format: FormatOption = Format.table) -> None:
    """List the codebooks that can be used.

    Example: textmine codebook list
    """
    from textmine.codebook import list_codebooks

    rows = [
        {
            "codebook": listed.codebook.name,
            "title": listed.codebook.title,
            "dimensions": ", ".join(
                f"{dimension.id} ({len(dimension.codes)})"
                for dimension in listed.codebook.dimensions
            ),
            "from": "textmine" if listed.builtin else listed.path.name,
        }
        for listed in list_codebooks(_workspace_if_any(workspace))
    ]
    print_rows(rows, format)


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="Name of a codebook, or a .toml file.")],
    workspace: WorkspaceOption = None,
    format: Annotated[
        ShowFormat, typer.Option("--format", "-f", help="toml gives a file to start from.")
    ] = ShowFormat.table,
) -> None:
    """Show the dimensions and codes of a codebook with their definitions.

    Example: textmine codebook show ling-martins-2015
    """
    from textmine.codebook import codebook_toml, find_codebook

    book = find_codebook(name, _workspace_if_any(workspace))
    if format is ShowFormat.toml:
        typer.echo(codebook_toml(book), nl=False)
        return
    rows = [
        {
            "dimension": dimension.id,
            "code": code.id,
            "name": code.name,
            "definition": code.definition,
            "not": code.exclude,
            "example": " / ".join(code.examples),
        }
        for dimension in book.dimensions
        for code in dimension.codes
    ]
    print_rows(rows, Format(format.value), title=f"{book.name}: {book.title} (unit: {book.unit})")
    if format is ShowFormat.table:
        cells = book.product.cells if book.product else {}
        for cell, meaning in cells.items():
            typer.echo(f"  {cell}  {meaning}")
        say(book.citation)


@app.command("check")
def check(
    name: Annotated[str, typer.Argument(help="Name of a codebook, or a .toml file.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Check that a codebook can be used, and that every coding made with it fits it.

    Example: textmine codebook check my-codebook.toml
    """
    from textmine.codebook import find_codebook
    from textmine.coding import misfits, open_codings
    from textmine.errors import InputError

    space = _workspace_if_any(workspace)
    book = find_codebook(name, space)
    codes = sum(len(dimension.codes) for dimension in book.dimensions)
    if space is not None:
        wrong = misfits(open_codings(space), book)
        if wrong:
            raise InputError(
                f"{len(wrong)} codings do not fit codebook '{book.name}':\n  " + "\n  ".join(wrong),
                hint="\nMend the codebook, or code these documents again.",
            )
    undefined = [
        f"{dimension.id} {code.id}"
        for dimension in book.dimensions
        for code in dimension.codes
        if not code.definition
    ]
    say(f"'{book.name}' is valid: {len(book.dimensions)} dimensions, {codes} codes.")
    if undefined:
        say(f"Without a definition: {', '.join(undefined)}.")
