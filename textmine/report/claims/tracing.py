"""Trace the numbers of a sentence to the figures that the sentence is about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from textmine.report.claims.figures_known import Cell, Kind, Row, Slot, placed_stems, stems
from textmine.report.claims.numbers import Number

_WEIGHT: dict[Kind, float] = {
    "code": 4.0,
    "attribute": 4.0,
    "figure": 3.0,
    "coder": 3.0,
    "label": 2.5,
    "unit": 1.0,
    "dimension": 1.5,
    "place": 0.2,
}
"""What it says of a row that a sentence names one of its slots."""
_MISSED: dict[Kind, float] = {
    "code": 99.0,
    "attribute": 99.0,
    "figure": 1.0,
    "coder": 99.0,
    "label": 1.0,
    "unit": 0.3,
    "dimension": 0.0,
    "place": 0.0,
}
"""What it says against a row that a sentence names it not; nothing outweighs the largest."""
_NEVER = 99.0
_NEARBY, _ABOVE = 0.5, 0.35
"""What words of the same paragraph, and of the heading, weigh beside those of the sentence."""
_FAR, _REACH = 0.5, 20
"""What a word weighs that is so many words away from the number."""
_COVERED = 0.6
"""Share of a phrase's words that a sentence has to have."""
_SLACK, _EXACT = 4.0, 0.6
"""How much better another row may fit a sentence than the one that has its number."""
_RIGHT_UNIT, _WRONG_UNIT = 2.0, -5.0
"""What it says for a row that it counts the units of which a sentence speaks, or others."""
_OTHER_FIGURE = 3.0
"""What it says against a count where the words right before a number name a coefficient."""
_USUAL_UNIT = 1.0
_UNIT_WORDS = 2
_UNITS = frozenset(
    stems("document thread author passage case coder code cell theme dimension round")
)
_COUNTING: tuple[Kind, ...] = ("unit", "figure")
_SURE = 3.0
"""How well a row has to fit for its figure to be the one that was meant."""
_LEADING = (
    "case code level domain orientation group round theme category type stage dimension class cell "
    "coder cluster kind respondent party topic question"
).split()
_SUMMED = re.compile(r"\b(?:together|combined|sum|total|both|altogether|jointly|or)\b", re.I)
_RESTED = re.compile(r"\b(?:remaining|remainder|rest|others?|without|not|no|none)\b", re.I)
_ONE_FIGURE = re.compile(
    r"\s*(?:\(\s*)?(?:,\s*)?(?:of|out of|/)\s+(?:the\s+|all\s+)*"
    r"|\s*(?:[a-z]+\s+){0,3}\((?:n\s*=\s*)?|\s*[,;]\s*(?:or\s+)?",
    re.IGNORECASE,
)
"""What stands between two numbers that tell one figure: 62 of 131; 45 messages (34 %)."""
_OF_N = re.compile(
    r"(?:\b(?:of|from|among|all|in|for|n\s?=)\s?(?:the|all|these)?\s?|^)$", re.IGNORECASE
)
"""What stands before the number of units that a figure rests on."""
_OF_A_PART = re.compile(r"\s*(?:of|in|from)\s(?:the\s)?(?:first|second|third|fourth|last)\b", re.I)
"""What stands behind a number that counts in a part: 216 of the first round."""
_EQUALS, _N_EQUALS = re.compile(r"=\s*$"), re.compile(r"\bn\s*=\s*$", re.IGNORECASE)
_OF = re.compile(r"\s(?:out\s)?of\s(?:the\s|all\s)?\d")
"""What follows a number that begins a figure of its own: 131 messages (62 of 131)."""
_IN_INTERVAL = re.compile(
    r"\[\s*[^\]]*$|\b(?:CI|interval|limits?|between(?!\s(?:19|20)\d\d\b))\b[^.;)]*$", re.IGNORECASE
)


@dataclass(frozen=True)
class Context:
    """The words around a number: of its sentence, its paragraph and the heading above.

    Of a number in a table the sentence is the row and the head of its column.
    """

    sentence: str
    paragraph: str = ""
    heading: str = ""
    in_table: bool = False


