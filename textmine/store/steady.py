"""Read a folder that another command may just replace: all of the old one, or all of the new one.

Readers hold no lock. A folder that was another one before its reading than after it is read again.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from textmine.errors import TextmineError
from textmine.store.journal import is_putting

LONGEST = 5.0
"""Seconds after which a folder that never rests is taken as it is."""

_PAUSE = 0.005
_Read = TypeVar("_Read")
_Stamp = tuple[int, ...]


def read_steadily(folder: Path, read: Callable[[], _Read]) -> _Read:
    """Return what `read` reads from the folder ROOM/NAME of a workspace, again if it moved.

    Raises what `read` raises of a folder that stayed where it is.
    """
    until = time.monotonic() + LONGEST
    while True:
        before = stamp_of(folder)
        try:
            content = read()
        except (TextmineError, OSError):
            if time.monotonic() > until or not _moved(folder, before):
                raise
        else:
            if time.monotonic() > until or not _moved(folder, before):
                return content
        time.sleep(_PAUSE)


def _moved(folder: Path, before: _Stamp) -> bool:
    """Whether a folder was replaced since, or is parked for a moment."""
    return stamp_of(folder) != before or (not before and is_putting(folder.parent.parent))


def stamp_of(folder: Path) -> _Stamp:
    """Return what a folder is told apart by, nothing where there is none."""
    try:
        status = folder.stat()
    except OSError:
        return ()
    return (status.st_dev, status.st_ino, status.st_mtime_ns, status.st_ctime_ns)
