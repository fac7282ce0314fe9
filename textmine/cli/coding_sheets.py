"""textmine coding sheets."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import WorkspaceOption
from textmine.cli.shared import comma_list, open_workspace, say

if TYPE_CHECKING:
    from textmine.coding.sheets.exporting import Sheet


class SheetForm(StrEnum):
    """What a coding sheet is written as."""

    xlsx = "xlsx"
    csv = "csv"


AuthorOption = Annotated[
    bool,
    typer.Option("--with-author", help="Show who wrote a document; else coders do not see it."),
]


def sheets(
    corpus: Annotated[str, typer.Argument(help="The corpus.")],
    codebook: Annotated[str, typer.Option(help="The codebook to code with.")],
    out: Annotated[Path, typer.Option(help="Folder for the sheets; made if it is not there.")],
    draw: Annotated[
        str | None, typer.Option(help="Whose documents; default: the latest draw.")
    ] = None,
    coders: Annotated[
        str | None, typer.Option(help="Comma-separated; default: all of the draw.")
    ] = None,
    format: Annotated[
        SheetForm, typer.Option("--format", "-f", help="xlsx: with lists to choose from; or csv.")
    ] = SheetForm.xlsx,
    with_author: AuthorOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Write a sheet a coder with the documents of a draw, the codes to choose from and room.

    A dimension that takes one code is a column with a list; one that takes several has a column a
    code to tick and one for none, because an empty row is not coded yet. The sheet comes back with
    'textmine coding import FILE', which knows what it is.

    Example: textmine coding sheets forum --codebook ling-martins-2015 --out sheets
    """
    from textmine.coding.sheets.exporting import SheetRequest, export_sheets

    request = SheetRequest(
        corpus=corpus,
        codebook=codebook,
        folder=out,
        draw=draw,
        format=format.value,
        coders=comma_list(coders),
        with_author=with_author,
    )
    space = open_workspace(workspace)
    with space.whole():
        written = export_sheets(space, request)
    tell_sheets(written)


def tell_sheets(sheets: Sequence[Sheet]) -> None:
    """Say where sheets are that were written."""
    for sheet in sheets:
        gone = f"; {sheet.gone:,} are no longer in the corpus" if sheet.gone else ""
        say(f"{sheet.path}: {sheet.documents:,} documents for {sheet.coder}{gone}.")
