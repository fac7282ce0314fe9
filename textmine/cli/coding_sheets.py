"""textmine coding sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.choices import Coded, SheetFormat
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
    ),
]
AfterOption = Annotated[int | None, typer.Option(min=0, max=20, help="The same of those after it.")]


@shown(without=("format",), then="textmine coding import SHEET --corpus {corpus}")
def sheets(
    run: Run,
    corpus: CorpusArgument,
    codebook: Annotated[str, typer.Option(help="The codebook to code with.")],
    out: Annotated[Path, typer.Option(help="Folder for the sheets; made if it is not there.")],
    draw: DrawOption = None,
    coders: DrawCodersOption = None,
    format: Annotated[
        SheetFormat, typer.Option("--format", "-f", help="xlsx: with lists to choose from; or csv.")
    ] = "xlsx",
    with_author: AuthorOption = False,
    before: BeforeOption = None,
    after: AfterOption = None,
    level: Annotated[
        Coded,
        typer.Option(help="A row a document of a draw; or each of these, to be coded as a whole."),
    ] = "documents",
) -> Section:
    """Write a sheet a coder with the documents of a draw, the codes to choose from and room.

    A dimension that takes one code is a column with a list. One that takes several has a column a
    code to tick and one for none, because an empty row is not coded yet. The sheet shows what comes
    before and after a text, and never what others coded. Bring it back with 'textmine coding import
    FILE', which knows what it is.

    With --level interviews, cases or authors, the sheets of --coders have a row for each of these.
    It has how the unit begins and the codes that the coder gave its passages. Bring them back with
    'textmine coding import FILE --corpus CORPUS --codebook NAME --level interviews'.

    Example: textmine coding sheets forum --codebook ling-martins-2015 --out sheets
    """
    from textmine.coding.sheets.exporting import SheetRequest, export_sheets, sheet_sentences
    from textmine.coding.whole_units import whole_level
    from textmine.reading.unit_sheets import UnitSheetRequest, export_unit_sheets

    whole = whole_level(level)
    if whole is not None:
        if draw is not None or before is not None or after is not None:
            raise typer.BadParameter(
                f"--draw, --before and --after are about documents, not {level}",
                param_hint="--level",
            )
        request_of_units = UnitSheetRequest(
            corpus, codebook, out, whole, comma_list(coders), format, with_author
        )
        with run.workspace.whole():
            made = export_unit_sheets(run.workspace, request_of_units)
        told = (f"{sheet.path}: {sheet.documents:,} {whole} for {sheet.coder}." for sheet in made)
        return Section.of(*told)
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
