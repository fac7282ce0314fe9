"""Codes of a document as marks in its text, and those of the whole beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.coding.suggested import is_machine
from textmine.schema import Coding
from textmine.web.marking import Mark


@dataclass(frozen=True)
class Code:
    """A code as a page says it: dimension and code, and who gave it."""

    dimension: str
    code: str
    by: str
    machine: bool


@dataclass(frozen=True)
class Codes:
    """The codes of a document: `marks` over parts of its text, and those of the `whole`.

    `parts` are the codes of the marks, each once.
    """

    marks: tuple[Mark, ...] = ()
    whole: tuple[Code, ...] = ()
    parts: tuple[Code, ...] = ()

    @property
    def listed(self) -> Codes:
        """The codes where the text itself is not shown: all of them beside it."""
        return Codes(whole=(*self.whole, *self.parts))


def marks_of_codes(codings: Sequence[Coding]) -> Codes:
    """Return the codes of one document; codes of people and of machines stay apart."""
    marks, whole, parts = [], [], []
    for one in codings:
        machine = one.origin == "machine" or is_machine(one.coder)
        by = f"settled by {one.entered_by}" if one.origin == "adjudicated" else one.coder
        told = one.code if one.code is not None else "no code applies"
        code = Code(one.dimension, told, by, machine)
        if one.start is None or one.end is None:
            whole.append(code)
            continue
        parts.append(code)
        label = f"{told}, {by}"
        marks.append(Mark(one.start, one.end, "machine" if machine else "code", label))
    whole.sort(key=lambda one: (one.machine, one.dimension, one.code, one.by))
    return Codes(tuple(marks), tuple(whole), tuple(dict.fromkeys(parts)))
