"""Read plain tables of codes, without a workspace, into a matrix a dimension."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from textmine.coding.agreement.code_matrix import CodeMatrix, build_matrix
from textmine.coding.tables.layout import CodingLayout, guess_layout
from textmine.corpus.filter import select_rows
from textmine.corpus.reading.columns import is_id_like
from textmine.corpus.reading.raw import RawTable
from textmine.errors import BadRowsError, InputError, RowProblem, did_you_mean

_LONG_TEXT = 40
_CODER_COLUMNS = {"coder", "annotator", "rater", "worker", "codername"}
Repeats = Literal["refuse", "first", "last"]


@dataclass(frozen=True)
class TableRequest:
    """How tables of codes are to be read; what is empty is found out.

    `coders` are columns of a wide table, or coders in a long one, for which `unit`, `coder` and
    `code` name columns. `categories` are all codes that could be given, in their order. `repeats`
    says what counts where a coder coded a unit twice. With `multi` a cell holds several codes with
    ';' between them.
    """

    coders: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    unit: str | None = None
    coder: str | None = None
    code: str | None = None
    where: tuple[str, ...] = ()
    scale: str = "nominal"
    repeats: Repeats = "refuse"
    multi: bool = False


@dataclass(frozen=True)
class _Coded:
    row: int
    unit: str
    coder: str
    dimension: str
    code: str


def matrices_from_tables(
    tables: Sequence[RawTable], request: TableRequest = TableRequest()
) -> list[CodeMatrix]:
    """Return the matrices of tables that are read as one: long, or a column a coder.

    In a wide table without named coders they are the largest set of columns that draw on the same
    values. Units of several tables that have the same name are told apart by the table's. Without
    `categories` those that occur are taken, sorted (numbers by size). Raises InputError when there
    are no codes or fewer than two coders, BadRowsError when a row has no proper cells or a coder
    gives a unit two codes.
    """
    coded: list[_Coded] = []
    names: list[str] = []
    seen: set[str] = set()
    for table in tables:
        mine = _coded(table, request, names)
        units = {item.unit for item in mine}
        prefix = f"{table.source}:" if seen & units else ""
        coded += [
            _Coded(item.row, prefix + item.unit, item.coder, item.dimension, item.code)
            for item in mine
        ]
        seen |= units
    source = ", ".join(table.source for table in tables)
    if not coded:
        raise InputError(f"{source} holds no code.", hint="Are the code columns empty?")
    return [
        _matrix(source, dimension, [item for item in coded if item.dimension == dimension], request)
        for dimension in dict.fromkeys(item.dimension for item in coded)
    ]


def _matrix(
    source: str, dimension: str, coded: Sequence[_Coded], request: TableRequest
) -> CodeMatrix:
    found = {item.coder for item in coded}
    for name in request.coders:
        if name not in found:
            raise InputError(f"{source} has no codes by '{name}'.", hint=did_you_mean(name, found))
    names = list(request.coders) or sorted(found)
    if len(names) < 2:
        raise InputError(
            f"{source} has the codes of one coder only ({names[0]}).",
            hint="Agreement needs two coders or more: a column each, named with --coders A,B.",
        )
    said = {
        (item.unit, item.coder): _codes(item.code, request.multi)
        for item in coded
        if item.coder in names
    }
    used = {code for codes in said.values() for code in codes}
    categories = list(request.categories) or sorted(used, key=_order)
    if request.scale == "ordinal" and not request.categories and _order(categories[-1])[0]:
        raise InputError(
            f"The order of the codes {', '.join(categories[:8])} is not known.",
            hint="Name them from the lowest to the highest: --categories low,mid,high.",
        )
    return build_matrix(
        dimension, said, names, categories, scale=request.scale, multi=request.multi
    )


def _codes(typed: str, multi: bool) -> tuple[str, ...]:
    if not multi:
        return (_whole(typed),)
    parts = [_whole(part) for part in re.split(r"[;|]", typed)]
    return tuple(part for part in parts if part and part.casefold() not in ("-", "none"))


def _whole(typed: str) -> str:
    """Return 1.0 as 1: programs write whole numbers so where a column has gaps."""
    return re.sub(r"^(-?\d+)\.0+$", r"\1", typed.strip())


def _order(code: str) -> tuple[int, float, str]:
    try:
        number = float(code)
    except ValueError:
        number = math.nan
    return (0, number, code) if math.isfinite(number) else (1, 0.0, code)


def _coded(table: RawTable, request: TableRequest, names: list[str]) -> list[_Coded]:
    """Read one table; `names` collects the coders' columns, which later tables must have too."""
    if table.problems:
        raise BadRowsError(table.source, table.problems, hint="Mend the rows.")
    if not table.rows:
        raise InputError(
            f"{table.source} has a header and no rows.", hint="Export it again with its rows."
        )
    chosen = select_rows(table, request.where)
    keys = {name.lower().replace("_", "") for name in table.columns}
    named = request.coder is not None or request.code is not None
    wide = bool(request.coders) and set(request.coders) <= set(table.columns)
    if named or (keys & _CODER_COLUMNS and not wide):
        return _long(chosen, request)
    if not names:
        names += _coder_columns(chosen, request.coders)
    return list(_wide(chosen, names, request.unit))


