"""Read the cells of a worksheet with openpyxl's parser, and what the sheet says besides."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from openpyxl.utils import range_boundaries
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS

from textmine.corpus.reading.limits import MOST_COLUMNS, refuse_empty, refuse_wide
from textmine.corpus.reading.tables.sheet_cells import Grid, Place, cell_text

_FORMULA = f"{{{SHEET_MAIN_NS}}}f"


class _Parser(WorkSheetParser):  # type: ignore[misc]
    """Parses a sheet as openpyxl does, and keeps the formulas that have no value.

    A whole number whose format is zeros alone has the digits that the sheet shows: 0012.
    """

    formulas: dict[Place, str]
    digits: Mapping[str, int]

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] in (None, "") and element.find(_FORMULA) is not None:
            self.formulas[cell["row"], cell["column"]] = str(self.parse_formula(element))
        if self.digits and (width := self.digits.get(element.get("s", ""))):
            value = cell["value"]
            if type(value) in (int, float) and value >= 0 and value == int(value):
                cell["value"] = f"{int(value):0{width}d}"
        return cell


def read_grid(worksheet: Any, source: str = "The sheet") -> Grid:
    """Read a sheet of a workbook that openpyxl opened with `read_only` and `data_only`.

    Only cells that are there are walked: one far away makes no empty rows. Raises InputError, which
    names the `source`, for one far to the right, and where nearly all cells are empty.
    """
    book = worksheet.parent
    with worksheet._get_source() as markup:
        parser = _Parser(
            markup,
            worksheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        parser.formulas = {}
        parser.digits = _digits_of_styles(book)
        grid = Grid()
        size = signs = 0
        for number, cells in parser.parse():
            row = _row(number, cells, grid, source)
            if any(row):
                grid.rows[number] = row
                size, signs = size + len(row), signs + sum(map(len, row))
                refuse_empty(source, len(row), len(grid.rows), size, signs)
    grid.formulas = parser.formulas
    for number, column in grid.formulas:
        refuse_wide(source, column)
        row = grid.rows.setdefault(number, [])
        size, signs = size + max(column - len(row), 0), signs + 1
        refuse_empty(source, column, len(grid.rows), size, signs)
        row += [""] * (column - len(row))
    if parser.merged_cells is not None:
        for merged in parser.merged_cells.mergeCell:
            left, top, right, bottom = range_boundaries(merged.ref)
            grid.merged.append((top, left, bottom, right))
    grid.hidden_columns = list(_hidden_columns(parser))
    hidden = (row for row, about in parser.row_dimensions.items() if _is_true(about.get("hidden")))
    grid.hidden_rows = [number for number in map(int, hidden) if number in grid.rows]
    return grid


def _digits_of_styles(book: Any) -> dict[str, int]:
    """Return cell style -> how many digits it shows at least, for formats such as 0000."""
    own = book._number_formats
    formats = (
        own[style.numFmtId - 164] if 164 <= style.numFmtId < 164 + len(own) else ""
        for style in book._cell_styles
    )
    return {
        str(index): len(zeros)
        for index, zeros in enumerate(formats)
        if re.fullmatch("0{2,30}", zeros)
    }


def _row(number: int, cells: list[dict[str, Any]], grid: Grid, source: str) -> list[str]:
    """Return the cells of a row as text, and note those that are dates or errors."""
    row: list[str] = []
    for cell in cells:
        value = cell["value"]
        if value is None:
            continue
        column = cell["column"]
        text = cell_text(unescape(value) if cell["data_type"] == "s" else value)
        if column > MOST_COLUMNS and not text.strip():
            continue
        refuse_wide(source, column)
        if column > len(row):
            row += [""] * (column - len(row))
        if cell["data_type"] == "e":
            grid.errors[number, column] = text
            text = ""
        elif cell["data_type"] == "d":
            grid.dates[number, column] = text
        row[column - 1] = text
    return row


def _hidden_columns(parser: WorkSheetParser) -> Iterator[int]:
    hidden = [
        column_dimension
        for column_dimension in parser.column_dimensions.values()
        if _is_true(column_dimension.get("hidden"))
    ]
    last_hidden = 0
    for first, last in sorted(
        (int(column["min"]), int(column.get("max", column["min"]))) for column in hidden
    ):
        end = min(last, MOST_COLUMNS)
        yield from range(max(first, last_hidden + 1), end + 1)
        last_hidden = max(last_hidden, end)


def _is_true(value: str | None) -> bool:
    return bool(value) and not re.fullmatch(r"0|false", str(value), re.I)
