"""Tables that textmine writes and reads again: rejected rows, and cells with an apostrophe."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from textmine.cells.spreadsheet import restore, would_run
from textmine.corpus.reading.cell_arrays import first_bytes
from textmine.corpus.reading.raw import RawTable
from textmine.errors import RowProblem
from textmine.schema import FIELD_NAMES, ID, META, TEXT
from textmine.store.tables import write_table

REJECTED = ("row", "problem")
"""The first columns of the file: the number of a row, and what is wrong with it."""


def write_rejected(table: RawTable, problems: Sequence[RowProblem], target: Path) -> int:
    """Write every row with a problem, its number and its problems; return how many."""
    reasons: dict[int, list[str]] = {}
    for problem in problems:
        reasons.setdefault(problem.row, []).append(
            str(problem) if problem.cell else problem.problem
        )
    bad = [
        (number, cells)
        for number, cells in zip(table.numbers, table.rows, strict=True)
        if number in reasons
    ]
    left = reasons.keys() - {number for number, _ in bad}
    bad += [(number, list(table.aside.get(number, ()))) for number in sorted(left)]
    rows = ([number, "; ".join(reasons[number]), *cells] for number, cells in bad)
    write_table(target, [*REJECTED, *table.columns], rows)
    return len(reasons)


def written(table: RawTable) -> RawTable:
    """Return a table that textmine wrote, and people filled in, as it was before it was a file."""
    return without_apostrophes(table) if "separator" in table.facts else table


def without_apostrophes(table: RawTable) -> RawTable:
    """Return a table without the apostrophes that keep its cells from running."""
    return replace(
        table,
        columns=[*map(restore, table.columns)],
        rows=[[*map(restore, row)] for row in table.rows],
        aside={number: [*map(restore, row)] for number, row in table.aside.items()},
    )


def restored(table: RawTable) -> RawTable:
    """Return any table as `written` does, if a cell shows that textmine wrote it, and say so.

    That is not so where a cell stands bare that would run.
    """
    if not _may_be_escaped(table):
        return table
    unescaped = written(table)
    if unescaped is table:
        return table
    changed = sum(
        cell != was
        for row, before in zip(unescaped.rows, table.rows, strict=True)
        for cell, was in zip(row, before, strict=True)
    )
    if not changed and unescaped.columns == table.columns:
        return table
    if any(would_run(cell) for row in (table.columns, *table.rows) for cell in row):
        return table
    remark = f"an apostrophe that kept spreadsheets from running a cell is taken away: {changed:,}"
    return replace(unescaped, remarks=[*table.remarks, remark])


def _may_be_escaped(table: RawTable) -> bool:
    """Whether the name of a column or a cell begins with an apostrophe."""
    if any(name.startswith("'") for name in table.columns):
        return True
    batches = (cells for name in table.columns for cells in table.batches_of(name))
    return any(bool((first_bytes(cells) == ord("'")).any()) for cells in batches)


def restored_export(table: RawTable) -> RawTable:
    """Return the table of a corpus that textmine exported as it was; any other one as it is.

    So are the rows of a table that were put aside to be mended.
    """
    names = {restore(name) for name in table.columns}
    own = {ID, TEXT} <= names and all(n in FIELD_NAMES or n.startswith(META) for n in names)
    own = own or tuple(table.columns[: len(REJECTED)]) == REJECTED
    return restored(table) if own else table
