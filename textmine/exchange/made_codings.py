"""Codings and memos of a corpus as selections and notes of a project."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from textmine.choices import CodingSoftware, ExchangeSources
from textmine.codebook import Codebook
from textmine.coding.memos.memo import Memo
from textmine.corpus import Corpus
from textmine.exchange.codings import document_mark_guid, read_time
from textmine.exchange.naming import CodePlace, Coder, code_guid, made_guid
from textmine.exchange.notes import memo_guid
from textmine.exchange.project import LossCounter, Mark, Note, Selection, User
from textmine.schema import Coding


@dataclass(frozen=True)
class Content:
    """What a project is made of. `codings` are those of documents, on dimensions that are coded."""

    corpus: Corpus
    codebook: Codebook | None = None
    codings: Sequence[Coding] = ()
    memos: Sequence[Memo] = ()
    sources: ExchangeSources = "documents"
    program: CodingSoftware | None = None


@dataclass
class Draft:
    """What a project gets beside its sources: users and notes, each once; and what is lost."""

    content: Content
    lost: LossCounter = field(default_factory=LossCounter)
    notes: dict[str, Note] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    coders: dict[Coder, str] = field(default_factory=dict)
    codes: dict[CodePlace, str] = field(default_factory=dict)
    times: dict[str, str] = field(default_factory=dict)

    def user(self, coder: Coder) -> str:
        """Return the GUID of a coder, who is listed."""
        if coder not in self.coders:
            guid = self.coders[coder] = coder.guid
            self.users.setdefault(guid, User(guid, coder.user_name))
        return self.coders[coder]

    def code(self, place: CodePlace) -> str:
        """Return the GUID of a code."""
        if place not in self.codes and self.content.codebook is not None:
            self.codes[place] = code_guid(self.content.codebook.name, place)
        return self.codes[place]

    def time(self, given: str) -> str:
        """Return a time as XML has it."""
        if given not in self.times:
            self.times[given] = read_time(given).replace("+00:00", "Z")
        return self.times[given]


Memos = Mapping[tuple[str, ...], Sequence[str]]
"""("code", dimension, code), ("document", id, ""), ("corpus", "", "") -> GUIDs of notes."""


def memo_notes(draft: Draft) -> dict[tuple[str, ...], list[str]]:
    """Write memos on this corpus and this codebook as notes; return where they are referred to."""
    content = draft.content
    references: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    documents = set(content.corpus.ids)
    for memo in content.memos:
        target = memo.target
        key: tuple[str, ...] = ("corpus", "", "")
        if target.about == "code":
            if content.codebook is None or target.place != content.codebook.name:
                continue
            key = ("code", target.dimension, target.name)
        elif target.about == "theme" or target.place != content.corpus.name:
            continue
        elif target.about == "document":
            if target.name not in documents:
                continue
            span = "" if target.start is None else f"{target.start}-{target.end}"
            key = ("document", target.name, span)
        guid = memo_guid(memo)
        user = draft.user(Coder(memo.by)) if memo.by else ""
        draft.notes[guid] = Note(guid, memo.title, memo.text, user, draft.time(memo.created_at))
        references[key].append(guid)
    return dict(references)


def selections_of(draft: Draft, memos: Memos) -> dict[str, list[Selection]]:
    """Return the selections of each document: one for each span, coder and code."""
    content = draft.content
    corpus = content.corpus
    lengths = {identity: len(text) for identity, text in zip(corpus.ids, corpus.texts, strict=True)}
    selections: defaultdict[str, list[Selection]] = defaultdict(list)
    for coding in content.codings:
        if coding.code is None:
            draft.lost.add("times that a coder gave no code", coding.document)
            continue
        if coding.probability is not None:
            draft.lost.add("probabilities of a machine's codes")
        place = CodePlace(coding.dimension, coding.code, coding.role)
        coder = Coder(coding.coder, coding.origin)
        start, end = coding.start, coding.end
        if start is None or end is None:
            guid = document_mark_guid(corpus.name, coding.document, place, coder)
            start, end = 0, lengths[coding.document]
        else:
            parts = (place.dimension, place.code, place.role, coder.origin, coder.name, start, end)
            guid = made_guid("selection", corpus.name, coding.document, *parts)
        user, at = draft.user(coder), draft.time(coding.created_at)
        notes: tuple[str, ...] = ()
        if coding.memo.strip():
            note = Note(made_guid("remark", guid), "Remark on a coding", coding.memo, user, at)
            draft.notes[note.guid] = note
            notes = (note.guid,)
        mark = Mark(made_guid("coding", guid), draft.code(place), user, at, notes)
        selection = Selection(guid, start, end, (mark,), user=user, created_at=at)
        selections[coding.document].append(selection)
    for (about, document, span), guids in memos.items():
        if about == "document" and span:
            start, end = map(int, span.split("-"))
            if start < end <= lengths[document]:
                guid = made_guid("memo on", corpus.name, document, span)
                whole = Selection(guid, start, end, notes=tuple(guids))
                selections[document].append(whole)
    return selections
