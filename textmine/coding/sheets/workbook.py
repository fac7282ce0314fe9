"""A coding sheet as a workbook: the sheet itself, the codebook to look things up, where from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textmine.cells.spreadsheet import fitted_cell, visible
from textmine.codebook import Codebook, Dimension, how_to_answer, outline, rule_sentence
from textmine.coding.sheets.columns import (
    CONSTANTS,
    DOCUMENT,
    KNOWN_SUFFIX,
    CodeColumn,
    code_columns,
)
from textmine.coding.sheets.origin import ABOUT, CODING, SheetOrigin, about_rows
from textmine.coding.suggested import SUGGESTIONS_BY
from textmine.coding.tables.code_cells import label
from textmine.coding.tables.layout import MEMO
from textmine.store.workbooks import add_sheet, new_workbook, workbook_bytes

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_BOOK_WIDTHS = {
    "dimension": 20,
    "code": 28,
    "definition": 40,
    "include": 40,
    "exclude": 40,
    "examples": 40,
}


@dataclass(frozen=True)
class _Row:
    cells: tuple[str, ...]
    heading: bool = False
    depth: int = 0


def write_codebook(sheet: Worksheet, book: Codebook) -> None:
    """Write dimensions, their codes as an outline, and rules; retired codes are left out."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    rows = [_Row(tuple(_BOOK_WIDTHS), heading=True)]
    for dimension in book.coded_dimensions:
        rows += _dimension_rows(dimension)
    if book.rules:
        rows.append(_Row(("rules",), heading=True))
        rows += [_Row(("", "", rule_sentence(rule), rule.reason)) for rule in book.rules]
    for number, row in enumerate(rows, start=1):
        for column in range(1, len(_BOOK_WIDTHS) + 1):
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
    for column, width in enumerate(_BOOK_WIDTHS.values(), start=1):
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
        for text, width in zip(row.cells, _BOOK_WIDTHS.values(), strict=False)
    ]
    return min(_TALLEST, _LINE * max(lines) + 4)


LISTS = "lists"
_WIDTHS = {
    DOCUMENT: 12,
    "thread": 12,
    "date": 11,
    "author": 14,
    "title": 20,
    "answers": 28,
    "before": 40,
    "after": 40,
    "text": 80,
}
_LINE, _TALLEST = 14.5, 400.0
_TINTS = ("E3EDF7", "F6EBDD", "E5F1E4", "F1E6F1")


def sheet_workbook(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    n_known: int,
    book: Codebook,
    origin: SheetOrigin,
) -> bytes:
    """Return the workbook of one coder, the same bytes every time.

    `header` names the columns of `rows`: `n_known` with what is known of the documents, those of
    `code_columns`, which are empty, and the constants, which are hidden.
    """
    workbook = new_workbook()
    sheet = add_sheet(workbook, CODING, [header, *rows])
    _lay_out(sheet, header, rows, n_known)
    write_codebook(workbook.create_sheet("codebook"), book)
    about = add_sheet(workbook, ABOUT, about_rows(origin))
    offer_choices(sheet, workbook.create_sheet(LISTS), header, len(rows), code_columns(book))
    about.sheet_state = "hidden"
    workbook[LISTS].sheet_state = "hidden"
    return workbook_bytes(workbook)


def _lay_out(
    sheet: Worksheet, header: Sequence[str], rows: Sequence[Sequence[str]], n_known: int
) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    top = Alignment(vertical="top", wrap_text=True)
    side = Side("hair", color="999999")
    line = Border(bottom=side, right=side)
    dimensions = list(dict.fromkeys(map(_dimension_of, header[n_known:])))
    for column_number, name in enumerate(header, start=1):
        column = sheet.column_dimensions[get_column_letter(column_number)]
        column.width = _width(name)
        column.hidden = name in (*CONSTANTS, SUGGESTIONS_BY)
        tint = "EEEEEE"
        if column_number > n_known:
            tint = _TINTS[dimensions.index(_dimension_of(name)) % len(_TINTS)]
        for number in range(1, len(rows) + 2):
            cell = sheet.cell(number, column_number)
            cell.alignment, cell.border, cell.number_format = top, line, "@"
            if number == 1 or column_number > n_known:
                cell.fill = PatternFill("solid", fgColor=tint)
        sheet.cell(1, column_number).font = Font(name="Calibri", size=11, bold=True)
    longest = max(math.ceil(len(name) / (_width(name) * 0.8)) for name in header)
    sheet.row_dimensions[1].height = _LINE * (longest + 1)
    for number, row in enumerate(rows, start=2):
        lines = (_lines(cell, _width(name)) for name, cell in zip(header, row, strict=True))
        sheet.row_dimensions[number].height = min(_TALLEST, _LINE * max(2, *lines) + 4)
    sheet.freeze_panes = "B2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def offer_choices(
    sheet: Worksheet,
    lists: Worksheet,
    header: Sequence[str],
    n_rows: int,
    columns: Sequence[CodeColumn],
) -> None:
    """Let each cell choose from its codes; the choices stand in a sheet, for some are long."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    ranges: dict[tuple[str, ...], str] = {}
    for column in columns:
        if not column.choices:
            continue
        if column.choices not in ranges:
            column_number = len(ranges) + 1
            letter = get_column_letter(column_number)
            ranges[column.choices] = f"{LISTS}!${letter}$1:${letter}${len(column.choices)}"
            for number, choice in enumerate(column.choices, start=1):
                lists.cell(number, column_number, visible(choice))
        offered = DataValidation(
            type="list",
            formula1=ranges[column.choices],
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="warning",
            errorTitle="Not in the list",
            error="Choose from the list (Alt+Down), or type the id of a code.",
            showInputMessage=bool(column.help),
            promptTitle=visible(column.header)[:32],
            prompt=_cut(column.help, 250),
        )
        letter = get_column_letter(header.index(column.header) + 1)
        offered.add(f"{letter}2:{letter}{n_rows + 1}")
        sheet.add_data_validation(offered)


def _dimension_of(header: str) -> str:
    return header.removeprefix(MEMO).partition(" = ")[0]


def _width(header: str) -> float:
    """Return a width that shows the longest word of a header whole."""
    if header.startswith(MEMO):
        return max(24, min(40, len(header) + 2))
    longest = max(len(word) for word in header.split())
    known = _WIDTHS.get(header.removesuffix(KNOWN_SUFFIX))
    return known or max(14 if " = " in header else 26, min(40, longest + 3))


def _lines(text: str, width: float) -> int:
    return sum(max(1, math.ceil(len(line) / (width * 1.05))) for line in text.split("\n"))


def _cut(text: str, length: int) -> str:
    text = fitted_cell(text)
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
