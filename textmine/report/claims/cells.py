"""Which cell of a row a number may tell, sums of cells, and the units that it counts."""

import re
from collections.abc import Sequence

from textmine.report.claims.figures_known import Cell, Row, Slot, spelled_stems, stems
from textmine.report.claims.mentions import Mention
from textmine.report.claims.numbers import Number
from textmine.report.claims.segments import Segment

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
    several = len({other.column for other in row.cells}) > 1 and cell.column not in (
        "count",
        "percent",
    )
    return 0.0 if not several or cell.column == "n" or named & set(stems(sentence)) else 0.1


def matched(
    numbers: Sequence[Number], row: Row, sentence: str, *, in_table: bool
) -> dict[int, Cell]:
    """Return the cells of a row that numbers tell, each cell once, by the place of the number."""
    matches: dict[int, Cell] = {}
    for i, number in enumerate(numbers):
        for cell in row.cells:
            value = comparable(number, cell, sentence, in_table=in_table)
            if value is not None and number.fits(value) and cell not in matches.values():
                matches[i] = cell
                break
    return matches


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


UNITS = frozenset(
    stems("document thread author passage case coder code cell theme dimension round word")
)
_PEOPLE = frozenset({"author", "thread"})
_WORDS = 3
"""Words among which the noun of a number stands."""
_STOPS = re.compile(
    r"[,;:.()\[\]]|\d|\b(?:in|from|by|at|with|on|for|to|and|or|who|which|that|were|was|are|is|as)\b",
    re.I,
)
_A_PART = re.compile(r"\s*of\s(?:the\s)?(?:first|second|third|fourth|last)\b", re.I)
_TIMES = re.compile(r"\s*(?:times|instances|mentions|occurrences|codings)\b", re.IGNORECASE)


def nouns(
    segment: Segment, sentence: str, mentions: Sequence[Mention], *, in_table: bool
) -> frozenset[str]:
    """Return the stems of the units that a figure counts; "times" for texts of any size."""
    if in_table:
        return frozenset()
    stems_found: set[str] = set()
    for number in segment.numbers:
        behind = sentence[number.end :]
        if _TIMES.match(behind):
            stems_found.add("times")
        if _A_PART.match(behind):
            continue
        stop = _STOPS.search(behind)
        room = behind[: stop.start() if stop else None]
        near = [stem for stem, _, _ in spelled_stems(room)][:_WORDS]
        units = [stem for stem in near if stem in UNITS]
        stems_found.update(units[:1])
        if not units and not number.percent:
            for mention in mentions:
                kinds = {slot.kind for slot in mention.slots}
                inside = number.end <= mention.start < number.end + len(room)
                if inside and "attribute" in kinds and "unit" not in kinds:
                    stems_found.add("people")
    return frozenset(stems_found)


def cost_of_unit(
    row: Row, own: frozenset[str], taken: frozenset[str], near: frozenset[str]
) -> float:
    """Return what the units of a row cost where a figure counts some, takes some over, or none.

    `near` are those that its own words name elsewhere.
    """
    units = {word for slot in row.slots if slot.kind == "unit" for word in _words(slot)}
    if not units:
        return 1.0 if own - {"times"} else 0.0
    texts = bool(units & {"document", "passage"})
    if own:
        return _of_nouns(units, own, texts=texts)
    if (taken or near) & units:
        return 0.0
    if taken:
        return 1.2
    return (0.6 if near else 0.0) if "document" in units else 0.2 if texts else 1.2


def _of_nouns(units: set[str], own: frozenset[str], *, texts: bool) -> float:
    if own & units:
        return 0.0
    if "times" in own:
        return 0.0 if texts else 2.0
    if own == {"people"}:
        return 0.0 if units & _PEOPLE else 2.5
    return 4.0


def _words(slot: Slot) -> list[str]:
    return [word for phrase in slot.stems for word in phrase]
