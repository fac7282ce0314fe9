"""What all charts share: colours, who is counted, how wide texts are and how they break."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

INK, SOFT, RULE, PAPER, TINT = "#1c2530", "#5b6875", "#d7dde3", "#ffffff", "#f4f6f8"
PEOPLE, MACHINE = "#0072b2", "#d55e00"
"""Blue and vermilion of Okabe and Ito: seen apart by all, 3 : 1 on light and on dark pages."""
ON_PAGES = {INK: "ink", SOFT: "soft", RULE: "line", PAPER: "paper", TINT: "tint"}
"""Colours that pages have in variables of these names, so that dark pages turn them."""
FAR = 480
"""From this width a chart has room beside it for labels."""

_PEOPLE = (PEOPLE, "#009e73", "#3a8fc7", "#7a6fd0", "#5f8f3f", "#7f8a96")
_MACHINES = (MACHINE, "#b97700", "#c4609a", "#a3593a", "#b0506a")
_PEOPLES_SHAPES = ("circle", "square", "triangle-up", "cross")
_MACHINES_SHAPES = ("diamond", "triangle-down", "triangle-right", "triangle-left")


@dataclass(frozen=True)
class Series:
    """How the marks of one who is counted look."""

    colour: str
    shape: str


def series_of(
    names: Sequence[str], machines: Collection[str], *, machine: bool = False
) -> dict[str, Series]:
    """Return a look for each name: machines have colours and shapes that people never have."""
    looks, n_people, n_machines = {}, 0, 0
    shades: Sequence[str]
    for name in names:
        if machine or name in machines:
            index, n_machines = n_machines, n_machines + 1
            shades, shapes = _MACHINES, _MACHINES_SHAPES
        else:
            index, n_people = n_people, n_people + 1
            shades, shapes = _PEOPLE, _PEOPLES_SHAPES
        looks[name] = Series(shades[index % len(shades)], shapes[index % len(shapes)])
    return looks


SIZE, LINE = 12, 15
"""Type size and distance of lines in CSS pixels."""

_WORD = re.compile(r"[^\S\u00a0]+|[\S\u00a0]+")
_ROOM = 1.04
"""A reader's font can be a little wider than Helvetica."""
_NARROW, _WIDE, _USUAL, _ROUND = 0.28, 0.84, 0.556, 0.72
_OF_WIDTH = {
    **dict.fromkeys(" !,./:;I[\\]|fijlt'", _NARROW),
    **dict.fromkeys('"()-`r{}*', 0.37),
    **dict.fromkeys("cksvxyzJ", 0.5),
    **dict.fromkeys("ABEKPSVXY&CDHNRUw", _ROUND),
    **dict.fromkeys("GOQ", 0.78),
    **dict.fromkeys("mM%W—", 0.92),
    **dict.fromkeys("@…", 1.02),
}
"""Widths of Helvetica's letters in ems, those of a kind rounded up to one; others have `_USUAL`."""


def width_of(text: str, size: float = SIZE) -> float:
    """Return how wide a text is in CSS pixels, rather more than less.

    >>> round(width_of("agreement")), round(width_of("租金"))
    (61, 25)
    """
    return _ROOM * size * sum(map(_em, unicodedata.normalize("NFC", text)))


def lines_of(text: str, width: float, most: int = 99, size: float = SIZE) -> list[str]:
    """Break a text into lines of at most `width`; what does not fit in `most` lines is cut.

    Words are kept whole where they fit, and blanks inside a line as they are; a no-break space
    holds two words together.

    >>> lines_of("What people say of fares", 80)
    ['What people', 'say of fares']
    >>> lines_of("What people say of fares", 80, most=1)
    ['What peopl…']
    """
    lines, line = [], ""
    for word in _WORD.findall(text.strip()):
        if width_of(line + word.rstrip(), size) <= width:
            line += word if line or word.strip() else ""
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = word.lstrip()
        while width_of(line, size) > width and len(line) > 1:
            fits = _fitting(line, width, size)
            lines.append(line[:fits])
            line = line[fits:]
    lines += [line.rstrip()] if line.strip() else []
    if len(lines) <= most:
        return lines or [""]
    return [*lines[: most - 1], _cut(lines[most - 1], width, size)]


def one_line(text: str, width: float) -> str:
    """Return a text in one line, cut where it does not fit."""
    return lines_of(" ".join(text.split()), width, 1)[0]


def _cut(line: str, width: float, size: float) -> str:
    shortened = line
    while shortened and width_of(f"{shortened}…", size) > width:
        shortened = shortened[:-1]
    return f"{shortened.rstrip()}…"


def _fitting(word: str, width: float, size: float) -> int:
    n = len(word)
    while n > 1 and width_of(word[:n], size) > width:
        n -= 1
    return n


def _em(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    base = unicodedata.normalize("NFD", letter)[0]
    if base in _OF_WIDTH:
        return _OF_WIDTH[base]
    return _USUAL if base < "\u0250" else _ROUND
