"""A corpus with its codebook, codings and memos as a project for other coding software."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from textmine import __version__
from textmine.codebook import Code, Codebook
from textmine.corpus import Corpus
from textmine.exchange import naming
from textmine.exchange.made_codings import Content, Draft, Memos, memo_notes, selections_of
from textmine.exchange.notes import codebook_note
from textmine.exchange.placed import Placed, thread_texts
from textmine.exchange.positions import PROFILES
from textmine.exchange.project import Case, Project, ProjectCode, Selection, SourceText, Variable
from textmine.schema import AUTHOR, ID, META, TEXT

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


def made_project(content: Content) -> MadeProject:
    """Return a corpus as a project; what has no place in one is among its losses.

    The same thing always has the same GUID, so that a program can tell what it has already.
    """
    draft = Draft(content)
    corpus, book = content.corpus, content.codebook
    memos = memo_notes(draft)
    variables = _variables(corpus)
    values = _values(corpus, variables)
    selections = selections_of(draft, memos)
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


def project_codes(book: Codebook, memos: Memos | None = None) -> Iterable[ProjectCode]:
    """Yield the dimensions of a codebook as folders, its codes in them, and their roles below."""
    names = naming.names_of_book(book)
    parents = {(d.id, code.id): code.parent for d in book.coded_dimensions for code in d.codes}
    for number, (place, dimension, code) in enumerate(naming.places_of_book(book)):
        guid = naming.code_guid(book.name, place)
        if code is None:
            yield ProjectCode(guid, names[place], "", dimension.question, "", codable=False)
            continue
        above = naming.CodePlace(place.dimension, parents[place.dimension, place.code])
        if place.role:
            above = naming.CodePlace(place.dimension, place.code)
        yield ProjectCode(
            guid,
            names[place],
            naming.code_guid(book.name, above),
            "" if place.role else _described(code),
            _COLOURS[number % len(_COLOURS)],
            code.given,
            () if place.role else tuple((memos or {}).get(("code", dimension.id, code.id), ())),
        )


def _described(code: Code) -> str:
    """Return definition, what to include and exclude, and examples, a line each."""
    lines = [
        code.definition,
        f"Include: {code.include}" if code.include else "",
        f"Exclude: {code.exclude}" if code.exclude else "",
        *(f"Example: {example}" for example in code.examples),
    ]
    return "\n".join(filter(None, lines))


def _variables(corpus: Corpus) -> dict[str, Variable]:
    """Return a variable for each column that has values, by column."""
    names = [str(name) for name in corpus.documents.columns if name not in (ID, TEXT)]
    names = [name for name in names if any(corpus.column(name))]
    plain = [name.removeprefix(META) for name in names]
    variables = {}
    for name, bare in zip(names, plain, strict=True):
        title = name if plain.count(bare) > 1 else bare
        variables[name] = Variable(naming.made_guid("variable", corpus.name, name), title)
    return variables


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
    memos: Memos,
) -> tuple[tuple[SourceText, ...], dict[str, Sequence[Placed]]]:
    sources = []
    places: dict[str, Sequence[Placed]] = {}
    for identity, text in zip(corpus.ids, corpus.texts, strict=True):
        guid = naming.source_guid(corpus.name, "document", identity)
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
    draft: Draft, selections: Mapping[str, Sequence[Selection]], memos: Memos
) -> tuple[tuple[SourceText, ...], dict[str, Sequence[Placed]]]:
    corpus = draft.content.corpus
    sources = []
    places: dict[str, Sequence[Placed]] = {}
    for thread in thread_texts(corpus):
        guid = naming.source_guid(corpus.name, "thread", thread.thread)
        places[guid] = thread.places
        mine: list[Selection] = []
        notes: list[str] = []
        for part in thread.places:
            notes += memos.get(("document", part.document, ""), ())
            for selection in selections.get(part.document, ()):
                start, end = selection.start + part.start, selection.end + part.start
                mine.append(replace(selection, start=start, end=end))
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
            source = naming.source_guid(corpus.name, "document", identity)
            members.setdefault(name, []).append(source)
    known: dict[str, list[tuple[str, str]]] = {}
    for table in corpus.beside.participants.tables:
        if table.on != column:
            continue
        here = [
            (variables[name].guid, number)
            for number, name in enumerate(table.columns, start=1)
            if name in variables
        ]
        for row in table.rows:
            cells = [(guid, row[index]) for guid, index in here if row[index]]
            known.setdefault(row[0], []).extend(cells)
    return tuple(
        Case(
            naming.made_guid("case", corpus.name, column, name),
            name,
            sources=tuple(mine),
            values=tuple(known.get(name, ())),
        )
        for name, mine in members.items()
    )
