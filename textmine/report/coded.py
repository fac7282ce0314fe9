"""The report's sections on human codes: the tabulation and the agreement of coders."""

from __future__ import annotations

import math
from typing import Any

from textmine.coding import Tabulation
from textmine.coding.tabulation import Share
from textmine.present import Section, Table


def tabulation_section(table: Tabulation) -> Section:
    """Return the section with the crossed table of codes, its margins and what its cells mean."""
    meanings = [
        {
            table.rows if table.columns is None else "cell": cell,
            "meaning": name,
            "count": _cell_share(table, cell).count,
            "% of n": _percent(_cell_share(table, cell)),
        }
        for cell, name in table.cell_names.items()
    ]
    title = "What the codes mean" if table.columns else f"{table.rows}, n = {table.n} documents"
    tables = [Table("cells", title, meanings)] if meanings else []
    if table.columns is not None:
        crossed = Table(
            "tabulation",
            f"{table.rows} by {table.columns}, n = {table.n} documents",
            tabulation_rows(table),
            shown=_crossed(table),
        )
        tables.insert(0, crossed)
    return Section("codes", "What was coded", [reading_of(table)], tables)


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


def tabulation_rows(table: Tabulation) -> list[dict[str, Any]]:
    """Return a row a cell and margin, with count, n, per cent and interval in per cent."""
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


def number(value: float) -> float | None:
    """Return a figure rounded to six places, None where it is undefined."""
    return None if math.isnan(value) else round(value, 6)


def with_interval(row: dict[str, Any]) -> str:
    """Return value [low, high] as text."""
    if row["value"] is None:
        return "undefined"
    if row["low"] is None:
        return f"{row['value']:.3f}"
    return f"{row['value']:.3f} [{row['low']:.3f}, {row['high']:.3f}]"


def _cell_share(table: Tabulation, cell: str) -> Share:
    if table.columns is None:
        return table.row_totals[cell]
    return next(share for (row, column), share in table.cells.items() if row + column == cell)


def _crossed(table: Tabulation) -> list[dict[str, Any]]:
    corner = f"{table.rows} \\ {table.columns}"
    rows = []
    for row in table.row_codes:
        cells = {column: _text(table.cells[row, column]) for column in table.column_codes}
        rows.append({corner: row, **cells, "all": _text(table.row_totals[row])})
    totals = {column: _text(share) for column, share in table.column_totals.items()}
    return [*rows, {corner: "all", **totals, "all": f"{table.n} (100 %)"}]


def crossed_rows(table: Tabulation) -> list[dict[str, Any]]:
    """Return the table as people read it: codes against codes, counts and per cents, margins."""
    if table.columns is None:
        return [
            {table.rows: code, "documents": share.count, "%": _percent(share)}
            for code, share in table.row_totals.items()
        ]
    return _crossed(table)


def _text(share: Share) -> str:
    return f"{share.count} ({_percent(share)})"


def _percent(share: Share) -> str:
    text = f"{share.percent:.0f} %"
    if share.interval is not None:
        text += f", {100 * share.interval.low:.0f}-{100 * share.interval.high:.0f}"
    return text
