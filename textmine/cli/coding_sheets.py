"""textmine coding sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.choices import SheetFormat
from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument, DrawCodersOption, DrawOption
from textmine.cli.shared import comma_list
from textmine.present import Section

AuthorOption = Annotated[
    bool,
    typer.Option("--with-author", help="Show who wrote a document; else coders do not see it."),
]
BeforeOption = Annotated[
    int | None,
    typer.Option(
        min=0,
        max=20,
        help="Messages or sentences before each, shown beside it. Default: 1 where the corpus has "
        "threads.",
        show_default=False,
    ),
]
AfterOption = Annotated[
    int | None,
    typer.Option(min=0, max=20, help="The same of those after it.", show_default=False),
]


@shown(without=("format",))
def sheets(
    run: Run,
    corpus: CorpusArgument,
    codebook: Annotated[str, typer.Option(help="The codebook to code with.")],
    out: Annotated[Path, typer.Option(help="Folder for the sheets; made if it is not there.")],
    draw: DrawOption = None,
    coders: DrawCodersOption = None,
    format: Annotated[
        SheetFormat,
        typer.Option("--format", "-f", help="xlsx: with lists to choose from; or csv."),
    ] = "xlsx",
    with_author: AuthorOption = False,
    before: BeforeOption = None,
    after: AfterOption = None,
) -> Section:
    """Write a sheet a coder with the documents of a draw, the codes to choose from and room.

    A dimension that takes one code is a column with a list; one that takes several has a column a
    code to tick and one for none, because an empty row is not coded yet. What is said before and
    after stands beside a text, and never what others coded. The sheet comes back with 'textmine
    coding import FILE', which knows what it is.

    Example: textmine coding sheets forum --codebook ling-martins-2015 --out sheets
    """
    from textmine.coding.sheets.exporting import SheetRequest, export_sheets, sheet_sentences

    request = SheetRequest(
        corpus=corpus,
        codebook=codebook,
        folder=out,
        draw=draw,
        format=format,
        coders=comma_list(coders),
        with_author=with_author,
        before=before,
        after=after,
    )
    with run.workspace.whole():
        return Section.of(*sheet_sentences(export_sheets(run.workspace, request)))
