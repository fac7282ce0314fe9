"""When documents were written: missing and impossible dates, gaps, and the order of threads."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from textmine.checking.finding import Finding, of_documents
from textmine.corpus import Corpus
from textmine.lazily import pd
from textmine.schema import CREATED_AT, PARENT_ID

AREA = "dates"
_FIRST_YEAR = 1980
_GAP_SHARE, _GAP_DAYS, _SAME_DAY = 0.25, 14, 0.5


def check_dates(corpus: Corpus, today: datetime | None = None) -> list[Finding]:
    """Return first and last date, what is missing or cannot be, gaps, and answers before questions.

    Dates are those of the place of writing, as they are stored. A gap is told when it is at least a
    quarter of the whole time
    and two weeks; a day when half of at least ten documents bear its date.
    """
    n, ids = len(corpus), tuple(corpus.ids)
    if CREATED_AT not in corpus.documents or corpus.documents[CREATED_AT].isna().all():
        return [Finding(AREA, "with a date", 0, n, "documents")]
    times = pd.to_datetime(corpus.documents[CREATED_AT], utc=True).reset_index(drop=True)
    missing = np.flatnonzero(times.isna()).tolist()
    now = pd.Timestamp(today or datetime.now(UTC))
    future = np.flatnonzero(times > now + pd.Timedelta(days=1)).tolist()
    early = np.flatnonzero(times.dt.year < _FIRST_YEAR).tolist()
    return [
        Finding(AREA, "with a date", n - len(missing), n, "documents"),
        Finding(AREA, "first", str(times.min().date())),
        Finding(AREA, "last", str(times.max().date())),
        of_documents(
            AREA,
            "without a date",
            missing,
            n,
            "They fall out of every count by time: say so beside it.",
            ids,
        ),
        of_documents(
            AREA,
            "in the future",
            future,
            n,
            "Day and month may have changed places: import again with --date-order.",
            ids,
        ),
        of_documents(
            AREA,
            f"before {_FIRST_YEAR}",
            early,
            n,
            "Empty dates are often written as 1970 or 1900: look at them in the source.",
            ids,
        ),
        *_days(times, of_files=corpus.info.dated_by_files),
        _before_what_they_answer(corpus, times),
    ]


def _days(times: pd.Series, *, of_files: bool) -> list[Finding]:
    """Return the commonest day and the longest time without a document.

    Days on which files were made say nothing of when people wrote.
    """
    days = times.dropna().dt.normalize()
    n = len(days)
    counts = days.value_counts()
    most = int(counts.iloc[0])
    day = min(counts[counts == most].index)
    crowded = not of_files and n >= 10 and most / n >= _SAME_DAY and len(counts) > 1
    findings = [
        Finding(
            AREA,
            f"on the commonest day, {day.date()}",
            most,
            n,
            "documents",
            "Half of the documents or more bear one date: it may be the day of an export or of a "
            "campaign ('textmine corpus duplicates')."
            if crowded
            else "",
        )
    ]
    distinct = np.sort(days.unique())
    if len(distinct) > 1:
        steps = np.diff(distinct).astype("timedelta64[D]").astype(np.int64)
        at = int(steps.argmax())
        longest, whole = int(steps[at]) - 1, int(steps.sum())
        start, end = (str(distinct[index])[:10] for index in (at, at + 1))
        wide = not of_files and longest >= _GAP_DAYS and longest / whole >= _GAP_SHARE and n >= 10
        advice = (
            "Was the consultation closed then, or is a part of the export missing?" if wide else ""
        )
        what = f"days without a document, from {start} to {end}"
        findings.append(Finding(AREA, what, longest, whole, "days", advice))
    return findings


def _before_what_they_answer(corpus: Corpus, times: pd.Series) -> Finding:
    when = dict(zip(corpus.ids, times, strict=True))
    parents = corpus.column(PARENT_ID)
    early = [
        index
        for index, (time, parent) in enumerate(zip(times, parents, strict=True))
        if parent in when and time < when[parent]
    ]
    return of_documents(
        AREA,
        "older than what they answer",
        early,
        sum(parent in when for parent in parents),
        "Dates or parents are wrong: look at a few in the source.",
        tuple(corpus.ids),
        unit="answers",
    )
