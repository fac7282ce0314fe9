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
        replace(mark, end=min(mark.end, n)) for mark in marks if 0 <= mark.start < min(mark.end, n)
    ]
    inside.sort(key=lambda mark: (mark.start, mark.end))
    edges = sorted({0, n, *(mark.start for mark in inside), *(mark.end for mark in inside)})
    waiting, over, pieces = deque(inside), list[Mark](), []
    for start, end in pairwise(edges):
        over = [mark for mark in over if mark.end > start]
        while waiting and waiting[0].start == start:
            over.append(waiting.popleft())
        pieces.append(
            Piece(
                text[start:end],
                tuple(dict.fromkeys(mark.kind for mark in over)),
                tuple(dict.fromkeys(mark.label for mark in over if mark.end == end and mark.label)),
                any(mark.kind == "at" and mark.start == start for mark in over),
            )
        )
    return pieces
