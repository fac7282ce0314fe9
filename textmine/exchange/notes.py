"""Notes of a project: what each is about, the codebook that one may carry, and their memos."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from textmine.codebook import Codebook, codebook_toml
from textmine.coding.memos.memo import Memo, Seen, Target
from textmine.coding.memos.store import open_memos
from textmine.config.toml_text import parse_toml
from textmine.exchange.codings import span_in
from textmine.exchange.matching_codes import MatchedCodes
from textmine.exchange.naming import CodePlace, made_guid
from textmine.exchange.placed import Placed
from textmine.exchange.project import Loss, LossCounter, Note, Project, Selection, SourceText
from textmine.schema import MAX_TEXT
from textmine.store import Workspace, sha256_of_text

NAME = "textmine codebook"
"""How the name of the note begins."""
_LARGEST = 4_000_000


def codebook_note(book: Codebook) -> Note:
    """Return the note that carries a codebook."""
    text = codebook_toml(book)
    return Note(made_guid("codebook", book.name), f"{NAME} {book.name}", text)


def is_codebook_note(note: Note) -> bool:
    """Whether a note carries a codebook."""
    return note.name.startswith(f"{NAME} ")


def carried_book(project: Project) -> Codebook | None:
    """Return the codebook that a project carries, None where there is none that can be read."""
    for note in project.notes:
        if is_codebook_note(note) and len(note.text) < _LARGEST:
            try:
                return Codebook.model_validate(parse_toml(note.text))
            except (ValidationError, ValueError):
                return None
    return None


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
        guid = made_guid("description", of, text)
        self._notes[guid] = Note(guid, "", text, user, created_at)
        return guid

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
            description = source.description, source.user, source.created_at
            notes.append(self.described(source.guid, *description))
        self.add(notes, document=places[0].document)

    def _take_selection(
        self, selection: Selection, source: SourceText, places: Sequence[Placed]
    ) -> None:
        spans = [(part.document, span) for part in places if (span := span_in(part, selection))]
        notes = list(selection.notes)
        if selection.description:
            notes.append(
                self.described(
                    selection.guid, selection.description, selection.user, selection.created_at
                )
            )
        if not notes or not spans:
            self.lost.add("selections without a code or a note", source.name)
            return
        document, span = spans[0]
        self.add(notes, document=document, span=span)


def memo_guid(memo: Memo) -> str:
    """Return the GUID of a memo as a note."""
    return made_guid("memo", memo.number, memo.begun_at)


def keep_notes(
    workspace: Workspace,
    notes: Sequence[FoundNote],
    corpus: str,
    book: Codebook | None,
    texts: Mapping[str, str],
) -> int:
    """Keep notes as memos; return how many are new, or new versions of memos that were here.

    A note that says what a memo on the same thing says is that memo.
    """
    store = open_memos(workspace)
    standing = store.standing()
    here = {memo_guid(memo): memo for memo in standing}
    known = {(memo.target, memo.text) for memo in standing}
    new: list[Memo] = []
    changed: list[Memo] = []
    for note in notes:
        text = _plain(note.note.text)[:MAX_TEXT]
        if note.note.guid in here:
            former = here[note.note.guid]
            if former.text != text:
                changed.append(replace(former, text=text))
            continue
        memo = _memo(note, text, corpus, book, texts)
        if (memo.target, memo.text) not in known:
            known.add((memo.target, memo.text))
            new.append(memo)
    added = store.add(new) if new else []
    return len(added) + len(store.change(changed) if changed else [])


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def _memo(
    one: FoundNote, text: str, corpus: str, book: Codebook | None, texts: Mapping[str, str]
) -> Memo:
    target, seen = Target("corpus", corpus) if corpus else Target(), Seen()
    if one.code is not None and book is not None:
        target = Target("code", book.name, one.code.code, one.code.dimension)
        seen = Seen(codebook_version=book.version)
    elif one.document in texts:
        stored = texts[one.document]
        digest = sha256_of_text(" ".join(stored.split()))
        start, end = one.span or (None, None)
        target = Target("document", corpus, one.document, "", start, end)
        quoted = stored[start:end] if one.span else ""
        seen = Seen(quoted=quoted, text_digest=digest)
    return Memo(text, title=one.note.name[:200], by=one.author[:200], target=target, seen=seen)
