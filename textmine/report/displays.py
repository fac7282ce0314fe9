"""Displays in order: levels as a process, and documents and events on a timeline."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from textmine.corpus import unit_word
from textmine.present import Column, Figure, Section, Table, number, table_of
from textmine.reading.displays.levels import GoesWith, Levels, Step
from textmine.reading.displays.timeline import ALL, Timeline
from textmine.report.figures import process_chart, timeline_chart
from textmine.report.matrix import said_briefly
from textmine.report.quoted import said_reach
from textmine.report.wording import code_heading, headings

_MOST_LEVELS = 4
"""Codes that a level is said to go with in a figure."""


def levels_section(found: Levels, words: int = 25) -> Section:
    """Return the section: the levels in order with their counts, what they go with, an example."""
    columns = [
        Column("level", _heading),
        Column("reach", lambda row: said_reach(row.level.reach, found.unit)),
        Column("goes with", lambda row: "\n".join(map(_told, _surest(row)))),
        Column("example", lambda row: _example(row, words)),
    ]
    table = table_of("levels", f"Levels of {found.dimension}", columns, found.steps)
    caption = f"{found.dimension} as a process: its levels in the order of the codebook."
    steps = [_drawn(step, words) for step in found.steps]
    return Section(
        "levels",
        f"{found.dimension} step by step: {found.corpus.name}",
        list(_levels_sentences(found)),
        [table],
        [Figure("levels", caption, partial(process_chart, steps))],
        records=_levels_records(found),
    )


def _levels_sentences(found: Levels) -> Iterator[str]:
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


def _surest(step: Step) -> list[GoesWith]:
    return [goes_with for goes_with in step.goes_with if goes_with.apart]


def _told(one: GoesWith) -> str:
    return (
        f"{one.dimension}: {code_heading(one.code, one.name)} ({one.documents:,}, "
        f"{one.expected:.1f} by chance)"
    )


def _heading(one: Step) -> str:
    return code_heading(one.level.label, one.level.name)


def _example(step: Step, words: int) -> str:
    return "\n".join(said_briefly(quotation, words) for quotation in step.level.quotations)


def _drawn(step: Step, words: int) -> dict[str, Any]:
    reach = step.level.reach
    units = ", ".join(unit_word(level, n) for level, n in reach.units if level != "documents")
    beside = [
        f"{goes_with.dimension}: {code_heading(goes_with.code, goes_with.name)}"
        for goes_with in _surest(step)
    ]
    more = [f"and {len(beside) - _MOST_LEVELS} more"] if len(beside) > _MOST_LEVELS else []
    return {
        "heading": _heading(step),
        "counts": f"{reach.n_passages:,} of {reach.coded:,}; {units}".rstrip("; "),
        "beside": [*beside[:_MOST_LEVELS], *more],
        "example": _example(step, words),
    }


def _levels_records(found: Levels) -> Table:
    rows = [
        (level_number, step, goes_with)
        for level_number, step in enumerate(found.steps, start=1)
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


_LINES = 6
_REST = "others"
_MOST_TIMELINE = 60


def timeline_section(found: Timeline) -> Section:
    """Return the section: documents by period, the events, and a figure of both."""
    tables = [_counts(found), _events(found)]
    return Section(
        "timeline",
        f"Timeline: {found.corpus.name}",
        list(_timeline_sentences(found)),
        [table for table in tables if table.rows],
        _figure(found),
        records=_timeline_records(found),
    )


def _timeline_sentences(found: Timeline) -> Iterator[str]:
    if found.who:
        several = sum(found.counts.values()) > found.n
        more = " A document with several codes counts in each." if several else ""
        yield f"Codes by {found.who}.{more}"
    yield f"{found.n:,} documents with a date, by {found.period}."
    if found.n_undated:
        yield f"{found.n_undated:,} documents are left out: they have no date."
    if found.n_other:
        what = "code" if found.who else f"value of {found.by}"
        yield f"{found.n_other:,} documents are left out: they have no {what}."
    if found.events:
        yield "That documents follow an event does not say that it caused them."


def _named(timeline: Timeline, line: str) -> str:
    return "documents" if line == ALL else code_heading(line, timeline.names.get(line, ""))


def _counts(found: Timeline) -> Table:
    def count(line: str, period: str) -> int:
        return found.counts.get((period, line), 0)

    named = [(line, found.names.get(line, "")) for line in found.lines]
    heads = headings(named, [found.period, "events"]) if found.by else ["documents"]
    columns = [
        Column(found.period, lambda period: period),
        *(
            Column(head, partial(count, line))
            for head, line in zip(heads, found.lines, strict=True)
        ),
        Column(
            "events",
            lambda period: "\n".join(
                f"{event.date}: {event.what}" for event in found.events if event.period == period
            ),
        ),
    ]
    by = f" and {found.by}" if found.by else ""
    title = f"Documents by {found.period}{by}"
    return table_of("timeline", title, columns, found.periods, most=_MOST_TIMELINE)


def _events(timeline: Timeline) -> Table:
    columns = [
        Column("number", lambda row: row[0]),
        Column("date", lambda row: row[1].date),
        Column("event", lambda row: row[1].what),
    ]
    return table_of("events", "Events", columns, list(enumerate(timeline.events, start=1)))


def _timeline_records(found: Timeline) -> Table:
    rows = [(period, line) for period in found.periods for line in found.lines]
    columns = [
        Column("period", lambda row: row[0]),
        Column("by", lambda _: found.by),
        Column("line", lambda row: row[1]),
        Column("name", lambda row: found.names.get(row[1], "")),
        Column("documents", lambda row: found.counts.get(row, 0)),
        Column("n", lambda _: found.n),
    ]
    return table_of("documents_by_period", "Documents by period", columns, rows)


def _figure(found: Timeline) -> list[Figure]:
    if len(found.periods) < 2 or not found.lines:
        return []
    sizes = {
        line: sum(found.counts.get((period, line), 0) for period in found.periods)
        for line in found.lines
    }
    largest = sorted(found.lines, key=lambda line: -sizes[line])[:_LINES]
    shown = [line for line in found.lines if line in largest]
    bars = []
    for period in found.periods:
        bars += [
            {
                "period": period,
                "line": _named(found, line),
                "documents": found.counts.get((period, line), 0),
            }
            for line in shown
        ]
        rest = sum(found.counts.get((period, line), 0) for line in found.lines if line not in shown)
        if len(shown) < len(found.lines):
            bars.append({"period": period, "line": _REST, "documents": rest})
    events = [
        {"period": event.period, "number": number}
        for number, event in enumerate(found.events, start=1)
    ]
    caption = "Documents by period" + ("; numbers are events of the table." if events else ".")
    title = f"documents, n = {found.n:,}"
    drawn = partial(timeline_chart, bars, events, periods=found.periods, title=title)
    return [Figure("timeline", caption, drawn)]
