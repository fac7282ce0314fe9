"""Read one sheet of an Excel workbook."""

from __future__ import annotations

import datetime as dt
import zlib
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.corpus.reading.tables.read_csv import fitted, header_names, place_names
from textmine.errors import InputError, NotFoundError, TextmineError, did_you_mean

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


def read_xlsx(path: Path, *, sheet: str | None = None, has_header: bool = True) -> RawTable:
    """Read a sheet (default: the first) whose first row names the columns, if it has such a row.

    A column that has cells and no name is called after its place. Raises InputError when the file
    is no workbook or the sheet is empty, NotFoundError when there is no such sheet.
    """
    from openpyxl.utils.exceptions import InvalidFileException

    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", hint="Check the name and the folder.")
    try:
        chosen, cells = _cells(path, sheet)
    except TextmineError:
        raise
    except (InvalidFileException, *DAMAGE) as error:
        raise InputError(
            f"{path} is not an Excel workbook (.xlsx), or it is damaged.",
            hint="Open it and save it as .xlsx or CSV.",
        ) from error
    if not any(any(row) for row in cells):
        raise InputError(f"Sheet '{chosen}' of {path} is empty.", hint="Name another with --sheet.")
    width = max(_width(row) for row in cells)
    header = header_names(fitted(cells[0], width), path) if has_header else place_names(width)
    numbered = list(enumerate(cells, start=1))[1 if has_header else 0 :]
    kept = [(number, row) for number, row in numbered if any(row)]
    return RawTable(
        path.name,
        header,
        [fitted(row, width) for _, row in kept],
        [number for number, _ in kept],
        {"sheet": chosen},
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


def _cells(path: Path, sheet: str | None) -> tuple[str, list[list[str]]]:
    """Return the name of the sheet and its cells as text."""
    import openpyxl

    workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        names = [worksheet.title for worksheet in workbook.worksheets]
        if sheet is not None and sheet not in names:
            raise NotFoundError(
                f"{path.name} has no sheet '{sheet}'.", hint=did_you_mean(sheet, names)
            )
        if not names:
            raise InputError(f"{path} has no sheet with cells.", hint="Save the table as CSV.")
        chosen = sheet or names[0]
        worksheet = workbook[chosen]
        worksheet.reset_dimensions()  # exporters write wrong ones, and cells would be lost
        rows = worksheet.iter_rows(values_only=True)
        return chosen, [[cell_text(value) for value in row] for row in rows]
    finally:
        workbook.close()


def _width(row: list[str]) -> int:
    return max((place for place, cell in enumerate(row, start=1) if cell.strip()), default=0)


def _read(path: Path, options: ReadOptions) -> RawTable:
    return read_xlsx(path, sheet=options.sheet, has_header=options.has_header)


XLSX = Reader(
    "xlsx",
    "sheet of an Excel workbook",
    _read,
    (".xlsx", ".xlsm"),
    frozenset({"sheet", "no-header"}),
)
