"""The tables of the codings database, and connections to read and to write them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from textmine.errors import InputError
from textmine.store.database import refuse_damaged, sqlite_file
from textmine.store.database import transaction as at_once
from textmine.store.whole import open_connection, transaction

BATCH, DRAW, MEMO = "batch", "draw", "memo"
METADATA = sa.MetaData()
CODINGS = sa.Table(
    "codings",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("batch", sa.Integer, nullable=False),
    sa.Column("corpus", sa.String(80), nullable=False, index=True),
    sa.Column("document", sa.String(500), nullable=False),
    sa.Column("dimension", sa.String(80), nullable=False),
    sa.Column("code", sa.String(200)),
    sa.Column("coder", sa.String(200), nullable=False),
    sa.Column("origin", sa.String(20), nullable=False),
    sa.Column("codebook", sa.String(80), nullable=False),
    sa.Column("start", sa.Integer),
    sa.Column("end", sa.Integer),
    sa.Column("model", sa.String(200)),
    sa.Column("probability", sa.Float),
    sa.Column("created_at", sa.String(40), nullable=False),
    sa.Column("memo", sa.Text, nullable=False),
    sa.Column("sampling_probability", sa.Float),
    sa.Column("role", sa.String(80), nullable=False, server_default=""),
    sa.Column("round", sa.Integer, nullable=False, server_default="1"),
    sa.Column("codebook_version", sa.Integer, nullable=False, server_default="1"),
    sa.Column("entered_by", sa.String(200), nullable=False, server_default=""),
    sa.Column("withdrawn", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("suggested_by", sa.String(200), nullable=False, server_default=""),
    sa.Column("confirmed", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("text_digest", sa.String(64)),
    sa.Column("level", sa.String(20), nullable=False, server_default=""),
    sa.Column("stated_blind", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("in_part", sa.Boolean, nullable=False, server_default=sa.false()),
)
"""A batch that says `in_part` what a coder marked leaves the spans that it does not touch."""
DRAWS = sa.Table(
    "draws",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("corpus", sa.String(80), nullable=False, index=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("created_at", sa.String(40), nullable=False),
    sa.Column("design", sa.Text, nullable=False),
    sa.UniqueConstraint("corpus", "name"),
)
DRAWN = sa.Table(
    "drawn",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("draw", sa.Integer, nullable=False, index=True),
    sa.Column("document", sa.String(500), nullable=False),
    sa.Column("stratum", sa.String(500), nullable=False),
    sa.Column("probability", sa.Float, nullable=False),
    sa.Column("drawn", sa.Boolean, nullable=False),
    sa.Column("coders", sa.Text, nullable=False),
)
TAKEN_BACK = sa.Table(
    "taken_back",
    METADATA,
    sa.Column("what", sa.String(10), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
)
"""Batches of codings, draws and versions of memos that do not count: people took them back."""
SAID_ONCE = sa.Table(
    "said_once",
    METADATA,
    sa.Column("key", sa.String(200), primary_key=True),
    sa.Column("batch", sa.Integer, nullable=False),
    sa.Column("sent", sa.String(64), nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
)
"""What was answered to codings that were sent under a key, and which batch they are, 0 for none."""
MEMO_METADATA = sa.MetaData()
MEMOS = sa.Table(
    "memos",
    MEMO_METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("memo", sa.Integer, nullable=False, index=True),
    sa.Column("type", sa.String(20), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("by", sa.String(200), nullable=False),
    sa.Column("links", sa.Text, nullable=False),
    sa.Column("about", sa.String(20), nullable=False),
    sa.Column("place", sa.String(80), nullable=False),
    sa.Column("name", sa.String(500), nullable=False),
    sa.Column("dimension", sa.String(80), nullable=False),
    sa.Column("start", sa.Integer),
    sa.Column("end", sa.Integer),
    sa.Column("quoted", sa.Text, nullable=False),
    sa.Column("text_digest", sa.String(64), nullable=False),
    sa.Column("codebook_version", sa.Integer, nullable=False),
    sa.Column("created_at", sa.String(40), nullable=False),
    sa.Column("withdrawn", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)
"""Every version of every memo; `about` says what for a thing its target is."""

_ENTERED: dict[str, tuple[sa.Table, sa.Column[int]]] = {
    BATCH: (CODINGS, CODINGS.c.batch),
    DRAW: (DRAWS, DRAWS.c.id),
    MEMO: (MEMOS, MEMOS.c.id),
}


@contextmanager
def writing(url: str) -> Iterator[sa.Connection]:
    """Yield a connection whose work is kept as a whole or not at all; missing tables are made.

    In a block that is kept as a whole (`Workspace.whole`), it is kept with that.
    """
    with transaction(url) as connection:
        METADATA.create_all(connection)
        MEMO_METADATA.create_all(connection)
        _add_new_columns(connection)
        yield connection


@contextmanager
def reading(url: str, table: sa.Table) -> Iterator[sa.Connection | None]:
    """Yield a connection, or None where the table was never written; looking makes no file."""
    there = open_connection(url)
    if there is not None:
        yield there
        return
    file = sqlite_file(url)
    if file is not None and not file.exists():
        yield None
        return
    with at_once(url, lock=False) as connection:
        if not sa.inspect(connection).has_table(table.name):
            yield None
            return
        refuse_damaged(url, connection)
        METADATA.create_all(connection)
        _add_new_columns(connection)
        yield connection


def taken_back(connection: sa.Connection, what: str) -> set[int]:
    """Return the numbers of the batches, draws or versions of memos that were taken back."""
    query = sa.select(TAKEN_BACK.c.number).where(TAKEN_BACK.c.what == what)
    return set(connection.execute(query).scalars())


def entered_at(connection: sa.Connection, what: str, number: int) -> str:
    """Return when a batch, a draw or a memo was entered, "" if there is none of that number."""
    table, column = _ENTERED[what]
    if not sa.inspect(connection).has_table(table.name):
        return ""
    query = sa.select(sa.func.min(table.c.created_at)).where(column == number)
    return str(connection.execute(query).scalar() or "")


def set_taken_back(connection: sa.Connection, what: str, number: int, *, back: bool) -> None:
    """Take a batch, a draw or a version of a memo back, or let it count again.

    A draw that is taken back gives up its name, so that a new draw can have it; it gets it again,
    and another one that has it by then raises InputError.
    """
    mine = sa.and_(TAKEN_BACK.c.what == what, TAKEN_BACK.c.number == number)
    connection.execute(TAKEN_BACK.delete().where(mine))
    if back:
        connection.execute(TAKEN_BACK.insert(), {"what": what, "number": number})
    if what == DRAW:
        _rename_draw(connection, number, back=back)


def _rename_draw(connection: sa.Connection, number: int, *, back: bool) -> None:
    query = sa.select(DRAWS.c.corpus, DRAWS.c.name).where(DRAWS.c.id == number)
    corpus, name = connection.execute(query).one()
    own = str(name).removesuffix(_gone_name(number))
    same = sa.and_(DRAWS.c.corpus == corpus, DRAWS.c.name == own, DRAWS.c.id != number)
    if not back and connection.execute(sa.select(DRAWS.c.id).where(same)).first():
        raise InputError(
            f"There is another draw '{own}' of '{corpus}' by now.",
            hint=f"Remove it first: 'textmine coding remove {corpus} --draw {own}'.",
        )
    new = own + _gone_name(number) if back else own
    connection.execute(DRAWS.update().where(DRAWS.c.id == number), {"name": new})


def _gone_name(draw: int) -> str:
    return f" (taken back, {draw})"


def _add_new_columns(connection: sa.Connection) -> None:
    """Add the columns that a store of an earlier textmine lacks, with their defaults."""
    if not sa.inspect(connection).has_table(CODINGS.name):
        return
    there = {column["name"] for column in sa.inspect(connection).get_columns(CODINGS.name)}
    for column in CODINGS.columns:
        if column.name not in there:
            definition = sa.schema.CreateColumn(column).compile(dialect=connection.dialect)
            connection.execute(sa.text(f"ALTER TABLE {CODINGS.name} ADD COLUMN {definition}"))