@dataclass(frozen=True)
class Trace:
    """Where a number was found, or what stands there instead; `row` and `cell` are what was meant.

    `how` says what was done with the figure, "" where it is the number itself.
    """

    state: Literal["found", "changed", "not found"]
    row: Row | None = None
    cell: Cell | None = None
    how: str = ""


@dataclass(frozen=True)
class _Fit:
    """A row and how well it fits a context, above 0."""

    score: float
    row: Row


class Tracer:
    """Rows that are known, and how well each fits a context."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._slots = list(dict.fromkeys(slot for row in rows for slot in row.slots))
        place = {slot: i for i, slot in enumerate(self._slots)}
        self._of_row = [[place[slot] for slot in row.slots] for row in rows]
        needed: defaultdict[frozenset[int], list[int]] = defaultdict(list)
        for i, row in enumerate(rows):
            needed[frozenset(place[s] for s in row.slots if _MISSED[s.kind] == _NEVER)].append(i)
        self._needed = dict(needed)
        self._missed = [-_MISSED[slot.kind] for slot in self._slots]

    def trace(self, numbers: Sequence[Number], context: Context) -> list[Trace]:
        """Return where each number of a sentence comes from; they stand at places of it.

        Numbers that tell one figure, as "62 of 131 (47 %)", have to be those of one row.
        """
        named = self._named(context)
        able = [i for needed, rows in self._needed.items() if needed <= named.keys() for i in rows]
        traces: list[Trace] = []
        for group in _groups(numbers, context):
            fits = self._fits(named, able, context, group[0].start)
            alone = [self._alone(one, context, fits) for one in group]
            traces += _together(group, context, fits, alone) if len(group) > 1 else alone
        return traces

    def _alone(self, number: Number, context: Context, fits: Sequence[_Fit]) -> Trace:
        equal: tuple[float, Row | None, Cell | None] = (0.0, None, None)
        best: tuple[float, float, Row | None, Cell | None] = (0.0, 0.0, None, None)
        words = set(stems(context.sentence))
        counted = _counted_by(number, context)
        for fit in fits:
            for cell in fit.row.cells:
                value = _comparable(number, cell, context)
                if value is None:
                    continue
                mine = fit.score + _of_column(cell, words) + _of_unit(fit.row, cell, counted)
                if number.fits(value):
                    if counted and _is_total(fit.row) and counted & _units_of(fit.row):
                        return Trace("found", fit.row, cell)
                    if mine > equal[0]:
                        equal = (mine, fit.row, cell)
                gap = -abs(value - number.value)
                if (mine, gap) > best[:2]:
                    best = (mine, gap, fit.row, cell)
        slack = _EXACT if number.places and not number.percent else _SLACK
        if equal[1] is not None and equal[0] >= best[0] - slack:
            return Trace("found", equal[1], equal[2])
        made = _made_of(number, context, fits)
        if made is not None:
            return made
        if best[2] is not None and best[0] >= _SURE:
            return Trace("changed", best[2], best[3])
        if equal[1] is not None:
            return Trace("found", equal[1], equal[2])
        return Trace("not found")

    def _named(self, context: Context) -> dict[int, tuple[float, list[int]]]:
        """Return the slots that a context names: how clearly, and at which of its words."""
        sentence = placed_stems(context.sentence)
        others = [
            (text, frozenset(stems(text)), weight)
            for text, weight in ((context.paragraph, _NEARBY), (context.heading, _ABOVE))
            if text
        ]
        here = frozenset(stem for stem, _ in sentence)
        found = {}
        for i, slot in enumerate(self._slots):
            clear, at = _named_here(slot, context.sentence, sentence, here)
            if not clear:
                clear = max((w * _named_there(slot, t, s) for t, s, w in others), default=0.0)
            if clear:
                found[i] = (clear, at)
        return found

    def _fits(
        self,
        named: dict[int, tuple[float, list[int]]],
        able: Sequence[int],
        context: Context,
        place: int,
    ) -> list[_Fit]:
        """Return the rows, of those that are able to, that fit the words around a place."""
        at = len(placed_stems(context.sentence[:place]))
        weights = {}
        for i, (clear, places) in named.items():
            away = min((abs(one - at) for one in places), default=0)
            near = 1 - (1 - _FAR) * min(away, _REACH) / _REACH
            weights[i] = _WEIGHT[self._slots[i].kind] * clear * near
        here = {i for i, (_, at) in named.items() if at and self._slots[i].kind == "code"}
        figure = any(places and self._slots[i].kind == "figure" for i, (_, places) in named.items())
        found = []
        for row in able:
            slots = self._of_row[row]
            if len(here) > 1 and any(
                self._slots[i].kind == "code" and i not in here for i in slots
            ):
                continue
            if any(i in weights for i in slots):
                score = sum(weights.get(i, self._missed[i]) for i in slots)
                if figure and not any(self._slots[i].kind == "figure" for i in slots):
                    score -= _OTHER_FIGURE
                if score > 0:
                    found.append(_Fit(score, self._rows[row]))
        return found


def _groups(numbers: Sequence[Number], context: Context) -> list[list[Number]]:
    """Part the numbers of a sentence into those that tell one figure."""
    if context.in_table:
        return [[number] for number in numbers]
    groups: list[list[Number]] = [list(numbers[:1])] if numbers else []
    for before, number in pairwise(numbers):
        between = context.sentence[before.end : number.start]
        listed = between.strip() in (",", ";")
        inside = context.sentence.count("(", 0, before.start) > context.sentence.count(
            ")", 0, before.start
        )
        one = _ONE_FIGURE.fullmatch(between) and (not listed or inside)
        own = between.endswith("(") and _OF.match(context.sentence, number.end)
        whole = not (number.places or before.places or own)
        if one and whole:
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups


def _together(
    group: Sequence[Number], context: Context, fits: Sequence[_Fit], alone: list[Trace]
) -> list[Trace]:
    """Trace numbers that tell one figure to the row that has them all, or most of them."""
    best: tuple[int, float, dict[int, Cell], Row | None] = (0, 0.0, {}, None)
    for fit in fits:
        matched: dict[int, Cell] = {}
        for i, number in enumerate(group):
            for cell in fit.row.cells:
                value = _comparable(number, cell, context)
                if value is not None and number.fits(value) and cell not in matched.values():
                    matched[i] = cell
                    break
        if (len(matched), fit.score) > best[:2]:
            best = (len(matched), fit.score, matched, fit.row)
    n, _, matched, row = best
    if row is None or (n == 1 and len(group) > 1 and any(t.how for t in alone)):
        return alone
    if n == len(group):
        return [Trace("found", row, matched[i]) for i in range(n)]
    top = max((fit.score for fit in fits), default=0.0)
    traces = []
    for i, (number, trace) in enumerate(zip(group, alone, strict=True)):
        if i in matched and trace.state != "found":
            traces.append(Trace("found", row, matched[i]))
        elif i in matched or trace.how:
            traces.append(trace)
        else:
            meant = _meant(number, row, list(matched.values()), context)
            sure = meant is not None and top >= _SURE
            traces.append(Trace("changed", row, meant) if sure else trace)
    return traces


def _meant(number: Number, row: Row, taken: Collection[Cell], context: Context) -> Cell | None:
    """Return the cell of a row that a number should have told."""
    able = (cell for cell in row.cells if _comparable(number, cell, context) is not None)
    return next((cell for cell in able if cell not in taken), None)


def _made_of(number: Number, context: Context, fits: Sequence[_Fit]) -> Trace | None:
    """Return figures that the number is the sum of, or the rest to n, where it says so."""
    top = max((fit.score for fit in fits), default=0.0)
    rows = [fit.row for fit in fits if fit.score >= top - 2 * _SLACK]
    if _RESTED.search(context.sentence):
        for row in rows:
            counted = {cell.column: cell.value for cell in row.cells}
            if "count" in counted and counted.get("n"):
                rest = counted["n"] - counted["count"]
                share = 100 * rest / counted["n"]
                if number.fits(share if number.percent else rest):
                    return Trace("found", row, row.cells[0], "n less the count")
    if _SUMMED.search(context.sentence):
        column = "percent" if number.percent else "count"
        for source in dict.fromkeys(row.source for row in rows):
            mine = [row for row in rows if row.source == source][:6]
            values = [cell.value for row in mine for cell in row.cells if cell.column == column]
            for n in range(2, len(values) + 1):
                if number.fits(sum(values[:n])):
                    return Trace("found", mine[0], mine[0].cells[0], f"sum of {n} figures")
    return None


def _comparable(number: Number, cell: Cell, context: Context) -> float | None:
    """Return a cell's value in the unit of the number, None where they are different things."""
    if not _may_tell(cell, context.sentence[: number.start], context):
        return None
    if number.percent != cell.percent:
        share = number.percent and not cell.whole and abs(cell.value) <= 1
        return 100 * cell.value if share else None
    exact = number.percent or bool(number.hedge)
    if exact or cell.whole != bool(number.places) or cell.value in (0.0, 1.0):
        return cell.value
    return None


