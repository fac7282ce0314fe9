"""Read the filled-in columns of a coding sheet as codings, naming every cell that is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from textmine.codebook import Codebook
from textmine.coding.sheets.columns import DOCUMENT, code_columns
from textmine.coding.sheets.documents import SheetDocuments
from textmine.coding.sheets.origin import SheetOrigin
from textmine.coding.tables.code_columns import WideColumn
from textmine.coding.tables.code_table import code_table, problem_at
from textmine.coding.tables.flags import Flag
from textmine.coding.tables.layout import MEMO, CodingLayout
from textmine.coding.tables.reading import ReadCodings, read_codes
from textmine.corpus.reading.raw import RawTable
from textmine.errors import RowProblem


@dataclass(frozen=True)
class ReadSheet:
    """The codings of a sheet, and what else it holds.

    It is `damaged` where a column for codes was renamed or deleted. `uncoded` counts documents
    without any code, `partly` those with codes on some dimensions only, `loose_memos` names memos
    beside which there is no code.
    """

    read: ReadCodings
    damaged: bool
    uncoded: int
    partly: int
    loose_memos: list[RowProblem]


def _column_problems(table: RawTable, book: Codebook) -> list[RowProblem]:
    """Name every column for codes that was renamed or deleted.

    A memo column may be deleted, but not renamed.
    """
    expected = {column.header: column for column in code_columns(book)}
    foreign = [name for name in table.columns if name not in expected]
    problems = []
    for header, column in expected.items():
        if header in table.columns:
            continue
        near = get_close_matches(header, foreign, n=1, cutoff=0.75)
        if near:
            message = f"column '{header}' was renamed to '{near[0]}': call it '{header}' again"
            problems.append(problem_at(table, 1, near[0], message))
        elif column.kind != "memo":
            message = f"column '{header}' was deleted or renamed: put it back, empty if need be"
            sheet = table.facts.get("sheet")
            problems.append(
                RowProblem(1, header, message, f"sheet '{sheet}', row 1" if sheet else "")
            )
    return problems


def read_sheet(
    table: RawTable,
    documents: SheetDocuments,
    book: Codebook,
    origin: SheetOrigin,
    coder: str,
    texts: Mapping[str, str],
) -> ReadSheet:
    """Read every row whose document is known; a row with a problem gives no coding."""
    of_row = documents.of_row
    layout = _layout(table, book, coder)
    cells = code_table(table, layout, book)
    known = (
        replace(cell, document=of_row[cell.row])
        for cell in cells.cells
        if of_row.get(cell.row, "") in texts
    )
    cells = replace(cells, cells=tuple(known))
    read = read_codes(cells, book, origin.corpus, texts, origin.round)
    lost = _column_problems(table, book)
    read.problems += [*lost, *documents.problems]
    for number, row in zip(table.numbers, table.rows, strict=True):
        if number in of_row:
            read.problems += _foreign(table, number, row, origin)
    read.problems.sort(key=lambda problem: problem.row)
    bad = {problem.row for problem in read.problems}
    read.found = [item for item in read.found if item.cell.row not in bad]
    empty = Counter(cell.row for cell in read.empty)
    loose = [
        cells.problem(
            cell,
            f"a memo without a code on '{cell.dimension}' is not kept",
            f"{MEMO}{cell.dimension}",
        )
        for cell in read.empty
        if cell.extra.get("memo")
    ]
    uncoded = sum(n == len(layout.codes) for n in empty.values())
    return ReadSheet(read, bool(lost), uncoded, len(empty) - uncoded, loose)


def _layout(table: RawTable, book: Codebook, coder: str) -> CodingLayout:
    """Return how a sheet is laid out: a column a dimension, or a code where it takes several."""
    flags: dict[str, tuple[Flag, ...]] = {}
    for column in code_columns(book):
        if column.kind != "memo" and column.header in table.columns:
            flag = Flag(column.header, column.code.id if column.code else None)
            before = flags.get(column.dimension.id, ())
            flags[column.dimension.id] = () if column.kind == "code" else (*before, flag)
    codes = (WideColumn(name, name, coder, mine) for name, mine in flags.items())
    return CodingLayout((DOCUMENT,), tuple(codes))


def _foreign(
    table: RawTable, number: int, row: Sequence[str], origin: SheetOrigin
) -> list[RowProblem]:
    """Name the cells of a row that is from another sheet."""
    cells = dict(zip(table.columns, map(str.strip, row), strict=True))
    return [
        problem_at(
            table,
            number,
            name,
            f"this row is from another sheet: {name} is '{cells[name][:60]}', not '{value}'",
        )
        for name, value in origin.constants.items()
        if cells.get(name) and cells[name] != value
    ]
