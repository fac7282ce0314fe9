"""Read the cells of an OpenDocument spreadsheet (.ods), and what its sheets say besides."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

from textmine.corpus.reading.limits import MOST_COLUMNS, refuse_empty, refuse_wide
from textmine.corpus.reading.office_xml import (
    attribute,
    blocks,
    child,
    children,
    local,
    part,
    refuse_locked,
    small_number,
)
from textmine.corpus.reading.tables.sheet_cells import Grid, cell_text
from textmine.errors import InputError
from textmine.lazily import etree

_ROWS = frozenset({"table-header-rows", "table-row-group", "table-rows"})
_COLUMNS = frozenset({"table-header-columns", "table-column-group", "table-columns"})
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_MOST_SPACES = 100
_MOST_ROWS = 1_048_576
"""Rows that a sheet of any spreadsheet program has."""


@dataclass(frozen=True)
class OdsSheets:
    """The sheets of a spreadsheet by name, the names of those not hidden, and of the active one."""

    sheets: dict[str, etree._Element]
    visible: list[str]
    active: str


def ods_sheets(archive: ZipFile, path: Path) -> OdsSheets:
    """Return the sheets of an opened .ods file; raise InputError where it has none or is locked."""
    refuse_locked(archive, path, "a spreadsheet program")
    content = part(archive, "content.xml", path)
    spreadsheet = child(content, "body", "spreadsheet")
    sheets = {attribute(table, "name"): table for table in children(spreadsheet, "table")}
    if not sheets:
        raise InputError(
            f"{path.name} is not an OpenDocument spreadsheet (.ods), or it has no sheet.",
            hint="Save it again as .ods, or as CSV.",
        )
    hidden = _hidden_styles(content)
    visible = [
        name for name, sheet in sheets.items() if attribute(sheet, "style-name") not in hidden
    ]
    return OdsSheets(sheets, visible or list(sheets), _active(part(archive, "settings.xml", path)))


def ods_grid(sheet: etree._Element, source: str) -> Grid:
    """Read the cells of a sheet.

    Rows and cells that the file repeats are written out, but only those that hold something. Raises
    InputError, which names the `source`, for a cell far to the right, and where nearly all cells
    are empty: repeated ones count once for what the file says.
    """
    grid = Grid(hidden_columns=list(_hidden_columns(sheet)))
    number, size, signs = 1, 0, 0
    for element in blocks(sheet, frozenset({"table-row"}), _ROWS):
        times = _times(element, "number-rows-repeated")
        row = _Row()
        for cell in (node for node in element if local(node) in _CELLS):
            row.add(cell, source)
        if row.cells or row.formulas:
            width = max(len(row.cells), *row.formulas, 0)
            row.cells += [""] * (width - len(row.cells))
            size, signs = size + width * times, signs + row.signs
            refuse_empty(source, width, len(grid.rows) + times, size, signs)
            if number + times > _MOST_ROWS + 1:
                raise InputError(
                    f"{source} repeats a row beyond row {_MOST_ROWS:,}.",
                    hint="Take away what stands far from the table.",
                )
            for at in range(number, number + times):
                row.put(grid, at)
                if attribute(element, "visibility") in ("collapse", "filter"):
                    grid.hidden_rows.append(at)
        number += times
    return grid


@dataclass
class _Row:
    """The cells of a row while it is read: texts from the first on, and notes by column."""

    cells: list[str] = field(default_factory=list)
    dates: dict[int, str] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)
    formulas: dict[int, str] = field(default_factory=dict)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    column: int = 0
    signs: int = 0

    def add(self, cell: etree._Element, source: str) -> None:
        """Add a cell as often as the file repeats it."""
        times = _times(cell, "number-columns-repeated")
        text, kind = _value(cell)
        formula = attribute(cell, "formula")
        if text.strip() or (formula and not kind):
            last = self.column + times
            refuse_wide(source, last)
            self.signs += len(text) + len(formula)
            for column in range(self.column + 1, last + 1):
                self._note(column, text, kind, formula)
        across = _times(cell, "number-columns-spanned")
        down = _times(cell, "number-rows-spanned")
        if local(cell) == "table-cell" and (across > 1 or down > 1):
            self.merged.append((self.column + 1, self.column + across, down))
        self.column += times

    def _note(self, column: int, text: str, kind: str, formula: str) -> None:
        if not text.strip():
            self.formulas[column] = formula
            return
        self.cells += [""] * (column - len(self.cells))
        if kind == "error":
            self.errors[column] = text
            return
        self.cells[column - 1] = text
        if kind in ("date", "time"):
            self.dates[column] = text

    def put(self, grid: Grid, number: int) -> None:
        """Put the row into a grid under its number."""
        grid.rows[number] = list(self.cells)
        grid.dates.update({(number, at): text for at, text in self.dates.items()})
        grid.errors.update({(number, at): text for at, text in self.errors.items()})
        grid.formulas.update({(number, at): text for at, text in self.formulas.items()})
        grid.merged += [(number, left, number + n - 1, right) for left, right, n in self.merged]


def _value(cell: etree._Element) -> tuple[str, str]:
    """Return what a cell shows as text, and of what kind it is."""
    kind = attribute(cell, "value-type")
    shown = "\n".join(_paragraph(paragraph) for paragraph in children(cell, "p"))
    if shown.startswith(("#", "Err:")) and attribute(cell, "formula"):
        return shown, "error"
    if kind in ("float", "percentage", "currency"):
        return _number(attribute(cell, "value")) or shown, kind
    if kind == "date":
        return _date(attribute(cell, "date-value")) or shown, kind
    if kind == "boolean":
        return attribute(cell, "boolean-value").capitalize() or shown, kind
    return shown or attribute(cell, "string-value"), kind


def _number(written: str) -> str:
    try:
        return cell_text(float(written))
    except (ValueError, OverflowError):
        return ""


def _date(written: str) -> str:
    try:
        return cell_text(dt.datetime.fromisoformat(written))
    except ValueError:
        return ""


def _paragraph(root: etree._Element) -> str:
    """Return the text of a paragraph, with its blanks, tabs and line breaks."""
    texts = [root.text or ""]
    for iterdescendant in root.iterdescendants():
        name = local(iterdescendant)
        if name == "s":
            texts.append(" " * min(small_number(attribute(iterdescendant, "c"), 1), _MOST_SPACES))
        texts.append({"tab": "\t", "line-break": "\n"}.get(name, ""))
        texts += [iterdescendant.text or "" if name else "", iterdescendant.tail or ""]
    return "".join(map(str, texts))


def _hidden_styles(content: etree._Element | None) -> set[str]:
    """Return the styles of tables that are not shown."""
    return {
        attribute(style, "name")
        for style in children(child(content, "automatic-styles"), "style")
        if attribute(child(style, "table-properties"), "display") == "false"
    }


def _active(settings: etree._Element | None) -> str:
    """Return the name of the sheet with which the file opens, "" where it does not say."""
    for element in settings.iter() if settings is not None else ():
        if local(element) == "config-item" and attribute(element, "name") == "ActiveTable":
            return element.text or ""
    return ""


def _hidden_columns(sheet: etree._Element) -> Iterator[int]:
    column = 0
    for block in blocks(sheet, frozenset({"table-column"}), _COLUMNS):
        times = _times(block, "number-columns-repeated")
        if attribute(block, "visibility") in ("collapse", "filter"):
            yield from range(column + 1, min(column + times, MOST_COLUMNS) + 1)
        column += times


def _times(element: etree._Element, name: str) -> int:
    """Return how often an element is repeated, or how many columns or rows it spans."""
    written = attribute(element, name)
    return max(int(written), 1) if re.fullmatch(r"[0-9]{1,7}", written) else 1
