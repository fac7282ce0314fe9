"""Read the dates of a column: ISO first, then the forms that exports use, one form a column."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import pandas as pd

_DAY_FIRST = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y")
_MONTH_FIRST = ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y")
_WORDED = ("%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%B %d, %Y", "%b %d, %Y", "%a, %d %b %Y", "%Y/%m/%d")
_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", ", %H:%M", ", %H:%M:%S")


@dataclass(frozen=True)
class ReadDates:
    """Times (UTC where a zone was given, else as written), the form found, and a caveat."""

    times: pd.Series
    form: str
    caveat: str = ""


def read_dates(cells: list[str], order: str | None = None) -> ReadDates:
    """Read a column of dates; what cannot be read is NaT.

    `order` is "dmy" or "mdy" for dates such as 3/4/2013; without it, the one that reads more rows
    is taken, and day first where both read all of them, which the caveat then says.
    """
    texts = pd.Series(cells, dtype="object").map(lambda cell: cell.strip() or None)
    wanted = int(texts.notna().sum())
    best = ReadDates(_parse(texts, "ISO8601"), "ISO")
    if _read(best) == wanted:
        return best
    seconds = _unix(texts)
    if int(seconds.notna().sum()) == wanted:
        return ReadDates(seconds, "seconds since 1970")
    tried = {form: _try_forms(texts, forms) for form, forms in _orders(order).items()}
    for found in tried.values():
        best = found if _read(found) > _read(best) else best
    both = [form for form, found in tried.items() if _read(found) == _read(best) > 0]
    if order is None and {"day first", "month first"} <= set(both) and "worded" not in both:
        caveat = "dates read as day/month/year; say --date-order mdy if the month comes first"
        return ReadDates(tried["day first"].times, tried["day first"].form, caveat)
    return best


def _orders(order: str | None) -> dict[str, tuple[str, ...]]:
    forms = {"worded": _WORDED, "day first": _DAY_FIRST, "month first": _MONTH_FIRST}
    drop = {"dmy": "month first", "mdy": "day first"}.get(order or "")
    return {name: value for name, value in forms.items() if name != drop}


def _try_forms(texts: pd.Series, forms: tuple[str, ...]) -> ReadDates:
    best = ReadDates(pd.Series(pd.NaT, index=texts.index, dtype="datetime64[us]"), "none")
    sample = texts.dropna().head(200)
    for form in (date + time for date in forms for time in _TIMES):
        if _parse(sample, form).notna().any():
            times = best.times.fillna(_parse(texts, form))
            if int(times.notna().sum()) > _read(best):
                best = ReadDates(times, form if best.form == "none" else f"{best.form}, {form}")
    return best


def _parse(texts: pd.Series, form: str) -> pd.Series:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        times = pd.to_datetime(texts, format=form, errors="coerce", utc=True)
    return times.dt.tz_localize(None).astype("datetime64[us]")


def _unix(texts: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(texts, errors="coerce")
    numbers = numbers.where((numbers > 3e8) & (numbers < 4e12))
    to_microseconds = 1_000 if numbers.max() > 1e11 else 1_000_000
    return (numbers * to_microseconds).round().astype("Int64").astype("datetime64[us]")


def _read(dates: ReadDates) -> int:
    return int(dates.times.notna().sum())
