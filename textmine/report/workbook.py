"""The tables of a report as one Excel workbook, same bytes every time."""

import re
from collections.abc import Sequence
from numbers import Integral
from pathlib import Path
from typing import Any

from textmine.present import Table
from textmine.report.printed import size_of
from textmine.store.workbooks import add_sheet, is_number, new_workbook, workbook_bytes

_LIST = "Sheets"
_HEADS = ("sheet", "what it holds", "rows", "n and unit", "note")
_LEAST, _WIDEST = 8, 60
"""Characters that a column shows at least and at most."""
_LOOKED_AT = 200
"""Rows by which widths are chosen."""


def write_workbook(path: Path, tables: Sequence[Table], told: Sequence[str] = ()) -> None:
    """Write one sheet a table behind one that lists them; nothing in a cell is run as a formula.

    A sheet has its title in A1, n, unit and note in A2, the heads in row 3. `told` are lines at the
    top of the list: title, authors, what made it.
    """
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    workbook = new_workbook()
    names = [_sheet_name(number, table.name) for number, table in enumerate(tables, start=1)]
    listed = [
        [name, table.title, len(table.rows), size_of(table), table.note]
        for name, table in zip(names, tables, strict=True)
    ]
    first = add_sheet(workbook, _LIST, [*([line] for line in told), _HEADS, *listed])
    _lay_out(first, len(told) + 1, [_HEADS, *listed])
    for sheet_row, name in enumerate(names, start=len(told) + 2):
        link = first.cell(sheet_row, 1)
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{name}'!A1")
        link.font = Font(color="1D3557", underline="single")
    for name, table in zip(names, tables, strict=True):
        heads = [*table.rows[0]]
        rows = [[row.get(head) for head in heads] for row in table.rows]
        sheet = add_sheet(workbook, name, [[table.title], [_below(table)], heads, *rows])
        _lay_out(sheet, 3, [heads, *rows])
        sheet["A1"].font = Font(bold=True)
        sheet["A2"].font = Font(italic=True)
    path.write_bytes(workbook_bytes(workbook))


def _lay_out(sheet: Any, head: int, lines: Sequence[Sequence[Any]]) -> None:
    """Make heads bold and stay in sight, columns as wide as they need, figures as people read."""
    from openpyxl.styles import Alignment, Font

    sheet.freeze_panes = sheet.cell(head + 1, 1).coordinate
    for number, column in enumerate(zip(*lines, strict=True), start=1):
        top = sheet.cell(head, number)
        top.font = Font(bold=True)
        width = max(len(str(cell)) for cell in column[:_LOOKED_AT] if cell is not None)
        sheet.column_dimensions[top.column_letter].width = 2 + min(_WIDEST, max(_LEAST, width))
        form = _number_format(column[1:])
        top.alignment = Alignment(horizontal="right" if form else None)
        for row, cell in enumerate(column[1:], start=head + 1):
            if form and is_number(cell):
                sheet.cell(row, number).number_format = form
            elif isinstance(cell, str) and len(cell) > _WIDEST:
                sheet.cell(row, number).alignment = Alignment(wrap_text=True, vertical="top")


def _number_format(cells: Sequence[Any]) -> str:
    """Return how the figures of a column are shown: whole, or with as many places as they need."""
    figures = [cell for cell in cells if is_number(cell)]
    if not figures:
        return ""
    if all(isinstance(cell, Integral) for cell in figures):
        return "0"
    return "0.0" if max(map(abs, figures)) > 100 else "0.000"


def _below(table: Table) -> str:
    return " · ".join(part for part in (size_of(table), table.note) if part)


def _sheet_name(number: int, name: str) -> str:
    return f"{number} {re.sub(r'[^A-Za-z0-9 _-]', ' ', name)}"[:31]
