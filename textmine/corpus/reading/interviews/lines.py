"""The lines of a transcript, and times as they write them: [00:12:31], (12:31), #00:01:23-4#."""

import re
from typing import NamedTuple


class Line(NamedTuple):
    """What one line says; it stands at whole[start:end], on line `number` from 1.

    `since`, `until` and `voice` are the time and the speaker of the cue it is in, "" where the
    file does not say them.
    """

    text: str
    start: int
    end: int
    number: int
    since: str = ""
    until: str = ""
    voice: str = ""


def lines_of(text: str) -> list[Line]:
    """Return every line of a text, blank ones too."""
    lines: list[Line] = []
    at = 0
    for number, line in enumerate(text.split("\n"), start=1):
        lines.append(Line(line, at, at + len(line), number))
        at += len(line) + 1
    return lines


_CLOCK = r"(?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,6}|-\d(?![\d:]))?"
_STAMP = re.compile(
    r"([\[(<{#]?)[ \t]{0,3}(" + _CLOCK + r")"
    r"(?:[ \t]{0,3}(?:-->|[-–—])[ \t]{0,3}(" + _CLOCK + r"))?[ \t]{0,3}([\])>}#]?)"
)
_PARTS = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,-](\d{1,6}))?")
_CLOSING = {"[": "]", "(": ")", "<": ">", "{": "}", "#": "#"}
_LONGEST = 60


class Stamp(NamedTuple):
    """A time at text[start:end], as HH:MM:SS; `until` is "" where it is no range.

    `marked` says that brackets or # stand around it, `exact` that it has hours.
    """

    start: int
    end: int
    since: str
    until: str = ""
    marked: bool = False
    exact: bool = False


def clock(written: str) -> str:
    """Return a time as HH:MM:SS with its fraction, "" for what is none.

    >>> clock("0:03"), clock("00:01:23-4"), clock("90:15"), clock("10:75")
    ('00:00:03', '00:01:23.4', '01:30:15', '')
    """
    match = _PARTS.fullmatch(written)
    if match is None:
        return ""
    hours, minutes, seconds, fraction = match.groups()
    if len(seconds) == 1 and not hours:
        return ""
    h, m, s = int(hours or 0), int(minutes), int(seconds)
    if s > 59 or (hours and m > 59):
        return ""
    part = f".{fraction[:3]}" if fraction and int(fraction) else ""
    return f"{h + m // 60:02d}:{m % 60:02d}:{s:02d}{part}"


def stamp_at(text: str, at: int = 0) -> Stamp | None:
    """Return the time that begins at a place of a line, None where none does."""
    match = _STAMP.match(text, at)
    return _read(match) if match else None


def last_stamp(text: str) -> Stamp | None:
    """Return the time with which a line ends, None where it ends otherwise."""
    bare = text.rstrip()
    at = max(len(bare) - _LONGEST, 0)
    while at < len(bare):
        match = _STAMP.search(bare, at)
        if match is None:
            return None
        stamp = _read(match)
        if stamp is not None and stamp.end == len(bare):
            free = stamp.start == 0 or not bare[stamp.start - 1].isalnum()
            return stamp if free else None
        at = match.end() if stamp is not None else match.start() + 1
    return None


def only_stamp(text: str) -> Stamp | None:
    """Return the time that is all that a line holds."""
    bare = text.strip()
    stamp = stamp_at(bare) if len(bare) <= _LONGEST else None
    return stamp if stamp is not None and stamp.end == len(bare) else None


def _read(match: re.Match[str]) -> Stamp | None:
    opening, first, second, closing = match.groups()
    if _CLOSING.get(opening, "") != closing:
        return None
    since, until = clock(first), clock(second or "")
    if not since or (second and not until):
        return None
    start = match.start() if opening else match.start(2)
    return Stamp(start, match.end(), since, until, bool(opening), first.count(":") == 2)