def _may_tell(cell: Cell, before: str, context: Context) -> bool:
    """Whether the words before a number let it be this cell: a limit, an n, or a figure."""
    if context.in_table:
        return True
    limit = cell.column.endswith(("low", "high"))
    if limit != bool(_IN_INTERVAL.search(before)):
        return False
    if _EQUALS.search(before):
        counts = cell.column in ("n", "count")
        return counts if _N_EQUALS.search(before) else cell.column != "n"
    return cell.column != "n" or bool(_OF_N.search(before))


def _counted_by(number: Number, context: Context) -> frozenset[str]:
    """Return the units that the words right behind a number name: 36 threads."""
    if number.percent or context.in_table:
        return frozenset()
    following = context.sentence[number.end :][:60]
    if _OF_A_PART.match(following):
        return frozenset()
    behind = placed_stems(following)[:_UNIT_WORDS]
    return frozenset(stem for stem, _ in behind) & _UNITS


def _of_unit(row: Row, cell: Cell, counted: frozenset[str]) -> float:
    """Return what the unit that is counted says for a row; documents, where none is named."""
    if not counted:
        usual = any(slot.kind == "unit" and slot.id == "documents" for slot in row.slots)
        return _USUAL_UNIT if usual else 0.0
    units = _units_of(row) | set(stems(cell.column))
    return _RIGHT_UNIT if counted & units else _WRONG_UNIT


