"""A place in a text that may be personal data, and how places that overlap become one."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass, replace

from textmine.privacy.kinds import EXACT

SURE = "sure"
LIKELY = "likely"
UNSURE = "unsure"
CERTAINTIES = (SURE, LIKELY, UNSURE)
_SHORTEST = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A span of a text, in code points, end exclusive: what it is and which rule says so.

    `keep` is what the rule proposes: False to replace the span, True to leave it as it is and put
    it before a person.
    """

    start: int
    end: int
    kind: str
    rule: str
    certainty: str = LIKELY
    keep: bool = False


def settle(text: str, found: Iterable[Found]) -> list[Found]:
    """Return spans of at least one sign that do not overlap, in the order of the text.

    A number or address has its own bounds, and names that reach into it are cut there. Names that
    overlap become one span, so that no piece of a name is left over; the surest rule says what it
    is. What is to be kept gives way to what is to be replaced.
    """
    ranked = sorted(
        {candidate for candidate in found if candidate.start < candidate.end}, key=_rank
    )
    exact = _Disjoint()
    for span in ranked:
        if span.kind in EXACT and not span.keep:
            parts = _outside(text, span, exact)
            exact.add(part for part in parts if _is_left(text, part, span))
    rest = [candidate for candidate in ranked if candidate.kind not in EXACT and not candidate.keep]
    taken = _Disjoint()
    taken.add(exact.spans)
    taken.add(_merged(part for candidate in rest for part in _outside(text, candidate, exact)))
    for span in ranked:
        if span.keep and not taken.overlapping(span):
            taken.add([span])
    return taken.spans


class _Disjoint:
    """Spans that do not overlap, in the order of the text."""

    def __init__(self) -> None:
        self.spans: list[Found] = []

    def add(self, more: Iterable[Found]) -> None:
        for span in more:
            insort(self.spans, span, key=_start)

    def overlapping(self, one: Found) -> list[Found]:
        """Return the spans that share a sign with this one."""
        first = max(0, bisect_right(self.spans, one.start, key=_start) - 1)
        last = bisect_left(self.spans, one.end, key=_start)
        return [taken for taken in self.spans[first:last] if taken.end > one.start]


def _start(span: Found) -> int:
    return span.start


def _rank(span: Found) -> tuple[int, int, bool, int, str, str]:
    return (
        CERTAINTIES.index(span.certainty),
        span.start - span.end,
        span.rule.startswith("spaCy"),
        span.start,
        span.kind,
        span.rule,
    )


def _is_left(text: str, part: Found, whole: Found) -> bool:
    """Return whether the part of a number that no surer one covers can be a number of its own."""
    return part == whole or sum(s.isalnum() for s in text[part.start : part.end]) >= _SHORTEST


def _merged(names: Iterable[Found]) -> list[Found]:
    merged: list[Found] = []
    for name in sorted(names, key=lambda entity: (entity.start, entity.end, _rank(entity))):
        if merged and name.start < merged[-1].end:
            best = min(merged[-1], name, key=_rank)
            merged[-1] = replace(best, start=merged[-1].start, end=max(name.end, merged[-1].end))
        else:
            merged.append(name)
    return merged


def _outside(text: str, span: Found, exact: _Disjoint) -> list[Found]:
    """Return the parts of a span that no address or number covers."""
    overlapping = exact.overlapping(span)
    if not overlapping:
        return [span]
    parts, start = [], span.start
    for taken in overlapping:
        parts.append((start, taken.start))
        start = taken.end
    parts.append((start, span.end))
    trimmed = [trim(text, *part) for part in parts if part[0] < part[1]]
    return [replace(span, start=first, end=last) for first, last in trimmed if first < last]


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without what is neither letter nor digit at its ends, nor a genitive 's."""
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    if text[start:end].casefold().endswith(("'s", "’s", "´s")):
        return trim(text, start, end - 2)
    return start, end
