"""Who took part: documents, words and coded documents of each person, and of kinds by cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from textmine.corpus.corpus import Corpus
from textmine.corpus.hierarchy import CASE, only_to_code
from textmine.corpus.joined import JoinedTable
from textmine.corpus.spaceless import n_between_spaces
from textmine.errors import InputError, did_you_mean
from textmine.schema import AUTHOR, META


@dataclass(frozen=True)
class Counts:
    """How many people, and documents, words and coded documents of them."""

    people: int = 0
    documents: int = 0
    words: int = 0
    coded: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.people + other.people,
            self.documents + other.documents,
            self.words + other.words,
            self.coded + other.coded,
        )


@dataclass(frozen=True)
class Person:
    """A row of a joined table: its id, its values by attribute, and what it has in the corpus."""

    id: str
    values: dict[str, str]
    counts: Counts


@dataclass(frozen=True)
class Cross:
    """People by one attribute, or by two; `columns` is None and has no values where it is one.

    The value "" is that of people without one, and comes last.
    """

    rows: str
    columns: str | None
    row_values: tuple[str, ...]
    column_values: tuple[str, ...]
    cells: dict[tuple[str | None, str | None], Counts]

    def at(self, row: str | None, column: str | None) -> Counts:
        """Return what stands in a cell, or in a margin, whose row or column is None."""
        return self.cells.get((row, column), Counts())


def table_on(corpus: Corpus, on: str | None = None, attributes: Sequence[str] = ()) -> JoinedTable:
    """Return the table that is joined to a corpus by a column.

    By default it is the first that has all these attributes, else the first. Raises InputError
    where none is joined.
    """
    tables = {table.on: table for table in corpus.beside.participants.tables}
    if not tables:
        raise InputError(
            f"No participants are joined to '{corpus.name}'.",
            hint=f"Join a table with 'textmine participants import {corpus.name} FILE'.",
        )
    if on is None:
        wanted = {name.removeprefix(META) for name in attributes}
        having = (table for table in tables.values() if wanted <= {*table.attributes})
        return next(having, next(iter(tables.values())))
    for name in (on, META + on):
        if name in tables:
            return tables[name]
    raise InputError(
        f"No table is joined to '{corpus.name}' by {on}.", hint=did_you_mean(on, tables)
    )


def listed_people(corpus: Corpus, table: JoinedTable, coded: Collection[str] = ()) -> list[Person]:
    """Return the people of a table in its order; `coded` are the ids of coded documents.

    Of interviews, cases and files only what respondents say is counted (`counted_for`).
    """
    counts: defaultdict[str, Counts] = defaultdict(Counts)
    is_coded = set(coded)
    corpus = counted_for(corpus, table, is_coded)
    people = table.people(corpus.column(table.on))
    for person, identity, text in zip(people, corpus.ids, corpus.texts, strict=True):
        if person:
            counts[person] += Counts(0, 1, n_between_spaces(text), int(identity in is_coded))
    lone_person = Counts(people=1)
    return [
        Person(
            row[0], dict(zip(table.attributes, row[1:], strict=True)), lone_person + counts[row[0]]
        )
        for row in table.rows
    ]


def counted_for(corpus: Corpus, table: JoinedTable, coded: Collection[str] = ()) -> Corpus:
    """Return the documents that are counted for people: questions only for who asks them."""
    return corpus if table.on == AUTHOR else only_to_code(corpus, coded)


def cross(people: Sequence[Person], by: Sequence[str]) -> Cross:
    """Count people by one attribute or by two, with margins.

    Raises InputError for an attribute that they do not have, and for more than two.
    """
    if not 1 <= len(by) <= 2:
        raise InputError("Count people by one attribute or by two.", hint="Name fewer.")
    first, second = [*(_known(people, name) for name in by), None][:2]
    if first == second:
        raise InputError(f"'{first}' is there twice.", hint="Name another attribute.")
    cells: defaultdict[tuple[str | None, str | None], Counts] = defaultdict(Counts)
    for person in people:
        row = person.values[str(first)]
        column = None if second is None else person.values[second]
        for key in {(row, column), (row, None), (None, column), (None, None)}:
            cells[key] += person.counts
    return Cross(
        str(first),
        second,
        _ordered(person.values[str(first)] for person in people),
        _ordered(person.values[second] for person in people) if second is not None else (),
        dict(cells),
    )


def _known(people: Sequence[Person], name: str) -> str:
    attributes = list(people[0].values) if people else []
    bare = name.removeprefix(META)
    if bare not in attributes:
        hint = did_you_mean(bare, attributes)
        if bare == CASE.removeprefix(META):
            hint += (
                " Which column holds the case, 'participants import --case COLUMN --replace' says."
            )
        raise InputError(f"The participants have no '{name}'.", hint=hint)
    return bare


def _ordered(values: Iterable[str]) -> tuple[str, ...]:
    """Return different values in order, "" at the end."""
    return tuple(sorted(set(values), key=lambda value: (not value, value)))
