"""People: who took part in a corpus, and whom its texts name."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from textmine.corpus import Corpus, only_to_code, said_of_questions
from textmine.corpus.joined import JoinedTable
from textmine.corpus.participants import Counts, Cross, Person, cross
from textmine.corpus.participants.table import CASE
from textmine.present import Column, Section, Table, columns_of, table_of
from textmine.privacy.kinds import KINDS
from textmine.reading.displays.actors import Actor, Actors
from textmine.report.wording import code_heading, first_of
from textmine.schema import AUTHOR

_FEW = 20
"""Different values of an attribute that are shown one by one."""
_SHOWN = 8
_MOST_PARTICIPANTS = 40
NONE = "(none)"

_Counted = tuple[str, str, Counts]


def joined_section(corpus: Corpus, table: JoinedTable, people: Sequence[Person]) -> Section:
    """Return what a table says of the documents of a corpus: who is found, and each attribute."""
    columns = [
        Column("attribute", lambda row: row[0]),
        Column("value", lambda row: row[1]),
        Column("participants", lambda row: row[2].people),
        Column("documents", lambda row: row[2].documents),
        Column("words", lambda row: row[2].words),
    ]
    counted = [value for name in table.attributes for value in _values(people, name)]
    values = table_of("attributes", "What is known of them", columns, counted)
    tables = [values]
    if {"kind", CASE} <= set(table.attributes):
        tables.append(_crossed(cross(people, ["kind", CASE]), ""))
    sentences = _matched(corpus, table, people)
    return Section("participants", "Participants", sentences, tables, records=values)


def people_section(
    corpus: Corpus,
    table: JoinedTable,
    people: Sequence[Person],
    by: Cross | None,
    remarks: Sequence[str] = (),
) -> Section:
    """Return a row a person, or the counts of people by one attribute or by two."""
    sentences = [*_matched(corpus, table, people), *remarks]
    if by is not None:
        crossed_table = _crossed(by, f"Participants in '{corpus.name}'")
        return Section(
            "participants", "Participants", sentences, [crossed_table], records=crossed_table
        )
    rows = _by_person(table, people)
    return Section("participants", "Participants", sentences, [rows], records=rows)


def _by_person(table: JoinedTable, people: Sequence[Person]) -> Table:
    own = Counter(["id", "documents", "words", "coded_documents", *table.attributes])
    columns = [
        Column("id", lambda person: person.id),
        *(
            Column(name if own[name] == 1 else f"meta.{name}", _value(name))
            for name in table.attributes
        ),
        *_counts(lambda person: person.counts)[1:],
    ]
    title = f"{len(people):,} participants of {table.source}, by {table.on}"
    return table_of("participants", title, columns, people, most=_MOST_PARTICIPANTS)


def _value(name: str) -> Callable[[Person], str]:
    return lambda person: person.values[name]


def _counts(of: Callable[[Any], Counts]) -> list[Column]:
    return [
        Column("participants", lambda row: of(row).people),
        Column("documents", lambda row: of(row).documents),
        Column("words", lambda row: of(row).words),
        Column("coded_documents", lambda row: of(row).coded, heading="coded documents"),
    ]


def _crossed(found: Cross, title: str) -> Table:
    """Return people by attributes: every cell and margin in files, the cross for people."""
    rows: list[str | None] = [*found.row_values, None]
    columns: list[str | None] = [*found.column_values, None]
    all_rows, all_columns = _all(found.row_values), _all(found.column_values)
    cells: list[_Counted] = [
        (_told(row, all_rows), _told(column, all_columns), found.at(row, column))
        for row in rows
        for column in columns
    ]
    head = found.columns or "of"
    second = head if head != found.rows else f"meta.{head}"
    shown_columns = [
        Column(found.rows, lambda row: row[0]),
        *([Column(second, lambda row: row[1])] if found.columns else []),
        *_counts(lambda row: row[2]),
    ]
    what = f"{found.rows} by {found.columns}" if found.columns else found.rows
    table = table_of(
        "participants_by", f"{title}{': ' if title else ''}{what}", shown_columns, cells
    )
    if not found.columns:
        return table
    corner = f"{found.rows} \\ {found.columns}"
    shown = [
        {
            corner: _told(row, all_rows),
            **{_told(column, all_columns): _cell(found.at(row, column)) for column in columns},
        }
        for row in rows
    ]
    return replace(table, shown=shown, title=f"{table.title}; participants (documents)")


def _cell(counts: Counts) -> str:
    return f"{counts.people:,} ({counts.documents:,})" if counts.people else "0"


def _all(values: Collection[str]) -> str:
    """Return what the margin is called, so that no value is called so."""
    return "all" if "all" not in values else "all of them"


def _told(value: str | None, margin: str) -> str:
    return margin if value is None else value or NONE


def _values(people: Sequence[Person], name: str) -> list[_Counted]:
    """Return the counts of each value of an attribute, or of all where there are many."""
    crossing = cross(people, [name])
    filled = [value for value in crossing.row_values if value]
    if len(filled) <= _FEW:
        return [(name, _told(value, ""), crossing.at(value, None)) for value in crossing.row_values]
    total = sum((crossing.at(value, None) for value in filled), Counts())
    rest = [(name, NONE, crossing.at("", None))] if "" in crossing.row_values else []
    return [(name, f"{len(filled):,} different values", total), *rest]


def _matched(corpus: Corpus, table: JoinedTable, people: Sequence[Person]) -> list[str]:
    """Say who was found among the documents, which documents have nobody, and who has none."""
    whole = corpus
    corpus = _without_questions(corpus, table)
    persons = table.people(corpus.column(table.on))
    without = [identity for identity, person in zip(corpus.ids, persons, strict=True) if not person]
    absent = [person.id for person in people if not person.counts.documents]
    n = len(people)
    sentences = [
        f"{n - len(absent):,} of the {n:,} participants of {table.source} have documents in "
        f"'{corpus.name}', by {table.on}; {len(corpus) - len(without):,} of its {len(corpus):,} "
        "documents have a participant."
    ]
    if len(corpus) < len(whole):
        sentences.append(said_of_questions(len(whole) - len(corpus)))
    if without:
        values = dict.fromkeys(
            value
            for value, person in zip(corpus.column(table.on), persons, strict=True)
            if value and not person
        )
        of = f" ({table.on}: {_listed(list(values))})" if values and table.on != "id" else ""
        sentences.append(f"Documents without a participant: {_listed(without)}{of}.")
    if absent:
        sentences.append(
            f"Participants without documents, who stay in the table: {_listed(absent)}."
        )
    return sentences


def _without_questions(corpus: Corpus, table: JoinedTable) -> Corpus:
    """Return the documents but an interviewer's turns, unless the table has who asks."""
    persons = table.people(corpus.column(table.on)) if table.on == AUTHOR else []
    asked = [identity for identity, person in zip(corpus.ids, persons, strict=False) if person]
    return only_to_code(corpus, asked)


