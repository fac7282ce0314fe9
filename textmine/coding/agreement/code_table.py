"""Read plain tables of codes, without a workspace, into a matrix a dimension."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from textmine.cells import (
    ReadColumn,
    clean,
    find_missing,
    fold,
    one_spelling,
    read_code_column,
)
from textmine.coding.agreement.code_matrix import CodeMatrix, build_matrix
from textmine.coding.agreement.table_units import (
    TableRequest,
    kept_rows,
    refuse_missing,
    unit_column,
    unit_names,
)
from textmine.coding.tables.cells import problem_at
from textmine.coding.tables.coder_columns import coder_columns
from textmine.coding.tables.layout import (
    CODER,
    CodingLayout,
    guess_layout,
    has_code_column,
    lone_code_column,
)
from textmine.coding.tables.tool_exports import SPANS, unpacked
from textmine.corpus.filter import select_rows
from textmine.corpus.reading.raw import RawTable
from textmine.errors import BadRowsError, InputError, RowProblem, did_you_mean


@dataclass(frozen=True)
class _Coded:
    """One cell with codes; `at` is the table, row and column it stands in."""

    at: tuple[int, int, str]
    unit: str
    coder: str
    dimension: str
    cell: str


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
        if not table.rows or any(one.column not in table.columns for one in table.problems):
            _refuse_bad(table, table.columns, read)
        if not table.rows:
            raise InputError(
                f"{table.source} has a header and no rows.", hint="Export it again with its rows."
            )
        chosen.append(select_rows(table, request.where))
    coded = _coded(chosen, request, read)
    source = ", ".join(table.source for table in tables)
    coded = _one_spelling(coded, read)
    for dimension in dict.fromkeys(item.dimension for item in coded):
        mine = [item for item in coded if item.dimension == dimension]
        read.matrices.append(_matrix(chosen, source, dimension, mine, request, read))
    if not read.matrices:
        raise InputError(f"{source} holds no code.", hint="Are the code columns empty?")
    read.remarks = list(dict.fromkeys(read.remarks))
    return read


def _coded(tables: Sequence[RawTable], request: TableRequest, read: ReadTables) -> list[_Coded]:
    alone = [_lone_column(table, request) for table in tables]
    if len(tables) > 1 and all(alone):
        return _file_a_coder(tables, [name or "" for name in alone], request, read)
    names: list[str] = []
    coded: list[_Coded] = []
    seen: set[str] = set()
    for place, table in enumerate(tables):
        mine = _of_table(place, table, request, names, read)
        units = {item.unit for item in mine}
        if seen & units:
            mine = [replace(item, unit=f"{table.source}:{item.unit}") for item in mine]
        coded += mine
        seen |= units
    return coded


def _of_table(
    place: int, table: RawTable, request: TableRequest, names: list[str], read: ReadTables
) -> list[_Coded]:
    """Read one table; `names` collects the coders' columns, which later tables must have too."""
    wide = bool(request.coders) and set(request.coders) <= set(table.columns)
    named = request.coder is not None or request.code is not None
    if named or (_has_coder(table) and not wide):
        return _long(place, table, request, read)
    if not names:
        for coder in request.coders:
            refuse_missing(table, coder)
        if request.coders:
            names += request.coders
        else:
            found = coder_columns(table, [request.unit] if request.unit else ())
            names += found.names
            read.remarks += [found.remark] if found.remark else []
    for name in names:
        refuse_missing(table, name)
    units = unit_names(table, names, request)
    _refuse_bad(table, {*names, *unit_column(table, names, request)}, read)
    columns = {name: table.cells(name) for name in names}
    kept = kept_rows(table, units, request.repeats)
    return [
        _Coded((place, table.numbers[row], name), units[row], name, "codes", cells[row])
        for row in kept
        for name, cells in columns.items()
        if clean(cells[row])
    ]


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
) -> list[_Coded]:
    """Read tables that hold the codes of one coder each, who is called after the file."""
    names = [_coder_of(table, tables) for table in tables]
    coded: list[_Coded] = []
    for place, (table, column, coder) in enumerate(zip(tables, columns, names, strict=True)):
        units = unit_names(table, [column], request, shared=True)
        _refuse_bad(table, {column, *unit_column(table, [column], request)}, read)
        cells = table.cells(column)
        coded += [
            _Coded((place, table.numbers[row], column), units[row], coder, "codes", cells[row])
            for row in kept_rows(table, units, request.repeats)
            if clean(cells[row])
        ]
    read.remarks.append(
        "Each file holds the codes of one coder, who is called after it: " + ", ".join(names) + "."
    )
    return coded


