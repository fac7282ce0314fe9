"""A coding sheet as a workbook: the sheet itself, the codebook to look things up, where from."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textmine.codebook import Codebook
from textmine.codebook.outline import how_to_answer, outline
from textmine.codebook.rules import rule_sentence
from textmine.coding.sheet_facts import ABOUT, CODING, SheetFacts, about_rows
from textmine.coding.sheets import CONSTANTS, DOCUMENT, CodeColumn, code_columns, label
from textmine.coding.spreadsheet_cells import fitted_cell, neutralise
from textmine.store.canonical_zip import zip_members

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LISTS = "lists"
CODEBOOK = "codebook"
_WIDTHS = {DOCUMENT: 12, "thread": 12, "date": 11, "author": 14, "title": 20, "answers": 28}
_TEXT_WIDTH, _ANSWERS_WIDTH = 80, 28
_LINE, _TALLEST = 14.5, 400.0
_TINTS = ("E3EDF7", "F6EBDD", "E5F1E4", "F1E6F1")
_HEAD = ("dimension", "code", "definition", "include", "exclude", "examples")
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</)")
_EPOCH = rb"\g<1>1980-01-01T00:00:00Z\g<2>"


def sheet_workbook(
    header: Sequence[str], rows: Sequence[Sequence[str]], book: Codebook, facts: SheetFacts
) -> bytes:
    """Return the workbook of one coder, the same bytes every time.

    `header` names the columns of `rows`: what is known of the documents, those of `code_columns`,
    which are empty, and the constants, which are hidden.
    """
    from openpyxl import Workbook

    workbook = Workbook()
    sheet = workbook.active
    sheet.title = CODING
    _fill(sheet, [header, *rows])
    _lay_out(sheet, header, rows)
    _write_codebook(workbook.create_sheet(CODEBOOK), book)
    about = workbook.create_sheet(ABOUT)
    _fill(about, about_rows(facts))
    _offer_choices(sheet, workbook.create_sheet(LISTS), header, len(rows), code_columns(book))
    about.sheet_state = "hidden"
    workbook[LISTS].sheet_state = "hidden"
    return _bytes(workbook)


def _fill(sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    """Write cells as text, so that 001 stays 001 and nothing is run."""
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            cell.number_format = "@"
            if value:
                cell.value = value
                cell.data_type = "s"


def _lay_out(sheet: Worksheet, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    top = Alignment(vertical="top", wrap_text=True)
    line = Border(bottom=Side("hair", color="999999"))
    dimensions = list(dict.fromkeys(map(_dimension_of, header)))
    for place, name in enumerate(header, start=1):
        column = sheet.column_dimensions[get_column_letter(place)]
        column.width = _width(name)
        column.hidden = name in CONSTANTS
        tint = _TINTS[dimensions.index(_dimension_of(name)) % len(_TINTS)]
        fill = PatternFill("solid", fgColor=tint if _dimension_of(name) else "EEEEEE")
        for number in range(1, len(rows) + 2):
            cell = sheet.cell(number, place)
            cell.alignment, cell.border = top, line
            if number == 1 or _dimension_of(name):
                cell.fill = fill
        sheet.cell(1, place).font = Font(bold=True)
    longest = max(math.ceil(len(name) / (_width(name) * 0.8)) for name in header)
    sheet.row_dimensions[1].height = _LINE * (longest + 1)
    for number, row in enumerate(rows, start=2):
        sheet.row_dimensions[number].height = _height(dict(zip(header, row, strict=True)))
    sheet.freeze_panes = "B2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _offer_choices(
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
            place = len(ranges) + 1
            letter = get_column_letter(place)
            ranges[column.choices] = f"{LISTS}!${letter}$1:${letter}${len(column.choices)}"
            for number, choice in enumerate(column.choices, start=1):
                cell = lists.cell(number, place, choice)
                cell.data_type, cell.number_format = "s", "@"
        offered = DataValidation(
            type="list",
            formula1=ranges[column.choices],
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="warning",
            errorTitle="Not in the list",
            error="Choose from the list (Alt+Down), or type the id of a code.",
            showInputMessage=bool(column.help),
            promptTitle=column.header[:32],
            prompt=_cut(column.help, 250),
        )
        letter = get_column_letter(header.index(column.header) + 1)
        offered.add(f"{letter}2:{letter}{n_rows + 1}")
        sheet.add_data_validation(offered)


def _write_codebook(sheet: Worksheet, book: Codebook) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    rows: list[tuple[int, bool, list[str]]] = [(0, True, list(_HEAD))]
    for dimension in book.coded_dimensions:
        told = " ".join(part for part in (dimension.question, how_to_answer(dimension)) if part)
        rows.append((0, True, [dimension.id, dimension.name, told]))
        rows += [
            (
                depth,
                not code.codable,
                ["", label(code), code.definition, code.include, code.exclude]
                + ["\n".join(code.examples)],
            )
            for depth, code in outline(dimension)
            if not code.retired
        ]
    rows += [(0, True, ["rules"])] if book.rules else []
    rows += [(0, False, ["", "", rule_sentence(rule), rule.reason]) for rule in book.rules]
    for number, (_, _, cells) in enumerate(rows, start=1):
        for place, text in enumerate(cells, start=1):
            cell = sheet.cell(number, place)
            cell.value = neutralise(fitted_cell(text)) or None
            cell.number_format = "@"
    for number, (depth, bold, cells) in enumerate(rows, start=1):
        for place in range(1, len(_HEAD) + 1):
            cell = sheet.cell(number, place)
            cell.font = Font(bold=bold)
            indent = depth if place == 2 else 0
            cell.alignment = Alignment(vertical="top", wrap_text=True, indent=indent)
            if cells[0]:
                cell.fill = PatternFill("solid", fgColor="EEEEEE")
        lines = max(math.ceil(len(text) / 34) + text.count("\n") for text in cells)
        sheet.row_dimensions[number].height = min(_TALLEST, _LINE * max(1, lines) + 4)
    for letter, width in zip("ABCDEF", (20, 28, 40, 40, 40, 40), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _dimension_of(header: str) -> str:
    """Return the dimension that a column belongs to, "" for what is known of the document."""
    known = (*_WIDTHS, "text", *CONSTANTS)
    return "" if header in known else header.removeprefix("memo:").partition(" = ")[0]


def _width(header: str) -> float:
    if header == "text":
        return _TEXT_WIDTH
    if header.startswith("memo:"):
        return 24
    return _WIDTHS.get(header, 14 if " = " in header else 26)


def _height(row: dict[str, str]) -> float:
    lines = max(
        _lines(row.get("text", ""), _TEXT_WIDTH),
        _lines(row.get("answers", ""), _ANSWERS_WIDTH),
        _lines(row.get("title", ""), _WIDTHS["title"]),
        2,
    )
    return min(_TALLEST, _LINE * lines + 4)


def _lines(text: str, width: int) -> int:
    return sum(max(1, math.ceil(len(line) / (width * 0.95))) for line in text.split("\n"))


def _cut(text: str, length: int) -> str:
    text = fitted_cell(text)
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _bytes(workbook: Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    with zipfile.ZipFile(buffer) as source:
        members = {name: source.read(name) for name in source.namelist()}
    members["docProps/core.xml"] = _STAMP.sub(_EPOCH, members["docProps/core.xml"])
    return zip_members(members)
