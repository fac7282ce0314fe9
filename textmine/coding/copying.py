"""Codings copied: for a corpus that was made of theirs, and from one database to another."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import sqlalchemy as sa

from textmine.coding.database import CODINGS, MEMOS, METADATA, reading, writing
from textmine.coding.live.openings import OPENINGS, REVIEWERS
from textmine.coding.live.reviewed import REVIEWED
from textmine.coding.live.saying import MARKS
from textmine.coding.live.visible import SEEN
from textmine.coding.sheets.written import SHEETS
from textmine.coding.statements import by_people
from textmine.coding.store import open_codings
from textmine.errors import StoreError
from textmine.schema import Coding
from textmine.store import Workspace

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


Moved = Callable[[str, int, int], tuple[int, int]]
"""Document, start and end in the old text -> start and end in the new one."""


def copy_codings(
    workspace: Workspace, old: str, new: str, moved: Moved, ids: Mapping[str, str]
) -> tuple[Coding, ...]:
    """Record what people coded for the new corpus too, spans moved; return what was copied.

    `ids` has the new ids of documents that have one. Memos are left behind, for they may name
    people; so is what machines coded, for they read the old texts.
    """
    codings = tuple(by_people(open_codings(workspace).rounds(old)))
    copies = [_copy(coding, new, moved, ids) for coding in codings]
    if copies:
        open_codings(workspace).append(copies, complete=True)
    return codings


def _copy(coding: Coding, new: str, moved: Moved, ids: Mapping[str, str]) -> Coding:
    start, end = coding.start, coding.end
    if start is not None and end is not None:
        start, end = moved(coding.document, start, end)
    document = ids.get(coding.document, coding.document)
    return replace(coding, corpus=new, document=document, start=start, end=end, memo="")
