"""The tables of the codings database, and connections to read and to write them."""

from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakSet

import sqlalchemy as sa

from textmine.errors import InputError
from textmine.store.database import refuse_damaged
from textmine.store.database import transaction as at_once
from textmine.store.engines import sqlite_file
from textmine.store.whole import open_connection, transaction

BATCH, DRAW, MEMO, SITTING = "batch", "draw", "memo", "sitting"
METADATA = sa.MetaData()
CODINGS = sa.Table(
    "codings",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("batch", sa.Integer, nullable=False),
    sa.Column("corpus", sa.String, nullable=False),
    sa.Column("document", sa.String, nullable=False),
    sa.Column("dimension", sa.String, nullable=False),
    sa.Column("code", sa.String),
    sa.Column("coder", sa.String, nullable=False),
    sa.Column("origin", sa.String, nullable=False),
    sa.Column("codebook", sa.String, nullable=False),
    sa.Column("start", sa.Integer),
    sa.Column("end", sa.Integer),
    sa.Column("model", sa.String),
    sa.Column("probability", sa.Float),
    sa.Column("created_at", sa.String, nullable=False),
    sa.Column("memo", sa.Text, nullable=False),
    sa.Column("sampling_probability", sa.Float),
    sa.Column("role", sa.String, nullable=False, server_default=""),
    sa.Column("round", sa.Integer, nullable=False, server_default="1"),
    sa.Column("codebook_version", sa.Integer, nullable=False, server_default="1"),
    sa.Column("entered_by", sa.String, nullable=False, server_default=""),
    sa.Column("withdrawn", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("suggested_by", sa.String, nullable=False, server_default=""),
    sa.Column("confirmed", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("text_digest", sa.String),
    sa.Column("level", sa.String, nullable=False, server_default=""),
    sa.Column("stated_blind", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("in_part", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Index("ix_codings_document", "corpus", "document"),
    sa.Index("ix_codings_batch", "batch"),
)
"""A batch that says `in_part` what a coder marked leaves the spans that it does not touch."""
_MISLEADING = "ix_codings_corpus"
"""An index that an earlier textmine made: SQLite took it for asking after a few documents, and read
all codings of their corpus."""
DRAWS = sa.Table(
    "draws",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("corpus", sa.String, nullable=False, index=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("created_at", sa.String, nullable=False),
    sa.Column("design", sa.Text, nullable=False),
    sa.UniqueConstraint("corpus", "name"),
)
DRAWN = sa.Table(
    "drawn",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("draw", sa.Integer, nullable=False, index=True),
    sa.Column("document", sa.String, nullable=False),
    sa.Column("stratum", sa.String, nullable=False),
    sa.Column("probability", sa.Float, nullable=False),
    sa.Column("drawn", sa.Boolean, nullable=False),
    sa.Column("coders", sa.Text, nullable=False),
)
TAKEN_BACK = sa.Table(
    "taken_back",
    METADATA,
    sa.Column("what", sa.String, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
)
"""Batches of codings, draws, versions of memos and sittings that people took back."""
SAID_ONCE = sa.Table(
    "said_once",
    METADATA,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("batch", sa.Integer, nullable=False),
    sa.Column("sitting", sa.Integer, nullable=False, index=True),
    sa.Column("sent", sa.String, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
)
"""What was answered to codings that were sent under a key; batch and sitting are 0 for none."""
OF_TEXTS = sa.Table(
    "of_texts",
    METADATA,
    sa.Column("batch", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("corpus", sa.String, primary_key=True),
    sa.Column("digest", sa.String, nullable=False),
)
"""The digest of the texts of a corpus that all codings of a large batch were made on."""
SITTINGS = sa.Table(
    "sittings",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("whose", sa.String, nullable=False, index=True),
    sa.Column("created_at", sa.String, nullable=False),
)
"""Batches that were sent one by one are taken back together: those of one sitting."""
MEMO_METADATA = sa.MetaData()
MEMOS = sa.Table(
    "memos",
    MEMO_METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("memo", sa.Integer, nullable=False, index=True),
    sa.Column("type", sa.String, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("links", sa.Text, nullable=False),
    sa.Column("about", sa.String, nullable=False),
    sa.Column("place", sa.String, nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("dimension", sa.String, nullable=False),
    sa.Column("start", sa.Integer),
    sa.Column("end", sa.Integer),
    sa.Column("quoted", sa.Text, nullable=False),
    sa.Column("text_digest", sa.String, nullable=False),
    sa.Column("codebook_version", sa.Integer, nullable=False),
    sa.Column("created_at", sa.String, nullable=False),
    sa.Column("withdrawn", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)
"""Every version of every memo; `about` says what for a thing its target is."""

_ENTERED: dict[str, tuple[sa.Table, sa.Column[int]]] = {
    BATCH: (CODINGS, CODINGS.c.batch),
    DRAW: (DRAWS, DRAWS.c.id),
    MEMO: (MEMOS, MEMOS.c.id),
    SITTING: (SITTINGS, SITTINGS.c.id),
}
_TABLES = (*METADATA.sorted_tables, *MEMO_METADATA.sorted_tables)
_STATEMENTS: dict[str, tuple[str, ...]] = {}
"""What makes all tables and indexes, by the kind of database; to put it in words takes longer than
to do it."""
_READY: set[object] = set()
"""Databases that were seen to have all tables, columns and indexes."""
_MAKING: WeakSet[sa.Connection] = WeakSet()


@contextmanager
def writing(url: str) -> Iterator[sa.Connection]:
    """Yield a connection whose work is kept as a whole or not at all; missing tables are made.

    In a block that is kept as a whole (`Workspace.whole`), it is kept with that.
    """
    with transaction(url) as connection:
        if not _is_ready(connection, without=_MISLEADING):
            _make_ready(connection)
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
        if _is_ready(connection):
            yield connection
            return
    with writing(url):
        pass
    with at_once(url, lock=False) as connection:
        yield connection


def taken_back(connection: sa.Connection, what: str) -> set[int]:
    """Return the numbers of the batches, draws or versions of memos that were taken back."""
    query = sa.select(TAKEN_BACK.c.number).where(TAKEN_BACK.c.what == what)
    numbers = set(connection.execute(query).scalars())
    if what == BATCH and (sittings := taken_back(connection, SITTING)):
        of_these = sa.select(SAID_ONCE.c.batch).where(SAID_ONCE.c.sitting.in_(sittings))
        numbers.update(connection.execute(of_these).scalars())
    return numbers


def entered_at(connection: sa.Connection, what: str, number: int) -> str:
    """Return when a batch, a draw, a memo or a sitting was entered, "" if none has the number."""
    table, column = _ENTERED[what]
    if not sa.inspect(connection).has_table(table.name):
        return ""
    query = sa.select(table.c.created_at).where(column == number).distinct()
    return min(map(str, connection.execute(query).scalars()), default="")


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


def _is_ready(connection: sa.Connection, without: str = "") -> bool:
    """Whether all tables, columns and indexes are there; it is looked up once in a process.

    `without` names an index that must be gone.
    """
    database = _database(connection)
    if database in _READY:
        return True
    inspector = sa.inspect(connection)
    if not {table.name for table in _TABLES} <= set(inspector.get_table_names()):
        return False
    columns = {column["name"] for column in inspector.get_columns(CODINGS.name)}
    indexes = {index["name"] for index in inspector.get_indexes(CODINGS.name)}
    wanted = {*CODINGS.columns.keys()}, {index.name for index in CODINGS.indexes}
    if wanted[0] - columns or wanted[1] - indexes or without in indexes:
        return False
    if connection not in _MAKING:  # else it may be taken back still
        _READY.add(database)
    return True


def _database(connection: sa.Connection) -> object:
    """Return what tells a database apart: for a file, what made its tables and indexes.

    The file itself would not do: another one can come to its place, and have its number.
    """
    if connection.dialect.name != "sqlite":
        return connection.engine.url
    return connection.exec_driver_sql("SELECT group_concat(sql, ';') FROM sqlite_master").scalar()


def _make_ready(connection: sa.Connection) -> None:
    """Make what is missing: tables, and the columns and indexes that an earlier textmine lacked."""
    _MAKING.add(connection)
    if {table.name for table in _TABLES}.isdisjoint(sa.inspect(connection).get_table_names()):
        for statement in _statements(connection.dialect):
            connection.exec_driver_sql(statement)
        return
    METADATA.create_all(connection)
    MEMO_METADATA.create_all(connection)
    there = {column["name"] for column in sa.inspect(connection).get_columns(CODINGS.name)}
    for column in CODINGS.columns:
        if column.name not in there:
            definition = sa.schema.CreateColumn(column).compile(dialect=connection.dialect)
            connection.execute(sa.text(f"ALTER TABLE {CODINGS.name} ADD COLUMN {definition}"))
    for index in CODINGS.indexes:
        index.create(connection, checkfirst=True)
    connection.exec_driver_sql(f"DROP INDEX IF EXISTS {_MISLEADING}")


def _statements(dialect: sa.Dialect) -> tuple[str, ...]:
    """Return the statements that make all tables and indexes in a database that has none."""
    if dialect.name not in _STATEMENTS:
        made: list[sa.schema.ExecutableDDLElement] = []
        for table in _TABLES:
            made.append(sa.schema.CreateTable(table))
            made += map(sa.schema.CreateIndex, sorted(table.indexes, key=lambda one: str(one.name)))
        _STATEMENTS[dialect.name] = tuple(str(one.compile(dialect=dialect)) for one in made)
    return _STATEMENTS[dialect.name]
