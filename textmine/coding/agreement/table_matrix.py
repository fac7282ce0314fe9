"""The codes of tables as a matrix of one dimension, units by coders."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from textmine.cells import ReadColumn, fold, read_code_column
from textmine.coding.agreement.table_units import TableRequest
from textmine.coding.code_matrix import CodeMatrix, build_matrix
from textmine.coding.tables.code_table import CodeCell, CodeTable
from textmine.coding.tables.tool_exports import SPANS
from textmine.errors import BadRowsError, InputError, RowProblem, did_you_mean

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
    try:
        number = float(code)
    except ValueError:
        number = math.nan
    return (0, number, code) if math.isfinite(number) else (1, 0.0, code)
