"""Transactions in the database of a workspace, which fail in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from textmine.errors import StoreError
from textmine.store.locking import WAIT

_HINT = "Check 'codings' in textmine.toml, that you may write there, and that no program holds it."
_FINISHED = sa.Table("finished", sa.MetaData(), sa.Column("work", sa.String(32), primary_key=True))
"""Work that was kept as a whole: its files may have to be put in their places still."""

_WHOLE: set[tuple[Path, int, int, int]] = set()


class Transaction:
    """A transaction that stays open until all that belongs to it is ready.

    With `lock` no other one writes until it ends.
    """

    def __init__(self, url: str, *, lock: bool) -> None:
        self._url = url
        with told(url):
            self._engine = _engine(url, lock=lock)
            self.connection = self._engine.connect()
            self._begun = self.connection.begin()

    def commit(self, work: str = "") -> None:
        """Keep what was done, and beside it the name of the work that it is part of, if any."""
        with told(self._url):
            if work:
                _FINISHED.create(self.connection, checkfirst=True)
                self.connection.execute(_FINISHED.insert(), {"work": work})
            self._begun.commit()

    def close(self) -> None:
        """Take back what was not kept."""
        self.connection.close()
        self._engine.dispose()


@contextmanager
def transaction(url: str, *, lock: bool) -> Iterator[sa.Connection]:
    """Yield a connection whose work is kept as a whole when the block ends well, or not at all."""
    begun = Transaction(url, lock=lock)
    try:
        with told(url):
            yield begun.connection
        begun.commit()
    finally:
        begun.close()


def was_kept(url: str, work: str) -> bool:
    """Whether the transaction that belongs to a piece of work was kept."""
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return False
    with transaction(url, lock=False) as connection:
        if not sa.inspect(connection).has_table(_FINISHED.name):
            return False
        found = connection.execute(sa.select(_FINISHED).where(_FINISHED.c.work == work))
        return found.first() is not None


def sqlite_file(url: str) -> Path | None:
    """Return the file of a SQLite database, None for other ones."""
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        return None
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def refuse_damaged(url: str, connection: sa.Connection) -> None:
    """Raise StoreError where a SQLite file is damaged.

    It is looked through once in a process, as long as its size and times stay the same.
    """
    file = sqlite_file(url)
    if file is None:
        return
    status = file.stat()
    stamp = (file, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    if stamp in _WHOLE:
        return
    said = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    if said != "ok":
        raise StoreError(
            f"The codings in {file} are damaged: {said.splitlines()[-1]}.",
            hint="Restore the file from a copy.",
        )
    _WHOLE.add(stamp)


@contextmanager
def told(url: str) -> Iterator[None]:
    """Let what the database refuses in the block be said in a sentence."""
    try:
        yield
    except (sa.exc.SQLAlchemyError, UnicodeDecodeError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise StoreError(
            f"The codings at {sa.make_url(url).render_as_string()} cannot be used: {reason}.",
            hint=_HINT,
        ) from error


def _engine(url: str, *, lock: bool) -> sa.Engine:
    try:
        waits = {"timeout": WAIT} if sqlite_file(url) is not None else {}
        engine = sa.create_engine(url, connect_args=waits)
    except (sa.exc.ArgumentError, ImportError) as error:
        message = f"The codings cannot be reached: {str(error).splitlines()[0]}."
        raise StoreError(message, hint=_HINT) from error
    if lock and engine.dialect.name == "sqlite":
        _lock_at_begin(engine)
    return engine


def _lock_at_begin(engine: sa.Engine) -> None:
    """Let SQLite take its write lock when a transaction begins, not at its first INSERT.

    What was read to number a batch would else be out of date when the batch is written.
    """

    @sa.event.listens_for(engine, "connect")
    def _leave_begin_to_us(connection: Any, record: Any) -> None:
        connection.isolation_level = None

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
