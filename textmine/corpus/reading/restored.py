"""Take away the apostrophes that keep a spreadsheet from running a cell of an exported CSV."""

from __future__ import annotations

from dataclasses import replace

from textmine.cells.spreadsheet import restore, would_run
from textmine.corpus.reading.raw import RawTable
from textmine.schema import FIELD_NAMES, ID, META, TEXT


def restored(table: RawTable) -> RawTable:
    """Return a table of a CSV file as it was before `write_csv_table` made its cells inert.

    That was not done where a cell stands bare that would run. What was taken away is said.
    """
    if "separator" not in table.facts:
        return table
    rows = [[restore(cell) for cell in row] for row in table.rows]
    columns = [restore(name) for name in table.columns]
    changed = sum(
        cell != was
        for row, before in zip(rows, table.rows, strict=True)
        for cell, was in zip(row, before, strict=True)
    )
    if not changed and columns == table.columns:
        return table
    if any(would_run(cell) for row in (table.columns, *table.rows) for cell in row):
        return table
    remark = f"an apostrophe that kept spreadsheets from running a cell is taken away: {changed:,}"
    return replace(table, rows=rows, columns=columns, remarks=[*table.remarks, remark])


def restored_export(table: RawTable) -> RawTable:
    """Return the table of a corpus that textmine exported as it was; any other one as it is."""
    names = {restore(name) for name in table.columns}
    own = {ID, TEXT} <= names and all(n in FIELD_NAMES or n.startswith(META) for n in names)
    return restored(table) if own else table
