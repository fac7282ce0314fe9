"""The append-only store of codings: nothing is changed, a later batch supersedes an earlier one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa

from textmine.coding.database import CODINGS, reading, writing
from textmine.coding.suggested import seen_before
from textmine.schema import Coding
from textmine.store import Workspace

_FIELDS = tuple(field.name for field in fields(Coding))
_STATEMENT = ("corpus", "document", "dimension", "coder", "codebook", "round")
_UNSAID = ("created_at", "sampling_probability", "suggested_by", "confirmed")
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Appended:
    """How many codings were new, and how many stood in the store already just so.

    `replaced` statements stood before and say something else now.
    """

    new: int
    unchanged: int
    replaced: int = 0


@dataclass(frozen=True)
class Entry:
    """A coding as it stands in the history: the batch that brought it, and whether it stands."""

    batch: int
    coding: Coding
    standing: bool


class CodingStore:
    """Codings of a workspace, in any database that SQLAlchemy reaches.

    What one coder says of one document on one dimension of one codebook in one round is a
    statement; a later batch with the same key replaces it as a whole, or withdraws it. Of several
    rounds the first one stands: later ones tell how steady a coder is, and settle nothing.
    """

    def __init__(self, url: str) -> None:
        self.url = url

    def append(self, codings: Sequence[Coding]) -> Appended:
        """Add codings as one batch, all or none; a statement that stands already is left out."""
        with writing(self.url) as connection:
            current = _statements(connection, {coding.corpus for coding in codings})
            new, result = _compared(codings, current)
            if new:
                new = seen_before(new, _suggested(connection, {one.corpus for one in new}))
                last = connection.execute(sa.select(sa.func.max(CODINGS.c.batch))).scalar() or 0
                connection.execute(
                    CODINGS.insert(), [{"batch": last + 1, **_values(coding)} for coding in new]
                )
        return result

    def compare(self, codings: Sequence[Coding]) -> Appended:
        """Return what `append` would do, and do nothing."""
        with reading(self.url, CODINGS) as connection:
            corpora = {coding.corpus for coding in codings}
            current = _statements(connection, corpora) if connection else []
            return _compared(codings, current)[1]

    def of_codebook(self, codebook: str) -> list[Coding]:
        """Return every current coding that was made with a codebook, of any corpus."""
        with reading(self.url, CODINGS) as connection:
            if connection is None:
                return []
            corpora = set(connection.execute(sa.select(CODINGS.c.corpus).distinct()).scalars())
            current = _first_rounds(_statements(connection, corpora))
        return [coding for coding in current if coding.codebook == codebook]

    def current(self, corpus: str) -> list[Coding]:
        """Return what stands now for a corpus: the latest batch of each coder's first round."""
        return _first_rounds(self.rounds(corpus))

    def rounds(self, corpus: str) -> list[Coding]:
        """Return what stands for a corpus in every round in which a coder was asked."""
        with reading(self.url, CODINGS) as connection:
            return _statements(connection, {corpus}) if connection else []

    def history(self, corpus: str, document: str | None = None) -> list[Entry]:
        """Return every coding ever made for a corpus, or for one document of it, oldest first."""
        query = sa.select(CODINGS).where(CODINGS.c.corpus == corpus).order_by(CODINGS.c.id)
        if document is not None:
            query = query.where(CODINGS.c.document == document)
        with reading(self.url, CODINGS) as connection:
            if connection is None:
                return []
            entries = [(row["batch"], _coding(row)) for row in connection.execute(query).mappings()]
        latest: dict[Key, int] = {}
        rounds: dict[Key, int] = {}
        for batch, coding in entries:
            latest[_key(coding)] = max(batch, latest.get(_key(coding), 0))
            unit = _key(coding)[:-1]
            rounds[unit] = min(coding.round, rounds.get(unit, coding.round))
        return [
            Entry(
                batch,
                coding,
                batch == latest[_key(coding)]
                and coding.round == rounds[_key(coding)[:-1]]
                and not coding.withdrawn,
            )
            for batch, coding in entries
        ]


def open_codings(workspace: Workspace) -> CodingStore:
    """Return the store that the workspace's settings name."""
    return CodingStore(workspace.codings_url)


def _statements(connection: sa.Connection, corpora: set[str]) -> list[Coding]:
    """Return the latest batch of every statement."""
    key = [CODINGS.c[name] for name in _STATEMENT]
    latest = sa.func.max(CODINGS.c.batch).over(partition_by=key).label("latest")
    rows = sa.select(CODINGS, latest).where(CODINGS.c.corpus.in_(corpora)).subquery()
    query = sa.select(rows).where(rows.c.batch == rows.c.latest).order_by(rows.c.id)
    found = [_coding(row) for row in connection.execute(query).mappings()]
    return [coding for coding in found if not coding.withdrawn]


def _suggested(connection: sa.Connection, corpora: set[str]) -> list[Coding]:
    """Return every coding ever made with a suggestion in view."""
    query = sa.select(CODINGS).where(CODINGS.c.corpus.in_(corpora), CODINGS.c.suggested_by != "")
    return [_coding(row) for row in connection.execute(query).mappings()]


def _first_rounds(codings: Sequence[Coding]) -> list[Coding]:
    first: dict[Key, int] = {}
    for coding in codings:
        unit = _key(coding)[:-1]
        first[unit] = min(coding.round, first.get(unit, coding.round))
    return [coding for coding in codings if coding.round == first[_key(coding)[:-1]]]


def _coding(row: Any) -> Coding:
    return Coding(**{name: row[name] for name in _FIELDS})


def _values(coding: Coding) -> dict[str, Any]:
    return {name: getattr(coding, name) for name in _FIELDS}


def _key(coding: Coding) -> Key:
    return tuple(getattr(coding, name) for name in _STATEMENT)


def _compared(
    codings: Sequence[Coding], current: Sequence[Coding]
) -> tuple[list[Coding], Appended]:
    """Return the codings of the statements that say something new, whole, and the counts."""
    standing, given = _by_statement(current), _by_statement(codings)
    changed = {
        key: said for key, said in given.items() if standing.get(key, {}).keys() != said.keys()
    }
    new = [coding for said in changed.values() for coding in said.values()]
    replaced = sum(key in standing for key in changed)
    return new, Appended(len(new), len(codings) - len(new), replaced)


def _by_statement(codings: Iterable[Coding]) -> dict[Key, dict[Key, Coding]]:
    """Group codings by statement; within one by what they say.

    When it was entered, with what chance the document was drawn, and what the coder saw beside it
    is not part of it.
    """
    grouped: dict[Key, dict[Key, Coding]] = {}
    for coding in codings:
        said = tuple(getattr(coding, name) for name in _FIELDS if name not in _UNSAID)
        grouped.setdefault(_key(coding), {}).setdefault(said, coding)
    return grouped
