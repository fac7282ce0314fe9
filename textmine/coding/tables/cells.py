"""The cells of a table of codings: what was typed, and where, about which document, by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from textmine.cells import clean, find_missing, yes_or_no
from textmine.coding.tables.code_cells import NO_CODE
from textmine.coding.tables.layout import MEMO, CodingLayout
from textmine.corpus.reading.raw import RawTable
from textmine.errors import InputError, RowProblem, did_you_mean


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
        return fixed if fixed is not None else clean(row[place[column or ""]])

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
    said = Counter(cell for name in columns for cell in table.cells(name))
    no_value = find_missing(said).sure
    for number, row in zip(table.numbers, table.rows, strict=True):
        cells = {name: _flag(row[position], no_value) for name, position in place.items()}
        for name, cell in cells.items():
            if cell and yes_or_no(cell) is None:
                what = f"'{cell[:40]}' is neither yes nor no (1 and 0, x and nothing)"
                problems.append(problem_at(table, number, name, what))
        chosen = [name for name, cell in cells.items() if yes_or_no(cell)]
        folded = "; ".join(chosen) or (NO_CODE if any(cells.values()) else "")
        rows.append([*row, folded])
    return replace(table, columns=[*table.columns, dimension], rows=rows, problems=problems)


def _flag(cell: str, no_value: Collection[str]) -> str:
    return "" if cell in no_value else clean(cell)


def _letters(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(place + 1))
