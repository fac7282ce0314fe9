"""Tables that people open: written so that nothing in them is run, and read back as they were.

CSV is UTF-8 with a byte order mark, by which Excel knows it, and has LF line ends; a text that a
spreadsheet would run gets an apostrophe before it. In a workbook it is a text, and needs none.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmine.cells.spreadsheet import neutralise, restore
from textmine.store.whole import replacing_file
from textmine.store.workbooks import add_sheet, is_number, new_workbook, workbook_bytes

if TYPE_CHECKING:
    from openpyxl import Workbook

_MARK = "\ufeff"
_AT_ONCE = 1_000
"""Rows that are handed to the writer at once."""

Rows = Iterable[Iterable[Any] | Mapping[str, Any]]
"""Cells in the order of the columns, or by their names; a name that is not there is empty."""


@dataclass(frozen=True)
class Table:
    """What stands in a file: every row has a text for each column."""

    columns: list[str]
    rows: list[list[str]]

    def named(self) -> list[dict[str, str]]:
        """Return the rows by the names of the columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def write_table(
    path: Path,
    columns: Iterable[Any],
    rows: Rows,
    *,
    private: bool = False,
    title: str = "table",
    widths: Mapping[str, float] | None = None,
) -> None:
    """Write a table whole or not at all: an Excel workbook to .xlsx, with tabs to .tsv, else CSV.

    One that is `private` only its owner may open. `title` and `widths` are those of
    `table_workbook`.
    """
    with replacing_file(path, 0o600 if private else 0o666) as draft:
        if path.suffix.lower() == ".xlsx":
            book = table_workbook(columns, rows, title=title, widths=widths)
            draft.write_bytes(workbook_bytes(book))
            return
        separator = "\t" if path.suffix.lower() == ".tsv" else ","
        with draft.open("w", encoding="utf-8", errors="replace", newline="") as stream:
            stream.write(_MARK)  # encoded by "utf-8-sig" a table takes a tenth longer
            _write_csv(stream, columns, rows, separator)


def table_text(columns: Iterable[Any], rows: Rows) -> str:
    """Return a table as CSV for another program: without the byte order mark."""
    stream = io.StringIO(newline="")
    _write_csv(stream, columns, rows, ",")
    return stream.getvalue()


def table_workbook(
    columns: Iterable[Any],
    rows: Rows,
    *,
    title: str = "table",
    widths: Mapping[str, float] | None = None,
) -> Workbook:
    """Return a table as a workbook that can be added to; `workbook_bytes` makes a file of it.

    `title` names the worksheet. `widths` (column -> characters) are for a table that people fill
    in: texts are wrapped, and what is typed stays a text.
    """
    from openpyxl.styles import Alignment, Font

    workbook = new_workbook()
    names = [*columns]
    sheet = add_sheet(workbook, title, _lines(names, rows))
    sheet.freeze_panes = "A2"
    for line in sheet.iter_rows() if widths is not None else ():
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@"
    for cell, name in zip(sheet[1], names, strict=True):
        cell.font = Font(bold=True)
        if widths is not None:
            sheet.column_dimensions[cell.column_letter].width = widths[name]
    return workbook


def read_table(path: Path) -> Table:
    """Read a CSV that `write_table` or `table_text` wrote, as it was before.

    A file that people may have saved in another program is read by `corpus.reading.restored`.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = [[restore(cell) for cell in line] for line in csv.reader(stream) if line]
    return Table(lines[0] if lines else [], lines[1:])


def _write_csv(stream: Any, columns: Iterable[Any], rows: Rows, separator: str) -> None:
    plain = csv.writer(stream, delimiter=separator, lineterminator="\n")
    quoted = csv.writer(
        stream, quoting=csv.QUOTE_NONNUMERIC, delimiter=separator, lineterminator="\n"
    )
    lines = _lines([*columns], rows)
    while some := [
        [
            cell
            if cell is None
            or type(cell) is int
            or (type(cell) is str and cell.isascii() and cell[:1].isalnum())
            else _inert(cell)
            for cell in line
        ]
        for line in islice(lines, _AT_ONCE)
    ]:
        if _has_return(chain.from_iterable(some)):
            for cells in some:
                (quoted if _has_return(cells) else plain).writerow(cells)
        else:
            plain.writerows(some)


def _has_return(cells: Iterable[Any]) -> bool:
    return "\r" in "".join([cell for cell in cells if type(cell) is str])


def _lines(columns: Sequence[Any], rows: Rows) -> Iterator[Iterable[Any]]:
    return chain((columns,), (_in_order(columns, row) for row in rows))


def _in_order(columns: Sequence[Any], row: Iterable[Any] | Mapping[str, Any]) -> Iterable[Any]:
    return [row.get(name) for name in columns] if isinstance(row, Mapping) else row


def _inert(cell: Any) -> Any:
    return neutralise(cell) if isinstance(cell, str) else _number_or_text(cell)


def _number_or_text(cell: Any) -> Any:
    return cell if is_number(cell) else neutralise(str(cell))
