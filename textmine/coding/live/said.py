"""What is said of some documents now, read without reading what is said of all others."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from textmine.coding.database import CODINGS
from textmine.coding.latest import standing_of
from textmine.coding.rows import entries_where
from textmine.coding.texts import CodedTexts
from textmine.schema import Coding

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
    return standing_of(entries_where(connection, mine, texts))
