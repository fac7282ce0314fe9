"""What a coder says of a document beside codes: not sure, or passed over for now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from textmine.coding.live.press import Press
from textmine.coding.live.tables import is_there, make_missing

SKIPPED = "*"
"""Stands for the dimension where a whole document was passed over for now."""
MARKS = sa.Table(
    "marks",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("corpus", sa.String(80), nullable=False),
    sa.Column("document", sa.String(500), nullable=False),
    sa.Column("dimension", sa.String(80), nullable=False),
    sa.Column("coder", sa.String(200), nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("unsure", sa.Boolean, nullable=False),
    sa.Column("skipped", sa.Boolean, nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
    sa.Index("marks_of_coder", "corpus", "coder"),
)


@dataclass(frozen=True)
class Mark:
    """What a coder said of a document beside codes: where they were not sure, and if it was passed.

    `unsure` are dimensions.
    """

    unsure: frozenset[str] = frozenset()
    skipped: bool = False


def make_table(connection: sa.Connection) -> None:
    """Make the table of marks, if it is not there."""
    make_missing(connection, MARKS)


def mark(connection: sa.Connection, press: Press) -> None:
    """Keep what a press says beside its codes."""
    columns = ("corpus", "document", "dimension", "coder", "round", "unsure")
    cells = {name: getattr(press, name) for name in columns}
    cells["skipped"] = press.dimension == SKIPPED
    cells["at"] = datetime.now(UTC).isoformat(timespec="milliseconds")
    connection.execute(MARKS.insert(), cells)


def marks_of(
    connection: sa.Connection,
    corpus: str,
    coder: str,
    round: int,
    documents: Collection[str] | None = None,
) -> dict[str, Mark]:
    """Return the marks of a coder by document; the latest press on a dimension counts."""
    if not is_there(connection, MARKS):
        return {}
    columns = MARKS.c
    query = sa.select(columns.document, columns.dimension, columns.unsure, columns.skipped)
    query = query.where(columns.corpus == corpus, columns.coder == coder, columns.round == round)
    if documents is not None:
        query = query.where(columns.document.in_(documents))
    latest: dict[str, dict[str, bool]] = {}
    for document, dimension, unsure, skipped in connection.execute(query.order_by(columns.number)):
        of = latest.setdefault(document, {})
        of[dimension] = unsure or skipped
        if dimension != SKIPPED:
            of.pop(SKIPPED, None)
    return {
        document: Mark(
            frozenset(name for name, held in of.items() if held and name != SKIPPED),
            of.get(SKIPPED, False),
        )
        for document, of in latest.items()
    }
