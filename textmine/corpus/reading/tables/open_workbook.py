"""Open a workbook of any kind: its sheets, which of them are hidden, and the cells of each."""

import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from zipfile import BadZipFile

from textmine.corpus.reading.archives import open_zip, refuse_bomb
from textmine.corpus.reading.limits import LIMITS, too_large
from textmine.corpus.reading.tables.sheet_cells import Grid, cell_text
from textmine.errors import InputError, NotFoundError, TextmineError

EXCEL, OPEN_DOCUMENT, OLD_EXCEL = (".xlsx", ".xlsm"), (".ods", ".ots"), (".xls", ".xlt")
WORKBOOKS = (*EXCEL, *OPEN_DOCUMENT, *OLD_EXCEL)
_HEAD = 200
"""Cells of the first row that tell whether two sheets are of one kind."""

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

_XLS_DAMAGE = (struct.error, MemoryError, *DAMAGE)
"""What xlrd raises for damaged files beside its own errors."""


@dataclass(frozen=True)
class Book:
    """An open workbook: the names of its sheets, of those that are not hidden, and the active ("":
    not known).

    `grid` reads the cells of a sheet, `head` those of its first row, without reading the others.
    """

    names: list[str]
    visible: list[str]
    active: str
    grid: Callable[[str], Grid]
    head: Callable[[str], list[str]]


def opened(path: Path) -> AbstractContextManager[Book]:
    """Open a workbook; say in a sentence what keeps the file from being read.

    Raises NotFoundError where there is no such file, InputError where it is no workbook.
    """
    ending = path.suffix.lower()
    if ending in OPEN_DOCUMENT:
        return _opened_ods(path)
    if ending in OLD_EXCEL and not _is_zip(path):  # new workbooks often have the old ending
        return _opened_xls(path)
    return _opened_xlsx(path)


def _is_zip(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(2) == b"PK"


@contextmanager
def _opened_ods(path: Path) -> Iterator[Book]:
    from textmine.corpus.reading.tables.ods_grid import ods_grid, ods_sheets

    with open_zip(path, "an OpenDocument spreadsheet (.ods)") as archive:
        sheets = ods_sheets(archive, path)
    grids: dict[str, Grid] = {}

    def grid(name: str) -> Grid:
        if name not in grids:
            grids[name] = ods_grid(sheets.sheets[name], f"Sheet '{name}'")
        return grids[name]

    def head(name: str) -> list[str]:
        rows = grid(name).rows
        return [text for cell in rows.get(1, [])[:_HEAD] if (text := cell.strip())]

    yield Book(list(sheets.sheets), sheets.visible, sheets.active, grid, head)


@contextmanager
def _opened_xlsx(path: Path) -> Iterator[Book]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", hint="Check the name and the folder.")
    try:
        refuse_bomb(path)
        with path.open("rb") as stream:  # by a path it looks at the ending
            workbook = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            try:
                sheets = workbook.worksheets
                names = [worksheet.title for worksheet in sheets]
                if not names:
                    raise InputError(
                        f"{path} has no sheet with cells.", hint="Save the table as CSV."
                    )
                visible = [sheet.title for sheet in sheets if sheet.sheet_state == "visible"]
                active = workbook.active.title if workbook.active is not None else ""

                def grid(name: str) -> Grid:
                    from textmine.corpus.reading.tables.sheet_parser import read_grid

                    return read_grid(workbook[name], f"Sheet '{name}'")

                def head(name: str) -> list[str]:
                    first = workbook[name].iter_rows(max_row=1, max_col=_HEAD, values_only=True)
                    return [text for cell in next(first, ()) if (text := cell_text(cell).strip())]

                yield Book(names, visible or names, active, grid, head)
            finally:
                workbook.close()
    except TextmineError:
        raise
    except (InvalidFileException, *DAMAGE) as error:
        raise InputError(
            f"{path} is not an Excel workbook (.xlsx), or it is damaged.",
            hint="Open it and save it as .xlsx or CSV.",
        ) from error


@contextmanager
def _opened_xls(path: Path) -> Iterator[Book]:
    import xlrd

    from textmine.corpus.reading.tables.xls_grid import xls_grid

    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", hint="Check the name and the folder.")
    if path.stat().st_size > LIMITS.entry_bytes:
        raise too_large(path, f"it has over {LIMITS.entry_bytes:,} bytes")
    about = {"formatting_info": True, "ragged_rows": True, "on_demand": True}
    try:
        with xlrd.open_workbook(str(path), logfile=StringIO(), **about) as workbook:
            names = workbook.sheet_names()
            hidden = workbook._sheet_visibility
            visible = [name for name, how in zip(names, hidden, strict=False) if not how]

            def grid(name: str) -> Grid:
                sheet = workbook.sheet_by_name(name)
                return xls_grid(sheet, workbook.datemode, f"Sheet '{name}'")

            def head(name: str) -> list[str]:
                first = grid(name).rows.get(1, [])
                return [text for cell in first[:_HEAD] if (text := cell.strip())]

            yield Book(names, visible or names, "", grid, head)
    except TextmineError:
        raise
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError, AssertionError, *_XLS_DAMAGE) as error:
        raise _no_xls(path, str(error)) from error


def _no_xls(path: Path, why: str) -> InputError:
    """Return the error for a file that is no old workbook; many of these are pages or CSV files."""
    if "encrypted" in why.lower():
        return InputError(
            f"{path.name} is locked with a password.",
            hint="Open it in a spreadsheet program and save it without a password.",
        )
    with path.open("rb") as stream:
        begin = stream.read(512).lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if begin.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        return InputError(
            f"{path.name} is no Excel workbook but a web page with the ending .xls.",
            hint="Open it in a spreadsheet program and save it as .xlsx.",
        )
    if begin and b"\0" not in begin:
        return InputError(
            f"{path.name} is no Excel workbook but text with the ending .xls.",
            hint="Say --reader csv, or give it the ending .csv.",
        )
    return InputError(
        f"{path} is not an Excel workbook (.xls), or it is damaged.",
        hint="Open it and save it as .xlsx or CSV.",
    )
