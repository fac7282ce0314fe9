"""When documents were written, by group or code, with the events of a small table beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from textmine.cells import clean, fold
from textmine.coding import chosen_codings
from textmine.config import Tell, untold
from textmine.corpus import Corpus, levels_of, load_corpus, select_documents
from textmine.corpus.levels import PERIODS, period_labels
from textmine.corpus.reading.dates import read_dates
from textmine.corpus.reading.reader import ReadOptions
from textmine.corpus.reading.readers import read_raw
from textmine.corpus.reading.restored import written
from textmine.errors import BadRowsError, InputError, RowProblem, did_you_mean
from textmine.lazily import pd
from textmine.schema import CREATED_AT
from textmine.store import Workspace

_DATE, _EVENT = "date", "event"
ALL = "all"
"""The one line of a timeline that nothing parts."""


@dataclass(frozen=True)
class Event:
    """What happened, on which day (YYYY-MM-DD), and in which period of the timeline that is."""

    date: str
    what: str
    period: str


@dataclass(frozen=True)
class Timeline:
    """Documents by period and line; periods in which nothing was written are there too.

    `lines` are groups, or codes of a dimension (`who` says whose): a document with several codes
    counts in each. `n` documents are counted, `n_undated` have no date and `n_other` no group or
    code.
    """

    corpus: Corpus
    by: str
    period: str
    periods: tuple[str, ...]
    lines: tuple[str, ...]
    names: Mapping[str, str]
    counts: Mapping[tuple[str, str], int]
    events: tuple[Event, ...]
    n: int
    n_undated: int
    n_other: int
    who: str = ""


def find_timeline(
    workspace: Workspace,
    name: str,
    *,
    by: str | None = None,
    dimension: str | None = None,
    period: str = "month",
    events: Path | None = None,
    coder: str | None = None,
    codebook: str | None = None,
    where: Sequence[str] = (),
    tell: Tell = untold,
) -> Timeline:
    """Count the documents of a corpus by period, and by a column or the codes of a dimension.

    Raises InputError for a corpus without dates, a period that is none, and events that cannot be
    read.
    """
    if period not in PERIODS:
        raise InputError(f"'{period}' is no period.", hint=did_you_mean(period, PERIODS))
    corpus = select_documents(load_corpus(workspace, name), where)
    when = levels_of(corpus, f"{CREATED_AT}:{period}")
    labels: list[tuple[str, ...]] = [(ALL,)] * len(corpus)
    names: dict[str, str] = {}
    order: list[str] = [ALL]
    who = ""
    if dimension is not None:
        chosen = chosen_codings(workspace, corpus, coder, codebook)
        own = chosen.codebook.dimension(dimension)
        final = chosen.by_whom
        for remark in (*chosen.remarks, *final.remarks(own.id)):
            tell(remark)
        codes = final.on(own.id).codes
        labels = [tuple(sorted(codes.get(identity, ()))) for identity in corpus.ids]
        names = {code.id: code.name for code in own.codes}
        order, who = own.code_ids, final.who(own.id)
    elif by is not None:
        labels = [(level,) if level else () for level in levels_of(corpus, by)]
        order = []
    counts: Counter[tuple[str, str]] = Counter()
    for at, mine in zip(when, labels, strict=True):
        counts.update((at, label) for label in mine if at)
    used = {label for _, label in counts}
    lines = [label for label in order if label in used]
    lines += sorted(used - {*lines})
    known = [] if events is None else read_events(events, period)
    return Timeline(
        corpus,
        dimension or by or "",
        period,
        tuple(_between(corpus, known, period)),
        tuple(lines),
        names,
        counts,
        tuple(known),
        sum(bool(at and mine) for at, mine in zip(when, labels, strict=True)),
        sum(not at for at in when),
        sum(bool(at) and not mine for at, mine in zip(when, labels, strict=True)),
        who,
    )


def read_events(path: Path, period: str) -> list[Event]:
    """Read a table with the columns date and event, the earliest first; 3/4/2013 is 3 April.

    Raises InputError for other columns, BadRowsError for dates that are none.
    """
    table = written(read_raw(path, ReadOptions(header_rows=1)))
    index_of = {fold(name): at for at, name in enumerate(table.columns)}
    missing = [name for name in (_DATE, _EVENT) if name not in index_of]
    if missing:
        raise InputError(
            f"{table.source} has no column '{missing[0]}'.", hint="Write columns date and event."
        )
    cells = [row[index_of[_DATE]] for row in table.rows]
    dates = _days([str(read_dates([cell], "dmy").times.iloc[0]) for cell in cells])
    problems = list(table.problems)
    for number, cell, is_date in zip(table.numbers, cells, dates.notna(), strict=True):
        if not is_date:
            problems.append(RowProblem(number, _DATE, f"'{cell}' is no date"))
    if problems:
        raise BadRowsError(table.source, problems)
    events = [
        Event(day, clean(row[index_of[_EVENT]]).strip(), label)
        for row, day, label in zip(
            table.rows, period_labels(dates, "day"), period_labels(dates, period), strict=True
        )
    ]
    return sorted(events, key=lambda event: event.date)


def _between(corpus: Corpus, events: Sequence[Event], period: str) -> list[str]:
    """Return every period from the first document or event to the last."""
    days = _days(
        [cell[:10] for cell in corpus.column(CREATED_AT)] + [event.date for event in events]
    )
    span = pd.Series(pd.date_range(days.min(), days.max(), freq="D"))
    return list(dict.fromkeys(period_labels(span, period)))


def _days(cells: Sequence[str]) -> pd.Series[pd.Timestamp]:
    return pd.Series(pd.to_datetime(pd.Series(list(cells), dtype="object"), errors="coerce"))