def _coder_of(table: RawTable, tables: Sequence[RawTable]) -> str:
    stem = PurePath(table.source).name.split(".")[0]
    alike = [one for one in tables if PurePath(one.source).name.split(".")[0] == stem]
    return stem if len(alike) == 1 else table.source


def _refuse_bad(table: RawTable, used: Collection[str], read: ReadTables) -> None:
    """Raise BadRowsError for rows and cells that cannot be used; say what lies in other columns."""
    asked = table.asking_for(used)
    if asked.problems:
        raise BadRowsError(table.source, asked.problems, hint="Mend the rows.")
    read.remarks += asked.remarks


def _long(place: int, table: RawTable, request: TableRequest, read: ReadTables) -> list[_Coded]:
    layout = _long_layout(table, request)
    _refuse_bad(table, layout.columns, read)
    if layout.coder is None:
        raise InputError(
            f"{table.source} does not say who coded what.", hint="Name the column: --coder COLUMN."
        )
    cells = {name: table.cells(name) for name in {*layout.document, layout.codes[0].column}}
    coders = table.cells(layout.coder)
    dimensions = table.cells(layout.dimension) if layout.dimension else None
    none = find_missing(Counter(coders)).sure
    column, problems = layout.codes[0].column, []
    coded = []
    for row, number in enumerate(table.numbers):
        unit = ".".join(clean(cells[name][row]) for name in layout.document)
        if not clean(cells[column][row]):
            continue
        if not clean(coders[row]) or coders[row] in none:
            problems.append(problem_at(table, number, layout.coder, "nobody is named as the coder"))
        if not unit.strip("."):
            problems.append(problem_at(table, number, layout.document[0], "no unit is named"))
        dimension = clean(dimensions[row]) if dimensions else "code"
        coded.append(
            _Coded((place, number, column), unit, clean(coders[row]), dimension, cells[column][row])
        )
    if problems:
        raise BadRowsError(table.source, problems, hint="Mend the rows, or leave them out.")
    return coded


def _long_layout(table: RawTable, request: TableRequest) -> CodingLayout:
    for name in (request.unit, request.coder, request.code):
        if name is not None:
            refuse_missing(table, name)
    if request.code is None and not has_code_column(table):
        listed = ", ".join(table.columns[:20])
        raise InputError(
            f"No column of {table.source} is called like codes.",
            hint=f"Say which holds them: --code COLUMN. Columns: {listed}.",
        )
    mapped = [f"{request.code}=code"] if request.code else []
    return guess_layout(table, ["code"], document=request.unit, coder=request.coder, mapped=mapped)


def _one_spelling(coded: list[_Coded], read: ReadTables) -> list[_Coded]:
    """Call a coder, and a dimension, by one spelling."""
    coders, remark = one_spelling(Counter(item.coder for item in coded), "coder")
    dimensions, more = one_spelling(Counter(item.dimension for item in coded), "dimension")
    read.remarks += [told for told in (remark, more) if told]
    return [
        replace(item, coder=coders[item.coder], dimension=dimensions[item.dimension])
        for item in coded
    ]


