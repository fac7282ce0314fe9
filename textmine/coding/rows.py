"""Codings as rows of their table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any

import sqlalchemy as sa

from textmine.coding.database import BATCH, CODINGS, OF_TEXTS, taken_back
from textmine.coding.latest import OTHER_TEXT, TAKEN, Entry
from textmine.coding.texts import CodedTexts, ReadTexts
from textmine.schema import Coding

FIELDS = tuple(field.name for field in fields(Coding))
_values = attrgetter(*FIELDS)
_DEFAULTS = {field.name: field.default for field in fields(Coding) if field.default is not MISSING}
_OFTEN_ALIKE = ("corpus", "codebook", "created_at")
_OWN = {
    *("document", "start", "end", "probability", "memo", "sampling_probability", "text_digest"),
    *("round", "codebook_version", "withdrawn", "confirmed", "stated_blind"),
}
"""Fields of which few codings have the same word."""
_ROWS = 10_000


def entries_where(
    connection: sa.Connection,
    which: sa.ColumnElement[bool],
    texts: CodedTexts,
    told: Sequence[str] = FIELDS,
    alike: Mapping[str, Any] | None = None,
) -> list[Entry]:
    """Return the codings of a condition in order, and for what reason one cannot stand.

    `told` are the fields that are read; of the others those in `alike` have the value that it says
    for every coding, and the rest keep what they are by default.
    """
    gone, fits = taken_back(connection, BATCH), texts.fits
    fit = _of_texts_now(connection, texts)
    entries = []
    for batch, in_part, coding in _codings(connection, which, told, alike or {}):
        good = (batch, coding.corpus) in fit or fits(coding)
        why = TAKEN if batch in gone else "" if good else OTHER_TEXT
        entries.append(Entry(batch, coding, False, why, in_part))
    return entries


def insert_codings(
    connection: sa.Connection, codings: Sequence[Coding], batch: int, *, in_part: bool
) -> None:
    """Add codings as rows of a batch, whose spans leave what they do not touch where `in_part`.

    They are handed to the driver as they are, for to look at each value takes longer than all else.
    """
    names = ("batch", "in_part", *FIELDS)
    statement = CODINGS.insert().inline().compile(dialect=connection.dialect, column_keys=[*names])
    rows = [(batch, in_part and coding.start is not None, *_values(coding)) for coding in codings]
    if statement.positional:
        ordered = itemgetter(*map(names.index, statement.positiontup or names))
        connection.exec_driver_sql(str(statement), [*map(ordered, rows)])
    else:
        named = [dict(zip(names, row, strict=True)) for row in rows]
        connection.exec_driver_sql(str(statement), named)


def record_texts(
    connection: sa.Connection, batch: int, corpora: Iterable[str], texts: CodedTexts | ReadTexts
) -> None:
    """Write down which texts the codings of a batch are of, so that none need be read again."""
    rows = [{"batch": batch, "corpus": name, "digest": texts.digest(name)} for name in corpora]
    connection.execute(OF_TEXTS.insert(), rows)


def _of_texts_now(connection: sa.Connection, texts: CodedTexts) -> set[tuple[int, str]]:
    """Return the batches, each with a corpus, that are of the texts that it has now."""
    known = connection.execute(sa.select(OF_TEXTS)).all()
    return {(batch, corpus) for batch, corpus, digest in known if texts.are_those(corpus, digest)}


def told_fields(
    connection: sa.Connection, which: sa.ColumnElement[bool]
) -> tuple[list[str], dict[str, Any]]:
    """Return the fields that have to be read of the codings of a condition, and those all alike.

    Left out are those that say no more in any coding than they do by default, and those that say
    the same in all of them, which come with what they say. Of many codings the rest is read in half
    the time in which all are.
    """
    cells = iter(connection.execute(_counts_and_ends().where(which)).one())
    counts = dict(zip(_DEFAULTS, cells, strict=False))
    least_and_most = zip(_OFTEN_ALIKE, cells, cells, strict=True)
    alike = {name: least for name, least, most in least_and_most if least == most is not None}
    return [name for name in FIELDS if counts.get(name, 1) and name not in alike], alike


@cache
def _counts_and_ends() -> sa.Select[*tuple[Any, ...]]:
    """The query of how many codings say more in a field than by default, and of the ends of others.

    To make it takes longer than to ask a small workspace, so it is made once.
    """
    columns = [
        CODINGS.c[name] if default is None else sa.func.nullif(CODINGS.c[name], default)
        for name, default in _DEFAULTS.items()
    ]
    ends = [end(CODINGS.c[name]) for name in _OFTEN_ALIKE for end in (sa.func.min, sa.func.max)]
    return sa.select(*map(sa.func.count, columns), *ends)


def _codings(
    connection: sa.Connection,
    which: sa.ColumnElement[bool],
    columns_read: Sequence[str],
    alike: Mapping[str, Any],
) -> Iterator[tuple[int, bool, Coding]]:
    """Yield the batch of a coding, whether it was said in part, and the coding.

    A field that is not set is found in the class, with its default. Words that many codings share
    are in memory once, and a coding has no dictionary of its own: a million need half the room.
    """
    columns = CODINGS.c
    read = [*(columns[name] for name in columns_read), columns.batch, columns.in_part]
    query = sa.select(*read).where(which).order_by(columns.id)
    new, put = object.__new__, object.__setattr__
    known: dict[Any, Any] = {}
    shared = [(name, place) for place, name in enumerate(columns_read) if name not in _OWN]
    own = [(name, place) for place, name in enumerate(columns_read) if name in _OWN]
    for row in _cells(connection.execute(query), read[:-2]):
        coding = new(Coding)
        for name, value in alike.items():
            put(coding, name, value)
        for name, place in shared:
            value = row[place]
            put(coding, name, known.setdefault(value, value))
        for name, place in own:
            put(coding, name, row[place])
        yield row[-2], bool(row[-1]), coding


def _cells(
    result: sa.CursorResult[Any], columns: Sequence[sa.Column[Any]]
) -> Iterator[Sequence[Any]]:
    """Yield the rows of a result as the driver has them, where it says all columns as Python does.

    What is true or false may be a number there. Rows of the driver are read in half the time.
    """
    if result.cursor is None or any(isinstance(column.type, sa.Boolean) for column in columns):
        yield from result
        return
    while rows := result.cursor.fetchmany(_ROWS):
        yield from rows
    result.close()
