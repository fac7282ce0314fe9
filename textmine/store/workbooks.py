"""Excel workbooks: texts stay texts, nothing is run, and the bytes are the same every time."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterable
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from textmine.cells.spreadsheet import fitted_cell, neutralise
from textmine.errors import InputError
from textmine.store.canonical_zip import zip_members

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS = 1_048_576
"""Rows that a worksheet holds."""

_MOST_DIGITS = 10**15
"""Excel keeps 15 digits of a number."""

_LIKE_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Where Excel would read a character by its number: _x0041_ is A unless its first _ is escaped."""

_ACTIVE = ("f", "e")
_CORE = "docProps/core.xml"
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</)")
_EPOCH = rb"\g<1>1980-01-01T00:00:00Z\g<2>"


def new_workbook() -> Workbook:
    """Return a workbook without worksheets."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.active)
    return workbook


def add_sheet(workbook: Workbook, title: str, rows: Iterable[Iterable[Any]]) -> Worksheet:
    """Add a worksheet with these cells: numbers as numbers, all else as texts that fit a cell.

    So are whole numbers of more digits than Excel keeps. Raises InputError for more rows than it
    holds.
    """
    sheet = workbook.create_sheet(title)
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise InputError(
                f"An Excel sheet holds {MOST_ROWS:,} rows, and there are more.",
                hint="Name a .csv file.",
            )
        sheet.append([_cell(value) for value in row])
    return sheet


def workbook_bytes(workbook: Workbook) -> bytes:
    """Return a workbook as the bytes of its .xlsx file; no text in a cell is run.

    A text that looks like a formula or an error is written as a text, and stays one when a person
    edits it.
    """
    for sheet in workbook.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.data_type in _ACTIVE:
                cell.data_type = "s"
            if isinstance(cell.value, str) and neutralise(cell.value) != cell.value:
                cell.quotePrefix = True
    buffer = io.BytesIO()
    workbook.save(buffer)
    with zipfile.ZipFile(buffer) as source:
        members = {name: source.read(name) for name in source.namelist()}
    members[_CORE] = _STAMP.sub(_EPOCH, members[_CORE])
    return zip_members(members)


def is_number(value: Any) -> bool:
    """Return whether a value stands in a cell as a number: one that is finite."""
    return isinstance(value, Real) and math.isfinite(value)


def _cell(value: Any) -> Any:
    long = isinstance(value, Integral) and abs(int(value)) >= _MOST_DIGITS
    if value is None or (is_number(value) and not long):
        return value
    return _LIKE_ESCAPED.sub("_x005F_", fitted_cell(str(value))) or None
