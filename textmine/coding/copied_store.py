"""All that is kept of codings, draws, sheets and memos, copied from one database to another."""

from __future__ import annotations

import sqlalchemy as sa

from textmine.coding.database import CODINGS, MEMOS, METADATA, reading, writing
from textmine.coding.live.openings import OPENINGS, REVIEWERS
from textmine.coding.live.reviewed import REVIEWED
from textmine.coding.live.saying import MARKS
from textmine.coding.live.seen import SEEN
from textmine.coding.sheets.written import SHEETS
from textmine.errors import StoreError

_AT_ONCE = 10_000
_TABLES = (*METADATA.sorted_tables, MEMOS, SHEETS, MARKS, OPENINGS, SEEN, REVIEWERS, REVIEWED)

_BESIDE = ("accounts",)
"""Tables that lie beside the codings and are made by rooms above this one."""


def copy_store(source: str, target: str) -> int:
    """Copy every row of a database, as it is now, into an empty one; return how many.

    Numbers stay, so that the history of the workspace tells of the same batches. Nothing is made
    where there is nothing. Raises StoreError where the other one is not empty.
    """
    with reading(source, CODINGS) as there:
        if there is None:
            return 0
        with writing(target) as here:
            return sum(_copied(there, here, table) for table in (*_TABLES, *_of_rooms_above(there)))


def _of_rooms_above(there: sa.Connection) -> list[sa.Table]:
    """Return the tables of those who may come in, as they are there."""
    known = sa.inspect(there).get_table_names()
    return [sa.Table(name, sa.MetaData(), autoload_with=there) for name in _BESIDE if name in known]


def _copied(there: sa.Connection, here: sa.Connection, table: sa.Table) -> int:
    if not sa.inspect(there).has_table(table.name):
        return 0
    table.create(here, checkfirst=True)
    if here.execute(sa.select(table).limit(1)).first() is not None:
        raise StoreError(
            f"The table '{table.name}' of that database has rows already.",
            hint="Name an empty database.",
        )
    rows = there.execution_options(yield_per=_AT_ONCE).execute(sa.select(table)).mappings()
    n = 0
    for part in rows.partitions():
        here.execute(table.insert(), [dict(row) for row in part])
        n += len(part)
    _count_on(here, table)
    return n


def _count_on(connection: sa.Connection, table: sa.Table) -> None:
    """Let a server give the next row the next number."""
    column = table.autoincrement_column
    if connection.dialect.name != "postgresql" or column is None:
        return
    last = sa.select(sa.func.max(column)).scalar_subquery()
    sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
    connection.execute(sa.select(sa.func.setval(sequence, last)).where(last.is_not(None)))
