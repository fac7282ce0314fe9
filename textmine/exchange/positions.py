"""How a program counts positions in a text, and how a project is written for it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import get_args

from textmine.choices import BomCount, CodingSoftware, LineBreakCount, PositionUnit, SpanEnd

_SPECIAL = re.compile("\r\n|[\U00010000-\U0010ffff]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_BOM = "\ufeff"


@dataclass(frozen=True)
class PositionModel:
    """A way to count positions. The default is that of the standard's prose, and ours."""

    unit: PositionUnit = "characters"
    line_break: LineBreakCount = "one"
    bom: BomCount = "uncounted"
    end: SpanEnd = "exclusive"

    def __str__(self) -> str:
        return ", ".join(self._told().values())

    def unlike(self, other: PositionModel) -> str:
        """Say what of it is not so in another way."""
        theirs = other._told()
        return ", ".join(phrase for name, phrase in self._told().items() if theirs[name] != phrase)

    def _told(self) -> dict[str, str]:
        return {
            "unit": "code points" if self.unit == "characters" else "UTF-16 units",
            "line_break": f"CRLF counted as {self.line_break}",
            "bom": f"the byte order mark {self.bom}",
            "end": f"ends {self.end}",
        }


ALL_MODELS: tuple[PositionModel, ...] = tuple(
    PositionModel(unit, line_break, bom, end)
    for end, bom, line_break, unit in product(
        get_args(SpanEnd), get_args(BomCount), get_args(LineBreakCount), get_args(PositionUnit)
    )
)


@dataclass(frozen=True)
class RawText:
    """A text as it stands in a file, with its byte order mark and its line ends."""

    stored: str

    @cached_property
    def has_bom(self) -> bool:
        """Whether it begins with a byte order mark."""
        return self.stored.startswith(_BOM)

    @cached_property
    def text(self) -> str:
        """The text without the mark, with LF line ends."""
        plain = self.stored[1:] if self.has_bom else self.stored
        return plain.replace("\r\n", "\n").replace("\r", "\n") if "\r" in plain else plain

    @cached_property
    def has_crlf(self) -> bool:
        """Whether a line ends with two characters."""
        return "\r\n" in self.stored

    @cached_property
    def has_astral(self) -> bool:
        """Whether a character takes two UTF-16 units."""
        return not self.stored.isascii() and _ASTRAL.search(self.stored) is not None

    def extra_units(self, unit: PositionUnit, line_break: LineBreakCount) -> Sequence[int]:
        """Return the positions of units that a text in code points with LF does not have."""
        if not ((self.has_crlf and line_break == "two") or (self.has_astral and unit == "utf16")):
            return ()
        extra: list[int] = []
        shift = -1 if self.has_bom else 0
        # a pair that counts one takes a character away, an astral one that counts two adds one
        for match in _SPECIAL.finditer(self.stored):
            at = match.start() + shift
            if match[0] == "\r\n":
                if line_break == "two":
                    extra.append(at + 1)
                else:
                    shift -= 1
            elif unit == "utf16":
                extra.append(at + 1)
                shift += 1
        return extra


class Converter:
    """Turns positions in one text, counted in one way, into code points of the text with LF."""

    def __init__(self, raw: RawText, model: PositionModel) -> None:
        self._extra = raw.extra_units(model.unit, model.line_break)
        self._bom = 1 if raw.has_bom and model.bom == "counted" else 0
        self._inclusive = 1 if model.end == "inclusive" else 0
        self.length = len(raw.text)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return start and end, end exclusive; they may lie outside of the text."""
        return self.place(start), self.place(end + self._inclusive)

    def place(self, position: int) -> int:
        """Return a position in code points of the text with LF."""
        here = position - self._bom
        return here - bisect_left(self._extra, here) if self._extra else here

    def splits(self, position: int) -> bool:
        """Whether a position lies within a character or a line break."""
        here = position - self._bom
        at = bisect_left(self._extra, here)
        return at < len(self._extra) and self._extra[at] == here


class Reverser:
    """Turns code points of a text with LF into positions as a program counts them.

    The text of the file has the line ends `line_end`.
    """

    def __init__(self, text: str, model: PositionModel, line_end: str = "\n") -> None:
        wide = "\U00010000-\U0010ffff" if model.unit == "utf16" else ""
        breaks = "\n" if line_end == "\r\n" and model.line_break == "two" else ""
        self._extra: list[int] = []
        if wide or breaks:
            self._extra = [match.start() for match in re.finditer(f"[{wide}{breaks}]", text)]
        self._end = 1 if model.end == "inclusive" else 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return start and end as the program counts them."""
        return self._place(start), self._place(end) - self._end

    def _place(self, position: int) -> int:
        return position + bisect_left(self._extra, position)


def from_utf8_bytes(text: str, positions: Sequence[int]) -> list[int]:
    """Return positions in UTF-8 bytes of a text as code points; one within a character is its end.

    >>> from_utf8_bytes("aé😀", [0, 1, 3, 7])
    [0, 1, 2, 3]
    """
    if text.isascii():
        return list(positions)
    starts, at = [], 0
    for sign in text:
        starts.append(at)
        at += len(sign.encode("utf-8"))
    starts.append(at)
    return [bisect_left(starts, position) for position in positions]


@dataclass(frozen=True)
class WriteProfile:
    """How texts are written for a program, and whether that was seen to work there.

    `known` says in a sentence what is known and how.
    """

    program: str
    known: str
    verified: bool = False
    bom: bool = False
    line_end: str = "\n"
    model: PositionModel = field(default_factory=PositionModel)


SAFE = WriteProfile(
    "",
    "UTF-8 without a byte order mark, LF, code points: QualCoder 4.0 reads it exactly, "
    "qualitative-coding 1.7.8 by whole lines.",
    verified=True,
)
PROFILES: Mapping[CodingSoftware, WriteProfile] = {
    "qualcoder": WriteProfile(
        "QualCoder", "QualCoder 4.0 reads the safe form exactly, every coder kept.", verified=True
    ),
    "nvivo": WriteProfile(
        "NVivo",
        "It is written as NVivo 12.6 for Windows writes its own projects: UTF-16 units, CRLF "
        "counts two, and a byte order mark counts nothing. Unverified: nobody tried if NVivo reads "
        "it.",
        bom=True,
        line_end="\r\n",
        model=PositionModel("utf16", "two"),
    ),
    "maxqda": WriteProfile(
        "MAXQDA",
        "CRLF in the texts, counted as one, as QualCoder's manual says that MAXQDA wants it. "
        "Unverified: it was not tried.",
        line_end="\r\n",
    ),
    "atlasti": WriteProfile(
        "ATLAS.ti",
        "CRLF in the texts, counted as one, as QualCoder's source says of ATLAS.ti. Unverified: "
        "it was not tried.",
        line_end="\r\n",
    ),
}
