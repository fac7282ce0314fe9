"""When something was coded, as a table says it: ISO as it stands, other dates as ISO."""

import re
from collections.abc import Iterable

from textmine.corpus.reading.dates import read_dates

_ISO = re.compile(r"\d{4}(-\d\d)?|\d{4}-\d\d-\d\d\b.{0,30}")
_SHOWN = 3


def iso_times(written: Iterable[str]) -> dict[str, str]:
    """Return date as it is written -> as ISO; what cannot be read has no entry.

    Numbers are days as spreadsheets count them, also where others of the column are dates.

    >>> iso_times(["2024-02-01", "45323", "3 March 2024", "soon"])
    {'2024-02-01': '2024-02-01', '45323': '2024-02-01', '3 March 2024': '2024-03-03'}
    """
    cells = list(dict.fromkeys(cell.strip() for cell in written if cell.strip()))
    times = {cell: cell for cell in cells if _ISO.fullmatch(cell)}
    others = [cell for cell in cells if cell not in times]
    numbers = [cell for cell in others if re.fullmatch(r"\d{5}(\.\d{1,20})?", cell)]
    words = [cell for cell in others if cell not in numbers]
    for some in filter(None, (numbers, words)):
        read = read_dates(some).times.astype(object)
        pairs = zip(some, read, read.notna(), strict=True)
        times |= {cell: _short(time.isoformat()) for cell, time, known in pairs if known}
    return {cell: times[cell] for cell in cells if cell in times}


def unread_dates(written: Iterable[str], known: dict[str, str]) -> list[str]:
    """Say which dates of coding could not be read, and what stands in their place."""
    bad = list(dict.fromkeys(cell for cell in written if cell and cell not in known))
    if not bad:
        return []
    listed = ", ".join(f"'{cell[:40]}'" for cell in bad[:_SHOWN])
    return [f"No dates of coding: {listed}; the time of the import is taken."]


def _short(time: str) -> str:
    return time.removesuffix("T00:00:00")
