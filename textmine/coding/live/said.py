"""What is said of some documents now, read without reading what is said of all others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields

import sqlalchemy as sa

from textmine.coding.database import BATCH, CODINGS, taken_back
from textmine.coding.latest import OTHER_TEXT, TAKEN, Entry, standing_of
from textmine.coding.texts import CodedTexts
from textmine.schema import Coding

_FIELDS = tuple(field.name for field in fields(Coding))
_AT_ONCE = 500
"""Documents that a database is asked for at once; for more all of a coder's are read."""


def said_by(
    connection: sa.Connection,
    corpus: str,
    coder: str,
    texts: CodedTexts,
    documents: Collection[str] | None = None,
) -> list[Coding]:
    """Return what stands of what a coder said of a corpus in every round, at the latest texts.

    Of `documents` only, where some are named.
    """
    mine = sa.and_(CODINGS.c.corpus == corpus, CODINGS.c.coder == coder)
    if documents is not None and len(documents) <= _AT_ONCE:
        mine = sa.and_(mine, CODINGS.c.document.in_(documents))
    return standing_of(entries_of(connection, mine, texts))


def entries_of(
    connection: sa.Connection, which: sa.ColumnElement[bool], texts: CodedTexts
) -> list[Entry]:
    """Return the codings of a condition in order, and for what reason one cannot stand."""
    columns = CODINGS.c
    query = sa.select(columns.batch, columns.in_part, *(columns[name] for name in _FIELDS))
    gone = taken_back(connection, BATCH)
    entries = []
    for batch, in_part, *cells in connection.execute(query.where(which).order_by(columns.id)):
        coding = Coding(*cells)
        why = TAKEN if batch in gone else "" if texts.fits(coding) else OTHER_TEXT
        entries.append(Entry(batch, coding, why=why, in_part=in_part))
    return entries
