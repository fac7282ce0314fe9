"""Sources of a project as documents of a corpus: a new one, or one that is there already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from textmine.cells import CellRule
from textmine.corpus import Corpus, RawTable, Reading
from textmine.corpus.joined import JoinedTable
from textmine.corpus.reading.importing import documents_of
from textmine.exchange.naming import source_guid
from textmine.exchange.placed import Placed, ThreadText, placed, thread_texts
from textmine.exchange.project import Loss, LossCounter, Project, SourceText
from textmine.schema import AUTHOR, FIELD_NAMES, ID, MAX_TEXT, META, TEXT

CASE, SETS = f"{META}case", f"{META}sets"
_AS_SPELT = CellRule(missing=(), exact=True)


@dataclass(frozen=True)
class SourceDocuments:
    """The documents that each source has, by GUID, and what has no place; `reading` is of new ones.

    `people` are the cases with their values, None where they have none.
    """

    places: Mapping[str, Sequence[Placed]]
    losses: tuple[Loss, ...] = ()
    reading: Reading | None = None
    people: JoinedTable | None = None
    matched: tuple[str, ...] = ()


@dataclass
class _Rows:
    names: list[str] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)

    def add(self, row: dict[str, str]) -> None:
        self.rows.append(row)
        self.names += [name for name in row if name not in self.names]


def new_documents(
    project: Project, path: Path, keep_personal: Sequence[str] = ()
) -> SourceDocuments:
    """Read the sources of a project as documents of a new corpus.

    A document is called as its source is. Sources without a text, or with one that is too long for
    a document, are lost.
    """
    lost = LossCounter()
    ids = _ids(project.sources)
    variables = _variable_columns(project)
    cases, sets = _members(project, lost)
    cells = _Rows()
    sources: list[SourceText] = []
    for source in project.sources:
        if not _fits(source, lost):
            continue
        sources.append(source)
        row = {ID: ids[source.guid], TEXT: source.text}
        for variable, value in source.values:
            if variable in variables and value:
                row[variables[variable]] = value
        if source.guid in cases:
            row[CASE] = cases[source.guid]
        if source.guid in sets:
            row[SETS] = sets[source.guid]
        cells.add(row)
    if not sources:
        return SourceDocuments({}, lost.losses)
    members = [row for row in cells.rows if row.get(CASE)]
    own = next((column for column in (AUTHOR, "case") if _says_the_case(members, column)), "")
    if own:
        cells.names = [name for name in cells.names if name != CASE]
    people = _people(project, cells.names, variables, AUTHOR if own == AUTHOR else CASE)
    reading = documents_of(
        _raw(cells, path, project),
        path,
        columns=_given(cells.names) if project.origin.startswith("textmine") else None,
        keep_orphans=True,
        cut_cycles=True,
        keep_personal=keep_personal,
        rule=_AS_SPELT,
    )
    stored = dict(
        zip(*(reading.checked.table[name].to_pylist() for name in (ID, TEXT)), strict=True)
    )
    places = {
        text.guid: [placed_source]
        for text in sources
        if (placed_source := placed(text.text, ids[text.guid], stored.get(ids[text.guid], "")))
        is not None
    }
    return SourceDocuments(places, lost.losses, reading, people)


def _fits(source: SourceText, lost: LossCounter) -> bool:
    if not source.text.strip():
        lost.add("sources without any text", source.name)
    elif len(source.text) > MAX_TEXT:
        lost.add(f"texts of more than {MAX_TEXT:,} characters, with their codes", source.name)
    elif "\0" in source.text:
        lost.add("texts with NUL characters, with their codes", source.name)
    else:
        return True
    return False


def _raw(cells: _Rows, path: Path, project: Project) -> RawTable:
    columns = cells.names
    return RawTable(
        source=path.name,
        columns=columns,
        rows=[[row.get(name, "") for name in columns] for row in cells.rows],
        numbers=list(range(1, len(cells.rows) + 1)),
        facts={"read as": "project of coding software", "written by": project.origin[:200]},
        fields={ID: ID, TEXT: TEXT},
    )


def _given(columns: Sequence[str]) -> dict[str, str | None]:
    """Return what our own columns are: each field by its name, and no other is guessed."""
    return {name: name if name in columns else "-" for name in FIELD_NAMES if name != TEXT}


def _ids(sources: Sequence[SourceText]) -> dict[str, str]:
    """Return an id for each source by GUID: its name, with a number where that is taken."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for source in sources:
        base = name = " ".join(source.name.split()) or source.guid
        number = 2
        while name in taken:
            name, number = f"{base} ({number})", number + 1
        taken.add(name)
        ids[source.guid] = name
    return ids


