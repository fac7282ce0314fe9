"""How a project is written for a program: byte order mark, line ends, and how positions count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from textmine.choices import CodingSoftware
from textmine.exchange.positions import PositionModel


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
        "QualCoder",
        "QualCoder 4.0 reads the safe form exactly, every coder kept.",
        verified=True,
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
