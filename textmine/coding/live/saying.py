"""What a coder says of a document: a press kept at once, and a mark beside codes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from textmine.codebook import Codebook
from textmine.coding.batch_history import answer_to
from textmine.coding.database import writing
from textmine.coding.live.looking import is_there, make_missing
from textmine.coding.live.press import Press, codings_of
from textmine.coding.store import CodingStore
from textmine.store import Workspace

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


def _make_table(connection: sa.Connection) -> None:
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


@dataclass(frozen=True)
class Kept:
    """A press that is in the store: `again` if it was there already, with the number of its batch.

    The batch is 0 where the press said nothing that did not stand.
    """

    key: str
    batch: int
    again: bool


def say(workspace: Workspace, press: Press, book: Codebook, text: str) -> Kept:
    """Keep a press; when this returns it is on the disk. The same key is kept once.

    `text` is that of the document. Raises InputError where the press does not fit codebook or text,
    StoreError where the database cannot be written.
    """
    codings = [] if press.dimension == SKIPPED else codings_of(press, book, text)
    store = CodingStore(workspace.codings_url, workspace)
    with workspace.whole(), writing(workspace.codings_url) as connection:
        _make_table(connection)
        former = answer_to(connection, press.key, codings)
        if former is not None:
            return Kept(press.key, former.batch, again=True)
        answer = store.append(codings, complete=True, key=press.key)
        mark(connection, press)
    return Kept(press.key, answer.batch, again=False)
