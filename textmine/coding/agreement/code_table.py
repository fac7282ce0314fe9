"""Read plain tables of codes, without a workspace, into a matrix a dimension."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from textmine.cells import clean
from textmine.coding.agreement.table_units import (
    Coded,
    TableRequest,
    kept_rows,
    matrix_of,
    refuse_missing,
    unit_column,
    unit_names,
)
from textmine.coding.code_matrix import CodeMatrix
from textmine.coding.tables.code_columns import CODER, WideColumn, has_code_column, lone_code_column
from textmine.coding.tables.code_table import CodeTable, by_one_name, code_table
from textmine.coding.tables.coder_columns import coder_columns
from textmine.coding.tables.crossed_headings import crossed_columns
from textmine.coding.tables.layout import CodingLayout, guess_layout
from textmine.coding.tables.tool_exports import unpacked
from textmine.corpus.filter import select_rows
from textmine.corpus.reading.raw import RawTable
from textmine.errors import BadRowsError, InputError


@dataclass
class ReadTables:
    """The matrices of tables, and what was guessed, folded or left out."""

    matrices: list[CodeMatrix] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_code_tables(
    tables: Sequence[RawTable], request: TableRequest = TableRequest()
) -> ReadTables:
    """Return the matrices of tables read as one: long, a column a coder, or a file a coder.

    In a wide table without named coders they are the columns that look alike. Units of several
    tables that have the same name are told apart by the table's, but not where each table is a
    coder. Without `categories` those that occur are taken, sorted (numbers by size). Raises
    InputError when there are no codes, fewer than two coders, or a cell that may mean two things,
    BadRowsError when a row has no proper cells or a coder gives a unit two codes.
    """
    read = ReadTables()
    chosen = []
    for table in map(unpacked, tables):
        if not table.rows or any(problem.column not in table.columns for problem in table.problems):
            _refuse_bad(table, table.columns, read)
        if not table.rows:
            raise InputError(
                f"{table.source} has a header and no rows.", hint="Export it again with its rows."
            )
        chosen.append(select_rows(table, request.where))
    coded = _coded(chosen, request, read)
    source = ", ".join(table.source for table in tables)
    for dimension in dict.fromkeys(cell.dimension for _, cell in coded):
        mine = [(table, cell) for table, cell in coded if cell.dimension == dimension]
        matrix, remarks = matrix_of(source, dimension, mine, request)
        read.matrices.append(matrix)
        read.remarks += remarks
    if not read.matrices:
        raise InputError(f"{source} holds no code.", hint="Are the code columns empty?")
    read.remarks = list(dict.fromkeys(read.remarks))
    return read


def _coded(tables: Sequence[RawTable], request: TableRequest, read: ReadTables) -> list[Coded]:
    """Return the cells of all tables that are not empty, coders and dimensions by one spelling."""
    alone = [_lone_column(table, request) for table in tables]
    names: list[str] = []
    if len(tables) > 1 and all(alone):
        code_tables = _file_a_coder(tables, [name or "" for name in alone], request, read)
    else:
        code_tables = [_of_table(table, request, names, read) for table in tables]
    coded: list[Coded] = []
    seen: set[str] = set()
    for code_cells in code_tables:
        read.remarks += code_cells.remarks
        mine = [cell for cell in code_cells.cells if clean(cell.typed)]
        units = {cell.document for cell in mine}
        if seen & units and not all(alone):
            name = code_cells.raw.source
            mine = [replace(cell, document=f"{name}:{cell.document}") for cell in mine]
        coded += [(code_cells, cell) for cell in mine]
        seen |= units
    cells, remarks = by_one_name([cell for _, cell in coded], rule=request.cells)
    read.remarks += remarks
    return [(table, cell) for (table, _), cell in zip(coded, cells, strict=True)]


def _of_table(
    table: RawTable, request: TableRequest, names: list[str], read: ReadTables
) -> CodeTable:
    """Read one table; `names` collects the coders' columns, which later tables must have too."""
    wide = bool(request.coders) and set(request.coders) <= set(table.columns)
    named = request.coder is not None or request.code is not None
    if named or (_has_coder(table) and not wide):
        return _long(table, request, read)
    if not wide and not names:
        crossed = crossed_columns(table, [request.unit] if request.unit else ())
        if crossed.columns and {*request.coders} <= {*crossed.coders}:
            read.remarks.append(crossed.remark)
            coders = request.coders or crossed.coders
            return _wide(table, [c for c in crossed.columns if c.coder in coders], request, read)
    if not names:
        for coder in request.coders:
            refuse_missing(table, coder)
        if request.coders:
            names += request.coders
        else:
            columns_of_coders = coder_columns(table, [request.unit] if request.unit else ())
            names += columns_of_coders.names
            read.remarks += [columns_of_coders.remark] if columns_of_coders.remark else []
    for name in names:
        refuse_missing(table, name)
    columns = [WideColumn(name, "codes", name) for name in names]
    return _wide(table, columns, request, read)


