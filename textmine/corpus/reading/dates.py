"""Read the dates of a column: ISO first, then the forms that exports use, one form a column."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from textmine.corpus.reading.date_cells import DAY_ABOVE_12, date_cells, plain_times
from textmine.corpus.reading.packed import packed
from textmine.lazily import pd

_DAY_FIRST = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y")
_MONTH_FIRST = ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y")
_WORDED = (
    *("%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%B %d, %Y", "%b %d, %Y", "%a, %d %b %Y", "%Y/%m/%d"),
    *("%A, %d %b %Y", "%a %b %d %Y", "%A, %b %d, %Y", "%b %d %Y", "%Y.%m.%d"),
    *("%Y-%m-%d", "%d-%b-%y", "%d/%b/%Y"),
)
_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
_WHOLE = ("%a %b %d %H:%M:%S %Y",)
_PARTS = {"%Y": r"\d{4}", "%y": r"\d\d", " ": r"\s+"} | {
    **dict.fromkeys(("%d", "%m", "%H", "%I", "%M", "%S"), r"\s?\d{1,2}"),
    **dict.fromkeys(("%A", "%a", "%B", "%b", "%p"), r"\S{1,20}"),
}
"""What a part of a form may look like: no cell that it reads looks otherwise."""
_ISO = r"\d{4}-\d\d-\d\d(?: .*)?"
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 60_000
_SHOWN = 3
_ID = re.compile(r"(?=\D*+\d)[^\W\d_][^\s,]*+")
"""A word with a digit that begins with a letter: no date in any form."""


@dataclass(frozen=True)
class ReadDates:
    """Times as they are written where they were written, the form found, and caveats in sentences.

    A zone that a cell names is taken off and told in the caveat: day and month stay those of the
    place of writing.
    """

    times: pd.Series
    form: str
    caveat: str = ""


def read_dates(cells: Sequence[str], order: str | None = None) -> ReadDates:
    """Read a column of dates; what cannot be read is NaT.

    `order` is "dmy" or "mdy" for dates such as 3/4/2013; without it, the one that reads more rows
    is taken; where both read all of them, the one in which the rows stand in the order of time, or
    day first, which the caveat then says.
    """
    date_texts = date_cells(cells)
    dates = _read_texts(pd.Series(date_texts.texts, dtype="object"), order)
    about_zones = _zone_caveat(dates.times, date_texts.zones)
    return replace(
        dates, caveat="; ".join(caveat for caveat in (dates.caveat, about_zones) if caveat)
    )


def share_of_dates(cells: Sequence[str]) -> float:
    """Return which share of some cells `read_dates` reads; plain dates and ids cost little.

    >>> share_of_dates(["2024-01-02", " "]), share_of_dates(["m00012", "m00013"])
    (0.5, 0.0)
    """
    if all(map(_ID.fullmatch, cells)):
        return 0.0
    times = plain_times(packed([cell.strip() for cell in cells]))
    if times is not None:
        return 1.0 - int(times.null_count) / len(cells)
    return float(read_dates(cells).times.notna().mean())


def _read_texts(texts: pd.Series, order: str | None) -> ReadDates:
    wanted = int(texts.notna().sum())
    best = ReadDates(_parse(texts, "ISO8601"), "ISO")
    for other in (_serials, _unix) if _read(best) < wanted or not _in_years(best) else ():
        dates = other(texts)
        if _read(dates) == wanted:
            return dates
    if _read(best) == wanted:
        return best
    mixed = _beside_written(texts, order)
    if mixed is not None:
        return mixed
    tried = {form: _try_forms(texts, forms) for form, forms in _orders(order).items()}
    for dates in tried.values():
        best = dates if _read(dates) > _read(best) else best
    both = [form for form, attempt in tried.items() if _read(attempt) == _read(best) > 0]
    if order is None and {"day first", "month first"} <= set(both) and "worded" not in both:
        return _settled(tried["day first"], tried["month first"])
    return best


def _beside_written(texts: pd.Series, order: str | None) -> ReadDates | None:
    """Read dates that a spreadsheet knew (numbers, or ISO) beside those that stayed as written.

    None where all of these have a day above 12: then it may have exchanged day and month of those
    that it knew.
    """
    serials = _serials(texts)
    iso = texts.str.fullmatch(_ISO, na=False).astype(bool)
    known = serials.times.fillna(_parse(texts.where(iso), "ISO8601"))
    written = texts.where(known.isna())
    rest = written.dropna()
    if not known.notna().any() or not len(rest) or all(map(DAY_ABOVE_12.match, rest)):
        return None
    dates = _read_texts(written, order)
    if _read(dates) < len(rest) or pd.to_numeric(rest, errors="coerce").notna().any():
        return None
    told = serials.caveat if _read(serials) else ""
    return ReadDates(
        known.fillna(dates.times),
        f"{serials.form if told else 'ISO'}, {dates.form}",
        "; ".join(filter(None, (told, dates.caveat))),
    )


def _settled(day: ReadDates, month: ReadDates) -> ReadDates:
    """Choose between two readings of all rows."""
    in_order = [
        read_dates.times.dropna().is_monotonic_increasing and read_dates.times.nunique() > 2
        for read_dates in (day, month)
    ]
    if in_order == [False, True]:
        caveat = (
            "dates read as month/day/year, in which the rows stand in the order of time; say "
            "--date-order dmy if the day comes first"
        )
        return replace(month, caveat=caveat)
    caveat = "dates read as day/month/year; say --date-order mdy if the month comes first"
    return replace(day, caveat=caveat)


def _zone_caveat(times: pd.Series, zones: Sequence[str]) -> str:
    """Say which zones the dates name, and that days are counted as they were written."""
    named = Counter(zone for zone in zones if zone)
    if not named:
        return ""
    if set(named) == {"+00:00"}:
        return "times are in UTC, as the file says: their days and months are those of UTC"
    offsets = pd.Series(pd.to_timedelta([f"{zone or '+00:00'}:00" for zone in zones]))
    local = times.reset_index(drop=True)
    moved = (local - offsets).dt.floor("D") != local.dt.floor("D")
    n = int((moved & local.notna()).sum())
    shown = ", ".join(zone for zone, _ in named.most_common(_SHOWN))
    more = ", …" if len(named) > _SHOWN else ""
    several = "; their order may be off by hours" if len(named) > 2 else ""
    return (
        f"times are kept as they were written ({shown}{more} from UTC), with the day and month of "
        f"that place: {n:,} of {int(times.notna().sum()):,} would bear another day in UTC{several}"
    )


def _orders(order: str | None) -> dict[str, tuple[str, ...]]:
    forms = {"worded": _WORDED, "day first": _DAY_FIRST, "month first": _MONTH_FIRST}
    drop = {"dmy": "month first", "mdy": "day first"}.get(order or "")
    return {name: value for name, value in forms.items() if name != drop}


def _try_forms(texts: pd.Series, forms: tuple[str, ...]) -> ReadDates:
    best = ReadDates(pd.Series(pd.NaT, index=texts.index, dtype="datetime64[us]"), "none")
    sample = texts.dropna().head(200)
    whole = _WHOLE if forms is _WORDED else ()
    for form in (*(date + time for date in forms for time in _TIMES), *whole):
        looks = _looks_like(form).fullmatch
        if any(map(looks, sample)) and _parse(sample, form).notna().any():
            times = best.times.fillna(_parse(texts, form))
            if int(times.notna().sum()) > _read(best):
                best = ReadDates(times, form if best.form == "none" else f"{best.form}, {form}")
    return best


@cache
def _looks_like(form: str) -> re.Pattern[str]:
    """A pattern that all texts of a form fit; to parse a column in vain takes far longer."""
    return re.compile(
        "".join(_PARTS.get(piece, re.escape(piece)) for piece in re.findall("%?.", form))
    )


def _parse(texts: pd.Series, form: str) -> pd.Series:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        times = pd.to_datetime(texts, format=form, errors="coerce", utc=True)
    times = times.dt.tz_localize(None).astype("datetime64[us]")
    return times.where(times.dt.year.between(dt.MINYEAR, dt.MAXYEAR))


def _unix(texts: pd.Series) -> ReadDates:
    numbers = pd.to_numeric(texts, errors="coerce")
    numbers = numbers.where((numbers > 3e8) & (numbers < 4e12))
    to_microseconds = 1_000 if numbers.max() > 1e11 else 1_000_000
    times = (numbers * to_microseconds).round().astype("Int64").astype("datetime64[us]")
    return ReadDates(times, "seconds since 1970")


def _serials(texts: pd.Series) -> ReadDates:
    """Read numbers as spreadsheets keep dates: days since the end of 1899, with fractions."""
    numbers = pd.to_numeric(texts.str.replace(",", ".", regex=False), errors="coerce")
    numbers = numbers.where((numbers >= _FIRST_SERIAL) & (numbers <= _LAST_SERIAL))
    seconds = (numbers * 86_400).round()
    times = pd.Timestamp("1899-12-30") + pd.to_timedelta(seconds, unit="s")
    times = times.astype("datetime64[us]")
    shown = numbers.first_valid_index()
    example = "" if shown is None else f"{texts[shown]} as {times[shown]:%Y-%m-%d}"
    caveat = f"numbers are read as the dates of a spreadsheet, {example}"
    return ReadDates(times, "days since 1899-12-30", caveat)


def _in_years(dates: ReadDates) -> bool:
    """Tell whether dates are of years in which people write: numbers of five digits give none."""
    years = dates.times.dropna().dt.year
    return not len(years) or bool(years.between(1000, 2999).all())


def _read(dates: ReadDates) -> int:
    return int(dates.times.notna().sum())
