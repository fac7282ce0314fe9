"""The passages that have codes: stretches of text, or whole ones, and who coded each how."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from textmine.coding.statements import by_coders, by_machines
from textmine.reading.coded_units import CodePlace, Span, common, joined_spans, meet
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
    coded = CodedPassages(voices, wanted)
    return [coded.told(passage) for passage in coded.places()]


class CodedPassages:
    """The passages that have codes, as `passages_of` finds them.

    Where they are is found at once, who gave which codes there only of those that are asked for:
    that takes longer.
    """

    def __init__(self, voices: Voices, wanted: Wanted) -> None:
        self._wanted, self._apart = wanted, voices.apart
        sought = {(term.dimension, code) for term in wanted.terms for code in term.codes}
        there = {
            coding.document
            for coding in voices.codings
            if (coding.dimension, coding.code) in sought
        }
        self._said = _by_document(coding for coding in voices.codings if coding.document in there)
        self._beside = _by_document(coding for coding in voices.beside if coding.document in there)

    def places(self) -> list[Passage]:
        """Return the passages without their codes."""
        return [
            Passage(document, span, ())
            for document, codings in self._said.items()
            for span in _spans(_by_coder(codings) if self._apart else [codings], self._wanted)
        ]

    def told(self, place: Passage) -> Passage:
        """Return a passage with its codes and dissent."""
        document_codings, beside = self._said[place.document], self._beside[place.document]
        return _passage(place.document, place.span, document_codings, beside, self._wanted)

    def differs(self, place: Passage) -> bool:
        """Return whether somebody coded a passage otherwise: whether it has dissent."""
        terms, span = self._wanted.terms, place.span
        if place.document in self._by_machine and any(
            any(term.takes(by_machine) for term in terms)
            for by_machine in by_machines(_between(self._said[place.document], span))
        ):
            return False
        people = self._people[place.document]
        coded = [
            {person.coder for person in people if person.dimension == t.dimension} for t in terms
        ]
        given_sets = [
            {
                person.coder
                for person in people
                if term.takes(person) and meet(span, person.start, person.end)
            }
            for term in terms
        ]
        if self._wanted.any:
            return bool(set[str]().union(*coded).difference(*given_sets))
        return any(some - those for some, those in zip(coded, given_sets, strict=True))

    @cached_property
    def _by_machine(self) -> set[str]:
        """The documents that a machine coded."""
        return {document for document, codings in self._said.items() if by_machines(codings)}

    @cached_property
    def _people(self) -> dict[str, list[Coding]]:
        """What people coded by document, on the dimensions that are looked at."""
        named = {term.dimension for term in self._wanted.terms}
        return {
            document: [by_coder for by_coder in by_coders(codings) if by_coder.dimension in named]
            for document, codings in self._beside.items()
        }


def _by_document(codings: Iterable[Coding]) -> dict[str, list[Coding]]:
    by_document: dict[str, list[Coding]] = {}
    for coding in codings:
        by_document.setdefault(coding.document, []).append(coding)
    return by_document


def _by_coder(codings: Iterable[Coding]) -> list[list[Coding]]:
    by_coder: dict[str, list[Coding]] = {}
    for coding in codings:
        by_coder.setdefault(coding.coder, []).append(coding)
    return list(by_coder.values())


def _spans(voices: Sequence[Sequence[Coding]], wanted: Wanted) -> list[Span]:
    """Return the stretches of one text that have the codes, in their order."""
    if wanted.any:
        spans = {
            span
            for term in wanted.terms
            if (mine := [coding for voice in voices for coding in voice if term.takes(coding)])
            for span in joined_spans(mine)
        }
        return sorted(spans, key=lambda span: span or (-1, -1))
    marked = [coding for voice in voices for coding in _marked(voice, wanted.terms)]
    return joined_spans(marked) if marked else []


def _marked(codings: Sequence[Coding], terms: Sequence[Term]) -> list[Coding]:
    """Return codings of one voice whose spans are the stretches with all of the codes."""
    by_term = [[coding for coding in codings if term.takes(coding)] for term in terms]
    if not all(by_term) or len(by_term) == 1:
        return by_term[0] if len(by_term) == 1 else []
    stretches = joined_spans(by_term[0])
    for some in by_term[1:]:
        spans = joined_spans(some)
        stretches = [both for one in stretches for other in spans for both in common(one, other)]
    sides = [span or (None, None) for span in stretches]
    return [replace(by_term[0][0], start=start, end=end) for start, end in sides]


def _passage(
    document: str, span: Span, codings: Sequence[Coding], beside: Sequence[Coding], wanted: Wanted
) -> Passage:
    here = _between(codings, span)
    mine = [coding for term in wanted.terms for coding in here if term.takes(coding)]
    givers = {coding.coder for coding in mine}
    also = [
        coding
        for coding in _between(beside, span)
        if coding.coder in givers
        and coding.code
        and not any(term.takes(coding) for term in wanted.terms)
    ]
    people = [] if by_machines(mine) else _by_coder(by_coders(beside))
    return Passage(document, span, _given(mine), _given(also), _dissent(people, span, wanted))


def _dissent(
    statements: Sequence[Sequence[Coding]], span: Span, wanted: Wanted
) -> tuple[Dissent, ...]:
    """Return the coders who coded the text on these dimensions and do not give the codes there."""
    dissents = []
    for codings in statements:
        here = _between(codings, span)
        coded = {coding.dimension for coding in codings}
        asked = [term for term in wanted.terms if term.dimension in coded]
        not_given = [term for term in asked if not any(map(term.takes, here))]
        if not asked or (len(not_given) < len(asked) if wanted.any else not not_given):
            continue
        off = {term.dimension for term in not_given}
        other = [coding for coding in here if coding.dimension in off]
        places = dict.fromkeys(
            _place_of(coding.dimension, coding.code, coding.role) for coding in other if coding.code
        )
        memos = dict.fromkeys(coding.memo for coding in other if coding.memo)
        dissents.append(Dissent(codings[0].coder, tuple(places), tuple(memos)))
    return tuple(sorted(dissents, key=lambda dissent: dissent.coder))


def _between(codings: Iterable[Coding], span: Span) -> list[Coding]:
    """Return the codings of one text that reach into a stretch of it: those of all of it too."""
    if span is None:
        return list(codings)
    return [coding for coding in codings if meet(span, coding.start, coding.end)]


def _given(codings: Iterable[Coding]) -> tuple[GivenCode, ...]:
    by_code: dict[tuple[str, str, str], list[Coding]] = {}
    for coding in codings:
        by_code.setdefault((coding.dimension, coding.code or "", coding.role), []).append(coding)
    return tuple(
        GivenCode(
            _place_of(*key),
            tuple(sorted({coding.coder for coding in alike})),
            tuple(dict.fromkeys(coding.memo for coding in alike if coding.memo)),
        )
        for key, alike in by_code.items()
    )


@lru_cache(maxsize=1024)
def _place_of(dimension: str, code: str, role: str) -> CodePlace:
    return CodePlace(dimension, code, role)