def _matrix(
    tables: Sequence[RawTable],
    source: str,
    dimension: str,
    coded: Sequence[_Coded],
    request: TableRequest,
    read: ReadTables,
) -> CodeMatrix:
    found = {item.coder for item in coded}
    for name in request.coders:
        if name not in found:
            raise InputError(f"{source} has no codes by '{name}'.", hint=did_you_mean(name, found))
    names = list(request.coders) or sorted(found)
    if len(names) < 2:
        raise InputError(
            f"{source} has the codes of one coder only ({names[0]}).",
            hint="Agreement needs two coders or more: a column each, named with --coders A,B; or a "
            "file each.",
        )
    mine = [item for item in coded if item.coder in names]
    column = read_code_column(
        Counter(item.cell for item in mine),
        request.cells,
        source=source,
        multi=request.multi or any(SPANS in table.facts for table in tables),
        ordered=request.scale != "nominal",
    )
    read.remarks += column.remarks
    said, multi = _said(tables, mine, column, request)
    used = {code for codes in said.values() for code in codes}
    categories = _categories(request, used)
    _refuse_few(source, categories, said, request, multi=multi)
    spelt = {fold(category): category for category in categories}
    if not request.cells.exact:
        said = {key: tuple(spelt.get(fold(c), c) for c in codes) for key, codes in said.items()}
    return build_matrix(dimension, said, names, categories, scale=request.scale, multi=multi)


def _said(
    tables: Sequence[RawTable], coded: Sequence[_Coded], column: ReadColumn, request: TableRequest
) -> tuple[dict[tuple[str, str], tuple[str, ...]], bool]:
    """Return (unit, coder) -> codes, and whether units have sets of codes."""
    said: dict[tuple[str, str], tuple[str, ...]] = {}
    problems: dict[int, list[RowProblem]] = {}
    for item in coded:
        place, number, name = item.at
        if item.cell in column.odd:
            told = problem_at(tables[place], number, name, column.odd[item.cell])
            problems.setdefault(place, []).append(told)
            continue
        codes = column.codes[item.cell]
        key = (item.unit, item.coder)
        if codes is None or (key in said and request.repeats == "first"):
            continue
        if key in said and request.repeats == "refuse" and said[key] != codes:
            if column.multi:
                said[key] = tuple(dict.fromkeys((*said[key], *codes)))
                continue
            what = f"{item.coder} gives '{item.unit}' a second code, after '{said[key][0]}'"
            problems.setdefault(place, []).append(problem_at(tables[place], number, name, what))
            continue
        said[key] = codes
    if problems:
        place = min(problems)
        raise BadRowsError(
            tables[place].source,
            problems[place],
            hint="A coder gives a unit one code: mend it, say which counts with --repeats first, "
            "or --multi if a unit takes several.",
        )
    return said, column.multi


def _categories(request: TableRequest, used: Iterable[str]) -> list[str]:
    categories = list(request.categories) or sorted(used, key=_order)
    if not categories:
        return []
    if request.scale == "ordinal" and not request.categories and _order(categories[-1])[0]:
        raise InputError(
            f"The order of the codes {', '.join(categories[:8])} is not known.",
            hint="Name them from the lowest to the highest: --categories low,mid,high.",
        )
    return categories


def _refuse_few(
    source: str,
    categories: Sequence[str],
    said: Mapping[tuple[str, str], tuple[str, ...]],
    request: TableRequest,
    *,
    multi: bool,
) -> None:
    if not said:
        raise InputError(
            f"{source} holds no code: every cell is empty or means that nothing was coded.",
            hint="Name the words that mean it: --missing WORD; or --missing - for none.",
        )
    if len(categories) == 1 and not multi and not request.categories:
        raise InputError(
            f"All codes of {source} are '{categories[0]}': the coders agree on every unit that "
            "both coded, and a coefficient that corrects for chance is undefined.",
            hint="Name all codes that could be given: --categories A,B.",
        )


def _order(code: str) -> tuple[int, float, str]:
    try:
        number = float(code)
    except ValueError:
        number = math.nan
    return (0, number, code) if math.isfinite(number) else (1, 0.0, code)
