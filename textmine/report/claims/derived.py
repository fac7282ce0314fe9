"""Numbers that are made of figures: a sum of some, or the rest to the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textmine.report.claims.figures_known import Cell, Row
from textmine.report.claims.numbers import Number

_SUMMED = re.compile(r"\b(?:together|combined|sum|total|both|altogether|jointly)\b", re.I)
_RESTED = re.compile(r"\b(?:remaining|remainder|rest|others?|without|not|no|none)\b", re.I)


def made_of(number: Number, words: str, rows: Sequence[Row]) -> tuple[Row, Cell, str] | None:
    """Return a row, its cell and how a number is made of them, where the words around it say so."""
    if _RESTED.search(words):
        for row in rows:
            counted = {cell.column: cell.value for cell in row.cells}
            if "count" in counted and counted.get("n"):
                rest = counted["n"] - counted["count"]
                share = 100 * rest / counted["n"]
                if number.fits(share if number.percent else rest):
                    return row, row.cells[0], "n less the count"
    if _SUMMED.search(words):
        column = "percent" if number.percent else "count"
        for source in dict.fromkeys(row.source for row in rows):
            mine = [row for row in rows if row.source == source][:6]
            values = [cell.value for row in mine for cell in row.cells if cell.column == column]
            for n in range(2, len(values) + 1):
                if number.fits(sum(values[:n])):
                    return mine[0], mine[0].cells[0], f"sum of {n} figures"
    return None
