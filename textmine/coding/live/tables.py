"""Whether a table is there; in a server's database it is asked once, for none is ever dropped."""

from __future__ import annotations

import sqlalchemy as sa

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
