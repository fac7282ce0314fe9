"""textmine tabulate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from textmine.cli.shared import (
    Format,
    FormatOption,
    WorkspaceOption,
    open_workspace,
    print_rows,
    say,
)

if TYPE_CHECKING:
    from textmine.coding.tabulation import Share, Tabulation


def tabulate(
    corpus: Annotated[str, typer.Argument(help="The corpus.")],
    coder: Annotated[
        str | None, typer.Option(help="Whose codes; default: the adjudicated ones.")
    ] = None,
    dimension: Annotated[
        str | None, typer.Option(help="One dimension alone; default: the codebook's product.")
    ] = None,
    codebook: Annotated[str | None, typer.Option(help="Default: the one used.")] = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Count the codes: the table of two crossed dimensions with margins, or one dimension.

    Example: textmine tabulate forum --coder agreed
    """
    from textmine.codebook import find_codebook
    from textmine.coding import open_codings, tabulate_codes, the_codebook
    from textmine.corpus import load_corpus

    space = open_workspace(workspace)
    loaded = load_corpus(space, corpus)
    codings = open_codings(space).current(corpus)
    book = find_codebook(codebook or the_codebook(codings), space)
    table = tabulate_codes(codings, book, len(loaded), coder, dimension)
    if format is Format.table:
        title = f"{corpus}: codes by {table.coder} ({table.origin}), n = {table.n} documents"
        print_rows(_crossed(table), format, title=title)
        for cell, name in table.cell_names.items():
            typer.echo(f"  {cell}  {name}")
        say(how_to_read(table))
    else:
        print_rows(_long(table), format, note=how_to_read(table))


def how_to_read(table: Tabulation) -> str:
    """Return the sentence that says what the counts are and what may be concluded from them."""
    if table.origin == "machine":
        text = (
            f"Counts made by a machine ({table.coder}): its errors are in them, so no sampling "
            "interval is given. Do not report them as prevalence."
        )
    elif table.census:
        text = f"All {table.n_corpus} documents are coded: a census, without sampling error."
    else:
        text = (
            f"{table.n} of {table.n_corpus} documents are coded. Intervals (Wilson, 95 %) hold if "
            "these are a simple random sample."
        )
    if table.incomplete:
        text += f" {table.incomplete} documents have a code on one dimension only; left out."
    return text


def _crossed(table: Tabulation) -> list[dict[str, Any]]:
    if table.columns is None:
        return [
            {table.rows: code, "documents": share.count, "%": _percent(share)}
            for code, share in table.row_totals.items()
        ]
    rows = []
    corner = f"{table.rows} \\ {table.columns}"
    for row in table.row_codes:
        cells = {column: _shown(table.cells[row, column]) for column in table.column_codes}
        rows.append({corner: row, **cells, "all": _shown(table.row_totals[row])})
    totals = {column: _shown(share) for column, share in table.column_totals.items()}
    return [*rows, {corner: "all", **totals, "all": f"{table.n} (100 %)"}]


def _shown(share: Share) -> str:
    return f"{share.count} ({_percent(share)})"


def _percent(share: Share) -> str:
    text = f"{share.percent:.0f} %"
    if share.interval is not None:
        text += f", {100 * share.interval.low:.0f}-{100 * share.interval.high:.0f}"
    return text


def _long(table: Tabulation) -> list[dict[str, Any]]:
    shares = [
        *((row, column, share) for (row, column), share in table.cells.items()),
        *((row, "all", share) for row, share in table.row_totals.items() if table.columns),
        *(("all", column, share) for column, share in table.column_totals.items() if table.columns),
    ]
    return [
        {
            table.rows: row,
            table.columns or "of": column,
            "count": share.count,
            "n": share.n,
            "percent": round(share.percent, 4),
            "low": round(100 * share.interval.low, 4) if share.interval else None,
            "high": round(100 * share.interval.high, 4) if share.interval else None,
        }
        for row, column, share in shares
    ]
