"""A corpus with its codebook, codings and memos as a project for other coding software."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from textmine import __version__
from textmine.choices import CodingSoftware, ExchangeSources
from textmine.codebook import Code, Codebook
from textmine.coding.memos.memo import Memo
from textmine.corpus import Corpus
from textmine.exchange.carried_book import codebook_note
from textmine.exchange.codings import document_mark_guid, read_time
from textmine.exchange.guids import made_guid
from textmine.exchange.memos import memo_guid
from textmine.exchange.naming import (
    CodePlace,
    Coder,
    code_guid,
    names_of_book,
    places_of_book,
    source_guid,
)
from textmine.exchange.placed import Placed
from textmine.exchange.profiles import PROFILES
from textmine.exchange.project import (
    Case,
    LossCounter,
    Mark,
    Note,
    Project,
    ProjectCode,
    Selection,
    SourceText,
    User,
    Variable,
)
from textmine.exchange.threads import thread_texts
from textmine.schema import AUTHOR, ID, META, TEXT, Coding

_COLOURS = (
    *("#1f77b4", "#d95f02", "#2ca02c", "#b5179e", "#8c564b", "#7570b3", "#0096a0", "#c0392b"),
    *("#6a8a00", "#4a4e69", "#e6a100", "#a0522d"),
)
"""Colours of codes in turn; some programs show codes without one all alike."""
_CASE = f"{META}case"


@dataclass(frozen=True)
class MadeProject:
    """A project, and where each document stands in its sources: GUID -> places."""

    project: Project
    places: Mapping[str, Sequence[Placed]]


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
class _Draft:
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


def made_project(content: Content) -> MadeProject:
    """Return a corpus as a project; what has no place in one is among its losses.

    The same thing always has the same GUID, so that a program can tell what it has already.
    """
    draft = _Draft(content)
    corpus, book = content.corpus, content.codebook
    memos = _memos(draft)
    variables = _variables(corpus)
    values = _values(corpus, variables)
    selections = _selections(draft, memos)
    if content.sources == "threads":
        sources, places = _thread_sources(draft, selections, memos)
        variables = {}
    else:
        sources, places = _document_sources(corpus, selections, values, memos)
    cases = () if content.sources == "threads" else _cases(corpus, variables)
    if book is not None:
        note = codebook_note(book)
        draft.notes[note.guid] = note
    program = PROFILES[content.program].program if content.program else ""
    origin = f"textmine for {program} {__version__}" if program else f"textmine {__version__}"
    project = Project(
        name=corpus.name,
        origin=origin,
        users=tuple(draft.users.values()),
        codes=tuple(project_codes(book, memos)) if book is not None else (),
        variables=tuple(variables.values()),
        cases=cases,
        sources=sources,
        notes=tuple(draft.notes.values()),
        notes_on=tuple(memos.get(("corpus", "", ""), ())),
        losses=draft.lost.losses,
    )
    return MadeProject(project, places)


_Memos = Mapping[tuple[str, ...], Sequence[str]]
"""("code", dimension, code), ("document", id, ""), ("corpus", "", "") -> GUIDs of notes."""


def project_codes(book: Codebook, memos: _Memos | None = None) -> Iterable[ProjectCode]:
    """Yield the dimensions of a codebook as folders, its codes in them, and their roles below."""
    names = names_of_book(book)
    parents = {(d.id, code.id): code.parent for d in book.coded_dimensions for code in d.codes}
    for number, (place, dimension, code) in enumerate(places_of_book(book)):
        guid = code_guid(book.name, place)
        if code is None:
            yield ProjectCode(guid, names[place], "", dimension.question, "", codable=False)
            continue
        above = CodePlace(place.dimension, parents[place.dimension, place.code])
        if place.role:
            above = CodePlace(place.dimension, place.code)
        yield ProjectCode(
            guid,
            names[place],
            code_guid(book.name, above),
            "" if place.role else _described(code),
            _COLOURS[number % len(_COLOURS)],
            code.given,
            () if place.role else tuple((memos or {}).get(("code", dimension.id, code.id), ())),
        )


def _described(code: Code) -> str:
    """Return definition, what to include and exclude, and examples, a line each."""
    told = [
        code.definition,
        f"Include: {code.include}" if code.include else "",
        f"Exclude: {code.exclude}" if code.exclude else "",
        *(f"Example: {one}" for one in code.examples),
    ]
    return "\n".join(filter(None, told))


def _memos(draft: _Draft) -> dict[tuple[str, ...], list[str]]:
    """Write memos on this corpus and this codebook as notes; return where they are referred to."""
    content = draft.content
    found: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
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
        found[key].append(guid)
    return dict(found)


def _selections(draft: _Draft, memos: _Memos) -> dict[str, list[Selection]]:
    """Return the selections of each document: one for each span, coder and code."""
    content = draft.content
    corpus = content.corpus
    lengths = {one: len(text) for one, text in zip(corpus.ids, corpus.texts, strict=True)}
    found: defaultdict[str, list[Selection]] = defaultdict(list)
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
        found[coding.document].append(selection)
    for (about, document, span), guids in memos.items():
        if about == "document" and span:
            start, end = map(int, span.split("-"))
            if start < end <= lengths[document]:
                guid = made_guid("memo on", corpus.name, document, span)
                one = Selection(guid, start, end, notes=tuple(guids))
                found[document].append(one)
    return found


def _variables(corpus: Corpus) -> dict[str, Variable]:
    """Return a variable for each column that has values, by column."""
    names = [str(name) for name in corpus.documents.columns if name not in (ID, TEXT)]
    names = [name for name in names if any(corpus.column(name))]
    plain = [name.removeprefix(META) for name in names]
    found = {}
    for name, bare in zip(names, plain, strict=True):
        told = name if plain.count(bare) > 1 else bare
        found[name] = Variable(made_guid("variable", corpus.name, name), told)
    return found


def _values(
    corpus: Corpus, variables: Mapping[str, Variable]
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the values of each document by variable."""
    columns = [(variable.guid, corpus.column(name)) for name, variable in variables.items()]
    return {
        identity: tuple((guid, cells[at]) for guid, cells in columns if cells[at])
        for at, identity in enumerate(corpus.ids)
    }


