"""The tables of a report as one Excel workbook, same bytes every time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from textmine.present import Table
from textmine.store.workbooks import add_sheet, new_workbook, workbook_bytes


def write_workbook(path: Path, tables: Sequence[Table]) -> None:
    """Write one sheet a table; nothing in a cell is run as a formula."""
    from openpyxl.styles import Font

    workbook = new_workbook()
    for place, table in enumerate(tables, start=1):
        rows = (row.values() for row in table.rows)
        lines = ([table.title], [], table.rows[0], *rows)
        sheet = add_sheet(workbook, _sheet_name(place, table.name), lines)
        for cell in (sheet["A1"], *sheet[3]):
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A4"
    path.write_bytes(workbook_bytes(workbook))


def _sheet_name(place: int, name: str) -> str:
    return f"{place} {re.sub(r'[^A-Za-z0-9 _-]', ' ', name)}"[:31]