def _variable_columns(project: Project) -> dict[str, str]:
    """Return the column of each variable by GUID."""
    columns: dict[str, str] = {}
    for variable in project.variables:
        base = name = " ".join(variable.name.split()) or "variable"
        number = 2
        while name in (ID, TEXT, CASE, SETS, *columns.values()):
            name, number = f"{base} ({number})", number + 1
        columns[variable.guid] = name
    return columns


def _members(project: Project, lost: LossCounter) -> tuple[dict[str, str], dict[str, str]]:
    """Return the case of each source, and the sets that it is in, by GUID."""
    by_file = {source.file_guid: source.guid for source in project.sources if source.file_guid}
    known = {source.guid for source in project.sources}
    cases: dict[str, str] = {}
    for case in project.cases:
        for guid in case.sources:
            source = guid if guid in known else by_file.get(guid, "")
            if not source:
                lost.add("sources of cases that are not there", case.name)
            elif source in cases:
                lost.add("sources that belong to a second case", f"{case.name}")
            else:
                cases[source] = case.name
    sets: dict[str, str] = {}
    for grouping in project.groupings:
        for guid in grouping.sources:
            source = guid if guid in known else by_file.get(guid, "")
            sets[source] = f"{sets[source]}; {grouping.name}" if source in sets else grouping.name
    return cases, sets


def _says_the_case(rows: Sequence[Mapping[str, str]], column: str) -> bool:
    """Whether a column names the case of every row that has one."""
    return bool(rows) and all(row.get(column) == row[CASE] for row in rows)


def _people(
    project: Project, columns: Sequence[str], names: Mapping[str, str], on: str
) -> JoinedTable | None:
    """Return the cases with the values that sources do not have themselves; None for no values."""
    cases = {case.name: case for case in project.cases if case.name}
    with_values = {variable for case in cases.values() for variable, value in case.values if value}
    attributes = [
        names[variable.guid]
        for variable in project.variables
        if variable.guid in with_values and names[variable.guid] not in (*columns, *FIELD_NAMES)
    ]
    if not attributes:
        return None
    rows = []
    for name, case in cases.items():
        cells = {names[variable]: value for variable, value in case.values if variable in names}
        rows.append((name, *(cells.get(attribute, "") for attribute in attributes)))
    return JoinedTable(
        on=on,
        key="case",
        source="cases of the project",
        sha256="",
        attributes=tuple(name.removeprefix(META) for name in attributes),
        rows=tuple(rows),
    )


def known_documents(
    project: Project, corpus: Corpus, mapped: Mapping[str, Sequence[Placed]] = MappingProxyType({})
) -> SourceDocuments:
    """Find the sources of a project among the documents of a corpus, by GUID, else by name.

    A source may be a thread: as a map says (`mapped`), or as it is written here. Sources that the
    corpus does not have, or has with another text, are lost with their codes.
    """
    lost = LossCounter()
    texts = dict(zip(corpus.ids, corpus.texts, strict=True))
    by_guid = {source_guid(corpus.name, "document", text): text for text in texts}
    names = _ids(project.sources)
    threads = _threads_of(project, corpus, {*by_guid})
    placed_documents: dict[str, Sequence[Placed]] = {}
    for source in project.sources:
        named = (source.name, names[source.guid], source.name.removesuffix(".txt"))
        document = by_guid.get(source.guid) or next(
            (identity for identity in named if identity in texts), None
        )
        thread = threads.get(source.guid) or threads.get(source.name)
        codes = (
            f"{source.name} ({sum(len(selection.marks) for selection in source.selections)} codes)"
        )
        places = mapped.get(source.guid) or mapped.get(source.name) or ()
        if places and all(
            source.text[part.start : part.end] == texts.get(part.document) for part in places
        ):
            placed_documents[source.guid] = places
        elif thread is not None and thread.text == source.text:
            placed_documents[source.guid] = thread.places
        elif document is None and thread is None:
            lost.add("sources that the corpus does not have", codes)
        elif document is not None and (
            (placed_document := placed(source.text, document, texts[document])) is not None
        ):
            placed_documents[source.guid] = [placed_document]
        else:
            lost.add("sources whose text is another one in the corpus", codes)
    return SourceDocuments(placed_documents, lost.losses, matched=tuple(placed_documents))


def _threads_of(project: Project, corpus: Corpus, documents: set[str]) -> dict[str, ThreadText]:
    """Return the threads of a corpus, by GUID and by name, where sources may be threads."""
    if all(source.guid in documents for source in project.sources):
        return {}
    threads = thread_texts(corpus)
    by_name = {thread.thread: thread for thread in threads if len(thread.places) > 1}
    return {
        **by_name,
        **{source_guid(corpus.name, "thread", thread.thread): thread for thread in threads},
    }
