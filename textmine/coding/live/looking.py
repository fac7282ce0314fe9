"""One look into the codings: what is asked in a block is asked over one connection."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import sqlalchemy as sa

from textmine.coding.database import CODINGS
from textmine.store.database import transaction
from textmine.store.engines import sqlite_file

_THERE: set[tuple[sa.URL, str]] = set()
"""Tables that were seen by who only reads: what is seen by a writer may be taken back still."""


def is_there(connection: sa.Connection, table: sa.Table) -> bool:
    """Whether a table is there, on a connection that only reads."""
    key = connection.engine.url, table.name
    if key in _THERE:
        return True
    exists = sa.inspect(connection).has_table(table.name)
    if exists and connection.dialect.name != "sqlite":  # a file may be replaced by another one
        _THERE.add(key)
    return exists


def make_missing(connection: sa.Connection, table: sa.Table) -> None:
    """Make a table where it is not there."""
    if (connection.engine.url, table.name) not in _THERE:
        table.create(connection, checkfirst=True)


_OPEN: ContextVar[tuple[str, sa.Connection] | None] = ContextVar("looking", default=None)


@contextmanager
def looking(url: str) -> Iterator[sa.Connection | None]:
    """Yield a connection that only reads, or None where nothing was ever coded.

    A look in a look is the same one, and sees what the outer one sees. Other than
    `database.reading` it does not look for damage, which takes longer than a press.
    """
    there = _OPEN.get()
    if there is not None and there[0] == url:
        yield there[1]
        return
    file = sqlite_file(url)
    if file is not None and not file.exists():
        yield None
        return
    with transaction(url, lock=False) as connection:
        if not is_there(connection, CODINGS):
            yield None
            return
        token = _OPEN.set((url, connection))
        try:
            yield connection
        finally:
            _OPEN.reset(token)
