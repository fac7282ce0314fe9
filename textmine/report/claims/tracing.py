"""Trace the numbers of a sentence to the figures that the sentence is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from textmine.report.claims.cells import comparable, cost_of_cell, matched
from textmine.report.claims.counted import Counted
from textmine.report.claims.counted_nouns import UNITS, cost_of_unit, nouns
from textmine.report.claims.derived import made_of
from textmine.report.claims.figures_known import Cell, Row, spelled_stems
from textmine.report.claims.fitting import Fit, Fitting
from textmine.report.claims.mentions import Names
from textmine.report.claims.numbers import Number
from textmine.report.claims.scopes import Around, named_around
from textmine.report.claims.segments import Segment, parted

_SLACK = 0.9
"""How much worse a row that has the number may fit than the best one."""
_UNSURE, _WIDE = 2.2, 2.0
"""From which cost on the best row is a guess, and how much worse another may fit then."""


@dataclass(frozen=True)
class Context:
    """The words around a number: its sentence, those before it in the paragraph, the heading.

    Of a number in a table the sentence is the row and the head of its column.
    """

    sentence: str
    before: tuple[str, ...] = ()
    heading: str = ""
    in_table: bool = False


@dataclass(frozen=True)
class Trace:
    """Where a number was found, or what stands there instead; `row` and `cell` are what was meant.

    `how` says what was done with the figure, "" where it is the number itself. `sure` says that the
    number's own words name the row without doubt.
    """

    state: Literal["found", "changed", "not found"]
    row: Row | None = None
    cell: Cell | None = None
    how: str = ""
    sure: bool = False


class Tracer:
    """Rows that are known, and how well each fits a context."""

    def __init__(self, rows: Sequence[Row], counted: Sequence[Counted] = ()) -> None:
        self._fitting = Fitting(rows, counted)
        self._names = Names(self._fitting.slots)

    def trace(self, numbers: Sequence[Number], context: Context) -> list[Trace]:
        """Return where each number of a sentence comes from; they stand at places of it.

        Numbers that tell one figure, as "62 of 131 (47 %)", have to be those of one row.
        """
        sentence, in_table = context.sentence, context.in_table
        mentions = self._names.find(sentence)
        named = [(one.start, one.end) for one in mentions]
        free = [one for one in numbers if not (one.worded and _is_inside(one, named))]
        segments = parted(sentence, free, mentions, in_table)
        before = [self._names.find(one) for one in context.before]
        around = Around(sentence, segments, mentions, before, self._names.find(context.heading))
        traces: dict[Number, Trace] = {}
        taken: frozenset[str] = frozenset()
        for which, segment in enumerate(segments):
            own = nouns(segment, sentence, mentions, in_table=in_table)
            near = frozenset(
                stem
                for stem, _, _ in spelled_stems(sentence[segment.start : segment.end])
                if stem in UNITS
            )
            scope = named_around(which, around)
            fits = [
                Fit(one.cost + cost_of_unit(one.row, own, taken, near), one.row)
                for one in self._fitting.fits(scope)
            ]
            fits.sort(key=lambda one: one.cost)
            sure = any(
                one.use < 0.1 and one.needed and segment.holds(one.mention) for one in scope
            )
            words = _blanked(sentence, segment, named)
            found = _traced(segment, fits, context, words, sure=sure)
            traces |= dict(zip(segment.numbers, found, strict=True))
            taken = own or taken
        return [traces.get(one, Trace("not found")) for one in numbers]


def _is_inside(number: Number, named: Sequence[tuple[int, int]]) -> bool:
    """Whether a number is a word of a name: two themes."""
    return any(start <= number.start and number.end < end for start, end in named)


def _blanked(sentence: str, segment: Segment, named: Sequence[tuple[int, int]]) -> str:
    """Return the words of a segment, without those of names."""
    for start, end in named:
        sentence = sentence[:start] + " " * (end - start) + sentence[end:]
    return sentence[segment.start : segment.end]


def _traced(
    segment: Segment, fits: Sequence[Fit], context: Context, words: str, *, sure: bool
) -> list[Trace]:
    """Trace the numbers of one figure to the row that has most of them, of those that fit."""
    numbers, sentence = segment.numbers, context.sentence
    able: list[tuple[float, Row, dict[int, Cell]]] = []
    for fit in fits:
        cells = [
            cell
            for number in numbers
            for cell in fit.row.cells
            if comparable(number, cell, sentence, in_table=context.in_table) is not None
        ]
        if cells:
            here = matched(numbers, fit.row, sentence, in_table=context.in_table)
            side = min(cost_of_cell(cell, sentence, fit.row) for cell in here.values() or cells)
            able.append((fit.cost + side, fit.row, here))
    if not able:
        return [Trace("not found") for _ in numbers]
    best = min(cost for cost, _, _ in able)
    slack = _SLACK if best < _UNSURE else _WIDE
    near = [one for one in able if one[0] <= best + slack]
    near.sort(key=lambda one: (-len(one[2]), one[0]))
    _, row, cells = near[0]
    sure = sure and best <= _SLACK
    if not cells:
        row = min(near, key=lambda one: one[0])[1]
    found = []
    for i, number in enumerate(numbers):
        if i in cells:
            found.append(Trace("found", row, cells[i]))
            continue
        made = made_of(number, words, [one for _, one, _ in near])
        meant = _meant(number, row, list(cells.values()), context)
        if made is not None:
            found.append(Trace("found", *made))
        else:
            found.append(Trace("changed" if meant else "not found", row, meant, sure=sure))
    return found


def _meant(number: Number, row: Row, taken: Sequence[Cell], context: Context) -> Cell | None:
    """Return the cell of a row that a number should have told."""
    able = (
        cell
        for cell in row.cells
        if comparable(number, cell, context.sentence, in_table=context.in_table) is not None
    )
    return next((cell for cell in able if cell not in taken), None)
