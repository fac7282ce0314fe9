"""Codes of a document as marks in its text, and those of the whole beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textmine.coding.suggested import is_machine, machine_named
from textmine.schema import Coding
from textmine.web.marking import Kind, Mark


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
    marks: list[Mark] = []
    whole: dict[tuple[bool, str, str], list[str]] = {}
    parts: dict[tuple[bool, str, str], list[str]] = {}
    for coding in codings:
        machine = coding.origin == "machine" or is_machine(coding.coder)
        by = _given_by(coding, machine)
        told = coding.code if coding.code is not None else "no code applies"
        if coding.start is None or coding.end is None:
            whole.setdefault((machine, coding.dimension, told), []).append(by)
            continue
        parts.setdefault((machine, coding.dimension, told), []).append(by)
        kind: Kind = "machine" if machine else "code"
        marks.append(Mark(coding.start, coding.end, kind, f"{told}, {by}"))
    return Codes(tuple(marks), _told(whole), _told(parts))


def _given_by(one: Coding, machine: bool) -> str:
    if one.origin == "adjudicated":
        return f"settled by {one.entered_by}" if one.entered_by else "settled"
    return machine_named(one.coder) if machine else one.coder


def _told(given: Mapping[tuple[bool, str, str], Sequence[str]]) -> tuple[Code, ...]:
    """Return codes with all who gave each, those of people first."""
    return tuple(
        Code(dimension, code, ", ".join(dict.fromkeys(by)), machine)
        for (machine, dimension, code), by in sorted(given.items(), key=lambda one: one[0])
    )
