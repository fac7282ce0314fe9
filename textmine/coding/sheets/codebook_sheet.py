"""The codebook as a worksheet, for coders to look things up while they code."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textmine.cells.spreadsheet import fitted_cell
from textmine.codebook import Codebook, Dimension, how_to_answer, outline, rule_sentence
from textmine.coding.tables.code_cells import label

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS = {
    "dimension": 20,
    "code": 28,
    "definition": 40,
    "include": 40,
    "exclude": 40,
    "examples": 40,
}
_LINE, _TALLEST = 14.5, 400.0


@dataclass(frozen=True)
class _Row:
    cells: tuple[str, ...]
    heading: bool = False
    depth: int = 0


def write_codebook(sheet: Worksheet, book: Codebook) -> None:
    """Write dimensions, their codes as an outline, and rules; retired codes are left out."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    rows = [_Row(tuple(_WIDTHS), heading=True)]
    for dimension in book.coded_dimensions:
        rows += _dimension_rows(dimension)
    if book.rules:
        rows.append(_Row(("rules",), heading=True))
        rows += [_Row(("", "", rule_sentence(rule), rule.reason)) for rule in book.rules]
    for number, row in enumerate(rows, start=1):
        for column in range(1, len(_WIDTHS) + 1):
            cell = sheet.cell(number, column)
            cell.number_format = "@"
            if column <= len(row.cells) and row.cells[column - 1]:
                cell.value = fitted_cell(row.cells[column - 1])
            cell.font = Font(name="Calibri", size=11, bold=row.heading)
            cell.alignment = Alignment(
                vertical="top", wrap_text=True, indent=row.depth if column == 2 else 0
            )
            if row.cells[0]:
                cell.fill = PatternFill("solid", fgColor="EEEEEE")
        sheet.row_dimensions[number].height = _height(row)
    for column, width in enumerate(_WIDTHS.values(), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _dimension_rows(dimension: Dimension) -> list[_Row]:
    help_text = " ".join(part for part in (dimension.question, how_to_answer(dimension)) if part)
    codes = [
        _Row(
            (
                "",
                label(code),
                code.definition,
                code.include,
                code.exclude,
                "\n".join(code.examples),
            ),
            heading=not code.codable,
            depth=depth,
        )
        for depth, code in outline(dimension)
        if not code.retired
    ]
    return [_Row((dimension.id, dimension.name, help_text), heading=True), *codes]


def _height(row: _Row) -> float:
    lines = [
        sum(max(1, math.ceil(len(line) / (width * 0.9))) for line in text.split("\n"))
        for text, width in zip(row.cells, _WIDTHS.values(), strict=False)
    ]
    return min(_TALLEST, _LINE * max(lines) + 4)
