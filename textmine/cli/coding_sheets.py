"""textmine coding sheets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from textmine.cli.options import CorpusArgument, WorkspaceOption
from textmine.cli.shared import comma_list, open_workspace, say

if TYPE_CHECKING:
    from textmine.coding.sheets.exporting import Sheet


SheetForm = Literal["xlsx", "csv"]
AuthorOption = Annotated[
    bool,
    typer.Option("--with-author", help="Show who wrote a document; else coders do not see it."),
]


def sheets(
    corpus: CorpusArgument,
    codebook: Annotated[str, typer.Option(help="The codebook to code with.")],
    out: Annotated[Path, typer.Option(help="Folder for the sheets; made if it is not there.")],
    draw: Annotated[
        str | None, typer.Option(help="Whose documents; default: the latest draw.")
    ] = None,
    coders: Annotated[
        str | None, typer.Option(help="Comma-separated; default: all of the draw.")
    ] = None,
    format: Annotated[
        SheetForm,
        typer.Option("--format", "-f", help="xlsx: with lists to choose from; or csv."),
    ] = "xlsx",
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
        format=format,
        coders=comma_list(coders),
        with_author=with_author,
    )
    space = open_workspace(workspace)
    with space.whole():
        written = export_sheets(space, request)
    for sentence in sheet_sentences(written):
        say(sentence)


def sheet_sentences(sheets: Sequence[Sheet]) -> list[str]:
    """Return a sentence a sheet that was written: where it is, and how much it holds for whom."""
    return [
        f"{sheet.path}: {sheet.documents:,} documents for {sheet.coder}"
        f"{f'; {sheet.gone:,} are no longer in the corpus' if sheet.gone else ''}."
        for sheet in sheets
    ]
