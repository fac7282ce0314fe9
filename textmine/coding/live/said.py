"""What one coder says of some documents now, read without reading what everybody else says."""

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
    columns = CODINGS.c
    query = sa.select(columns.batch, columns.in_part, *(columns[name] for name in _FIELDS))
    query = query.where(columns.corpus == corpus, columns.coder == coder)
    if documents is not None and len(documents) <= _AT_ONCE:
        query = query.where(columns.document.in_(documents))
    gone = taken_back(connection, BATCH)
    entries = []
    for batch, in_part, *cells in connection.execute(query.order_by(columns.id)):
        coding = Coding(*cells)
        why = TAKEN if batch in gone else "" if texts.fits(coding) else OTHER_TEXT
        entries.append(Entry(batch, coding, why=why, in_part=in_part))
    return standing_of(entries)
