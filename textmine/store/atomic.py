"""Whole-or-nothing writes: a reader sees the old file or the new one, never half of either."""

from __future__ import annotations

import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from textmine.errors import InputError, StoreError

_ABANDONED = 24 * 3600
"""Seconds after which a draft belongs to no running command."""


def refuse_same_file(target: Path, source: Path) -> None:
    """Raise InputError when a result would be written over the file that it is made from."""
    if target.exists() and source.exists() and target.samefile(source):
        raise InputError(
            f"{target} is the file that is read; it would be overwritten.",
            hint="Name another file for the result.",
        )


@contextmanager
def replacing_file(target: Path) -> Iterator[Path]:
    """Yield a path to write to; move it to `target` when the block ends well, else remove it."""
    if target.is_dir():
        raise StoreError(f"{target} is a folder.", hint="Name a file to write to.")
    if not target.parent.is_dir():
        raise StoreError(
            f"The folder {target.parent} does not exist.", hint="Create it or name another file."
        )
    draft = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.tmp")
    try:
        yield draft
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def replacing_folder(target: Path, *, scratch: Path, owned: set[str]) -> Iterator[Path]:
    """Yield an empty folder to fill; put it in the place of `target` when the block ends well.

    Files of the old folder that are not in `owned` (paths relative to it) are somebody's own notes
    and move along. `scratch` lies on the same disk; what a kill leaves there,
    `recover` mends at the next start.
    """
    draft = scratch / "drafts" / f"{target.name}-{uuid.uuid4().hex[:8]}"
    draft.mkdir(parents=True)
    try:
        yield draft
        if target.is_dir():
            _carry_over(target, draft, owned)
        target.parent.mkdir(parents=True, exist_ok=True)
        _swap(draft, target, scratch)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def recover(scratch: Path, root: Path) -> None:
    """Mend what a kill left: put an old folder back where no new one stands; drop old drafts."""
    for draft in (scratch / "drafts").glob("*"):
        if time.time() - draft.stat().st_mtime > _ABANDONED:
            shutil.rmtree(draft, ignore_errors=True)
    for old in sorted((scratch / "replaced").glob("*/*")):
        target = root / old.parent.name / old.name
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(target)


def _swap(draft: Path, target: Path, scratch: Path) -> None:
    parked = scratch / "replaced" / target.parent.name / target.name
    if target.exists():
        shutil.rmtree(parked, ignore_errors=True)
        parked.parent.mkdir(parents=True, exist_ok=True)
        os.rename(target, parked)  # noqa: PTH104
    os.rename(draft, target)  # noqa: PTH104
    shutil.rmtree(parked, ignore_errors=True)


def _carry_over(old: Path, new: Path, owned: set[str]) -> None:
    for path in sorted(old.rglob("*")):
        relative = path.relative_to(old)
        if path.is_file() and relative.as_posix() not in owned and not (new / relative).exists():
            (new / relative).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, new / relative)
