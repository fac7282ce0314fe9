"""What a table of codes is asked for, what its units are called, and the matrix that it gives."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from textmine.cells import AS_FOUND, CellRule, ReadColumn, clean, fold, read_code_column
from textmine.cells.spelling import number_of
from textmine.choices import Repeats
from textmine.coding.code_matrix import CodeMatrix, build_matrix
from textmine.coding.tables.code_table import CodeCell, CodeTable, problem_at
from textmine.coding.tables.tool_exports import SPANS
from textmine.corpus.reading.columns import is_id_like
from textmine.corpus.reading.raw import RawTable
from textmine.errors import BadRowsError, InputError, RowProblem, did_you_mean

ROWS = "-"
"""Said in the place of a column of units: each row is one."""


@dataclass(frozen=True)
class TableRequest:
    """How tables of codes are to be read; what is empty is found out.

    `coders` are columns of a wide table, or coders in a long one, for which `unit`, `coder` and
    `code` name columns. `categories` are all codes that could be given, in their order. `repeats`
    says what counts where a coder coded a unit twice. With `multi` a cell holds several codes with
    ';' between them. `cells` says which words are missing and whether spellings are folded.
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
    cells: CellRule = AS_FOUND


def unit_names(
    table: RawTable, codes: Sequence[str], request: TableRequest, *, shared: bool = False
) -> list[str]:
    """Call units by the column named, else by the first column of ids, else by their row.

    With `shared` units must have a name, by which they are known in other tables.
    """
    named = unit_column(table, codes, request)
    if not named:
        if shared and request.unit is None:
            raise InputError(
                f"{table.source} has no column that names its units, by which they would be found "
                "in the other tables.",
                hint="Name it: --unit COLUMN; or --unit - if the rows of all tables are the same.",
            )
        width = len(str(max(table.numbers, default=1)))
        return [f"row {number:0{width}d}" for number in table.numbers]
    [chosen] = named
    ids = [clean(cell) for cell in table.cells(chosen)]
    problems = [
        problem_at(table, number, chosen, "no unit is named")
        for number, identity in zip(table.numbers, ids, strict=True)
        if not identity
    ]
    first: dict[str, int] = {}
    if request.repeats == "refuse":
        for number, identity in zip(table.numbers, ids, strict=True):
            if identity and first.setdefault(identity, number) != number:
                message = f"unit '{identity}' stands in row {first[identity]} already"
                problems.append(problem_at(table, number, chosen, message))
    if problems:
        raise BadRowsError(
            table.source,
            problems,
            hint="Each row must be a unit of its own. Name another --unit, or say which row counts "
            "with --repeats first or last. With --unit - every row is a unit.",
        )
    return ids


def unit_column(table: RawTable, codes: Sequence[str], request: TableRequest) -> list[str]:
    """Return the column that names units, none where rows are the units."""
    if request.unit == ROWS:
        return []
    if request.unit is not None:
        refuse_missing(table, request.unit)
        return [request.unit]
    return [name for name in table.columns if name not in codes and is_id_like(name)][:1]


def kept_rows(units: Sequence[str], repeats: Repeats) -> list[int]:
    """Return the rows that count where a unit stands in several: the first, or the last."""
    rows = range(len(units))
    row_of: dict[str, int] = {}
    for row in rows if repeats == "first" else reversed(rows):
        row_of.setdefault(units[row], row)
    return sorted(row_of.values())


def refuse_missing(table: RawTable, name: str) -> None:
    """Raise InputError where a table lacks a column."""
    if name not in table.columns:
        raise InputError(
            f"{table.source} has no column '{name}'.", hint=did_you_mean(name, table.columns)
        )


Coded = tuple[CodeTable, CodeCell]
"""A cell with codes and its table; its document is the unit."""


