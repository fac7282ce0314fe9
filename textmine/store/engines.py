"""How each kind of database is reached: SQLite by its file, a server by its address.

Who writes holds one lock for all writers until the transaction ends: what was read to number a
batch, and to see what stands, is then still so when the batch is written. In SQLite it is the
write lock of the file, in PostgreSQL an advisory lock of the database, which is let go when the
transaction ends or its client dies. Nothing has to be tried twice, as it would with serializable
transactions, and so a transaction can be one with files of the workspace.
"""

import atexit
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa

from textmine.errors import ExtraMissingError, StoreError
from textmine.store.locking import WAIT

DATABASE_URL = "TEXTMINE_DATABASE_URL"
"""The environment variable with the same URL as textmine.toml, and a user and a password in it."""

HINT = "Check 'codings' in textmine.toml, that you may write there, and that no program holds it."
_POSTGRES = "postgresql+psycopg"
_CONNECT = 10
"""Seconds in which a server has to answer."""
_CACHE = 1 << 16
"""Kilobytes of a SQLite file that a writer may hold: else a million codings are written to it page
by page, as often as an index has them in another order."""
_How = Literal["rw", "r", "ro", "immutable"]
_ENGINES: dict[tuple[sa.URL, _How], sa.Engine] = {}
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('textmine ' || current_schema(), 0))"


def engine_of(url: str, *, lock: bool) -> sa.Engine:
    """Return the engine of a database; its transactions hold the lock of all writers if `lock`.

    Raises StoreError for a URL that leads nowhere, ExtraMissingError without the extra `postgres`.
    """
    try:
        parsed = _with_secrets(_parsed(url))
        how = _how_to_open(sqlite_file(url))
        if lock and how in ("ro", "immutable"):
            message = f"The codings at {shown_url(url)} cannot be used: they may only be read."
            raise StoreError(message, hint=HINT)
        how = "rw" if lock else how
        if (parsed, how) not in _ENGINES:
            _ENGINES[parsed, how] = _engine(parsed, how)
        return _ENGINES[parsed, how]
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise _unreachable(error) from error
        raise ExtraMissingError(
            "PostgreSQL needs the package 'psycopg'.",
            hint="Install it with: pip install 'textmine[postgres]'.",
        ) from error
    except (sa.exc.ArgumentError, ImportError) as error:
        raise _unreachable(error) from error


def sqlite_file(url: str) -> Path | None:
    """Return the file of a SQLite database, None for other ones."""
    try:
        parsed = _parsed(url)
    except sa.exc.ArgumentError:
        return None
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def shown_url(url: str) -> str:
    """Return a URL as it may be shown: without its password."""
    try:
        return _parsed(url).render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        return "(no URL)"


@contextmanager
def held_open(url: str) -> Iterator[None]:
    """Hold the file of a database open for as long as a server runs: each write then costs less.

    SQLite moves what was written into the file when the last one who has it open leaves: without
    this after each transaction. What was kept is kept either way. No file is made.
    """
    file = sqlite_file(url)
    if file is None or not file.exists():
        yield
        return
    with engine_of(url, lock=False).connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
        connection.rollback()
        yield


def _engine(url: sa.URL, how: _How) -> sa.Engine:
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, how)
    options: dict[str, Any] = {"pool_pre_ping": True}
    if url.get_backend_name() == "postgresql":
        names = {"connect_timeout": _CONNECT, "application_name": "textmine"}
        options["connect_args"] = {name: it for name, it in names.items() if name not in url.query}
        options["isolation_level"] = "READ COMMITTED" if how == "rw" else "REPEATABLE READ"
    engine = sa.create_engine(url, **options)
    if engine.dialect.name == "postgresql":
        sa.event.listen(engine, "connect", _wait_so_long)
        if how == "rw":
            sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(_LOCK))
    return engine


def _sqlite(url: sa.URL, how: _How) -> sa.Engine:
    """Return the engine of a file that is opened anew for each transaction.

    So it may be replaced by a copy of it. SQLite takes its write lock when a transaction begins,
    not at its first INSERT.
    """
    if how in ("ro", "immutable"):
        only = "mode=ro" if how == "ro" else "mode=ro&immutable=1"
        url = sa.make_url(
            f"sqlite:///{Path(str(url.database)).absolute().as_uri()}?{only}&uri=true"
        )
    arguments = {"timeout": WAIT}
    engine = sa.create_engine(url, connect_args=arguments, poolclass=sa.pool.NullPool)
    begin = "BEGIN IMMEDIATE" if how == "rw" else "BEGIN"
    sa.event.listen(engine, "connect", _write_ahead if how == "rw" else _leave_begin_to_us)
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _leave_begin_to_us(connection: Any, record: Any) -> None:
    connection.isolation_level = None


def _write_ahead(connection: Any, record: Any) -> None:
    """Let readers read while somebody writes; a file that is in use just now stays as it is."""
    _leave_begin_to_us(connection, record)
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    if connection.execute("PRAGMA journal_mode").fetchone()[0] not in ("wal", "memory"):
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")


def _wait_so_long(connection: Any, record: Any) -> None:
    connection.execute(f"SET lock_timeout = '{WAIT:.0f}s'")
    connection.commit()


def _how_to_open(file: Path | None) -> _How:
    """Return how a file is read: where nothing can be written beside it, it is just looked at."""
    if file is None or not file.exists():
        return "r"
    own = os.access in os.supports_effective_ids
    if all(os.access(path, os.W_OK, effective_ids=own) for path in (file, file.parent)):
        return "r"
    return "ro" if Path(f"{file}-wal").exists() else "immutable"


def _parsed(url: str) -> sa.URL:
    parsed = sa.make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        return parsed.set(drivername=_POSTGRES)
    return parsed


def _with_secrets(url: sa.URL) -> sa.URL:
    """Return the URL of a server with what only the environment says: who, and the password."""
    environment_url = os.environ.get(DATABASE_URL, "")
    if not environment_url or url.get_backend_name() == "sqlite":
        return url
    try:
        secret = _parsed(environment_url)
    except sa.exc.ArgumentError:  # what it holds is not shown
        message = f"The environment variable {DATABASE_URL} holds no SQLAlchemy URL."
        hint = f"Write it as {_POSTGRES}://NAME:PASSWORD@HOST/DATABASE."
        raise StoreError(message, hint=hint) from None
    same = ("drivername", "host", "port", "database")
    if any(getattr(url, field) != getattr(secret, field) for field in same):
        raise StoreError(
            f"textmine.toml and the environment variable {DATABASE_URL} name two databases.",
            hint="Let both name the same host, port and database.",
        )
    query = {**secret.query, **url.query}
    name, password = url.username or secret.username, url.password or secret.password
    return url.set(username=name, password=password, query=query)


def _unreachable(error: Exception) -> StoreError:
    return StoreError(f"The codings cannot be reached: {str(error).splitlines()[0]}.", hint=HINT)


def close_all() -> None:
    """Close the connections that are kept to use again."""
    for engine in _ENGINES.values():
        engine.dispose()
    _ENGINES.clear()


def _leave_to_parent() -> None:
    """Let a forked child open connections of its own: those that are open are its parent's."""
    for engine in _ENGINES.values():
        engine.dispose(close=False)


atexit.register(close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_to_parent)
