"""Whole-or-nothing writes of a file: a reader sees the old one or the new one, never half."""

import glob
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from textmine.errors import InputError, StoreError
from textmine.store.locking import is_abandoned, let_go, made_and_held


def refuse_same_file(target: Path, source: Path) -> None:
    """Raise InputError when a result would be written over the file that it is made from."""
    if target.exists() and source.exists() and target.samefile(source):
        raise InputError(
            f"{target} is the file that textmine reads from; it would be lost.",
            hint="Name another file for the result.",
        )


def refuse_no_place(target: Path) -> None:
    """Raise StoreError where no file can be written."""
    if target.is_dir():
        raise StoreError(f"{target} is a folder.", hint="Name a file to write to.")
    if not target.parent.is_dir():
        raise StoreError(
            f"The folder {target.parent} does not exist.", hint="Create it or name another file."
        )


@dataclass(frozen=True)
class Draft:
    """An empty file beside the one that it is to replace; it is held while its writer lives."""

    path: Path
    _descriptor: int | None

    def end(self) -> None:
        """Remove it, if it has not moved, and hold it no more."""
        self.path.unlink(missing_ok=True)
        let_go(self._descriptor)


def begin_draft(target: Path, mode: int = 0o666) -> Draft:
    """Make a draft of a file; those whose writers died are removed."""
    refuse_no_place(target)
    for draft in target.parent.glob(f".{glob.escape(target.name)}.????????.tmp"):
        if is_abandoned(draft):
            with suppress(OSError):
                draft.unlink()
    path = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.tmp")
    return Draft(path, made_and_held(path, mode))


@contextmanager
def replacing_at_once(target: Path, mode: int = 0o666) -> Iterator[Path]:
    """Yield a path to write to; move it to `target` when the block ends well, else remove it."""
    draft = begin_draft(target, mode)
    try:
        yield draft.path
        draft.path.replace(target)
    finally:
        draft.end()