def matrix_of(
    source: str, dimension: str, coded: Sequence[Coded], request: TableRequest
) -> tuple[CodeMatrix, list[str]]:
    """Return what coders said on a dimension, and remarks on how cells were read."""
    known_coders = {cell.coder for _, cell in coded}
    for name in request.coders:
        if name not in known_coders:
            raise InputError(
                f"{source} has no codes by '{name}'.", hint=did_you_mean(name, known_coders)
            )
    names = list(request.coders) or sorted(known_coders)
    if len(names) < 2:
        raise InputError(
            f"{source} has the codes of one coder only ({names[0]}).",
            hint="Agreement needs two coders or more: a column each, named with --coders A,B; or a "
            "file each.",
        )
    mine = [(table, cell) for table, cell in coded if cell.coder in names]
    column = read_code_column(
        Counter(cell.typed for _, cell in mine),
        request.cells,
        source=source,
        multi=request.multi or any(SPANS in table.raw.facts for table, _ in mine),
        ordered=request.scale != "nominal",
    )
    unit_codes, multi = _said(mine, column, request)
    used = {code for codes in unit_codes.values() for code in codes}
    categories = _categories(request, used)
    _refuse_few(source, categories, unit_codes, request, multi=multi)
    spelt = {fold(category): category for category in categories}
    if not request.cells.exact:
        unit_codes = {
            key: tuple(spelt.get(fold(c), c) for c in codes) for key, codes in unit_codes.items()
        }
    scale = request.scale
    matrix = build_matrix(dimension, unit_codes, names, categories, scale=scale, multi=multi)
    return matrix, [*column.remarks]


def _said(
    coded: Sequence[Coded], column: ReadColumn, request: TableRequest
) -> tuple[dict[tuple[str, str], tuple[str, ...]], bool]:
    """Return (unit, coder) -> codes, and whether units have sets of codes."""
    unit_codes: dict[tuple[str, str], tuple[str, ...]] = {}
    problems: dict[str, list[RowProblem]] = {}
    for table, cell in coded:
        wrong = column.odd.get(cell.typed, "")
        codes = None if wrong else column.codes[cell.typed]
        key = (cell.document, cell.coder)
        if codes is not None:
            before = unit_codes.get(key, codes)
            if request.repeats == "refuse" and before != codes:
                codes, wrong = _both(before, codes, cell, multi=column.multi)
            unit_codes[key] = before if request.repeats == "first" else codes
        if wrong:
            problems.setdefault(table.raw.source, []).append(table.problem(cell, wrong))
    for source, messages in problems.items():
        raise BadRowsError(
            source,
            messages,
            hint="A coder gives a unit one code: correct it, or say which counts with --repeats "
            "first, or --multi if a unit takes several.",
        )
    return unit_codes, column.multi


def _both(
    before: tuple[str, ...], codes: tuple[str, ...], cell: CodeCell, *, multi: bool
) -> tuple[tuple[str, ...], str]:
    """Return the codes of a unit that two cells of a coder give together, and what is wrong."""
    who = f"{cell.coder} gives '{cell.document}'"
    if not multi:
        return before, f"{who} a second code, after '{before[0]}'"
    if not before or not codes:
        return before, f"{who} none of the codes beside {', '.join(before or codes)}"
    return tuple(dict.fromkeys((*before, *codes))), ""


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
    unit_codes: Mapping[tuple[str, str], tuple[str, ...]],
    request: TableRequest,
    *,
    multi: bool,
) -> None:
    if not unit_codes:
        raise InputError(
            f"{source} holds no code: every cell is empty or means that there is none.",
            hint="Name the words that mean it: --missing WORD; or --missing - for none.",
        )
    if len(categories) == 1 and not multi and not request.categories:
        raise InputError(
            f"All codes of {source} are '{categories[0]}': the coders agree on every unit that "
            "both coded, and a coefficient that corrects for chance is undefined.",
            hint="Name all codes of the codebook: --categories A,B.",
        )


def _order(code: str) -> tuple[int, float, str]:
    number = number_of(code)
    return (1, 0.0, code) if number is None else (0, number, code)