def _document_sources(
    corpus: Corpus,
    selections: Mapping[str, Sequence[Selection]],
    values: Mapping[str, tuple[tuple[str, str], ...]],
    memos: _Memos,
) -> tuple[tuple[SourceText, ...], dict[str, Sequence[Placed]]]:
    sources = []
    places: dict[str, Sequence[Placed]] = {}
    for identity, text in zip(corpus.ids, corpus.texts, strict=True):
        guid = source_guid(corpus.name, "document", identity)
        places[guid] = (Placed(identity, 0, len(text)),)
        sources.append(
            SourceText(
                guid,
                identity,
                text,
                tuple(selections.get(identity, ())),
                values=values[identity],
                notes=tuple(memos.get(("document", identity, ""), ())),
            )
        )
    return tuple(sources), places


def _thread_sources(
    draft: _Draft, selections: Mapping[str, Sequence[Selection]], memos: _Memos
) -> tuple[tuple[SourceText, ...], dict[str, Sequence[Placed]]]:
    corpus = draft.content.corpus
    sources = []
    places: dict[str, Sequence[Placed]] = {}
    for thread in thread_texts(corpus):
        guid = source_guid(corpus.name, "thread", thread.thread)
        places[guid] = thread.places
        mine: list[Selection] = []
        notes: list[str] = []
        for place in thread.places:
            notes += memos.get(("document", place.document, ""), ())
            for one in selections.get(place.document, ()):
                start, end = one.start + place.start, one.end + place.start
                mine.append(replace(one, start=start, end=end))
        source = SourceText(guid, thread.thread, thread.text, tuple(mine), notes=tuple(notes))
        sources.append(source)
    columns = [name for name in corpus.documents.columns if name not in (ID, TEXT)]
    if columns:
        draft.lost.add("columns of documents, which threads have not", ", ".join(map(str, columns)))
    return tuple(sources), places


def _cases(corpus: Corpus, variables: Mapping[str, Variable]) -> tuple[Case, ...]:
    """Return cases, else authors, as cases with their documents and what is known of them."""
    column = _CASE if _CASE in corpus.documents else AUTHOR
    members: dict[str, list[str]] = {}
    for identity, name in zip(corpus.ids, corpus.column(column), strict=True):
        if name:
            source = source_guid(corpus.name, "document", identity)
            members.setdefault(name, []).append(source)
    known: dict[str, list[tuple[str, str]]] = {}
    for table in corpus.beside.participants.tables:
        if table.on != column:
            continue
        here = [
            (variables[name].guid, place)
            for place, name in enumerate(table.columns, start=1)
            if name in variables
        ]
        for row in table.rows:
            cells = [(guid, row[place]) for guid, place in here if row[place]]
            known.setdefault(row[0], []).extend(cells)
    return tuple(
        Case(
            made_guid("case", corpus.name, column, name),
            name,
            sources=tuple(mine),
            values=tuple(known.get(name, ())),
        )
        for name, mine in members.items()
    )
