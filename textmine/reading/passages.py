"""The passages that have codes: stretches of text, or whole ones, and who coded each how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from textmine.coding.statements import by_coders, by_machines
from textmine.reading.coded_units import CodePlace, Span, joined_spans
from textmine.reading.quotation import Dissent, GivenCode
from textmine.reading.voices import Voices
from textmine.reading.wanted import Term, Wanted
from textmine.schema import Coding


@dataclass(frozen=True)
class Passage:
    """A stretch of a document (None: all of it), its codes with those who gave them, and dissent.

    `also` are other codes that the same coders gave there.
    """

    document: str
    span: Span
    codes: tuple[GivenCode, ...]
    also: tuple[GivenCode, ...] = ()
    dissent: tuple[Dissent, ...] = ()


def passages_of(voices: Voices, wanted: Wanted) -> list[Passage]:
    """Return the passages with all of the codes (or any), by document in the order of the codings.

    Where several codes have to be there, a passage is the stretch that has all of them, by one
    coder where coders are read apart. What two coders marked and overlaps is one passage.
    """
    sought = {(term.dimension, code) for term in wanted.terms for code in term.codes}
    there = {one.document for one in voices.codings if (one.dimension, one.code) in sought}
    mine = _by_document(one for one in voices.codings if one.document in there)
    beside = _by_document(one for one in voices.beside if one.document in there)
    found = []
    for document, said in mine.items():
        spans = _spans(_by_coder(said) if voices.apart else [said], wanted)
        found += [_passage(document, span, said, beside[document], wanted) for span in spans]
    return found


def _by_document(codings: Iterable[Coding]) -> dict[str, list[Coding]]:
    found: dict[str, list[Coding]] = {}
    for one in codings:
        found.setdefault(one.document, []).append(one)
    return found


def _by_coder(codings: Iterable[Coding]) -> list[list[Coding]]:
    found: dict[str, list[Coding]] = {}
    for one in codings:
        found.setdefault(one.coder, []).append(one)
    return list(found.values())


def _spans(voices: Sequence[Sequence[Coding]], wanted: Wanted) -> list[Span]:
    """Return the stretches of one text that have the codes, in their order."""
    if wanted.any:
        found = {
            span
            for term in wanted.terms
            if (mine := [one for said in voices for one in said if term.takes(one)])
            for span in joined_spans(mine)
        }
        return sorted(found, key=lambda span: span or (-1, -1))
    marked = [one for said in voices for one in _marked(said, wanted.terms)]
    return joined_spans(marked) if marked else []


def _marked(codings: Sequence[Coding], terms: Sequence[Term]) -> list[Coding]:
    """Return codings of one voice whose spans are the stretches with all of the codes."""
    given = [[one for one in codings if term.takes(one)] for term in terms]
    if not all(given) or len(given) == 1:
        return given[0] if len(given) == 1 else []
    stretches = joined_spans(given[0])
    for some in given[1:]:
        spans = joined_spans(some)
        stretches = [both for one in stretches for both in _common(one, spans)]
    sides = [span or (None, None) for span in stretches]
    return [replace(given[0][0], start=start, end=end) for start, end in sides]


def _common(one: Span, spans: Sequence[Span]) -> Iterator[Span]:
    for other in spans:
        if one is None or other is None:
            yield other if one is None else one
        elif max(one[0], other[0]) < min(one[1], other[1]):
            yield max(one[0], other[0]), min(one[1], other[1])


def _passage(
    document: str,
    span: Span,
    said: Sequence[Coding],
    beside: Sequence[Coding],
    wanted: Wanted,
) -> Passage:
    here = _between(said, span)
    mine = [one for term in wanted.terms for one in here if term.takes(one)]
    givers = {one.coder for one in mine}
    also = [
        one
        for one in _between(beside, span)
        if one.coder in givers and one.code and not any(term.takes(one) for term in wanted.terms)
    ]
    people = [] if by_machines(mine) else _by_coder(by_coders(beside))
    return Passage(document, span, _given(mine), _given(also), _dissent(people, span, wanted))


def _dissent(
    statements: Sequence[Sequence[Coding]], span: Span, wanted: Wanted
) -> tuple[Dissent, ...]:
    """Return the coders who coded the text on these dimensions and do not give the codes there."""
    found = []
    for codings in statements:
        here = _between(codings, span)
        coded = {one.dimension for one in codings}
        asked = [term for term in wanted.terms if term.dimension in coded]
        not_given = [term for term in asked if not any(map(term.takes, here))]
        if not asked or (len(not_given) < len(asked) if wanted.any else not not_given):
            continue
        off = {term.dimension for term in not_given}
        other = [one for one in here if one.dimension in off]
        places = dict.fromkeys(_place(one) for one in other if one.code)
        memos = dict.fromkeys(one.memo for one in other if one.memo)
        found.append(Dissent(codings[0].coder, tuple(places), tuple(memos)))
    return tuple(sorted(found, key=lambda one: one.coder))


def _between(codings: Iterable[Coding], span: Span) -> list[Coding]:
    """Return the codings of one text that reach into a stretch of it: those of all of it too."""
    if span is None:
        return list(codings)
    return [one for one in codings if _reaches(one, span)]


def _reaches(coding: Coding, span: Span) -> bool:
    if span is None or coding.start is None or coding.end is None:
        return True
    return coding.start < span[1] and coding.end > span[0]


def _given(codings: Iterable[Coding]) -> tuple[GivenCode, ...]:
    found: dict[tuple[str, str, str], list[Coding]] = {}
    for one in codings:
        found.setdefault((one.dimension, one.code or "", one.role), []).append(one)
    return tuple(
        GivenCode(
            _place_of(*key),
            tuple(sorted({one.coder for one in alike})),
            tuple(dict.fromkeys(one.memo for one in alike if one.memo)),
        )
        for key, alike in found.items()
    )


def _place(coding: Coding) -> CodePlace:
    return _place_of(coding.dimension, coding.code or "", coding.role)


@lru_cache(maxsize=1024)
def _place_of(dimension: str, code: str, role: str) -> CodePlace:
    return CodePlace(dimension, code, role)
