"""Levels as a process: a figure, a table, and what each level goes with."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from textmine.corpus import unit_word
from textmine.present import Column, Figure, Section, Table, number, table_of
from textmine.reading.displays.levels import GoesWith, Levels, Step
from textmine.report.figures import process_chart
from textmine.report.matrix import said_briefly
from textmine.report.quoted import said_reach
from textmine.report.wording import code_heading

_MOST = 4
"""Codes that a level is said to go with in a figure."""


def levels_section(found: Levels, words: int = 25) -> Section:
    """Return the section: the levels in order with their counts, what they go with, an example."""
    columns = [
        Column("level", _heading),
        Column("reach", lambda one: said_reach(one.level.reach, found.unit)),
        Column("goes with", lambda one: "\n".join(map(_told, _surest(one)))),
        Column("example", lambda one: _example(one, words)),
    ]
    table = table_of("levels", f"Levels of {found.dimension}", columns, found.steps)
    caption = f"{found.dimension} as a process: its levels in the order of the codebook."
    steps = [_drawn(step, found, words) for step in found.steps]
    return Section(
        "levels",
        f"{found.dimension} step by step: {found.corpus.name}",
        list(_sentences(found)),
        [table],
        [Figure("levels", caption, partial(process_chart, steps))],
        records=_records(found),
    )


def _sentences(found: Levels) -> Iterator[str]:
    yield f"Codes by {found.who}. The order of the levels is that of the codebook."
    if not found.others:
        yield "No other dimension was coded: nothing says what a level goes with."
        return
    yield (
        f"A level goes with a code of another dimension ({', '.join(found.others)}) where more "
        f"documents have both than in {found.n_permutations:,} permutations of whole "
        f"{found.clusters}s: p <= .05, adjusted for all cells of the two dimensions. It says what "
        "stands together, not that one leads to the other."
    )
    none = [step.level.label for step in found.steps if not _surest(step)]
    if none:
        yield f"No code stands out at {', '.join(none)}."


def _surest(one: Step) -> list[GoesWith]:
    return [goes_with for goes_with in one.goes_with if goes_with.apart]


def _told(one: GoesWith) -> str:
    return (
        f"{one.dimension}: {code_heading(one.code, one.name)} ({one.documents:,}, "
        f"{one.expected:.1f} by chance)"
    )


def _heading(one: Step) -> str:
    return code_heading(one.level.label, one.level.name)


def _example(one: Step, words: int) -> str:
    return "\n".join(said_briefly(quotation, words) for quotation in one.level.quotations)


def _drawn(one: Step, found: Levels, words: int) -> dict[str, Any]:
    reach = one.level.reach
    units = ", ".join(unit_word(level, n) for level, n in reach.units if level != "documents")
    beside = [
        f"{goes_with.dimension}: {code_heading(goes_with.code, goes_with.name)}"
        for goes_with in _surest(one)
    ]
    more = [f"and {len(beside) - _MOST} more"] if len(beside) > _MOST else []
    return {
        "heading": _heading(one),
        "counts": f"{reach.n_passages:,} of {reach.coded:,}; {units}".rstrip("; "),
        "beside": [*beside[:_MOST], *more],
        "example": _example(one, words),
    }


def _records(found: Levels) -> Table:
    rows = [
        (place, step, goes_with)
        for place, step in enumerate(found.steps, start=1)
        for goes_with in (step.goes_with or (None,))
    ]

    def of(name: str, row: tuple[int, Step, GoesWith | None]) -> Any:
        value = None if row[2] is None else getattr(row[2], name)
        return number(value) if isinstance(value, float) else value

    columns = [
        Column("step", lambda row: row[0]),
        Column("level", lambda row: row[1].level.label),
        Column("name", lambda row: row[1].level.name),
        Column("passages", lambda row: row[1].level.reach.n_passages),
        Column("coded", lambda row: row[1].level.reach.coded),
        *(
            Column(f"with_{name}" if name in ("dimension", "code") else name, partial(of, name))
            for name in ("dimension", "code", "documents", "expected", "residual", "p", "apart")
        ),
        Column(
            "example_in",
            lambda row: ", ".join(quotation.key for quotation in row[1].level.quotations),
        ),
    ]
    return table_of("levels_with_codes", "Levels and codes", columns, rows)
