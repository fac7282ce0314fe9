"""Notes of a project, and what each of them is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from textmine.exchange.carried_book import is_codebook_note
from textmine.exchange.codings import span_in
from textmine.exchange.guids import made_guid
from textmine.exchange.matching_codes import MatchedCodes
from textmine.exchange.naming import CodePlace
from textmine.exchange.placed import Placed
from textmine.exchange.project import Loss, LossCounter, Note, Project, Selection, SourceText


@dataclass(frozen=True)
class FoundNote:
    """A note with what it is about; where nothing is named it is the corpus."""

    note: Note
    author: str
    document: str = ""
    span: tuple[int, int] | None = None
    code: CodePlace | None = None


def found_notes(
    project: Project, codes: MatchedCodes, documents: Mapping[str, Sequence[Placed]]
) -> tuple[list[FoundNote], tuple[Loss, ...]]:
    """Return the notes of a project with what they are about, and what is lost.

    Descriptions of sources, and of selections without a code, are notes as well. What stands with
    codings is not among them: it is kept with these.
    """
    reader = _Reader(project)
    for code in project.codes:
        place = codes.places.get(code.guid)
        if place is not None and place.code:
            reader.add(code.notes, code=place)
    for source in project.sources:
        reader.take_source(source, documents.get(source.guid, ()))
    reader.add(project.notes_on)
    if project.description:
        reader.add([reader.described(project.name, project.description)])
    reader.add([note.guid for note in project.notes if note.guid not in reader.used])
    return reader.found, reader.lost.losses


class _Reader:
    def __init__(self, project: Project) -> None:
        self._users = project.user_names
        self._notes = {note.guid: note for note in project.notes if not is_codebook_note(note)}
        self.used: set[str] = set()
        self.found: list[FoundNote] = []
        self.lost = LossCounter()

    def add(
        self,
        guids: Iterable[str],
        document: str = "",
        span: tuple[int, int] | None = None,
        code: CodePlace | None = None,
    ) -> None:
        """Add notes on one thing."""
        for guid in guids:
            note = self._notes.get(guid)
            if note is None:
                continue
            self.used.add(guid)
            if note.text.strip():
                author = self._users.get(note.user, "")
                self.found.append(FoundNote(note, author, document, span, code))

    def described(self, of: str, text: str, user: str = "", created_at: str = "") -> str:
        """Make a note of a description; return its GUID."""
        made = made_guid("description", of, text)
        self._notes[made] = Note(made, "", text, user, created_at)
        return made

    def take_source(self, source: SourceText, places: Sequence[Placed]) -> None:
        """Take the notes on a source and on what is selected in it."""
        self.used |= {guid for mark in source.marks for guid in mark.notes}
        for selection in source.selections:
            self.used |= {guid for mark in selection.marks for guid in mark.notes}
            if selection.marks:
                self.used |= {*selection.notes}
            else:
                self._take_selection(selection, source, places)
        if not places:
            return
        notes = list(source.notes)
        if source.description:
            told = source.description, source.user, source.created_at
            notes.append(self.described(source.guid, *told))
        self.add(notes, document=places[0].document)

    def _take_selection(self, one: Selection, source: SourceText, places: Sequence[Placed]) -> None:
        spans = [(place.document, span) for place in places if (span := span_in(place, one))]
        notes = list(one.notes)
        if one.description:
            notes.append(self.described(one.guid, one.description, one.user, one.created_at))
        if not notes or not spans:
            self.lost.add("selections without a code or a note", source.name)
            return
        document, span = spans[0]
        self.add(notes, document=document, span=span)
