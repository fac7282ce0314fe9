"""textmine coding: import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.shared import WorkspaceOption, open_workspace, say

app = typer.Typer(help="Who coded what, as what.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `import` a subcommand, as the only one."""


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="A table of codings: .csv, .tsv, .xlsx, .jsonl.")],
    corpus: Annotated[str, typer.Option(help="The corpus that was coded.")],
    codebook: Annotated[str, typer.Option(help="The codebook it was coded with.")],
    create_codebook: Annotated[
        bool, typer.Option("--create-codebook", help="Make the codebook of the codes found.")
    ] = False,
    document: Annotated[str | None, typer.Option(help="Column(s) with the document id.")] = None,
    coder: Annotated[
        str | None, typer.Option(help="Column with the coder, or the coder's name.")
    ] = None,
    dimension: Annotated[
        str | None, typer.Option(help="Column with the dimension, or its name.")
    ] = None,
    map: Annotated[
        list[str] | None,
        typer.Option(help="COLUMN=DIMENSION or COLUMN=DIMENSION:CODER; may be repeated."),
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding, if the guess is wrong.")] = None,
    sheet: Annotated[str | None, typer.Option(help="Sheet of a workbook.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would happen; write nothing.")
    ] = False,
    skip_bad_rows: Annotated[
        Path | None, typer.Option(help="Put rows that cannot be used into this CSV and go on.")
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Take over the codes of any number of coders from a table.

    A long table has a row a coding (document, coder, dimension, code); a wide one a column a coder
    or a dimension (goal, goal:ann, ann_goal). A coding is never changed: what is imported later
    supersedes what a coder said before, and the history stays.

    Example: textmine coding import codes.csv --corpus forum --codebook ling-martins-2015
    """
    from textmine.coding import CodingRequest, import_codings
    from textmine.corpus import ReadOptions
    from textmine.errors import BadRowsError

    request = CodingRequest(
        path=path,
        corpus=corpus,
        codebook=codebook,
        create_codebook=create_codebook,
        document=document,
        coder=coder,
        dimension=dimension,
        mapped=tuple(map or ()),
        options=ReadOptions(encoding=encoding, sheet=sheet),
    )
    done = import_codings(open_workspace(workspace), request, skip_bad_rows, dry_run=dry_run)
    say(f"Read as: {done.layout.describe()}.")
    if done.created:
        say(f"Codebook '{codebook}' made of {done.created} codes found in {path.name}.")
    if dry_run and done.problems:
        say(str(BadRowsError(path.name, done.problems)))
    say(
        f"{done.new:,} codings {'would be' if dry_run else 'are'} new, {done.unchanged:,} "
        f"stood there already, {done.empty:,} cells are empty; coders: {', '.join(done.coders)}."
    )
    if done.rejected and not dry_run:
        say(f"{done.rejected:,} rows were put into {skip_bad_rows}.")