def _units_of(row: Row) -> set[str]:
    """Return the words for what a row counts."""
    return {one for slot in row.slots if slot.kind in _COUNTING for p in slot.stems for one in p}


def _is_total(row: Row) -> bool:
    """Whether a row is about all of a corpus, and not about a code or a group."""
    return all(slot.kind in ("unit", "place") for slot in row.slots)


def _of_column(cell: Cell, words: set[str]) -> float:
    """Return what the name of a column says for a cell."""
    mine = set(stems(cell.column))
    return 1.0 if mine and mine <= words else 0.0


def _named_here(
    slot: Slot, text: str, placed: Sequence[tuple[str, int]], words: frozenset[str]
) -> tuple[float, list[int]]:
    """Return how clearly a sentence names a slot, from 0 to 1, and at which of its words."""
    at = _id_at(slot, text)
    if at:
        return 1.0, [len(placed_stems(text[:place])) for place in at]
    best, where = 0.0, frozenset[str]()
    for phrase in slot.stems:
        share = len(phrase & words) / len(phrase)
        if share >= _COVERED and share > best:
            best, where = share, phrase
    return best, [place for stem, place in placed if stem in where]


def _named_there(slot: Slot, text: str, words: frozenset[str]) -> float:
    if _id_at(slot, text):
        return 1.0
    shares = (len(phrase & words) / len(phrase) for phrase in slot.stems)
    return max((share for share in shares if share >= _COVERED), default=0.0)


def _id_at(slot: Slot, text: str) -> list[int]:
    """Return where an id stands in a text; a short one only behind a word that says what it is."""
    one = slot.id
    if one not in text:
        return []
    if len(one) <= 1 or one.isdigit() or re.fullmatch(r"[IVX]{1,2}", one):
        leading = "|".join(_LEADING)
        list_of = r"(?:[\w]{1,4}(?:\s*,\s*|\s+(?:and|or|to|than|in)\s+(?:\w+\s+)?)){0,6}?"
        pattern = rf"\b(?:{leading})s?\s+{list_of}(?P<id>{re.escape(one)})(?!\w)"
        return [found.start("id") for found in re.finditer(pattern, text, re.IGNORECASE)]
    pattern = rf"(?<!\w)(?P<id>{re.escape(one)})(?!\w)"
    return [found.start("id") for found in re.finditer(pattern, text)]
