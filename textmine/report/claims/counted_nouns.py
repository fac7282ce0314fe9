"""Which units a number counts: the noun behind it, or the one that it takes over."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textmine.report.claims.figures_known import Row, Slot, spelled_stems, stems
from textmine.report.claims.mentions import Mention
from textmine.report.claims.segments import Segment

UNITS = frozenset(
    stems("document thread author passage case coder code cell theme dimension round word")
)
_PEOPLE = frozenset({"author", "thread"})
_WORDS = 3
"""Words among which the noun of a number stands."""
_STOPS = re.compile(
    r"[,;:.()\[\]]|\d|\b(?:in|from|by|at|with|on|for|to|and|or|who|which|that|were|was|are|is|as)\b",
    re.I,
)
_A_PART = re.compile(r"\s*of\s(?:the\s)?(?:first|second|third|fourth|last)\b", re.I)
_TIMES = re.compile(r"\s*(?:times|instances|mentions|occurrences|codings)\b", re.IGNORECASE)


def nouns(
    segment: Segment, sentence: str, mentions: Sequence[Mention], *, in_table: bool
) -> frozenset[str]:
    """Return the stems of the units that a figure counts; "times" for texts of any size."""
    if in_table:
        return frozenset()
    found: set[str] = set()
    for number in segment.numbers:
        behind = sentence[number.end :]
        if _TIMES.match(behind):
            found.add("times")
        if _A_PART.match(behind):
            continue
        stop = _STOPS.search(behind)
        room = behind[: stop.start() if stop else None]
        near = [stem for stem, _, _ in spelled_stems(room)][:_WORDS]
        units = [stem for stem in near if stem in UNITS]
        found.update(units[:1])
        if not units and not number.percent:
            for mention in mentions:
                kinds = {slot.kind for slot in mention.slots}
                inside = number.end <= mention.start < number.end + len(room)
                if inside and "attribute" in kinds and "unit" not in kinds:
                    found.add("people")
    return frozenset(found)


def cost_of_unit(
    row: Row, own: frozenset[str], taken: frozenset[str], near: frozenset[str]
) -> float:
    """Return what the units of a row cost where a figure counts some, takes some over, or none.

    `near` are those that its own words name elsewhere.
    """
    units = {word for slot in row.slots if slot.kind == "unit" for word in _words(slot)}
    if not units:
        return 1.0 if own - {"times"} else 0.0
    texts = bool(units & {"document", "passage"})
    if own:
        return _of_nouns(units, own, texts=texts)
    if (taken or near) & units:
        return 0.0
    if taken:
        return 1.2
    return (0.6 if near else 0.0) if "document" in units else 0.2 if texts else 1.2


def _of_nouns(units: set[str], own: frozenset[str], *, texts: bool) -> float:
    if own & units:
        return 0.0
    if "times" in own:
        return 0.0 if texts else 2.0
    if own == {"people"}:
        return 0.0 if units & _PEOPLE else 2.5
    return 4.0


def _words(slot: Slot) -> list[str]:
    return [word for phrase in slot.stems for word in phrase]