def _long(table: RawTable, request: TableRequest) -> list[_Coded]:
    layout = _long_layout(table, request)
    place = {name: position for position, name in enumerate(table.columns)}
    code, coder = place[layout.codes[0].column], place[layout.coder or ""]
    first: dict[tuple[str, str, str], _Coded] = {}
    problems: list[RowProblem] = []
    for number, row in zip(table.numbers, table.rows, strict=True):
        if not row[code].strip():
            continue
        item = _Coded(
            row=number,
            unit=".".join(row[place[name]].strip() for name in layout.document),
            coder=row[coder].strip(),
            dimension=row[place[layout.dimension]].strip() if layout.dimension else "code",
            code=row[code].strip(),
        )
        key = (item.dimension, item.unit, item.coder)
        before = first.setdefault(key, item)
        if request.repeats == "last":
            first[key] = item
        elif request.repeats == "refuse" and _whole(before.code) != _whole(item.code):
            what = f"{item.coder} gives '{item.unit}' a second code, after '{before.code}'"
            problems.append(RowProblem(number, layout.codes[0].column, what))
    if problems:
        raise BadRowsError(
            table.source,
            problems,
            hint="A coder gives a unit one code: mend it, or say which counts: --repeats first.",
        )
    return list(first.values())


def _long_layout(table: RawTable, request: TableRequest) -> CodingLayout:
    for name in (request.coder, request.code):
        if name is not None and name not in table.columns:
            raise InputError(
                f"{table.source} has no column '{name}'.", hint=did_you_mean(name, table.columns)
            )
    mapped = [f"{request.code}=code"] if request.code else []
    return guess_layout(table, ["code"], document=request.unit, coder=request.coder, mapped=mapped)


def _wide(table: RawTable, columns: Sequence[str], unit: str | None) -> Iterator[_Coded]:
    units = _unit_names(table, columns, unit)
    for name in columns:
        if name not in table.columns:
            raise InputError(
                f"{table.source} has no column '{name}', which the tables before it have.",
                hint=did_you_mean(name, table.columns),
            )
    place = {name: table.columns.index(name) for name in columns}
    for number, identity, row in zip(table.numbers, units, table.rows, strict=True):
        for name, position in place.items():
            if row[position].strip():
                yield _Coded(number, identity, name, "codes", row[position].strip())


def _unit_names(table: RawTable, coders: Sequence[str], unit: str | None) -> list[str]:
    """Call units by the column named, else by the first column of unique ids, else by their row."""
    if unit is not None and unit not in table.columns:
        raise InputError(
            f"{table.source} has no column '{unit}'.", hint=did_you_mean(unit, table.columns)
        )
    for place, name in enumerate(table.columns):
        ids = [row[place].strip() for row in table.rows]
        unique = all(ids) and len(set(ids)) == len(ids)
        if name == unit and not unique:
            raise InputError(
                f"Column '{unit}' of {table.source} does not name each row by an id of its own.",
                hint="Name another --unit, or leave it out to count rows.",
            )
        if name == unit or (unit is None and name not in coders and is_id_like(name) and unique):
            return ids
    width = len(str(max(table.numbers, default=1)))
    return [f"row {number:0{width}d}" for number in table.numbers]


def _coder_columns(table: RawTable, coders: Sequence[str]) -> list[str]:
    for coder in coders:
        if coder not in table.columns:
            raise InputError(
                f"{table.source} has no column '{coder}'.",
                hint=did_you_mean(coder, table.columns),
            )
    return list(coders) or _columns_alike(table)


def _columns_alike(table: RawTable) -> list[str]:
    """Return the largest set of columns that draw on the same values: what coders' columns do."""
    values: dict[str, set[str]] = {}
    for place, name in enumerate(table.columns):
        cells = [row[place].strip() for row in table.rows if row[place].strip()]
        long = bool(cells) and sum(map(len, cells)) / len(cells) > _LONG_TEXT
        if cells and not long and not is_id_like(name):
            values[name] = set(cells)
    alike = [
        [
            name
            for name, other in values.items()
            if 2 * len(mine & other) >= min(len(mine), len(other))
        ]
        for mine in values.values()
    ]
    best = max(alike, key=len, default=[])
    return best if len(best) >= 2 else list(values)
