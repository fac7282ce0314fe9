"""What was coded: counts of codes crossed with codes, or of one dimension."""

from __future__ import annotations

from dataclasses import replace

from textmine.coding import Tabulation
from textmine.coding.tabulation import Share
from textmine.present import Column, Section, table_of

_PLACES = 4
"""Decimals of per cents in files."""

_Told = tuple[str, str, Share]


def tabulation_section(table: Tabulation) -> Section:
    """Return the crossed table of codes, its margins and what its cells mean; or one dimension."""
    unit = "groups and single documents" if table.per_group else "documents"
    what = f"{table.rows} by {table.columns}" if table.columns else table.rows
    title = f"{what}, n = {table.n} {unit}"
    kind = "crossed" if table.columns else "counts"
    every = table_of("tabulation", title, _columns(table), _shares(table), kind=kind)
    columns = [
        Column("cell" if table.columns else table.rows, lambda cell: cell[0]),
        Column("meaning", lambda cell: cell[1]),
        Column("count", lambda cell: _of_cell(table, cell[0]).count),
        Column("% of n", lambda cell: _percent(_of_cell(table, cell[0]))),
    ]
    of_cells = "What the codes mean" if table.columns else title
    cells = table_of("cells", of_cells, columns, table.cell_names.items())
    tables = [cells] if cells.rows else []
    if table.columns is not None:
        every = replace(every, shown=_crossed(table))
        tables = [every, *tables]
    return Section("codes", "What was coded", [reading_of(table)], tables, records=every)


def reading_of(table: Tabulation) -> str:
    """Return the sentence that says what the counts are and what may be concluded from them."""
    if table.origin == "machine":
        text = (
            f"Counts made by a machine ({table.coder}): its errors are in them, so no sampling "
            "interval is given. Do not report them as prevalence."
        )
    elif table.census:
        text = (
            f"Codes by {table.coder} ({table.origin}). All {table.n_corpus} documents are coded"
            f"{', copies of one text counted once' if table.per_group else ''}: "
            "a census, without sampling error."
        )
    elif table.per_group:
        text = (
            f"Codes by {table.coder} ({table.origin}). {table.n} of {table.n_corpus} are coded, "
            "copies of one text counted once. A text with many copies is likelier to be drawn: "
            "these are counts of what was coded, not shares of the corpus, and have no interval."
        )
    elif table.selection:
        text = (
            f"Codes by {table.coder} ({table.origin}). {table.n} of {table.n_corpus} documents are "
            "counted, and their codes chose them: these are counts of what stands, not shares of "
            "the corpus, and have no interval."
        )
    elif table.chances is not None:
        text = (
            f"Codes by {table.coder} ({table.origin}). {table.n} of {table.n_corpus} documents are "
            f"coded, drawn with chances from {table.chances[0]:.3f} to {table.chances[1]:.3f}: "
            "these are counts of the sample, not shares of the corpus, and have no interval."
        )
    elif table.n_unknown:
        text = (
            f"Codes by {table.coder} ({table.origin}). {table.n} of {table.n_corpus} documents are "
            f"coded, {table.n_unknown} of them chosen and not drawn by chance: these are counts of "
            "what was coded, not shares of the corpus, and have no interval."
        )
    else:
        text = (
            f"Codes by {table.coder} ({table.origin}). {table.n} of {table.n_corpus} documents are "
            "coded. Intervals (Wilson, 95 %) hold if these are a simple random sample."
        )
    if table.several:
        text += (
            f" {table.several} documents have several codes, so that the counts add up to more "
            "than n."
        )
    if table.incomplete:
        text += f" {table.incomplete} documents have a code on one dimension only and are left out."
    return text


def _shares(table: Tabulation) -> list[_Told]:
    """Return every cell, then the margins."""
    cells = [(row, column, share) for (row, column), share in table.cells.items()]
    if table.columns is None:
        return cells
    rows = [(row, "all", share) for row, share in table.row_totals.items()]
    columns = [("all", column, share) for column, share in table.column_totals.items()]
    return [*cells, *rows, *columns]


def _columns(table: Tabulation) -> list[Column]:
    """Return the columns for programs: count, n, and per cent with its interval in per cent."""
    return [
        Column(table.rows, lambda told: told[0]),
        Column(table.columns or "of", lambda told: told[1]),
        Column("count", lambda told: told[2].count),
        Column("n", lambda told: told[2].n),
        Column("percent", lambda told: round(told[2].percent, _PLACES)),
        Column("low", lambda told: _limits(told[2])[0]),
        Column("high", lambda told: _limits(told[2])[1]),
    ]


def _limits(share: Share) -> tuple[float | None, float | None]:
    if share.interval is None:
        return None, None
    return round(100 * share.interval.low, _PLACES), round(100 * share.interval.high, _PLACES)


def _of_cell(table: Tabulation, cell: str) -> Share:
    if table.columns is None:
        return table.row_totals[cell]
    return next(share for (row, column), share in table.cells.items() if row + column == cell)


def _crossed(table: Tabulation) -> list[dict[str, str]]:
    """Return codes against codes with counts and per cents, and margins."""
    corner = f"{table.rows} \\ {table.columns}"
    rows = []
    for row in table.row_codes:
        cells = {column: _text(table.cells[row, column]) for column in table.column_codes}
        rows.append({corner: row, **cells, "all": _text(table.row_totals[row])})
    totals = {column: _text(share) for column, share in table.column_totals.items()}
    return [*rows, {corner: "all", **totals, "all": f"{table.n} (100 %)"}]


def _text(share: Share) -> str:
    return f"{share.count} ({_percent(share)})"


def _percent(share: Share) -> str:
    text = f"{share.percent:.0f} %"
    if share.interval is not None:
        text += f", {100 * share.interval.low:.0f}-{100 * share.interval.high:.0f}"
    return text
