"""What a table of codes is asked for, and what its units are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.cells import AS_FOUND, CellRule, clean
from textmine.choices import Repeats
from textmine.coding.tables.code_table import problem_at
from textmine.corpus.reading.columns import is_id_like
from textmine.corpus.reading.raw import RawTable
from textmine.errors import BadRowsError, InputError, did_you_mean

ROWS = "-"
"""Said in the place of a column of units: each row is one."""


@dataclass(frozen=True)
class TableRequest:
    """How tables of codes are to be read; what is empty is found out.

    `coders` are columns of a wide table, or coders in a long one, for which `unit`, `coder` and
    `code` name columns. `categories` are all codes that could be given, in their order. `repeats`
    says what counts where a coder coded a unit twice. With `multi` a cell holds several codes with
    ';' between them. `cells` says which words are missing and whether spellings are folded.
    """

    coders: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    unit: str | None = None
    coder: str | None = None
    code: str | None = None
    where: tuple[str, ...] = ()
    scale: str = "nominal"
    repeats: Repeats = "refuse"
    multi: bool = False
    cells: CellRule = AS_FOUND


def unit_names(
    table: RawTable, codes: Sequence[str], request: TableRequest, *, shared: bool = False
) -> list[str]:
    """Call units by the column named, else by the first column of ids, else by their row.

    With `shared` units must have a name, by which they are known in other tables.
    """
    named = unit_column(table, codes, request)
    if not named:
        if shared and request.unit is None:
            raise InputError(
                f"{table.source} has no column that names its units, by which they would be found "
                "in the other tables.",
                hint="Name it: --unit COLUMN; or --unit - if the rows of all tables are the same.",
            )
        width = len(str(max(table.numbers, default=1)))
        return [f"row {number:0{width}d}" for number in table.numbers]
    [chosen] = named
    ids = [clean(cell) for cell in table.cells(chosen)]
    problems = [
        problem_at(table, number, chosen, "no unit is named")
        for number, identity in zip(table.numbers, ids, strict=True)
        if not identity
    ]
    first: dict[str, int] = {}
    if request.repeats == "refuse":
        for number, identity in zip(table.numbers, ids, strict=True):
            if identity and first.setdefault(identity, number) != number:
                message = f"unit '{identity}' stands in row {first[identity]} already"
                problems.append(problem_at(table, number, chosen, message))
    if problems:
        raise BadRowsError(
            table.source,
            problems,
            hint="Each row must be a unit of its own. Name another --unit, or say which row counts "
            "with --repeats first or last. With --unit - every row is a unit.",
        )
    return ids


def unit_column(table: RawTable, codes: Sequence[str], request: TableRequest) -> list[str]:
    """Return the column that names units, none where rows are the units."""
    if request.unit == ROWS:
        return []
    if request.unit is not None:
        refuse_missing(table, request.unit)
        return [request.unit]
    return [name for name in table.columns if name not in codes and is_id_like(name)][:1]


def kept_rows(units: Sequence[str], repeats: Repeats) -> list[int]:
    """Return the rows that count where a unit stands in several: the first, or the last."""
    rows = range(len(units))
    row_of: dict[str, int] = {}
    for row in rows if repeats == "first" else reversed(rows):
        row_of.setdefault(units[row], row)
    return sorted(row_of.values())


def refuse_missing(table: RawTable, name: str) -> None:
    """Raise InputError where a table lacks a column."""
    if name not in table.columns:
        raise InputError(
            f"{table.source} has no column '{name}'.", hint=did_you_mean(name, table.columns)
        )
