"""The journal: what has to be put in its place, written down before the first thing moves.

Work lies in a folder of its own, .textmine/pending/NAME, until it is ready. Then its journal is
written, its transaction is kept, and its drafts are moved. A kill before that leaves nothing but
drafts, which the next start removes; a kill after it leaves a journal, which the next start
carries out. Who works holds the lock of the workspace, so that nothing of a running command is
ever taken for a dead one's.
"""

import errno
import json
import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from textmine.errors import StoreError, TextmineError
from textmine.store.locking import locked, locked_if_free
from textmine.store.opened import read_record

SCRATCH = ".textmine"
WORKSPACE_LOCK = f"{SCRATCH}/lock"
_PENDING = f"{SCRATCH}/pending"
_JOURNAL = "journal.json"
_FORMAT = 1
_SHORT = 5.0
"""Seconds that a reader waits for what is just being put in its place."""


class Step(BaseModel):
    """A path that its draft replaces, or that is removed where there is no draft.

    Paths of the workspace are relative to it, others are absolute.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    target: str
    draft: str = ""


class Journal(BaseModel):
    """What a command puts in its place; with `database` only if its transaction was kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = _FORMAT
    command: str
    database: bool = False
    steps: tuple[Step, ...] = ()


def pending_folder(root: Path, work: str) -> Path:
    """Return where the drafts of a piece of work lie."""
    return root / _PENDING / work


def step_of(root: Path, target: Path, draft: Path | None) -> Step:
    """Write down that a draft is to replace a path, or that the path is to be removed."""
    return Step(target=_said(root, target), draft=_said(root, draft) if draft else "")


def write_journal(root: Path, folder: Path, journal: Journal) -> None:
    """Write down what is to be done; from here on it will be, unless a transaction is missing.

    Raises OSError where a target could not be put in its place, before anything has moved.
    """
    targets = [root / step.target for step in journal.steps]
    for path in {next(filter(Path.is_dir, target.parents)) for target in targets}:
        _refuse_closed(path)
    for step in journal.steps:
        if step.draft:
            _sync(root / step.draft)
    draft = folder / f"{_JOURNAL}.tmp"
    draft.write_text(journal.model_dump_json(), encoding="utf-8")
    _sync(draft)
    draft.replace(folder / _JOURNAL)
    _sync_folder(folder)


def carry_out(root: Path, folder: Path, journal: Journal) -> None:
    """Do what was written down and is not done yet, and remove the folder of the work."""
    for index, step in enumerate(journal.steps):
        parked = folder / "former" / str(index)
        _put(root / step.draft if step.draft else None, root / step.target, parked)
    forget_work(folder)


def forget_work(folder: Path) -> None:
    """Remove the folder of a piece of work: its journal first."""
    (folder / _JOURNAL).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        folder.parent.rmdir()


def recover(root: Path, url: str) -> list[str]:
    """Finish or take back what dead commands left; return the words of what was finished.

    While another command works here, all is left as it is. The file of a lock that nobody holds any
    more goes too.
    """
    if not (root / _PENDING).is_dir() and not (root / WORKSPACE_LOCK).exists():
        return []
    try:
        with locked_if_free(root / WORKSPACE_LOCK) as free:
            return settle(root, url) if free else []
    except PermissionError:
        return []  # who may only read leaves it to those who may write


def settle(root: Path, url: str) -> list[str]:
    """Do what `recover` does; the lock of the workspace is held."""
    finished = []
    for folder in sorted((root / _PENDING).glob("*")):
        journal = _read(folder)
        for step in journal.steps if journal else ():
            _refuse_foreign(root, folder, step)
        if journal is None:
            forget_work(folder)
        elif journal.database and not _was_kept(url, folder.name):
            drop(root, folder, journal)
        else:
            carry_out(root, folder, journal)
            finished.append(journal.command)
    return finished


def drop(root: Path, folder: Path, journal: Journal) -> None:
    """Remove the drafts of work that is not to be done."""
    for step in journal.steps:
        if step.draft and Path(step.draft).is_absolute():
            Path(step.draft).unlink(missing_ok=True)
    forget_work(folder)


def is_putting(root: Path) -> bool:
    """Whether a command is just putting things in their places, or died while it did."""
    return any((root / _PENDING).glob(f"*/{_JOURNAL}"))


def wait_for_others(root: Path, url: str) -> None:
    """Wait a little where another command is just putting things in their places."""
    if is_putting(root):
        with suppress(TextmineError), locked(root / WORKSPACE_LOCK, "The workspace", _SHORT):
            settle(root, url)


def _put(draft: Path | None, target: Path, parked: Path) -> None:
    """Do one step; done twice it does nothing more."""
    if draft is not None and not draft.exists():
        return
    if draft is None and not target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    moved = draft is None or target.is_dir()
    if moved and target.exists():
        parked.parent.mkdir(exist_ok=True)
        os.rename(target, parked)  # noqa: PTH104
    if draft is None:
        return
    try:
        os.replace(draft, target)  # noqa: PTH105
    except OSError:
        if parked.exists():
            os.rename(parked, target)  # noqa: PTH104
        raise


def _was_kept(url: str, work: str) -> bool:
    from textmine.store.database import was_kept

    return was_kept(url, work)


def _refuse_foreign(root: Path, folder: Path, step: Step) -> None:
    """Refuse a step that no textmine wrote down: nothing is moved out of a workspace or into it."""
    target, draft = _resolved(root / step.target), None
    if step.draft:
        draft = _resolved(root / step.draft)
    own = re.fullmatch(
        rf"\.{re.escape(target.name)}\.[0-9a-f]{{8}}\.tmp", draft.name if draft else ""
    )
    beside = draft is not None and draft.parent == target.parent and own is not None
    here, work = root.resolve(), folder.resolve()
    inside = target.is_relative_to(here) and target != here
    if beside or (inside and (draft is None or draft.is_relative_to(work))):
        return
    raise StoreError(
        f"{folder / _JOURNAL} names {target}, which is no place that a command here writes to.",
        hint=f"Move {folder} away.",
    )


def _resolved(path: Path) -> Path:
    return path.parent.resolve() / path.name


def _read(folder: Path) -> Journal | None:
    path = folder / _JOURNAL
    if not path.is_file():
        return None
    return read_record(path, Journal, json.loads, known=_FORMAT, again=f"Move {folder} away.")


def _said(root: Path, path: Path) -> str:
    path = path.absolute()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _refuse_closed(folder: Path) -> None:
    """Raise OSError where nothing can be made in a folder; a file without a name leaves nothing."""
    unnamed = getattr(os, "O_TMPFILE", 0)
    try:
        if unnamed:
            os.close(os.open(folder, os.O_WRONLY | unnamed, 0o600))
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise


def _sync(path: Path) -> None:
    """Let the disk have what was written, before anything rests on it."""
    for file in path.rglob("*") if path.is_dir() else (path,):
        if file.is_file():
            _flush(file, os.O_RDWR if os.name == "nt" else os.O_RDONLY)


def _sync_folder(folder: Path) -> None:
    if os.name != "nt":
        _flush(folder, os.O_RDONLY)


def _flush(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
