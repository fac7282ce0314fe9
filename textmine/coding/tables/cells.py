"""The cells of a table of codings: what was typed, and where, about which document, by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from textmine.coding.tables.code_cells import NO_CODE
from textmine.coding.tables.layout import MEMO, CodingLayout
from textmine.corpus.reading.raw import RawTable
from textmine.errors import InputError, RowProblem, did_you_mean

_YES = {"1", "1.0", "x", "yes", "y", "true", "✓", "✔"}
_NO = {"", "0", "0.0", "no", "n", "false"}


@dataclass(frozen=True)
class TypedCell:
    """One cell that can hold codes; `extra` are the row's other cells that say more about it."""

    row: int
    column: str
    document: str
    dimension: str
    coder: str
    typed: str
    extra: dict[str, str]


def typed_cells(table: RawTable, layout: CodingLayout) -> Iterator[TypedCell]:
    """Yield every cell of the code columns, row by row."""
    place = {name: position for position, name in enumerate(table.columns)}

    def said(fixed: str | None, column: str | None, row: list[str]) -> str:
        return fixed if fixed is not None else row[place[column or ""]].strip()

    for number, row in zip(table.numbers, table.rows, strict=True):
        document = ".".join(row[place[name]].strip() for name in layout.document)
        extra = {key: row[place[name]].strip() for key, name in layout.extra.items()}
        for column in layout.codes:
            memo = place.get(f"{MEMO}{column.column}")
            yield TypedCell(
                row=number,
                column=column.column,
                document=document,
                dimension=said(column.dimension, layout.dimension, row),
                coder=said(column.coder, layout.coder, row),
                typed=row[place[column.column]].strip(),
                extra=extra if memo is None else {**extra, "memo": row[memo].strip()},
            )


def problem_at(table: RawTable, row: int, column: str, problem: str) -> RowProblem:
    """Return a problem with the row and column, and with sheet and cell where it is a workbook."""
    cell = ""
    if "sheet" in table.facts and column in table.columns:
        cell = f"sheet '{table.facts['sheet']}', cell {_letters(table.columns.index(column))}{row}"
    return RowProblem(row, column, problem, cell)


def fold_flags(table: RawTable, dimension: str, columns: Sequence[str]) -> RawTable:
    """Put columns that hold yes or no for one code each together into one column of codes.

    A row with no yes gets '-' (none applies), a row whose cells are all empty an empty cell. Cells
    that say neither become problems. Raises InputError for a column that is not there.
    """
    for name in columns:
        if name not in table.columns:
            raise InputError(
                f"{table.source} has no column '{name}'.", hint=did_you_mean(name, table.columns)
            )
    if dimension in table.columns:
        raise InputError(
            f"{table.source} has a column '{dimension}' already.",
            hint="Give the dimension another name: --flags NAME=COLUMN,COLUMN.",
        )
    place = {name: table.columns.index(name) for name in columns}
    rows, problems = [], list(table.problems)
    for number, row in zip(table.numbers, table.rows, strict=True):
        cells = {name: row[position].strip() for name, position in place.items()}
        for name, cell in cells.items():
            if cell.lower() not in _YES | _NO:
                what = f"'{cell[:40]}' is neither yes nor no (1 and 0, x and nothing)"
                problems.append(problem_at(table, number, name, what))
        chosen = [name for name, cell in cells.items() if cell.lower() in _YES]
        folded = "; ".join(chosen) or (NO_CODE if any(cells.values()) else "")
        rows.append([*row, folded])
    return replace(table, columns=[*table.columns, dimension], rows=rows, problems=problems)


def _letters(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(place + 1))
