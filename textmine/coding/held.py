"""Read the codings of a corpus once, for as long as nothing writes any."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textmine.coding.latest import Entry

_HELD: ContextVar[dict[object, list[Entry]] | None] = ContextVar("codings read", default=None)


@contextmanager
def codings_held() -> Iterator[None]:
    """Let what is read within the block be read once; it is no block to write codings in."""
    token = _HELD.set({})
    try:
        yield
    finally:
        _HELD.reset(token)


def held(key: object, read: Callable[[], list[Entry]]) -> list[Entry]:
    """Return what was read under a key, or read it."""
    known = _HELD.get()
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    return list(known[key])


def forget() -> None:
    """Let everything be read again, as something was written."""
    known = _HELD.get()
    if known is not None:
        known.clear()
