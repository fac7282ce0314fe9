"""A table of codes as cells: what was typed, and where, about which document, by whom.

Every layout yields these, and `read_codes` reads them all by one rule.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from textmine.cells import AS_FOUND, CellRule, clean, find_missing, fold, one_spelling
from textmine.cells.spelling import number_of
from textmine.codebook import Codebook
from textmine.coding.tables.code_cells import CellReader
from textmine.coding.tables.flags import Ticked, ticked_rows
from textmine.coding.tables.layout import MEMO, CodingLayout
from textmine.corpus.reading.raw import RawTable
from textmine.errors import RowProblem


@dataclass(frozen=True)
class CodeCell:
    """One cell that can hold codes; `extra` are the row's other cells that say more about it.

    `wrong` names what cannot be read of it already: cells of the columns that it was made of.
    """

    row: int
    column: str
    document: str
    dimension: str
    coder: str
    typed: str
    extra: Mapping[str, str]
    wrong: tuple[RowProblem, ...] = ()


@dataclass(frozen=True)
class CodeTable:
    """The cells of a table that can hold codes, row by row, and what is to be said of them.

    `nobody` are words in the place of a coder that name none, `document` is the column of the
    documents where it is one.
    """

    raw: RawTable
    cells: tuple[CodeCell, ...]
    nobody: frozenset[str] = frozenset()
    document: str = ""
    remarks: tuple[str, ...] = ()

    def problem(self, cell: CodeCell, what: str, column: str = "") -> RowProblem:
        """Return a problem with the place of a cell, or of another in its row."""
        return problem_at(self.raw, cell.row, column or cell.column, what)

    def below(self, layout: CodingLayout) -> list[str]:
        """Return the remark on empty cells below a filled one: people may mean the same code."""
        plain = {column.column for column in layout.codes if not column.flags}
        cells_of: dict[str, list[bool]] = {}
        for cell in self.cells:
            if cell.column in plain:
                cells_of.setdefault(cell.column, []).append(bool(cell.typed))
        below = {
            column: len(filled) - filled.index(True) - sum(filled)
            for column, filled in cells_of.items()
            if any(filled)
        }
        listed = ", ".join(f"{n:,} in '{column}'" for column, n in below.items() if n)
        if not listed:
            return []
        return [
            f"Empty cells below a filled one are read as not coded: {listed}. Do they mean 'as "
            "above'? Then fill them first."
        ]

    def unnamed(self, cell: CodeCell) -> str:
        """Return what is wrong with the coder of a cell, or ""."""
        if cell.coder and cell.coder not in self.nobody:
            return ""
        return f"no coder is named{f' ({cell.coder})' if cell.coder else ''}"


def code_table(
    raw: RawTable,
    layout: CodingLayout,
    codebook: Codebook | None = None,
    rule: CellRule = AS_FOUND,
    documents: Sequence[str] = (),
) -> CodeTable:
    """Return the cells of the code columns of a table.

    A coder is called by one spelling, and a dimension by that of the codebook. `documents` name
    those of the rows where no column does.
    """
    dimensions = codebook.dimensions if codebook is not None else ()
    readers = {
        dimension.id: CellReader(dimension, codebook, rule)
        for dimension in dimensions
        if codebook is not None
    }
    flags, remarks = {}, []
    for column in layout.codes:
        if column.flags:
            reader = readers.get(column.dimension or "")
            flags[column.column], remark = ticked_rows(raw, column.flags, reader, rule)
            remarks += [f"{column.dimension}: {remark}"] if remark else []
    code_cells = list(_cells(raw, layout, flags, documents))
    cells, folded = by_one_name(code_cells, [dimension.id for dimension in dimensions], rule)
    missing = find_missing(Counter(cell.coder for cell in cells))
    nobody = (c for c in (*missing.sure, *missing.doubtful) if number_of(c) is None)
    document = layout.document[0] if len(layout.document) == 1 else ""
    return CodeTable(raw, tuple(cells), frozenset(nobody), document, (*remarks, *folded))


def _cells(
    raw: RawTable,
    layout: CodingLayout,
    flags: Mapping[str, Sequence[Ticked]],
    documents: Sequence[str],
) -> Iterator[CodeCell]:
    index_of = {name: position for position, name in enumerate(raw.columns)}

    def said(fixed: str | None, column: str | None, row: list[str]) -> str:
        return clean(fixed if fixed is not None else row[index_of[column or ""]])

    for at, (number, row) in enumerate(zip(raw.numbers, raw.rows, strict=True)):
        named = ".".join(row[index_of[name]].strip() for name in layout.document)
        extra = {key: row[index_of[name]].strip() for key, name in layout.extra.items()}
        for column in layout.codes:
            memo = index_of.get(column.memo or f"{MEMO}{column.column}")
            ticked = flags[column.column][at] if column.flags else None
            yield CodeCell(
                row=number,
                column=ticked.column if ticked else column.column,
                document=documents[at] if documents else named,
                dimension=said(column.dimension, layout.dimension, row),
                coder=said(column.coder, layout.coder, row),
                typed=ticked.typed if ticked else row[index_of[column.column]].strip(),
                extra=extra if memo is None else {**extra, "memo": row[memo].strip()},
                wrong=tuple(
                    problem_at(raw, number, *message)
                    for message in (ticked.wrong if ticked else ())
                ),
            )


def by_one_name(
    cells: Sequence[CodeCell], dimensions: Iterable[str] = (), rule: CellRule = AS_FOUND
) -> tuple[list[CodeCell], list[str]]:
    """Call a coder, and a dimension, by one spelling; return remarks on what was folded, too.

    A dimension is called as one of the known `dimensions` where it is one.
    """
    key = clean if rule.exact else fold
    known = {fold(name): name for name in dimensions}
    used = Counter(cell.dimension for cell in cells)
    others = {name: n for name, n in used.items() if fold(name) not in known}
    coders, coder_remark = one_spelling(Counter(cell.coder for cell in cells), "coder", key)
    named, more = one_spelling(others, "dimension", key)
    named |= {name: known[fold(name)] for name in used if name not in named}
    one_name = [
        cell
        if (cell.coder, cell.dimension) == (coders[cell.coder], named[cell.dimension])
        else replace(cell, coder=coders[cell.coder], dimension=named[cell.dimension])
        for cell in cells
    ]
    return one_name, [remark for remark in (coder_remark, more) if remark]


def problem_at(table: RawTable, row: int, column: str, problem: str) -> RowProblem:
    """Return a problem with the row and column, and with sheet and cell where it is a workbook."""
    cell = ""
    if "sheet" in table.facts and column in table.columns:
        from openpyxl.utils import get_column_letter

        letters = get_column_letter(table.columns.index(column) + 1)
        cell = f"sheet '{table.facts['sheet']}', cell {letters}{row}"
    return RowProblem(row, column, problem, cell)
