"""Codings as rows of their table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import MISSING, fields
from operator import attrgetter, itemgetter

import sqlalchemy as sa

from textmine.coding.database import BATCH, CODINGS, OF_TEXTS, taken_back
from textmine.coding.latest import OTHER_TEXT, TAKEN, Entry
from textmine.coding.texts import CodedTexts
from textmine.schema import Coding

FIELDS = tuple(field.name for field in fields(Coding))
_values = attrgetter(*FIELDS)
_DEFAULTS = {one.name: one.default for one in fields(Coding) if one.default is not MISSING}


def entries_where(
    connection: sa.Connection,
    which: sa.ColumnElement[bool],
    texts: CodedTexts,
    told: Sequence[str] = FIELDS,
) -> list[Entry]:
    """Return the codings of a condition in order, and for what reason one cannot stand.

    `told` are the fields that are read; the others keep what they are by default.
    """
    gone, fits = taken_back(connection, BATCH), texts.fits
    fit = _of_texts_now(connection, texts)
    found = []
    for batch, in_part, coding in _codings(connection, which, told):
        good = (batch, coding.corpus) in fit or fits(coding)
        why = TAKEN if batch in gone else "" if good else OTHER_TEXT
        found.append(Entry(batch, coding, False, why, in_part))
    return found


def insert_codings(
    connection: sa.Connection, codings: Sequence[Coding], batch: int, *, in_part: bool
) -> None:
    """Add codings as rows of a batch, whose spans leave what they do not touch where `in_part`.

    They are handed to the driver as they are, for to look at each value takes longer than all else.
    """
    names = ("batch", "in_part", *FIELDS)
    made = CODINGS.insert().inline().compile(dialect=connection.dialect, column_keys=[*names])
    rows = [(batch, in_part and one.start is not None, *_values(one)) for one in codings]
    if made.positional:
        ordered = itemgetter(*map(names.index, made.positiontup or names))
        connection.exec_driver_sql(str(made), [*map(ordered, rows)])
    else:
        named = [dict(zip(names, row, strict=True)) for row in rows]
        connection.exec_driver_sql(str(made), named)


def record_texts(
    connection: sa.Connection, batch: int, corpora: Iterable[str], texts: CodedTexts
) -> None:
    """Write down which texts the codings of a batch are of, so that none need be read again."""
    rows = [{"batch": batch, "corpus": one, "digest": texts.digest(one)} for one in corpora]
    connection.execute(OF_TEXTS.insert(), rows)


def _of_texts_now(connection: sa.Connection, texts: CodedTexts) -> set[tuple[int, str]]:
    """Return the batches, each with a corpus, that are of the texts that it has now."""
    known = connection.execute(sa.select(OF_TEXTS)).all()
    return {(batch, corpus) for batch, corpus, digest in known if texts.are_those(corpus, digest)}


def codings_where(connection: sa.Connection, which: sa.ColumnElement[bool]) -> list[Coding]:
    """Return the codings of a condition in order, whether they stand or not."""
    return [coding for _, _, coding in _codings(connection, which, FIELDS)]


def told_fields(connection: sa.Connection, which: sa.ColumnElement[bool]) -> list[str]:
    """Return the fields that say more in some coding of a condition than they do by default.

    Of many codings these are read in half the time in which all are.
    """
    columns = [
        CODINGS.c[name] if default is None else sa.func.nullif(CODINGS.c[name], default)
        for name, default in _DEFAULTS.items()
    ]
    query = sa.select(*map(sa.func.count, columns)).where(which)
    counts = dict(zip(_DEFAULTS, connection.execute(query).one(), strict=True))
    return [name for name in FIELDS if counts.get(name, 1)]


def _codings(
    connection: sa.Connection, which: sa.ColumnElement[bool], told: Sequence[str]
) -> Iterator[tuple[int, bool, Coding]]:
    """Yield the batch of a coding, whether it was said in part, and the coding.

    The fields of a coding are set at once, for setting them one by one, as a frozen class does,
    takes longer than reading them; one that is not set is found in the class, with its default.
    """
    columns = CODINGS.c
    query = sa.select(columns.batch, columns.in_part, *(columns[name] for name in told))
    new = object.__new__
    for batch, in_part, *cells in connection.execute(query.where(which).order_by(columns.id)).all():
        coding = new(Coding)
        coding.__dict__.update(zip(told, cells, strict=True))
        yield batch, in_part, coding