def _wide(
    table: RawTable,
    columns: Sequence[WideColumn],
    request: TableRequest,
    read: ReadTables,
    *,
    shared: bool = False,
) -> CodeTable:
    """Read columns that hold the codes of one coder each; with `shared` units must have a name."""
    names = [column.column for column in columns]
    units = unit_names(table, names, request, shared=shared)
    _refuse_bad(table, {*names, *unit_column(table, names, request)}, read)
    if request.repeats != "refuse":
        row_numbers = kept_rows(units, request.repeats)
        rows, numbers = (
            [table.rows[at] for at in row_numbers],
            [table.numbers[at] for at in row_numbers],
        )
        table, units = replace(table, rows=rows, numbers=numbers), [units[at] for at in row_numbers]
    return code_table(table, CodingLayout((), tuple(columns)), rule=request.cells, documents=units)


def _has_coder(table: RawTable) -> bool:
    return any(name.lower().replace("_", "") in CODER for name in table.columns)


def _lone_column(table: RawTable, request: TableRequest) -> str | None:
    """Return the one column of codes of a table that does not say who coded; None for any other."""
    if request.coder is not None or _has_coder(table):
        return None
    if request.code is not None:
        return request.code if request.code in table.columns else None
    if set(request.coders) & set(table.columns):
        return None
    return lone_code_column(table)


def _file_a_coder(
    tables: Sequence[RawTable], columns: Sequence[str], request: TableRequest, read: ReadTables
) -> list[CodeTable]:
    """Read tables that hold the codes of one coder each, who is called after the file."""
    names = [_coder_of(table, tables) for table in tables]
    read.remarks.append(
        "Each file holds the codes of one coder, who is called after it: " + ", ".join(names) + "."
    )
    return [
        _wide(table, [WideColumn(column, "codes", coder)], request, read, shared=True)
        for table, column, coder in zip(tables, columns, names, strict=True)
    ]


def _coder_of(table: RawTable, tables: Sequence[RawTable]) -> str:
    stem = PurePath(table.source).name.split(".")[0]
    alike = [other for other in tables if PurePath(other.source).name.split(".")[0] == stem]
    return stem if len(alike) == 1 else table.source


def _refuse_bad(table: RawTable, used: Collection[str], read: ReadTables) -> None:
    """Raise BadRowsError for rows and cells that cannot be used; say what lies in other columns."""
    asked = table.asking_for(used)
    if asked.problems:
        raise BadRowsError(table.source, asked.problems, hint="Correct the rows.")
    read.remarks += asked.remarks


def _long(table: RawTable, request: TableRequest, read: ReadTables) -> CodeTable:
    layout = _long_layout(table, request)
    _refuse_bad(table, layout.columns, read)
    if layout.coder is None:
        raise InputError(
            f"{table.source} does not say who coded what.", hint="Name the column: --coder COLUMN."
        )
    coded_table = code_table(table, layout, rule=request.cells)
    cells = tuple(replace(cell, document=clean(cell.document)) for cell in coded_table.cells)
    problems = []
    for cell in cells:
        if clean(cell.typed) and coded_table.unnamed(cell):
            problems.append(coded_table.problem(cell, coded_table.unnamed(cell), layout.coder))
        if clean(cell.typed) and not cell.document.strip("."):
            problems.append(coded_table.problem(cell, "no unit is named", layout.document[0]))
    if problems:
        raise BadRowsError(table.source, problems, hint="Correct the rows, or leave them out.")
    return replace(coded_table, cells=cells)


def _long_layout(table: RawTable, request: TableRequest) -> CodingLayout:
    for name in (request.unit, request.coder, request.code):
        if name is not None:
            refuse_missing(table, name)
    if request.code is None and not has_code_column(table):
        listed = ", ".join(table.columns[:20])
        raise InputError(
            f"No column of {table.source} has a name for codes.",
            hint=f"Say which holds them: --code COLUMN. Columns: {listed}.",
        )
    mapped = [f"{request.code}=code"] if request.code else []
    return guess_layout(table, ["code"], document=request.unit, coder=request.coder, mapped=mapped)
