"""textmine codebook new: start a codebook from codes, a table of codes or another codebook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.present import Section

_Many = list[str] | None


@shown(without=("format",), then="textmine codebook show {name}")
def new(
    run: Run,
    name: Annotated[str, typer.Argument(help="Name of the new codebook.")],
    dimension: Annotated[
        _Many, typer.Option(help="DIMENSION=CODE:name,CODE:name; give it again for more.")
    ] = None,
    multi: Annotated[
        _Many, typer.Option(help="A dimension that takes several codes; give it again for more.")
    ] = None,
    ordinal: Annotated[
        _Many, typer.Option(help="A dimension whose codes are ordered; give it again for more.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--from", help="Copy this codebook under the new name.")
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(
            "--from-table",
            help="A table with the columns dimension, code and, if you like, name, definition, "
            "include, exclude, example, parent, stage, or one that 'codebook export' wrote.",
        ),
    ] = None,
    title: Annotated[str, typer.Option(help="Its title.")] = "",
    unit: Annotated[
        str, typer.Option(help="The unit of coding: a message, a passage.")
    ] = "document",
) -> Section:
    """Start a codebook in the workspace, with help at its top on what else may be said in it.

    Example: textmine codebook new themes --dimension 'goal=A:sharing,B:achieving' --multi goal
    """
    from textmine.coding.starting import start_codebook

    if sum(map(bool, (dimension, source, table))) != 1:
        raise typer.BadParameter("say one of --dimension, --from and --from-table")
    if source and (multi or ordinal or title or unit != "document"):
        raise typer.BadParameter("--from copies all of it: leave the other options out")
    book, path = start_codebook(
        run.workspace,
        name,
        dimensions=dimension or (),
        source=source,
        table=table,
        multi=multi or (),
        ordinal=ordinal or (),
        title=title,
        unit=unit,
    )
    codes = sum(len(part.codes) for part in book.dimensions)
    return Section.of(
        f"Codebook '{name}': {len(book.dimensions)} dimensions, {codes} codes; mend it in {path}."
    )
