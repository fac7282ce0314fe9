"""Trace the numbers of a sentence to the figures that the sentence is about."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from textmine.report.claims.cells import (
    UNITS,
    comparable,
    cost_of_cell,
    cost_of_unit,
    made_of,
    matched,
    nouns,
)
from textmine.report.claims.counted import Counted
from textmine.report.claims.figures_known import Cell, Row, spelled_stems, stems
from textmine.report.claims.fitting import Fit, Fitting
from textmine.report.claims.mentions import Mention, Names
from textmine.report.claims.numbers import Number
from textmine.report.claims.scopes import NEEDED, Around, changed_over, named_around
from textmine.report.claims.segments import Segment, parted

_SLACK = 0.9
"""How much worse a row that has the number may fit than the best one."""
_NAMED = 0.8
"""What a name may cost at most to say what a number in words counts."""
_WHO = re.compile(r"\b(?:whom|who|whose)\b", re.IGNORECASE)
"""Words that point to those who were counted last."""
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
        self.names = Names(self._fitting.slots)

    def trace(self, numbers: Sequence[Number], context: Context) -> list[Trace]:
        """Return where each number of a sentence comes from; they stand at places of it.

        Numbers that tell one figure, as "62 of 131 (47 %)", have to be those of one row.
        """
        sentence, in_table = context.sentence, context.in_table
        mentions = self.names.find(sentence)
        named = [(mention.start, mention.end) for mention in mentions]
        free = [number for number in numbers if not (number.worded and _is_inside(number, named))]
        segments = parted(sentence, free, mentions, in_table)
        before = [self.names.find(sentence_before) for sentence_before in context.before]
        around = Around(sentence, segments, mentions, before, self.names.find(context.heading))
        traces: dict[Number, Trace] = {}
        taken: frozenset[str] = frozenset()
        nearest = taken
        counted = [nouns(segment, sentence, mentions, in_table=in_table) for segment in segments]
        for which in range(len(segments) - 2, -1, -1):
            if not counted[which] and segments[which + 1].of[0] and segments[which].of[0]:
                counted[which] = counted[which + 1]
        for which, segment in enumerate(segments):
            scope = named_around(which, around)
            scope += changed_over(segments, which, sentence, self.names.values_in_order(), scope)
            fits = self._fitting.fits(scope)
            near = [item for item in scope if item.needed and item.use < _NAMED]
            own = any(segment.holds(item.mention) for item in near)
            counts = bool(counted[which]) and (
                bool(near) or (len(segments) > 1 and not segment.behind)
            )
            sure = own or counts
            words = _blanked(sentence, segment, named)
            taken = nearest if _WHO.search(words) else taken

            traced = partial(_ranked, fits, sentence, taken, context, words, sure)
            traces_of_segment = traced(segment, counted[which])
            if any(trace.state != "found" for trace in traces_of_segment):
                traces_of_segment = (
                    _apart(segment, traced, counted[which], sentence, mentions) or traces_of_segment
                )
            traces |= dict(zip(segment.numbers, traces_of_segment, strict=True))
            more = taken if which and not segment.behind else frozenset[str]()
            taken = counted[which] | more if counted[which] else taken
            nearest = counted[which] or nearest
        return [traces.get(number, Trace("not found")) for number in numbers]


def _is_inside(number: Number, named: Sequence[tuple[int, int]]) -> bool:
    """Whether a number is a word of a name: two themes."""
    return any(start <= number.start and number.end < end for start, end in named)


def _apart(
    segment: Segment,
    traced: Callable[[Segment, frozenset[str]], list[Trace]],
    counted: frozenset[str],
    sentence: str,
    mentions: Sequence[Mention],
) -> list[Trace]:
    """Trace the per cents of a figure by themselves; empty where that does not find all.

    38 passages of 30 interviews, i.e. 12 % of all passages: the share is that of the passages.
    """
    counts = tuple(number for number in segment.numbers if not number.percent)
    shares = tuple(number for number in segment.numbers if number.percent)
    if not counts or not shares:
        return []
    part = replace(segment, numbers=shares)
    own = nouns(part, sentence, mentions, in_table=False)
    trace_of = dict(zip(counts, traced(replace(segment, numbers=counts), counted), strict=True))
    trace_of |= dict(zip(shares, traced(part, own), strict=True))
    every = [trace_of[number] for number in segment.numbers]
    return every if all(trace.state == "found" for trace in every) else []


def _ranked(
    fits: Sequence[Fit],
    sentence: str,
    taken: frozenset[str],
    context: Context,
    words: str,
    sure: bool,
    part: Segment,
    own: frozenset[str],
) -> list[Trace]:
    ranked = _with_units(fits, part, sentence, own, taken)
    return _traced(part, ranked, context, words, sure=sure)


def _with_units(
    fits: Sequence[Fit], part: Segment, sentence: str, own: frozenset[str], taken: frozenset[str]
) -> list[Fit]:
    """Return rows with what their units cost for the nouns of a figure, best first."""
    words = spelled_stems(sentence[part.start : part.end])
    near = frozenset(stem for stem, _, _ in words if stem in UNITS)
    with_units = [Fit(fit.cost + cost_of_unit(fit.row, own, taken, near), fit.row) for fit in fits]
    return sorted(with_units, key=lambda fit: fit.cost)


def _blanked(sentence: str, segment: Segment, named: Sequence[tuple[int, int]]) -> str:
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
        matched_cells = [
            cell
            for number in numbers
            for cell in fit.row.cells
            if comparable(number, cell, sentence, in_table=context.in_table) is not None
        ]
        if matched_cells:
            here = matched(numbers, fit.row, sentence, in_table=context.in_table)
            side = min(
                cost_of_cell(cell, sentence, fit.row) for cell in here.values() or matched_cells
            )
            able.append((fit.cost + side, fit.row, here))
    if not able:
        return [Trace("not found") for _ in numbers]
    best = min(cost for cost, _, _ in able)
    slack = _SLACK if best < _UNSURE else _WIDE
    near = [candidate for candidate in able if candidate[0] <= best + slack]
    near.sort(key=lambda candidate: (-len(candidate[2]), candidate[0]))
    _, row, cells = near[0]
    sure = sure and best <= _SLACK + 0.1
    if not cells:
        row = min(near, key=lambda candidate: candidate[0])[1]
        if not _is_named(row, context):
            return [Trace("not found") for _ in numbers]
    traces = []
    for i, number in enumerate(numbers):
        if i in cells:
            traces.append(Trace("found", row, cells[i]))
            continue
        computed = made_of(number, words, [near_row for _, near_row, _ in near])
        meant = _meant(number, row, list(cells.values()), context)
        if computed is not None:
            traces.append(Trace("found", *computed))
        else:
            traces.append(Trace("changed" if meant else "not found", row, meant, sure=sure))
    return traces


def _is_named(row: Row, context: Context) -> bool:
    """Whether the words around a number name a row: a code, a group, what it counts, a label."""
    if context.in_table or any(slot.kind in NEEDED for slot in row.slots):
        return True
    words = set(stems(" ".join((context.sentence, *context.before, context.heading))))
    slots = [slot for slot in row.slots if slot.kind != "place"]
    return not slots or any(phrase <= words for slot in slots for phrase in slot.stems)


def _meant(number: Number, row: Row, taken: Sequence[Cell], context: Context) -> Cell | None:
    able = (
        cell
        for cell in row.cells
        if comparable(number, cell, context.sentence, in_table=context.in_table) is not None
    )
    return next((cell for cell in able if cell not in taken), None)
