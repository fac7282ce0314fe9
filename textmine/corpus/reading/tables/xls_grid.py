"""Read the cells of a sheet of an old workbook (.xls), and what the sheet says besides."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import xlrd

from textmine.corpus.reading.limits import MOST_COLUMNS, refuse_empty, refuse_wide
from textmine.corpus.reading.tables.sheet_cells import Grid, cell_text

if TYPE_CHECKING:
    from xlrd.sheet import Cell, Sheet


def xls_grid(sheet: Sheet, date_mode: int, source: str) -> Grid:
    """Read a sheet of a workbook that xlrd opened with its formats and with ragged rows.

    `date_mode` is 0 or 1: what the workbook counts its days from. Raises InputError, which names
    the `source`, for a cell far to the right, and where nearly all cells are empty.
    """
    grid = Grid()
    size = signs = 0
    for index in range(sheet.nrows):
        row = _row(sheet.row(index), index + 1, date_mode, grid, source)
        if any(row):
            grid.rows[index + 1] = row
            size, signs = size + len(row), signs + sum(map(len, row))
            refuse_empty(source, len(row), len(grid.rows), size, signs)
    grid.merged = [
        (top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells
    ]
    columns = (column for column, about in sheet.colinfo_map.items() if about.hidden)
    grid.hidden_columns = sorted(column + 1 for column in columns if column < MOST_COLUMNS)
    rows = (index + 1 for index, about in sheet.rowinfo_map.items() if about.hidden)
    grid.hidden_rows = sorted(number for number in rows if number in grid.rows)
    return grid


def _row(cells: list[Cell], number: int, date_mode: int, grid: Grid, source: str) -> list[str]:
    """Return the cells of a row as text, and note those that are dates or errors."""
    row: list[str] = []
    for column, cell in enumerate(cells, start=1):
        text = cell_text(_value(cell, date_mode))
        if column > MOST_COLUMNS and text.strip():
            refuse_wide(source, column)
        if cell.ctype == xlrd.XL_CELL_ERROR:
            grid.errors[number, column] = text
            text = ""
        elif cell.ctype == xlrd.XL_CELL_DATE:
            grid.dates[number, column] = text
        row.append(text)
    return row[:MOST_COLUMNS]


def _value(cell: Cell, date_mode: int) -> Any:
    """Return what a cell holds as Python has it; a date that cannot be one stays a number."""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#ERROR!")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype != xlrd.XL_CELL_DATE:
        return cell.value
    try:
        moment: dt.datetime = xlrd.xldate_as_datetime(cell.value, date_mode)
    except (ValueError, OverflowError):
        return cell.value
    return moment.time() if 0 <= cell.value < 1 else moment
