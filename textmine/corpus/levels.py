"""Read a column as levels to compare: groups as they stand, dates by year, quarter, month, week."""

from __future__ import annotations

from typing import get_args

from textmine.choices import Period
from textmine.corpus.corpus import Corpus
from textmine.corpus.reading.date_cells import date_cells
from textmine.errors import InputError, did_you_mean
from textmine.lazily import pd
from textmine.schema import CREATED_AT, META

_JOINED = ("case", "round")
"""Columns that mostly come from a table of participants."""

PERIODS: tuple[Period, ...] = get_args(Period)
"""What may stand behind the colon of a column with dates."""


def column_of(corpus: Corpus, name: str) -> str:
    """Return the column that a name means; a column of the source may be named without "meta.".

    Raises InputError when there is none.
    """
    known = [str(column) for column in corpus.documents.columns]
    for candidate in (name, META + name):
        if candidate in known:
            return candidate
    hint = did_you_mean(name, [column.removeprefix(META) for column in known])
    if name in _JOINED:
        hint = f"Join a table that has it: 'textmine participants import {corpus.name} FILE'."
    raise InputError(f"'{corpus.name}' has no column '{name}'.", hint=hint)


def levels_of(corpus: Corpus, given: str) -> list[str]:
    """Return the level of each document, "" where it has none.

    `given` is a column, or a column with dates and a period, as in created_at:month. Raises
    InputError for a column that is not there, a period that is none, and dates that are none.
    """
    name, _, period = given.partition(":")
    column = column_of(corpus, name.strip())
    if not period:
        if column == CREATED_AT:
            raise InputError("Compare dates by period.", hint=f"Write {name}:month or {name}:year.")
        return corpus.column(column)
    if period not in PERIODS:
        raise InputError(f"'{period}' is no period.", hint=did_you_mean(period, PERIODS))
    dates = _dates(corpus, column)
    return period_labels(dates, period)


def period_labels(dates: pd.Series[pd.Timestamp], period: str) -> list[str]:
    """Return the year, quarter, month, week or day of dates as text, "" where there is none."""
    if period == "week":
        parts = dates.dt.isocalendar()
        shown = parts["year"].astype("string") + "-W" + parts["week"].astype("string").str.zfill(2)
    elif period == "quarter":
        shown = dates.dt.year.astype("Int64").astype("string") + "-Q"
        shown += dates.dt.quarter.astype("Int64").astype("string")
    else:
        shown = dates.dt.strftime({"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}[period])
    return [str(label) if here else "" for label, here in zip(shown, dates.notna(), strict=True)]


def days_of(corpus: Corpus, column: str) -> list[float]:
    """Return the date of each document in days since 1970, nan where it has none."""
    dates = _dates(corpus, column)
    return [
        date.timestamp() / 86_400 if here else float("nan")
        for date, here in zip(dates, dates.notna(), strict=True)
    ]


def _dates(corpus: Corpus, column: str) -> pd.Series[pd.Timestamp]:
    cells = corpus.documents[column]
    if not pd.api.types.is_datetime64_any_dtype(cells):
        written = date_cells(["" if pd.isna(cell) else str(cell) for cell in cells]).texts
        cells = pd.Series(written, index=cells.index, dtype="object")
    try:
        dates = pd.to_datetime(cells, errors="coerce", utc=True)
    except (ValueError, TypeError) as error:
        raise InputError(f"Column '{column}' of '{corpus.name}' holds no dates.") from error
    if not dates.notna().any() or (cells.notna() & dates.isna()).any():
        raise InputError(
            f"Column '{column}' of '{corpus.name}' holds no dates, or other things beside them.",
            hint="Import the corpus again with --created-at.",
        )
    return dates