def _listed(ids: Sequence[str]) -> str:
    return first_of([identity[:60] for identity in ids], _SHOWN)


_CODES, _MOST_ACTORS = 4, 40


def actors_section(found: Actors) -> Section:
    """Return the section: a row a name, the most frequent first."""
    columns = [
        *columns_of("name", "kind", "passages"),
        Column(found.unit, lambda row: row.units, files=False),
        Column("units", lambda row: row.units, people=False),
        *columns_of("voices", "mentions", "first", "last"),
        Column("codes", partial(_codes, found), "stands with", files=False),
        Column("stands_with", _every_code, people=False),
        Column("documents", lambda row: ", ".join(row.documents), people=False),
    ]
    title = f"Names in {found.fewest:,} passages or more, the most frequent first"
    table = table_of("actors", title, columns, found.actors, most=_MOST_ACTORS)
    return Section(
        "actors",
        f"Actors and partners: {found.corpus.name}",
        list(_sentences(found)),
        [table] if table.rows else [],
        records=table,
    )


def _sentences(found: Actors) -> Iterator[str]:
    kinds = ", ".join(sorted(KINDS[kind].plural for kind in found.kinds))
    yield (
        f"A machine found the names ({kinds}; {'; '.join(found.readers) or 'no text'}): some are "
        "missed, and some are none. Read the passages before a name is cited."
    )
    if found.n_left:
        yield f"{found.n_left:,} names stand in fewer passages and are left out."
    yield "A name that is written in two ways stands twice. Voices are those who name it."
    if found.dimensions:
        yield f"Codes ({', '.join(found.dimensions)}) are those of the passages that name it."
    yield "The list holds names as the texts do: share it as you would share the texts."


def _codes(found: Actors, actor: Actor) -> str:
    more = f"\nand {len(actor.codes) - _CODES} more" if len(actor.codes) > _CODES else ""
    lines = (
        f"{code_heading(code, found.names.get((dimension, code), ''))} ({n:,})"
        for dimension, code, n in actor.codes[:_CODES]
    )
    return "\n".join(lines) + more


def _every_code(actor: Actor) -> str:
    return "; ".join(f"{dimension}={code} ({n:,})" for dimension, code, n in actor.codes)
