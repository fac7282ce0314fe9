"""Join a table of people, interviews or files to a corpus, or take it away again."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from textmine.cells import AS_FOUND, CellRule
from textmine.corpus.corpus import Corpus, Stored
from textmine.corpus.joined import JoinedTable, Participants, values_of
from textmine.corpus.participants.listing import table_on
from textmine.corpus.participants.matching import Match, find_match
from textmine.corpus.participants.table import read_people
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import ReadOptions
from textmine.corpus.reading.readers import read_raw
from textmine.corpus.reading.restored import restored
from textmine.corpus.saving import change_corpus
from textmine.errors import BadRowsError, InputError
from textmine.schema import META, TEXT
from textmine.store import Workspace, sha256_of_file

_SHOWN = 6


@dataclass(frozen=True)
class ParticipantsRequest:
    """A table to join to a corpus; None lets it be found out.

    `key` is the column of the table with the ids, `on` the column of the corpus that has them,
    `case` the column that names the case. `cells` says how cells are read, `keep_personal` which
    columns with personal data stay; `replacing` lets columns of an earlier table go.
    """

    path: Path
    corpus: str
    key: str | None = None
    on: str | None = None
    case: str | None = None
    options: ReadOptions = field(default_factory=ReadOptions)
    keep_personal: tuple[str, ...] = ()
    cells: CellRule = AS_FOUND
    replacing: bool = False


@dataclass(frozen=True)
class ImportedPeople:
    """The table as it is joined, and the corpus with it; `former` is what it took the place of.

    `unchanged` says that it was joined already.
    """

    table: JoinedTable
    corpus: Corpus
    remarks: tuple[str, ...]
    former: JoinedTable | None = None
    unchanged: bool = False


def import_participants(
    workspace: Workspace, request: ParticipantsRequest, *, dry_run: bool = False
) -> ImportedPeople:
    """Join a table to the documents of a corpus, and keep it with them.

    Raises BadRowsError for rows that cannot be used, and InputError where it cannot be told how to
    join it, where the documents have a column of that name with other values, and where an earlier
    table stands in the way and is not to be replaced.
    """
    raw = restored(read_raw(request.path, request.options))
    if TEXT in raw.fields:
        raise InputError(f"{request.path} holds texts.", hint="Name a table: a CSV or a workbook.")
    if not raw.rows and raw.problems:
        raise BadRowsError(str(request.path), raw.problems, hint="No good row is left.")
    if not raw.rows:
        raise InputError(f"{request.path} has a header and no rows.", hint="Add a row a person.")
    digest = sha256_of_file(request.path) if request.path.is_file() else ""
    imports: list[ImportedPeople] = []

    def change(stored: Stored) -> Stored:
        imported = _joined(stored, raw, request, digest)
        imports.append(imported)
        return stored if imported.unchanged else replace(stored, beside=imported.corpus.beside)

    change_corpus(workspace, request.corpus, change, dry_run=dry_run)
    return imports[-1]


def rejoined(stored: Stored) -> list[str]:
    """Say of each table that is kept with a corpus how it fits the documents that it has now."""
    sentences = []
    corpus = stored.corpus()
    for table in corpus.beside.participants.tables:
        people = table.people(corpus.column(table.on))
        here, without = len(set(people) - {""}), people.count("")
        what = f"The table of {len(table.rows):,} participants ({table.source})"
        if not here:
            sentences.append(
                f"{what} names none of the documents by {table.on} any more: none of them has "
                f"{', '.join(table.columns)}. Join it again with 'textmine participants import "
                f"{corpus.name} FILE --replace', or take the import back with 'textmine undo'."
            )
            continue
        sentences.append(
            f"{what} is joined again by {table.on}: {here:,} of them have documents, {without:,} "
            f"of {len(corpus):,} documents have none of them."
        )
        own = [column for column in table.columns if column in stored.documents]
        if own:
            sentences.append(
                f"The documents have {', '.join(own)} themselves: that stands, and not what "
                f"{table.source} says."
            )
    return sentences


def _joined(
    stored: Stored, raw: RawTable, request: ParticipantsRequest, digest: str
) -> ImportedPeople:
    whole = stored.corpus(whole=True)
    match = find_match(raw, whole, request.key, request.on, exact=request.cells.exact)
    people = read_people(
        raw, match.key, case=request.case, keep_personal=request.keep_personal, rule=request.cells
    )
    table = JoinedTable(
        on=match.on,
        key=match.key,
        source=request.path.name,
        sha256=digest,
        attributes=people.attributes,
        rows=people.rows,
        ways=match.ways,
    )
    if match.on in table.columns:
        raise InputError(
            f"{match.on} is the table's own column: '{match.key}' has its values already.",
            hint="Name another --key or --on.",
        )
    remarks = (*people.remarks, *_said_of(match))
    tables = stored.beside.participants.tables
    former = next((other for other in tables if other.on == match.on), None)
    if former is not None and _same(former, table):
        return ImportedPeople(former, stored.corpus(), remarks, former, unchanged=True)
    if former is not None and not request.replacing:
        raise InputError(
            f"A table is joined to '{whole.name}' by {match.on} already: {len(former.rows):,} "
            f"rows of {former.source} ({', '.join(former.attributes)}); this one differs. Nothing "
            "was changed.",
            hint="Say --replace to put this one in its place; 'textmine undo' brings it back.",
        )
    remarks += _refuse_own_columns(stored, table)
    other_tables = _others(tables, table, former, replacing=request.replacing, corpus=whole)
    participants = Participants(tables=tuple(other_tables))
    refuse_lost_ground(stored, participants)
    after = replace(stored, beside=replace(stored.beside, participants=participants))
    return ImportedPeople(table, after.corpus(), remarks, former)


def _same(table: JoinedTable, other: JoinedTable) -> bool:
    """Whether two tables say the same, whatever the order of rows and the name of the file."""
    return (table.attributes, table.ways) == (other.attributes, other.ways) and sorted(
        table.rows
    ) == sorted(other.rows)


def _said_of(match: Match) -> tuple[str, ...]:
    parts = [f"'{match.key}' is joined to {match.on}"]
    if match.alike:
        listed = ", ".join(f"'{value}' is {person}" for value, person in match.alike[:_SHOWN])
        more = f" and {len(match.alike) - _SHOWN:,} more" if len(match.alike) > _SHOWN else ""
        parts.append(
            f"not spelt the same, and read as the same ({' and '.join(match.ways)}): {listed}"
            f"{more}; --exact keeps them apart"
        )
    return tuple(parts)


def _refuse_own_columns(stored: Stored, table: JoinedTable) -> tuple[str, ...]:
    """Raise InputError for a column that the documents have with other values; say if the same."""
    people = table.people(values_of(stored.corpus(whole=True).documents, table.on))
    same = []
    for attribute, column in zip(table.attributes, table.columns, strict=True):
        if column not in stored.documents:
            continue
        cell_of = dict(zip(table.ids, table.cells(attribute), strict=True))
        pairs = zip(people, values_of(stored.documents, column), strict=True)
        for person, there in pairs:
            if person and cell_of[person] != there:
                raise InputError(
                    f"The documents of '{stored.info.name}' have a column '{column}' of their own "
                    f"with other values: '{there}' where {table.source} has "
                    f"'{cell_of[person]}' ({person}). Nothing was changed.",
                    hint=f"Give the column '{attribute}' of {table.source} another name.",
                )
        same.append(f"{column} stands in the documents already, with the same values")
    return tuple(same)


def _others(
    tables: tuple[JoinedTable, ...],
    table: JoinedTable,
    former: JoinedTable | None,
    *,
    replacing: bool,
    corpus: Corpus,
) -> list[JoinedTable]:
    """Return the tables of a corpus with this one; columns that an earlier one has go over."""
    kept_tables: list[JoinedTable] = []
    for other in tables:
        if other is former:
            kept_tables.append(table)
            continue
        shared = [name for name in other.attributes if name in table.attributes]
        if shared and not replacing:
            raise InputError(
                f"{META}{shared[0]} is joined to '{corpus.name}' by {other.on} already, from "
                f"{other.source}. Nothing was changed.",
                hint="Say --replace to take that column from this table; 'textmine undo' brings "
                "it back.",
            )
        rest = _without(other, shared)
        kept_tables += [rest] if rest.attributes else []
    return kept_tables if former is not None else [*kept_tables, table]


def _without(table: JoinedTable, names: list[str]) -> JoinedTable:
    places = [
        0,
        *(at for at, attribute in enumerate(table.attributes, 1) if attribute not in names),
    ]
    return table.model_copy(
        update={
            "attributes": tuple(
                attribute for attribute in table.attributes if attribute not in names
            ),
            "rows": tuple(tuple(row[index] for index in places) for row in table.rows),
        }
    )


def refuse_lost_ground(stored: Stored, participants: Participants) -> None:
    """Raise InputError where a table is joined by a column that these `participants` lack."""
    before = {
        joined_table.on for joined_table in _without_ground(stored, stored.beside.participants)
    }
    for table in _without_ground(stored, participants):
        if table.on not in before:
            raise InputError(
                f"{table.source} is joined by {table.on}, which would be gone. Nothing was "
                "changed.",
                hint=f"Keep a column '{table.on.removeprefix(META)}', or remove that table first: "
                f"'textmine participants remove {stored.info.name} --on {table.on}'.",
            )


def _without_ground(stored: Stored, participants: Participants) -> list[JoinedTable]:
    """Return the tables that are joined by a column that is not there."""
    known = set(map(str, stored.documents.columns))
    lost = []
    for table in participants.tables:
        if table.on in known:
            known |= set(table.columns)
        else:
            lost.append(table)
    return lost


def remove_participants(
    workspace: Workspace, name: str, on: str | None = None, *, dry_run: bool = False
) -> JoinedTable:
    """Remove the table that is joined by a column, by default the only one; return it.

    Raises InputError where there is none, where there are several and none is named, and where
    another table is joined by one of its columns.
    """
    removed: list[JoinedTable] = []

    def change(stored: Stored) -> Stored:
        corpus = stored.corpus()
        table = table_on(corpus, on)
        tables = stored.beside.participants.tables
        if on is None and len(tables) > 1:
            raise InputError(
                f"{len(tables)} tables are joined to '{name}'.",
                hint=f"Say --on {', '.join(other.on for other in tables[:-1])} or {tables[-1].on}.",
            )
        rest = Participants(tables=tuple(other for other in tables if other is not table))
        refuse_lost_ground(stored, rest)
        removed.append(table)
        return replace(stored, beside=replace(stored.beside, participants=rest))

    change_corpus(workspace, name, change, dry_run=dry_run)
    return removed[-1]
