"""Two studies of one forum: the shipped sample, its shipped codes and invented themes.

The messages and the codes of study 001 are those of the sample corpus. The themes of study 000, the
slips of its two coders and their two sortings are drawn from a seed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from tests.conftest import FORUM
from tests.helpers import write_csv

CODERS_000 = ("lena", "marco")
THEMES = (
    "collaborative-workspaces",
    "business-network-resources",
    "pathways-to-internationalisation",
)
_PAIRS = 111
"""Message and theme pairs that were drawn: 222 codings of two coders."""
_SLIPS = 0.12


@dataclass(frozen=True)
class Message:
    """A message of the forum as its file has it; `day` is YYYY-MM-DD."""

    id: str
    thread: str
    title: str
    author: str
    day: str
    text: str


@cache
def messages() -> tuple[Message, ...]:
    """The 131 messages, in their order."""
    return tuple(
        Message(
            row["message_id"],
            row["thread_id"],
            row["thread_title"],
            row["author"],
            row["posted_at"][:10],
            row["message"],
        )
        for row in _table("messages.csv")
    )


@cache
def cells() -> Mapping[str, str]:
    """The agreed cell of each message, as A1: orientation, then domain."""
    found: dict[str, dict[str, str]] = {}
    for row in _table("codings.csv"):
        if row["coder"] == "agreed":
            found.setdefault(row["message_id"], {})[row["dimension"]] = row["code"]
    return {
        one: codes["goal_orientation"] + codes["knowledge_domain"] for one, codes in found.items()
    }


def coded_001(coder: str, dimension: str) -> dict[str, str]:
    """What a coder of study 001 gave each message."""
    return {
        row["message_id"]: row["code"]
        for row in _table("codings.csv")
        if (row["coder"], row["dimension"]) == (coder, dimension)
    }


@cache
def themes() -> Mapping[str, tuple[str, ...]]:
    """The themes that stand after the meeting: what both said, elsewhere what was resolved."""
    lena, marco = (coded_000()[coder] for coder in CODERS_000)
    return {one: lena[one] if lena[one] == marco[one] else true for one, true in _drawn().items()}


@cache
def _drawn() -> Mapping[str, tuple[str, ...]]:
    draw = np.random.default_rng(2017)
    scores = draw.random((len(messages()), len(THEMES)))
    for place, message in enumerate(messages()):
        for column, (theme, threads) in enumerate(_THREADS.items()):
            assert theme == THEMES[column]
            scores[place, column] += message.thread in threads
    chosen = np.zeros(scores.size, dtype=bool)
    chosen[np.argsort(-scores, axis=None, kind="stable")[:_PAIRS]] = True
    rows = chosen.reshape(scores.shape)
    return {
        message.id: tuple(theme for theme, has in zip(THEMES, row, strict=True) if has)
        for message, row in zip(messages(), rows, strict=True)
    }


@cache
def coded_000() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """What each coder said before the meeting: coder, message, themes; 222 codings."""
    draw = np.random.default_rng(546)
    said: dict[str, dict[str, tuple[str, ...]]] = {}
    for coder in CODERS_000:
        said[coder] = {}
        for message, agreed in _drawn().items():
            mine = list(agreed)
            others = [theme for theme in THEMES if theme not in agreed]
            for place in range(len(mine)):
                if others and draw.random() < _SLIPS:
                    mine[place] = others.pop(int(draw.integers(len(others))))
            said[coder][message] = tuple(theme for theme in THEMES if theme in mine)
    return said


def write_themes(path: Path) -> Path:
    """Write the coders' themes as the table that they kept: a row a message, a column a coder."""
    rows = [
        [message, *(";".join(coded_000()[coder][message]) or "-" for coder in CODERS_000)]
        for message in themes()
    ]
    return write_csv(path, ["message_id", *(f"theme:{coder}" for coder in CODERS_000)], rows)


SORTINGS: Mapping[str, Mapping[str, str]] = {
    "lena": {
        "shared kettle": "places",
        "cold rooms": "places",
        "borrowed machines": "places",
        "evenings": "ties",
        "who to ask": "ties",
        "lists of members": "ties",
        "looked after by somebody": "ties",
        "trade missions": "abroad",
        "translation": "abroad",
        "first order from abroad": "abroad",
    },
    "marco": {
        "shared kettle": "closeness",
        "cold rooms": "premises",
        "borrowed machines": "premises",
        "evenings": "closeness",
        "who to ask": "closeness",
        "lists of members": "services",
        "looked after by somebody": "closeness",
        "trade missions": "markets",
        "translation": "markets",
        "first order from abroad": "markets",
    },
}
"""How each of the two grouped the same ten open codes into candidate themes."""


@dataclass(frozen=True)
class Mark:
    """Words of a message that a researcher marked with an open code; the end is exclusive."""

    message: str
    start: int
    end: int
    code: str


@cache
def marks() -> tuple[Mark, ...]:
    """The open codes of the forum: the first words of each message that speak of one."""
    return tuple(
        Mark(message.id, found.start(), found.end(), code)
        for message in messages()
        for code, words in _OPEN.items()
        if (found := re.search(words, message.text, re.IGNORECASE))
    )


def write_marks(path: Path, coder: str = "lena") -> Path:
    """Write the open codes as a table, a row a mark."""
    rows = [[one.message, str(one.start), str(one.end), coder, one.code] for one in marks()]
    return write_csv(path, ["document", "start", "end", "coder", "code"], rows)


def write_sortings(path: Path) -> Path:
    """Write how the two sorted the open codes, a row a code, a column a person."""
    rows = [[code, *(SORTINGS[coder][code] for coder in CODERS_000)] for code in _OPEN]
    return write_csv(path, ["code", *CODERS_000], rows)


def _table(name: str) -> Sequence[Mapping[str, str]]:
    with (FORUM / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


_THREADS = {
    "collaborative-workspaces": "T02 T09 T12 T16 T32".split(),
    "business-network-resources": "T04 T13 T17 T22 T24 T28 T30 T31".split(),
    "pathways-to-internationalisation": "T08 T11 T20 T26 T29".split(),
}
_OPEN = {
    "shared kettle": r"\b(kettle|lunch|shared desks?)\b",
    "cold rooms": r"\b(heating|heated|cold|damp)\b",
    "borrowed machines": r"\b(laser|printer|lathe|machines?)\b",
    "evenings": r"\bevenings?\b",
    "who to ask": r"\b(mentors?|advice|whom to ask)\b",
    "lists of members": r"\b(members|register|directory)\b",
    "looked after by somebody": r"\b(thank you|introduced|looking after)\b",
    "trade missions": r"\b(missions?|fairs?)\b",
    "translation": r"\b(translat\w+|German|Spanish)\b",
    "first order from abroad": r"\b(export\w*|abroad|Denmark)\b",
}
"""Words that an open code was made of."""
