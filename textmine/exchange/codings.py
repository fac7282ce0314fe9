"""Codes given in a project as codings of documents, and remarks of coders as memos."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from textmine.codebook import Codebook
from textmine.coding.suggested import is_machine
from textmine.exchange.matching_codes import MatchedCodes
from textmine.exchange.naming import CodePlace, Coder, coder_of, made_guid
from textmine.exchange.placed import Placed
from textmine.exchange.project import Loss, LossCounter, Mark, Project, Selection, SourceText
from textmine.schema import Coding, with_fields

_LOST_CODE = "codings with codes that are lost"


@dataclass(frozen=True)
class FoundCodings:
    """Codings, what is lost of them, and for which (document, coder) something is.

    `whole_texts` counts those that were read from a selection of a whole text.
    """

    codings: tuple[Coding, ...]
    losses: tuple[Loss, ...]
    uncertain: frozenset[tuple[str, str]]
    whole_texts: int = 0


@dataclass(frozen=True)
class CodingRules:
    """How codes of a project become codings of the corpus of that name.

    `whole_as_documents` are the dimensions on which a selection of a whole text is a code of the
    document. `nobody` is the coder where the file names none.
    """

    corpus: str
    book: Codebook
    nobody: str = "unknown"
    whole_as_documents: frozenset[str] = frozenset()


def document_mark_guid(corpus: str, document: str, place: CodePlace, coder: Coder) -> str:
    """Return the GUID of the selection of a whole text that stands for a code of its document."""
    parts = (place.dimension, place.code, place.role, coder.origin, coder.name)
    return made_guid("code of a document", corpus, document, *parts)


def found_codings(
    project: Project,
    codes: MatchedCodes,
    documents: Mapping[str, Sequence[Placed]],
    rules: CodingRules,
) -> FoundCodings:
    """Return what was coded in a project as codings, each once."""
    reader = _Reader(project, codes.places, rules)
    for source, selection, mark in project.every_mark():
        reader.take(source, selection, mark, documents.get(source.guid, ()))
    codings = tuple(reader.found)
    return FoundCodings(
        codings, reader.lost.losses, frozenset(reader.uncertain), reader.whole_texts
    )


class _Reader:
    def __init__(
        self, project: Project, places: Mapping[str, CodePlace], rules: CodingRules
    ) -> None:
        self._project, self._places, self._rules = project, places, rules
        self._notes = {note.guid: note for note in project.notes}
        self._coders = {guid: coder_of(name) for guid, name in project.user_names.items()}
        self._nobody = Coder(rules.nobody)
        self._given = {
            (coded_dimension.id, code)
            for coded_dimension in rules.book.coded_dimensions
            for code in coded_dimension.code_ids
        }
        self._now = datetime.now(UTC).isoformat(timespec="seconds")
        self._times: dict[str, str] = {}
        self._alike: dict[tuple[CodePlace, Coder], Coding] = {}
        self.found: dict[Coding, None] = {}
        self.lost = LossCounter()
        self.uncertain: set[tuple[str, str]] = set()
        self.whole_texts = 0

    def take(
        self,
        source: SourceText,
        selection: Selection | None,
        mark: Mark,
        documents: Sequence[Placed],
    ) -> None:
        """Take a code that was given, once for each document that it touches."""
        coder = self._coders.get(mark.user, self._nobody)
        coder = coder if coder.name else self._nobody
        place = self._places.get(mark.code)
        if place is None or (place.dimension, place.code) not in self._given:
            what = "codings with a folder or a retired code" if place else _LOST_CODE
            self._lose(what, source.name, coder, documents)
            return
        if not documents:
            self.lost.add("codings of sources that are lost", source.name)
            return
        before = len(self.found)
        for document in documents:
            span = span_in(document, selection)
            if span is not None:
                self._keep(document, selection, span, mark, place, coder)
        if len(self.found) == before and selection is not None:
            within = any(span_in(document, selection) for document in documents)
            what = "codings that say again what another one says"
            what = what if within else "codings of nothing but blanks or headings around texts"
            self._lose(what, source.name, coder, documents)

    def _lose(self, what: str, example: str, coder: Coder, documents: Sequence[Placed]) -> None:
        self.lost.add(what, example)
        self.uncertain |= {(document.document, coder.name) for document in documents}

    def _keep(
        self,
        document: Placed,
        selection: Selection | None,
        span: tuple[int, int],
        mark: Mark,
        place: CodePlace,
        coder: Coder,
    ) -> None:
        of_document = selection is None or self._is_whole(document, selection, span, place, coder)
        start, end = (None, None) if of_document else span
        coding = with_fields(
            self._given_as(place, coder),
            document=document.document,
            start=start,
            end=end,
            created_at=self._time(mark.created_at),
            memo=self._memo(mark, selection),
        )
        self.found.setdefault(coding, None)

    def _given_as(self, place: CodePlace, coder: Coder) -> Coding:
        """Return what all codings of a code by a coder have in common."""
        if (place, coder) not in self._alike:
            rules, name = self._rules, coder.name
            machine = coder.origin == "machine" or is_machine(name)
            self._alike[place, coder] = Coding(
                corpus=rules.corpus,
                document="",
                dimension=place.dimension,
                code=place.code,
                coder=name,
                origin="machine" if machine else coder.origin,
                codebook=rules.book.name,
                codebook_version=rules.book.version,
                role=place.role,
                model=name.partition(":")[2] or name if machine else None,
            )
        return self._alike[place, coder]

    def _is_whole(
        self,
        document: Placed,
        selection: Selection,
        span: tuple[int, int],
        place: CodePlace,
        coder: Coder,
    ) -> bool:
        """Whether a selection stands for a code of the document: by its GUID, or by its length."""
        if span != (document.start + document.shift, document.end + document.shift):
            return False
        corpora = {self._rules.corpus, self._project.name}
        known = {document_mark_guid(corpus, document.document, place, coder) for corpus in corpora}
        whole = selection.guid in known or place.dimension in self._rules.whole_as_documents
        self.whole_texts += whole
        return whole

    def _memo(self, mark: Mark, selection: Selection | None) -> str:
        guids = [*mark.notes, *(selection.notes if selection else ())]
        texts = [self._notes[guid].text for guid in guids if guid in self._notes]
        texts += [selection.description] if selection else []
        return "\n\n".join(filter(None, (text.strip() for text in texts)))

    def _time(self, text: str) -> str:
        if text not in self._times:
            self._times[text] = read_time(text) or self._now
        return self._times[text]


def with_none_found(
    found: FoundCodings, documents: Iterable[str], rules: CodingRules
) -> FoundCodings:
    """Return codings with one that says that no code applies, where a person marked nothing.

    That is for each dimension in each of the documents, if every coder read all of them.
    """
    people = sorted({coding.coder for coding in found.codings if coding.origin == "human"})
    statements = {(coding.document, coding.dimension, coding.coder) for coding in found.codings}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    none = [
        Coding(
            rules.corpus,
            document,
            dimension.id,
            None,
            coder,
            codebook=rules.book.name,
            codebook_version=rules.book.version,
            created_at=now,
        )
        for document in documents
        for dimension in rules.book.coded_dimensions
        for coder in people
        if (document, dimension.id, coder) not in statements
    ]
    return replace(found, codings=(*found.codings, *none))


def span_in(document: Placed, selection: Selection | None) -> tuple[int, int] | None:
    """Return the part of a selection that lies in a document, in its places; None for none."""
    start, end = document.start, document.end
    if selection is not None:
        start, end = max(start, selection.start), min(end, selection.end)
    return (start + document.shift, end + document.shift) if start < end else None


def read_time(given: str) -> str:
    """Return a date of XML or of SQL in UTC as codings have it, "" for none.

    >>> read_time("2018-03-27T19:29:27+02:00"), read_time("2026-11-23 00:14:06.2"), read_time("-")
    ('2018-03-27T17:29:27+00:00', '2026-11-23T00:14:06+00:00', '')
    """
    try:
        time = datetime.fromisoformat(given.strip())
        time = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return time.isoformat(timespec="seconds")
