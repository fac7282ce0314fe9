"""The cells of one worksheet as text, and what the file says of them besides."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

Place = tuple[int, int]
"""Row and column of a cell, both from 1."""


@dataclass
class Grid:
    """The cells of a sheet: the rows that hold one, by their number.

    `dates` holds the cells that are dates or times by their format, `errors` those with an error,
    `formulas` those with a formula whose value nobody computed; `merged` the ranges (first row,
    first column, last row, last column); `hidden_columns` and `hidden_rows` their numbers.
    """

    rows: dict[int, list[str]] = field(default_factory=dict)
    dates: dict[Place, str] = field(default_factory=dict)
    errors: dict[Place, str] = field(default_factory=dict)
    formulas: dict[Place, str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)


def cell_text(value: Any) -> str:
    """Return what a cell shows, as text: 3.0 as 3, a date as ISO, an empty cell as ''."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ") if value.time() != dt.time() else value.date().isoformat()
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def cell_name(row: int, column: int) -> str:
    """Return a cell as a spreadsheet calls it.

    >>> cell_name(12, 28)
    'AB12'
    """
    letters = ""
    while column:
        column, at = divmod(column - 1, 26)
        letters = chr(ord("A") + at) + letters
    return f"{letters}{row}"
