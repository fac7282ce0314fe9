"""One look into the codings: what is asked in a block is asked over one connection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import sqlalchemy as sa

from textmine.coding.database import CODINGS
from textmine.coding.live.tables import is_there
from textmine.store.database import transaction
from textmine.store.engines import sqlite_file

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
