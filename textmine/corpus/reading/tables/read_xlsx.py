"""Read one sheet of an Excel workbook, or several as one table."""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from textmine.corpus.reading.archives import refuse_bomb
from textmine.corpus.reading.joining import join_tables
from textmine.corpus.reading.packed import PackedRows
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.corpus.reading.tables.header import (
    HEADER_OPTIONS,
    HEADER_SAMPLE,
    fitted,
    read_header,
)
from textmine.errors import InputError, NotFoundError, TextmineError, did_you_mean

ALL_SHEETS = "all"
_TAIL = 2**20
"""Bytes at the end of a sheet in which its merged cells stand."""

DAMAGE = (
    BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RuntimeError,
    ArithmeticError,
)
"""What openpyxl raises for files that are no workbook, or a damaged one: it has no error of its
own, broken XML is a SyntaxError, an unknown attribute a TypeError, a locked file a RuntimeError."""


def read_xlsx(
    path: Path,
    *,
    sheet: str | None = None,
    has_header: bool = True,
    header_rows: int | None = None,
) -> RawTable:
    """Read a sheet (default: the first) whose first row names the columns, if it has such a row.

    A column that has cells and no name is called after its place. Sheets that are left out because
    none was named are remarked. Raises InputError when the file is no workbook or the sheet is
    empty, NotFoundError when there is no such sheet.
    """
    every: list[str] = []

    def choose(names: list[str]) -> list[str]:
        every.extend(names)
        return [_existing(path, sheet or names[0], names)]

    [(chosen, grid)] = _grids(path, choose)
    table = _as_table(path, chosen, grid, has_header, header_rows)
    if table is None:
        raise InputError(f"Sheet '{chosen}' of {path} is empty.", hint="Name another with --sheet.")
    others = [name for name in every if name != chosen]
    if sheet is None and others:
        left_out = f"sheets left out: {', '.join(others)} (see --sheet NAME, --sheet all)"
        return replace(table, remarks=[*table.remarks, left_out])
    return table


def read_sheets(
    path: Path, sheets: str, *, has_header: bool = True, header_rows: int | None = None
) -> RawTable:
    """Read several sheets as one table: "all", or names with commas between them.

    The column `sheet` says where a row stood. Empty sheets are left out with a remark. Raises as
    `read_xlsx` does.
    """

    def choose(names: list[str]) -> list[str]:
        if sheets.strip().lower() == ALL_SHEETS and sheets not in names:
            return names
        return [_existing(path, name.strip(), names) for name in sheets.split(",") if name.strip()]

    tables: list[tuple[str, RawTable]] = []
    empty: list[str] = []
    for name, grid in _grids(path, choose):
        table = _as_table(path, name, grid, has_header, header_rows)
        if table is None:
            empty.append(name)
        else:
            tables.append((name, table))
    if not tables:
        raise InputError(f"No sheet of {path} has rows.", hint="Save the table as CSV.")
    remarks = [f"sheets without rows were left out: {', '.join(empty)}"] if empty else []
    joined = join_tables(path.name, "sheet", tables)
    facts = {"sheets": ", ".join(name for name, _ in tables)}
    return replace(joined, facts=facts, remarks=[*joined.remarks, *remarks])


@dataclass(frozen=True)
class _Grid:
    """The cells of a sheet as text, and whether cells of its first row are merged across."""

    cells: list[list[str]]
    merged: bool


def _as_table(
    path: Path, sheet: str, grid: _Grid, has_header: bool, header_rows: int | None
) -> RawTable | None:
    if not any(any(row) for row in grid.cells):
        return None
    width = max(_width(row) for row in grid.cells)
    header = read_header(
        [fitted(row, width) for row in grid.cells[:HEADER_SAMPLE]],
        str(path),
        has_header=has_header,
        header_rows=header_rows,
        merged=grid.merged,
    )
    numbered = list(enumerate(grid.cells, start=1))[header.rows :]
    kept = [(number, row) for number, row in numbered if any(row)]
    return RawTable(
        path.name,
        header.names,
        PackedRows((fitted(row, width) for _, row in kept), width),
        [number for number, _ in kept],
        {"sheet": sheet},
        remarks=[header.remark] if header.remark else [],
    )


def cell_text(value: Any) -> str:
    """Return what a cell shows, as text: 3.0 as 3, a date as ISO, an empty cell as ''."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ") if value.time() != dt.time() else value.date().isoformat()
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_\n", "\n")


def _grids(path: Path, choose: Callable[[list[str]], list[str]]) -> Iterator[tuple[str, _Grid]]:
    """Yield the chosen sheets one by one; say in a sentence what keeps the file from being read."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", hint="Check the name and the folder.")
    try:
        refuse_bomb(path)
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            names = [worksheet.title for worksheet in workbook.worksheets]
            if not names:
                raise InputError(f"{path} has no sheet with cells.", hint="Save the table as CSV.")
            for name in choose(names):
                worksheet = workbook[name]
                worksheet.reset_dimensions()  # exporters write wrong ones, and cells would be lost
                rows = worksheet.iter_rows(values_only=True)
                cells = [[cell_text(value) for value in row] for row in rows]
                yield name, _Grid(cells, _has_merged_head(worksheet))
        finally:
            workbook.close()
    except TextmineError:
        raise
    except (InvalidFileException, *DAMAGE) as error:
        raise InputError(
            f"{path} is not an Excel workbook (.xlsx), or it is damaged.",
            hint="Open it and save it as .xlsx or CSV.",
        ) from error


def _existing(path: Path, sheet: str, names: list[str]) -> str:
    if sheet not in names:
        raise NotFoundError(f"{path.name} has no sheet '{sheet}'.", hint=did_you_mean(sheet, names))
    return sheet


def _has_merged_head(worksheet: Any) -> bool:
    """Tell whether cells of the first row are merged with their neighbours in that row.

    openpyxl does not say so of a sheet that it reads row by row: the end of its XML does.
    """
    source = worksheet._get_source()
    tail = b""
    with source:
        while block := source.read(2**20):
            tail = tail[-_TAIL:] + block
    ranges = re.findall(rb'<(?:\w+:)?mergeCell ref="([A-Z]+)1:([A-Z]+)1"', tail[-_TAIL:])
    return any(left != right for left, right in ranges)


def _width(row: list[str]) -> int:
    return max((place for place, cell in enumerate(row, start=1) if cell.strip()), default=0)


def _read(path: Path, options: ReadOptions) -> RawTable:
    has_header, header_rows = options.has_header, options.header_rows
    if options.sheet and (options.sheet.strip().lower() == ALL_SHEETS or "," in options.sheet):
        return read_sheets(path, options.sheet, has_header=has_header, header_rows=header_rows)
    return read_xlsx(path, sheet=options.sheet, has_header=has_header, header_rows=header_rows)


XLSX = Reader(
    "xlsx",
    "one or several sheets of an Excel workbook",
    _read,
    (".xlsx", ".xlsm"),
    frozenset({"sheet", *HEADER_OPTIONS, "question"}),
)
