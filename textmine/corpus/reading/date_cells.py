"""Bring dates as exports write them into few forms: zones taken off and noted, words put right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.corpus.reading.cell_arrays import among, blanked, counted
from textmine.lazily import pa, pc

_PLAIN_FORM = r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?"
_PLAIN = re.compile(_PLAIN_FORM)
_FIRST_YEAR, _LAST_YEAR = 1700, 2200
"""Years within which all ways of reading a plain time agree."""
_NAMED = {
    **dict.fromkeys("Z UTC GMT UT WET".split(), "+00:00"),
    **dict.fromkeys("CET MEZ BST WEST".split(), "+01:00"),
    **dict.fromkeys("CEST MESZ EET SAST".split(), "+02:00"),
    **dict.fromkeys("EEST MSK".split(), "+03:00"),
    **{"EDT": "-04:00", "EST": "-05:00", "CDT": "-05:00", "CST": "-06:00", "MDT": "-06:00"},
    **{"MST": "-07:00", "PDT": "-07:00", "PST": "-08:00", "JST": "+09:00", "AEST": "+10:00"},
    **{"AEDT": "+11:00", "NZST": "+12:00", "NZDT": "+13:00"},
}
_ZONE = re.compile(
    r"(?<=[\dMm.])\s*(?:\(?\b(?P<name>" + "|".join(_NAMED) + r")\)?)?"
    r"(?P<offset>\s*[+\u2212-]\d{1,2}(?::?\d\d)?)?\s*(?:\([^()]{2,40}\))?$|(?<=\d)(?P<z>Z)$"
)
_CLOCK = re.compile(r"\d{1,2}:\d\d")
_MONTHS = (
    "jan january januar jänner janvier enero gennaio januari janeiro",
    "feb february februar février febrero febbraio februari fevereiro fév febr",
    "mar march märz mars marzo maart março mär",
    "apr april avril abril aprile abr avr",
    "may mai mayo maggio mei maio",
    "jun june juni juin junio giugno junho",
    "jul july juli juillet julio luglio julho juil",
    "aug august août agosto augustus ago",
    "sep september septembre septiembre settembre setembro sept set",
    "oct october oktober octobre octubre ottobre outubro okt ott",
    "nov november novembre noviembre novembro",
    "dec december dezember décembre diciembre dicembre dezembro dez déc dic",
)
_MONTH = {word: names.split()[0].title() for names in _MONTHS for word in names.split()}
DAY_ABOVE_12 = re.compile(
    r"(1[3-9]|2\d|3[01])[./-]\d{1,2}[./-]\d{2,4}\b.*|"
    r"\d{1,2}[./-](1[3-9]|2\d|3[01])[./-]\d{2,4}\b.*"
)
"""Dates that only one order of day and month can read; a spreadsheet of the other leaves them."""
_STANDS_FOR_NONE = (
    "1980-01-01 00:00:00",
    *("0000-00-00", "0000-00-00 00:00:00", "0000-00-00T00:00:00"),
    *("0001-01-01", "0001-01-01 00:00:00", "0001-01-01T00:00:00", "0001-01-01T00:00:00Z"),
)


@dataclass(frozen=True)
class DateCells:
    """Cells as they are parsed, None where there is none, and the zone that each of them names.

    A zone is written +02:00; it is "" where the cell names none.
    """

    texts: list[str | None]
    zones: list[str]


def date_cells(cells: Sequence[str]) -> DateCells:
    """Take the zones off dates, and put words and signs of several languages right.

    >>> date_cells(["2024-07-01T00:30:00+02:00", "10.01.2024 um 15:04 Uhr", " "])
    DateCells(texts=['2024-07-01T00:30:00', '10.01.2024 15:04', None], zones=['+02:00', '', ''])
    """
    texts: list[str | None] = []
    zones: list[str] = []
    for cell in cells:
        text = cell.strip()
        zone = ""
        if text and not _PLAIN.fullmatch(text):
            text, zone = _without_zone(" ".join(text.split()))
            text = _simple(text)
        texts.append(text or None)
        zones.append(zone)
    return DateCells(texts, zones)


def plain_times(cells: pa.Array) -> pa.Array | None:
    """Return stripped cells as times, null where one is empty; None unless all are plain.

    Plain is ISO without a zone, of the last centuries.

    >>> import pyarrow as pa
    >>> str(plain_times(pa.array(["2024-07-01T00:30", ""], pa.large_string()))[0])
    '2024-07-01 00:30:00'
    >>> plain_times(pa.array(["1 July 2024"], pa.large_string())) is None
    True
    """
    filled = cells.filter(pc.not_equal(cells, ""))
    if not pc.all(pc.match_substring_regex(filled, f"^{_PLAIN_FORM}$"), min_count=0).as_py():
        return None
    nothing = pa.scalar(None, cells.type)
    try:
        times = pc.if_else(pc.equal(cells, ""), nothing, cells).cast(pa.timestamp("us"))
    except pa.ArrowInvalid:
        return None
    years = pc.min_max(pc.year(times)).as_py()
    outside = len(filled) and not _FIRST_YEAR <= years["min"] <= years["max"] <= _LAST_YEAR
    return None if outside else times


def without_stand_ins(cells: pa.Array) -> tuple[pa.Array, str]:
    """Empty the dates that programs write where they have none; return cells and remark, or ""."""
    gone = among(cells, [*_STANDS_FOR_NONE])
    stand_ins = Counter(counted(cells.filter(gone)))
    if not stand_ins:
        return cells, ""
    word, n = stand_ins.most_common(1)[0]
    cleaned = blanked(cells, gone)
    return cleaned, f"{n:,} dates are {word}, which programs write where they keep none: left empty"


def _without_zone(text: str) -> tuple[str, str]:
    if not _CLOCK.search(text):
        return text, ""
    match = _ZONE.search(text)
    if match is None or not match[0].strip():
        return text, ""
    name, offset = match["name"] or match["z"], (match["offset"] or "").strip()
    zone = _NAMED.get(name or "", "+00:00")
    if offset:
        sign = "+" if offset[0] == "+" else "-"
        digits = offset[1:].replace(":", "")
        hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")
        zone = f"{sign}{int(hours):02}:{minutes}"
    return text[: match.start()].strip(), zone


def _simple(text: str) -> str:
    """Write the clock as 15:04, months in English, and no words between day and clock."""
    text = re.sub(r"^[^\W\d_]{2,}\.?, ?(?=\d)", "", text)
    text = re.sub(r"(\d{1,2})[.h](\d\d)(?: ?Uhr|$)", r"\1:\2", text) if _has_clock(text) else text
    text = re.sub(r",? (?:um|at|à|a las|om|kl\.?|alle) (?=\d{1,2}:)", " ", text)
    text = re.sub(r"(?<=:\d\d) ?(?:Uhr|uur)\b", "", text)
    text = re.sub(r"(?<=\d) ?([aApP])\.? ?([mM])\b\.?", lambda m: f" {m[1]}{m[2]}".upper(), text)
    text = re.sub(r"(?<=\d),? (?=\d{1,2}:\d\d)", " ", text)
    if re.search(r"[^\W\d_]{3}", text):
        text = re.sub(r"\b(?:de|del) ", "", text)
        text = re.sub(r"[^\W\d_]{3,}\.?", _english, text)
        text = re.sub(r"(?<=\d)(?:\.|st|nd|rd|th)(?= [A-Z])", "", text)
    return text


def _has_clock(text: str) -> bool:
    return "Uhr" in text or bool(re.search(r" \d{1,2}h\d\d$", text))


def _english(match: re.Match[str]) -> str:
    return _MONTH.get(match[0].rstrip(".").lower(), match[0])
