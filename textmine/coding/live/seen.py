"""What a coder has seen beside a document before or after coding it: it is kept for ever.

A suggestion that was seen makes the code after it not blind. Who has seen what others say of a
document codes it no more: what changes then is settled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from textmine.coding.database import CODINGS, writing
from textmine.coding.latest import standing_of
from textmine.coding.live.looking import is_there, looking, make_missing
from textmine.coding.live.queue import DrawnQueue
from textmine.coding.rows import entries_where
from textmine.coding.store import first_rounds
from textmine.coding.texts import CodedTexts
from textmine.schema import Coding

SEEN = sa.Table(
    "seen",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("corpus", sa.String, nullable=False),
    sa.Column("document", sa.String, nullable=False),
    sa.Column("coder", sa.String, nullable=False),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Index("seen_by_coder", "corpus", "coder", "document"),
)
_OTHERS = ""
"""Stands for other coders where a machine's name stands for its suggestion."""


@dataclass(frozen=True)
class Seen:
    """What a coder has seen of a document: suggestions of these machines, and what `others` say."""

    machines: tuple[str, ...] = ()
    others: bool = False


def seen_of(url: str, corpus: str, document: str, coder: str) -> Seen:
    """Return what a coder has seen beside a document."""
    with looking(url) as connection:
        if connection is None or not is_there(connection, SEEN):
            return Seen()
        mine = sa.and_(SEEN.c.corpus == corpus, SEEN.c.coder == coder, SEEN.c.document == document)
        query = sa.select(SEEN.c.by).where(mine).order_by(SEEN.c.number)
        machines = list(connection.execute(query).scalars())
    return Seen(
        tuple(dict.fromkeys(name for name in machines if name != _OTHERS)), _OTHERS in machines
    )


def show_suggestion(url: str, queue: DrawnQueue, document: str, coder: str) -> dict[str, list[str]]:
    """Return what a machine suggests for a document by dimension, and keep that it was seen.

    Nothing is suggested for documents that were drawn to be coded blind.
    """
    suggestions = {
        dimension: list(by_document[document])
        for dimension, by_document in queue.suggested.items()
        if document in by_document
    }
    if not suggestions or document in queue.blind or not queue.suggestions_by:
        return {}
    _keep(url, queue.corpus, document, coder, queue.suggestions_by)
    return suggestions


def show_others(
    url: str, corpus: str, document: str, coder: str, codebook: str, texts: CodedTexts
) -> list[Coding]:
    """Return what others and machines say of a document, and keep that it was seen."""
    _keep(url, corpus, document, coder, _OTHERS)
    with looking(url) as connection:
        if connection is None:
            return []
        here = sa.and_(CODINGS.c.corpus == corpus, CODINGS.c.document == document)
        every = first_rounds(standing_of(entries_where(connection, here, texts)))
    return [
        coding
        for coding in every
        if coding.coder != coder and coding.codebook in ("", codebook) and not coding.level
    ]


def _keep(url: str, corpus: str, document: str, coder: str, by: str) -> None:
    before = seen_of(url, corpus, document, coder)
    if by in before.machines or (by == _OTHERS and before.others):
        return
    now = datetime.now(UTC).isoformat(timespec="seconds")
    cells = {"corpus": corpus, "document": document, "coder": coder, "by": by, "at": now}
    with writing(url) as connection:
        make_missing(connection, SEEN)
        connection.execute(SEEN.insert(), cells)
