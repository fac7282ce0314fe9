"""Read one sheet of a workbook (Excel, old or new, or OpenDocument), or several as one table."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from textmine.corpus.reading.packed import PackedRows
from textmine.corpus.reading.raw import RawTable, join_tables
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.corpus.reading.tables.cell_faults import without_faults
from textmine.corpus.reading.tables.header import HEADER_OPTIONS, HEADER_SAMPLE, fitted, read_header
from textmine.corpus.reading.tables.open_workbook import (
    EXCEL,
    OLD_EXCEL,
    OPEN_DOCUMENT,
    Book,
    opened,
)
from textmine.corpus.reading.tables.sheet_cells import Grid
from textmine.corpus.reading.tables.sheet_faults import fill_merged, sheet_remarks, value_problems
from textmine.errors import InputError, NotFoundError, did_you_mean

ALL_SHEETS = "all"


def read_xlsx(path: Path, options: ReadOptions = ReadOptions()) -> RawTable:
    """Read the sheet that is named (default: the first one that is not hidden).

    Its first row names the columns, if it has such a row. A column that has cells and no name is
    called after its place. A cell that is merged over several rows stands in all of them. Cells
    with an error, with a formula that has no value, and dates among codes are problems; what is
    hidden or left out is remarked. Raises InputError when the file is no workbook or the sheet is
    empty, NotFoundError when there is no such sheet.
    """
    with opened(path) as book:
        chosen = _existing(path, options.sheet or book.visible[0], book.names)
        table = _as_table(path, chosen, book.grid(chosen), options)
        if table is None:
            raise InputError(
                f"Sheet '{chosen}' of {path} is empty.", hint=_other_sheets(book, chosen)
            )
        if options.sheet is None and len(book.names) > 1:
            left_out = _left_out(book, chosen, table)
            return replace(table, remarks=[*table.remarks, *left_out])
        return table


def sheet_names(path: Path) -> list[str]:
    """Return the names of the sheets of a workbook; raises as `read_xlsx` does."""
    with opened(path) as book:
        return book.names


def sheet_cells(path: Path, name: str) -> list[list[str]]:
    """Return the rows of a sheet that hold a cell, all as wide as the widest; none without it.

    Raises as `read_xlsx` does.
    """
    with opened(path) as book:
        if name not in book.names:
            return []
        rows = book.grid(name).rows
        width = max(map(len, rows.values()), default=0)
        return [fitted(rows[number], width) for number in sorted(rows)]


def read_sheets(path: Path, sheets: str, options: ReadOptions = ReadOptions()) -> RawTable:
    """Read several sheets as one table: "all" that are not hidden, or names with commas between.

    The column `sheet` says where a row stood. Empty sheets are left out with a remark. Raises as
    `read_xlsx` does.
    """
    tables: list[tuple[str, RawTable]] = []
    empty: list[str] = []
    hidden: list[str] = []
    with opened(path) as book:
        if sheets.strip().lower() == ALL_SHEETS and sheets not in book.names:
            chosen = book.visible
            hidden = [name for name in book.names if name not in chosen]
        else:
            names = [name.strip() for name in sheets.split(",") if name.strip()]
            chosen = [_existing(path, name, book.names) for name in names]
        for name in chosen:
            table = _as_table(path, name, book.grid(name), options)
            if table is None:
                empty.append(name)
            else:
                tables.append((name, table))
    if not tables:
        raise InputError(f"No sheet of {path} has rows.", hint="Save the table as CSV.")
    remarks = [f"sheets without rows were left out: {', '.join(empty)}"] if empty else []
    remarks += [f"hidden sheets were left out: {', '.join(hidden)}"] if hidden else []
    joined = join_tables(path.name, "sheet", tables)
    facts = {"sheets": ", ".join(name for name, _ in tables)}
    return replace(joined, facts=facts, remarks=[*joined.remarks, *remarks])


def _as_table(path: Path, sheet: str, grid: Grid, options: ReadOptions) -> RawTable | None:
    if not any(any(map(str.strip, row)) for row in grid.rows.values()):
        return None
    width = max(_width(row) for row in grid.rows.values())
    top = max(min(grid.rows), 1) if min(grid.rows) > HEADER_SAMPLE else 1
    sample = [
        fitted(grid.rows.get(number, []), width) for number in range(top, top + HEADER_SAMPLE)
    ]
    while sample and not any(sample[-1]):
        sample.pop()
    header = read_header(
        sample,
        str(path),
        has_header=options.has_header,
        header_rows=options.header_rows,
        merged=[row - top + 1 for row, left, _, right in grid.merged if 1 < left < right],
    )
    end = top - 1 + header.rows
    merged = fill_merged(grid, end)
    rows = {number: row for number, row in grid.rows.items() if number > end and _width(row)}
    rows |= {number: grid.rows[number] for number, _ in grid.formulas if number > end}
    remarks = [*header.remarks, *([merged] if merged else [])]
    table = RawTable(
        path.name,
        header.names,
        PackedRows(
            (fitted(rows[number], width) for number in sorted(rows)), width, f"Sheet '{sheet}'"
        ),
        sorted(rows),
        {"sheet": sheet},
        value_problems(grid, sheet, header.names, end),
        remarks=[*remarks, *sheet_remarks(grid, header.names, end)],
        labels=header.labels,
        fields=header.fields,
    )
    return without_faults(table, may_be_data=header.rows == 1 and not header.labels)


def _left_out(book: Book, chosen: str, table: RawTable) -> Iterator[str]:
    """Say which sheets were not read, which of them are hidden, and which look the same."""
    others = [name for name in book.visible if name != chosen]
    hidden = [name for name in book.names if name not in book.visible and name != chosen]
    if others:
        yield f"sheets left out: {', '.join(others)} (see --sheet NAME, --sheet all)"
        own = book.head(chosen)
        alike = [name for name in others if book.head(name) == own]
        if alike:
            yield (
                f"{', '.join(alike)} {'has' if len(alike) == 1 else 'have'} the same columns as "
                f"'{chosen}', and {'its' if len(alike) == 1 else 'their'} rows are not read"
            )
        if book.active in others:
            yield f"the workbook opens with sheet '{book.active}', and '{chosen}' was read"
    if hidden:
        yield f"hidden sheets left out: {', '.join(hidden)}"


def _other_sheets(book: Book, chosen: str) -> str:
    others = [name for name in book.names if name != chosen]
    return f"Name another with --sheet: {', '.join(others)}." if others else "Look into it."


def _existing(path: Path, sheet: str, names: list[str]) -> str:
    if sheet not in names:
        raise NotFoundError(f"{path.name} has no sheet '{sheet}'.", hint=did_you_mean(sheet, names))
    return sheet


def _width(row: list[str]) -> int:
    return max((number for number, cell in enumerate(row, start=1) if cell.strip()), default=0)


def _read(path: Path, options: ReadOptions) -> RawTable:
    if options.sheet and (options.sheet.strip().lower() == ALL_SHEETS or "," in options.sheet):
        return read_sheets(path, options.sheet, options)
    return read_xlsx(path, options)


_OPTIONS = frozenset({"sheet", *HEADER_OPTIONS, "question"})
XLSX = Reader("xlsx", "one or several sheets of an Excel workbook", _read, EXCEL, _OPTIONS)
ODS = Reader(
    "ods", "one or several sheets of an OpenDocument spreadsheet", _read, OPEN_DOCUMENT, _OPTIONS
)
XLS = Reader(
    "xls", "one or several sheets of a workbook of Excel 97 to 2003", _read, OLD_EXCEL, _OPTIONS
)
