"""What the operating system refuses, in words: where, why, and what to do."""

from __future__ import annotations

import errno
import re
from pathlib import Path

from textmine.errors import StoreError

_DRAFT = re.compile(r"\.(.+)\.(?:[0-9a-f]{8}\.tmp|lock)")
_RIGHT = "Ask its owner for the right, or work in a folder of your own."
_ROOM = "Free some space, then run the command again."
_TO_DO = {
    **dict.fromkeys((errno.EACCES, errno.EPERM), _RIGHT),
    errno.EROFS: "Copy the workspace to a disk that can be written to, or name a file there.",
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), _ROOM),
}


def as_store_error(error: OSError) -> StoreError:
    """Return the sentence for an error of the operating system."""
    said = error.strerror or str(error) or type(error).__name__
    place = error.filename or error.filename2
    if not place:
        return StoreError(f"{said}.", hint=_TO_DO.get(error.errno or 0, ""))
    return StoreError(
        f"{_meant(str(place))} cannot be used: {said}.", hint=_TO_DO.get(error.errno or 0, "")
    )


def _meant(place: str) -> str:
    """Return the file or folder that a lock, a draft or a folder of drafts stands for."""
    from textmine.store.journal import SCRATCH

    path = Path(place)
    if SCRATCH in path.parts:
        return str(Path(*path.parts[: path.parts.index(SCRATCH)]))
    draft = _DRAFT.fullmatch(path.name)
    return str(path.with_name(draft[1]) if draft else path)
