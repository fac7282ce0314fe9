"""Read a plain table of codes, without a workspace, into a matrix a dimension."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.coding.code_matrix import CodeMatrix, build_matrix
from textmine.coding.layout import guess_layout
from textmine.corpus.columns import is_id_like
from textmine.corpus.raw import RawTable
from textmine.errors import BadRowsError, InputError, RowProblem, did_you_mean

_LONG_TEXT = 40


def matrices_from_table(
    table: RawTable,
    coders: Sequence[str] = (),
    categories: Sequence[str] = (),
) -> list[CodeMatrix]:
    """Return the matrices of a table: long (document, coder, code) or a column a coder.

    In a wide table the coders are the columns named in `coders`, else the largest set of columns
    that draw on the same values. Without `categories` those that occur are taken, sorted. Raises
    InputError when there are no codes or fewer than two coders, BadRowsError when a row has no
    proper cells or a coder gives a unit two codes.
    """
    if table.problems:
        raise BadRowsError(table.source, table.problems, hint="Mend the rows.")
    if not table.rows:
        raise InputError(
            f"{table.source} has a header and no rows.", hint="Export it again with its rows."
        )
    said = _long(table) if not coders else None
    if said is None:
        said = {"codes": _wide(table, _coder_columns(table, coders))}
    if not any(said.values()):
        raise InputError(f"{table.source} holds no code.", hint="Are the code columns empty?")
    matrices = []
    for dimension, cells in said.items():
        names = sorted({coder for _, coder in cells}) if not coders else list(coders)
        if len(names) < 2:
            raise InputError(
                f"{table.source} has the codes of one coder only"
                + (f" ({names[0]})." if names else "."),
                hint="Agreement needs two coders or more: a column each, named with --coders A,B.",
            )
        used = list(categories) or sorted(set(cells.values()))
        matrices.append(build_matrix(dimension, cells, names, used))
    return matrices


def _long(table: RawTable) -> dict[str, dict[tuple[str, str], str]] | None:
    keys = {name.lower().replace("_", "") for name in table.columns}
    if not keys & {"coder", "annotator", "rater", "worker", "codername"}:
        return None
    layout = guess_layout(table, ["code"])
    place = {name: position for position, name in enumerate(table.columns)}
    code = place[layout.codes[0].column]
    said: dict[str, dict[tuple[str, str], str]] = {}
    problems: list[RowProblem] = []
    for number, row in zip(table.numbers, table.rows, strict=True):
        unit = ".".join(row[place[name]].strip() for name in layout.document)
        dimension = row[place[layout.dimension]].strip() if layout.dimension else "code"
        if row[code].strip():
            coder = row[place[layout.coder or ""]].strip()
            first = said.setdefault(dimension, {}).setdefault((unit, coder), row[code].strip())
            if first != row[code].strip():
                what = f"{coder} gives '{unit}' a second code, after '{first}'"
                problems.append(RowProblem(number, layout.codes[0].column, what))
    if problems:
        raise BadRowsError(table.source, problems, hint="A coder gives a unit one code; mend it.")
    return said


def _wide(table: RawTable, columns: Sequence[str]) -> dict[tuple[str, str], str]:
    units = _unit_names(table, columns)
    place = {name: table.columns.index(name) for name in columns}
    return {
        (unit, name): row[position].strip()
        for unit, row in zip(units, table.rows, strict=True)
        for name, position in place.items()
        if row[position].strip()
    }


def _unit_names(table: RawTable, coders: Sequence[str]) -> list[str]:
    """Call units by the first column of unique ids, else by their row."""
    for place, name in enumerate(table.columns):
        ids = [row[place].strip() for row in table.rows]
        if name not in coders and is_id_like(name) and all(ids) and len(set(ids)) == len(ids):
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
