"""Read one sheet of an Excel workbook."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from textmine.corpus.raw import RawTable
from textmine.corpus.read_csv import fitted, header_names
from textmine.errors import InputError, NotFoundError, did_you_mean


def read_xlsx(path: Path, *, sheet: str | None = None) -> RawTable:
    """Read a sheet (default: the first) whose first row names the columns.

    Raises InputError when the file is no workbook or the sheet is empty, NotFoundError when there
    is no such sheet.
    """
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", hint="Check the name and the folder.")
    try:
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, OSError, ValueError) as error:
        raise InputError(
            f"{path} is not an Excel workbook (.xlsx).", hint="Open it and save it as .xlsx or CSV."
        ) from error
    try:
        if sheet is not None and sheet not in workbook.sheetnames:
            raise NotFoundError(
                f"{path.name} has no sheet '{sheet}'.",
                hint=did_you_mean(sheet, workbook.sheetnames),
            )
        chosen = sheet or workbook.sheetnames[0]
        cells = [
            [cell_text(value) for value in row]
            for row in workbook[chosen].iter_rows(values_only=True)
        ]
    finally:
        workbook.close()
    if not any(any(row) for row in cells):
        raise InputError(f"Sheet '{chosen}' of {path} is empty.", hint="Name another with --sheet.")
    header = header_names(_trimmed(cells[0]), path)
    kept = [(number, row) for number, row in enumerate(cells[1:], start=2) if any(row)]
    return RawTable(
        path.name,
        header,
        [fitted(row, len(header)) for _, row in kept],
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


def _trimmed(header: list[str]) -> list[str]:
    while header and not header[-1].strip():
        header = header[:-1]
    return header
