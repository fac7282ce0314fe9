"""The tables of a report as CSV files and as one Excel workbook, same bytes every time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from textmine.cells.spreadsheet import fitted_cell, write_csv_table
from textmine.report.document import Row, Table
from textmine.store.workbook_bytes import workbook_bytes


def write_csv(path: Path, rows: Sequence[Row]) -> None:
    """Write rows as CSV (UTF-8 with BOM, so that Excel opens it rightly)."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        write_csv_table(stream, rows[0], (row.values() for row in rows))


def write_workbook(path: Path, tables: Sequence[Table]) -> None:
    """Write one sheet a table; nothing in a cell is run as a formula."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    workbook = Workbook()
    workbook.remove(workbook.active)
    for place, table in enumerate(tables, start=1):
        sheet = workbook.create_sheet(_sheet_name(place, table.name))
        sheet.append([fitted_cell(table.title)])
        sheet.append([])
        for cells in (table.rows[0], *(row.values() for row in table.rows)):
            sheet.append([fitted_cell(v) if isinstance(v, str) else v for v in cells])
        for cell in (sheet["A1"], *sheet[3]):
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A4"
    path.write_bytes(workbook_bytes(workbook))


def _sheet_name(place: int, name: str) -> str:
    return f"{place} {re.sub(r'[^A-Za-z0-9 _-]', ' ', name)}"[:31]
