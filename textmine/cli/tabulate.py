"""textmine tabulate."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from textmine.cli.options import FormatOption, RollUpOption, WorkspaceOption
from textmine.cli.shared import Format, open_workspace, print_rows, say, standing


class Per(StrEnum):
    """What is counted: messages, or groups of messages with the same text."""

    message = "message"
    group = "group"


def tabulate(
    corpus: Annotated[str, typer.Argument(help="The corpus.")],
    coder: Annotated[str | None, typer.Option(help="Whose codes; default: the final ones.")] = None,
    dimension: Annotated[
        str | None, typer.Option(help="One dimension alone; default: the codebook's product.")
    ] = None,
    codebook: Annotated[str | None, typer.Option(help="Default: the one used.")] = None,
    roll_up: RollUpOption = None,
    per: Annotated[
        Per,
        typer.Option(
            help="Count messages, or exact and near copies once (see 'corpus duplicates'): by "
            "the first of them that has the codes."
        ),
    ] = Per.message,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Count the codes: the table of two crossed dimensions with margins, or one dimension.

    Example: textmine tabulate forum --coder agreed
    """
    from textmine.coding import final_codes, one_per_group, rolled_up, tabulate_codes
    from textmine.coding.tabulation import tabulated_dimensions
    from textmine.corpus import load_corpus
    from textmine.report.coded import crossed_rows, reading_of, tabulation_rows

    space = open_workspace(workspace)
    loaded = load_corpus(space, corpus)
    stands = standing(space, loaded, codebook)
    if roll_up is not None:
        stands = rolled_up(stands, roll_up)
    final = final_codes(stands.codings, coder, machine=True)
    for remark in final.remarks(*tabulated_dimensions(final, stands.codebook, dimension)):
        say(remark)
    n_corpus = len(loaded)
    if per is Per.group:
        counted = one_per_group(final, loaded)
        final, n_corpus = counted.final, counted.n_corpus
        say(
            f"{counted.n_coded:,} documents with codes are {counted.n_groups:,} when copies count "
            f"once, by the first with the codes; copies of {counted.n_differ:,} of these texts "
            "have different codes."
        )
    table = tabulate_codes(
        final, stands.codebook, n_corpus, dimension=dimension, per_group=per is Per.group
    )
    if format is Format.table:
        unit = "groups and single documents" if table.per_group else "documents"
        title = f"{corpus}: codes by {table.coder} ({table.origin}), n = {table.n} {unit}"
        print_rows(crossed_rows(table), format, title=title)
        for cell, name in table.cell_names.items():
            typer.echo(f"  {cell}  {name}")
        say(reading_of(table))
    else:
        print_rows(tabulation_rows(table), format, note=reading_of(table))
