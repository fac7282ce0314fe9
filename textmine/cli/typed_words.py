"""Errors in words: of the command that was typed, and of what the system refuses."""

import errno
import re
from collections.abc import Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from textmine.advice import in_words_of
from textmine.errors import StoreError

_TYPED: ContextVar[frozenset[str] | None] = ContextVar("options of the command", default=None)


def set_typed(command: Any, arguments: Sequence[str]) -> None:
    """Note which command the arguments name below `command`, the command of the program."""
    here = command
    for argument in arguments:
        child = getattr(here, "commands", {}).get(argument)
        if child is None:
            break
        here = child
    names = (name for param in here.params for name in (*param.opts, *param.secondary_opts))
    _TYPED.set(frozenset(names))


def in_typed_words(text: str) -> str:
    """Return a text in words of the command that was typed; as it is where none was noted."""
    options = _TYPED.get()
    return text if options is None else in_words_of(options, text)


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
    message = error.strerror or str(error) or type(error).__name__
    path = error.filename or error.filename2
    if not path:
        return StoreError(f"{message}.", hint=_TO_DO.get(error.errno or 0, ""))
    return StoreError(
        f"{_meant(str(path))} cannot be used: {message}.", hint=_TO_DO.get(error.errno or 0, "")
    )


def _meant(location: str) -> str:
    """Return the file or folder that a lock, a draft or a folder of drafts stands for."""
    from textmine.store.journal import SCRATCH

    path = Path(location)
    if SCRATCH in path.parts:
        return str(Path(*path.parts[: path.parts.index(SCRATCH)]))
    draft = _DRAFT.fullmatch(path.name)
    return str(path.with_name(draft[1]) if draft else path)
