"""A codebook as a table, a row a code: what goes out to a spreadsheet, and what came back in it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from textmine.codebook.code_headings import column_called, dimension_id
from textmine.codebook.codebook import Code, Codebook, Dimension
from textmine.errors import BadRowsError, InputError, RowProblem, did_you_mean

OF_CODE = (
    *("dimension", "code", "name", "definition", "include", "exclude", "example"),
    *("parent", "stage", "given", "order"),
)
OF_DIMENSION = ("dimension_name", "question", "labels", "scale", "roles", "derived_from")
FOLLOWS = "follows"
TABLE_COLUMNS = (*OF_CODE, FOLLOWS, *OF_DIMENSION)
"""The columns of a table of codes; the first two are needed.

`given` is yes or empty, heading or retired. Several examples stand on lines of their own, several
roles have a semicolon between them. `follows` is DIMENSION=CODE: what follows from a code on a
derived dimension. The columns of `OF_DIMENSION` say the same in every row of a dimension, or
nothing.
"""
_GIVEN: dict[str, dict[str, Any]] = {
    "": {},
    "yes": {},
    "heading": {"codable": False},
    "retired": {"retired": True},
}
_CHOICES = {
    "given": tuple(word for word in _GIVEN if word),
    "labels": ("single", "multi"),
    "scale": ("nominal", "ordinal"),
    "stage": ("open", "axial", "selective"),
}
_BETWEEN = "; "


@dataclass(frozen=True)
class CodeRow:
    """A row of a table of codes: its number as a sheet counts, and its cells by column."""

    number: int
    cells: Mapping[str, str]

    def said(self, column: str) -> str | None:
        """Return a cell, None where the table has no such column."""
        return self.cells.get(column)


def table_of_codes(book: Codebook) -> list[dict[str, str]]:
    """Return a row a code with the columns of a table of codes, in the order of the codebook."""
    return [
        {name: _cell(book, dimension, code, number, name) for name in TABLE_COLUMNS}
        for dimension in book.dimensions
        for number, code in enumerate(dimension.codes, start=1)
    ]


def has_codes(headings: Sequence[str]) -> bool:
    """Return whether headings are those of a table of codes: it has dimension and code."""
    called = {column_called(heading, TABLE_COLUMNS) for heading in headings}
    return called.issuperset(TABLE_COLUMNS[:2])


def rows_of_codes(
    source: str, rows: Sequence[Mapping[str, str]], numbers: Sequence[int]
) -> dict[str, list[CodeRow]]:
    """Read a table as the rows of each dimension, in the order that its codes are to have.

    That is the order of the rows, or of the numbers in a column `order`. Raises InputError for
    missing or unknown columns, BadRowsError for rows without dimension or code, and for cells that
    say what cannot be said there.
    """
    headings = [*rows[0]] if rows else []
    columns = [column_called(name, TABLE_COLUMNS) for name in headings]
    for needed in TABLE_COLUMNS[:2]:
        if needed not in columns:
            found = f" It has {', '.join(headings)}." if headings else ""
            raise InputError(
                f"{source} has no column '{needed}'.{found}",
                hint=f"Columns of a table of codes: {', '.join(TABLE_COLUMNS)}.",
            )
    for column in columns:
        if column not in TABLE_COLUMNS:
            raise InputError(
                f"{source} has a column '{column}' that a table of codes does not have.",
                hint=f"{did_you_mean(column, TABLE_COLUMNS)} Rename it, or take it away.",
            )
        if columns.count(column) > 1:
            both = [n for n, known in zip(headings, columns, strict=True) if known == column]
            raise InputError(
                f"{source} has two columns '{column}': {', '.join(both)}.", hint="Take one away."
            )
    read = [
        CodeRow(number, _by_id(dict(zip(columns, map(str.strip, row.values()), strict=True))))
        for row, number in zip(rows, numbers, strict=True)
    ]
    problems = [problem for row in read for problem in _problems(row)] + _twice(read)
    if problems:
        raise BadRowsError(source, problems, hint="Correct these rows.")
    by_dimension: dict[str, list[CodeRow]] = {}
    for row in read:
        by_dimension.setdefault(row.cells["dimension"], []).append(row)
    return {dimension: _in_order(mine) for dimension, mine in by_dimension.items()}


def _by_id(cells: dict[str, str]) -> dict[str, str]:
    """Call the dimension of a row by its id; what it was called is its name where none is given."""
    called = cells["dimension"]
    identity = dimension_id(called)
    named = {} if identity == called or cells.get("dimension_name") else {"dimension_name": called}
    return {**cells, **named, "dimension": identity}


def dimension_fields(source: str, rows: Sequence[CodeRow]) -> dict[str, str]:
    """Return what the rows of a dimension say of it as a whole: column -> the one cell.

    Raises BadRowsError where two rows say different things.
    """
    first_rows: dict[str, CodeRow] = {}
    problems = []
    for row in rows:
        for column in OF_DIMENSION:
            cell = row.said(column)
            if not cell:
                continue
            first = first_rows.setdefault(column, row)
            if first.cells[column] != cell:
                message = f"'{cell}' here, and '{first.cells[column]}' in row {first.number}"
                problems.append(RowProblem(row.number, column, message))
    if problems:
        raise BadRowsError(source, problems, hint="A dimension has one answer for all its codes.")
    return {column: row.cells[column] for column, row in first_rows.items()}


def code_of(row: CodeRow) -> dict[str, Any]:
    """Return the code of a row, as a codebook is made of it."""
    fields: dict[str, Any] = {
        key: row.cells[key]
        for key in ("name", "definition", "include", "exclude", "parent", "stage")
        if row.said(key)
    }
    fields |= _GIVEN[row.said("given") or ""]
    lines = examples_of(row.said("example") or "")
    code = row.cells["code"]
    return {"id": code, "name": code} | fields | ({"examples": lines} if lines else {})


def examples_of(cell: str) -> list[str]:
    """Return the examples in a cell, one a line."""
    return [line.strip() for line in cell.splitlines() if line.strip()]


def pairs_of(cell: str) -> dict[str, str]:
    """Return what follows from a code: DIMENSION=CODE; DIMENSION=CODE."""
    parts = (part.partition("=") for part in cell.split(";") if part.strip())
    return {dimension.strip(): code.strip() for dimension, _, code in parts}


def roles_of(cell: str) -> list[str]:
    """Return the roles in a cell."""
    return [role.strip() for role in cell.split(";") if role.strip()]


def _cell(book: Codebook, dimension: Dimension, code: Code, index: int, column: str) -> str:
    if column in ("name", "definition", "include", "exclude", "parent", "stage"):
        return str(getattr(code, column))
    if column in ("question", "labels", "scale", "derived_from"):
        return str(getattr(dimension, column))
    if column == FOLLOWS:
        return _BETWEEN.join(
            f"{other.id}={other.derive[code.id]}"
            for other in book.dimensions
            if other.derived_from == dimension.id and code.id in other.derive
        )
    status = "retired" if code.retired else "yes" if code.codable else "heading"
    return {
        "dimension": dimension.id,
        "code": code.id,
        "example": "\n".join(code.examples),
        "given": status,
        "order": str(index),
        "dimension_name": dimension.name,
        "roles": _BETWEEN.join(dimension.roles),
    }[column]


def _problems(row: CodeRow) -> list[RowProblem]:
    problems = [
        RowProblem(row.number, column, "is empty")
        for column in TABLE_COLUMNS[:2]
        if not row.cells[column]
    ]
    problems += [
        RowProblem(row.number, column, f"'{row.cells[column]}' is not one of {', '.join(words)}")
        for column, words in _CHOICES.items()
        if row.said(column) and row.cells[column] not in words
    ]
    order = row.said("order")
    if order and _number(order) is None:
        problems.append(RowProblem(row.number, "order", f"'{order}' is not a number"))
    follows = row.said(FOLLOWS)
    if follows and not all("=" in part for part in follows.split(";") if part.strip()):
        problems.append(RowProblem(row.number, FOLLOWS, f"'{follows}' is not DIMENSION=CODE"))
    return problems


def _twice(rows: Sequence[CodeRow]) -> list[RowProblem]:
    first: dict[tuple[str, str], int] = {}
    problems = []
    for row in rows:
        key = row.cells["dimension"], row.cells["code"]
        if all(key) and first.setdefault(key, row.number) != row.number:
            message = f"'{key[1]}' stands in row {first[key]} already"
            problems.append(RowProblem(row.number, "code", message))
    return problems


def _in_order(rows: Sequence[CodeRow]) -> list[CodeRow]:
    """Sort rows by their number in `order`; one without a number stays behind the row before it."""
    last = 0.0
    keyed = []
    for row in rows:
        number = _number(row.said("order") or "")
        last = last if number is None else number
        keyed.append((last, row))
    return [row for _, row in sorted(keyed, key=lambda pair: pair[0])]


def _number(cell: str) -> float | None:
    try:
        number = float(cell.replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
