"""A timeline of documents and events: a figure, the counts, and what happened."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textmine.present import Column, Figure, Section, Table, table_of
from textmine.reading.displays.timeline import ALL, Timeline
from textmine.report.figures import timeline_chart
from textmine.report.wording import code_heading, headings

_LINES = 6
_REST = "others"
_MOST = 60


def timeline_section(found: Timeline) -> Section:
    """Return the section: documents by period, the events, and a figure of both."""
    tables = [_counts(found), _events(found)]
    return Section(
        "timeline",
        f"Timeline: {found.corpus.name}",
        list(_sentences(found)),
        [table for table in tables if table.rows],
        _figure(found),
        records=_records(found),
    )


def _sentences(found: Timeline) -> Iterator[str]:
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


def _named(found: Timeline, line: str) -> str:
    return "documents" if line == ALL else code_heading(line, found.names.get(line, ""))


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
    return table_of("timeline", title, columns, found.periods, most=_MOST)


def _events(found: Timeline) -> Table:
    columns = [
        Column("number", lambda one: one[0]),
        Column("date", lambda one: one[1].date),
        Column("event", lambda one: one[1].what),
    ]
    return table_of("events", "Events", columns, list(enumerate(found.events, start=1)))


def _records(found: Timeline) -> Table:
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
