"""Which cell of a row a number may tell: a count, its n, a share, a figure or a limit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textmine.report.claims.figures_known import Cell, Row, stems
from textmine.report.claims.numbers import Number

_OF_N = re.compile(
    r"(?:\b(?:of|from|among|all|within|n\s?=)\s?(?:the|all|these|those|our)?\s?|^)$", re.IGNORECASE
)
"""What stands before the number of units that a figure rests on."""
_EQUALS, _N_EQUALS = re.compile(r"=\s*$"), re.compile(r"\bn\s*=\s*$", re.IGNORECASE)
_IN_INTERVAL = re.compile(
    r"\[\s*[^\]]*$|\b(?:CI|interval|limits?|between(?!\s(?:19|20)\d\d\b))\b(?:[^.;)]|\.(?=\d))*$",
    re.IGNORECASE,
)
_OF_A_SIDE = re.compile(
    r"\b(?:of|among|within)\s(?:these|them|those|which|whom|all|the|its|this)\b", re.IGNORECASE
)
SIDE = 0.7
"""What it costs to read a share as one of another whole than of what was coded."""


def comparable(number: Number, cell: Cell, sentence: str, *, in_table: bool) -> float | None:
    """Return a cell's value in the unit of the number, None where they are different things."""
    if not _may_tell(cell, sentence[: number.start], in_table=in_table):
        return None
    if number.percent != cell.percent:
        share = number.percent and not cell.whole and abs(cell.value) <= 1
        return 100 * cell.value if share else None
    exact = number.percent or bool(number.hedge)
    if exact or cell.whole != bool(number.places) or cell.value in (0.0, 1.0):
        return cell.value
    return None


def cost_of_cell(cell: Cell, sentence: str, row: Row) -> float:
    """Return what it costs to read a number as this cell."""
    if " of " in cell.column:
        return 0.0 if _OF_A_SIDE.search(sentence) else SIDE
    named = set(stems(cell.column))
    several = len({one.column for one in row.cells}) > 1 and cell.column not in ("count", "percent")
    return 0.0 if not several or cell.column == "n" or named & set(stems(sentence)) else 0.1


def matched(
    numbers: Sequence[Number], row: Row, sentence: str, *, in_table: bool
) -> dict[int, Cell]:
    """Return the cells of a row that numbers tell, each cell once, by the place of the number."""
    found: dict[int, Cell] = {}
    for i, number in enumerate(numbers):
        for cell in row.cells:
            value = comparable(number, cell, sentence, in_table=in_table)
            if value is not None and number.fits(value) and cell not in found.values():
                found[i] = cell
                break
    return found


def _may_tell(cell: Cell, before: str, *, in_table: bool) -> bool:
    """Whether the words before a number let it be this cell: a limit, an n, or a figure."""
    if in_table:
        return True
    limit = cell.column.endswith(("low", "high"))
    if limit != bool(_IN_INTERVAL.search(before)):
        return False
    whole = cell.column == "n" or cell.column.startswith("n of ")
    if _EQUALS.search(before):
        counts = whole or cell.column == "count"
        return counts if _N_EQUALS.search(before) else not whole
    return not whole or bool(_OF_N.search(before))
