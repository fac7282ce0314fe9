"""A text in pieces, each with the marks that lie over it: codes, words, a quotation."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

Kind = Literal["found", "code", "machine", "theme", "at"]


@dataclass(frozen=True)
class Mark:
    """A part of a text from `start` to `end` (code points, end exclusive) that is marked.

    `label` stands behind it, "" for nothing.
    """

    start: int
    end: int
    kind: Kind
    label: str = ""


@dataclass(frozen=True)
class Piece:
    """A piece of a text: the kinds of marks over it, the labels of those that end with it.

    `begins` says that the place which an address names begins here.
    """

    text: str
    kinds: tuple[Kind, ...] = ()
    labels: tuple[str, ...] = ()
    begins: bool = False


def pieces_of(text: str, marks: Sequence[Mark]) -> list[Piece]:
    """Return a text in pieces; marks beyond its end are cut, and empty ones left out."""
    n = len(text)
    inside = [
        replace(one, end=min(one.end, n)) for one in marks if 0 <= one.start < min(one.end, n)
    ]
    inside.sort(key=lambda one: (one.start, one.end))
    edges = sorted({0, n, *(one.start for one in inside), *(one.end for one in inside)})
    waiting, over, pieces = deque(inside), list[Mark](), []
    for start, end in pairwise(edges):
        over = [one for one in over if one.end > start]
        while waiting and waiting[0].start == start:
            over.append(waiting.popleft())
        pieces.append(
            Piece(
                text[start:end],
                tuple(dict.fromkeys(one.kind for one in over)),
                tuple(dict.fromkeys(one.label for one in over if one.end == end and one.label)),
                any(one.kind == "at" and one.start == start for one in over),
            )
        )
    return pieces
