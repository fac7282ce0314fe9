"""The lines of a transcript, each with its place in the file and what is known of it."""

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
