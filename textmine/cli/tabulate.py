"""textmine tabulate."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.shared import (
    Format,
    FormatOption,
    RollUpOption,
    WorkspaceOption,
    open_workspace,
    print_rows,
    say,
    standing,
)


def tabulate(
    corpus: Annotated[str, typer.Argument(help="The corpus.")],
    coder: Annotated[
        str | None, typer.Option(help="Whose codes; default: the adjudicated ones.")
    ] = None,
    dimension: Annotated[
        str | None, typer.Option(help="One dimension alone; default: the codebook's product.")
    ] = None,
    codebook: Annotated[str | None, typer.Option(help="Default: the one used.")] = None,
    roll_up: RollUpOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Count the codes: the table of two crossed dimensions with margins, or one dimension.

    Example: textmine tabulate forum --coder agreed
    """
    from textmine.coding import rolled_up, tabulate_codes
    from textmine.corpus import load_corpus
    from textmine.report.coded import crossed_rows, reading_of, tabulation_rows

    space = open_workspace(workspace)
    loaded = load_corpus(space, corpus)
    stands = standing(space, loaded, codebook)
    if roll_up is not None:
        stands = rolled_up(stands, roll_up)
    table = tabulate_codes(stands.codings, stands.codebook, len(loaded), coder, dimension)
    if format is Format.table:
        title = f"{corpus}: codes by {table.coder} ({table.origin}), n = {table.n} documents"
        print_rows(crossed_rows(table), format, title=title)
        for cell, name in table.cell_names.items():
            typer.echo(f"  {cell}  {name}")
        say(reading_of(table))
    else:
        print_rows(tabulation_rows(table), format, note=reading_of(table))
