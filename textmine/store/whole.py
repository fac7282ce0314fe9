"""Whole or not at all: what a block writes, in several places, is put in place when it ends well.

In a block nothing of the workspace changes: files and folders are drafts, and the transaction in
the database is open. One command works in a block at a time; others wait.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmine.errors import StoreError
from textmine.running import on_interrupt, running
from textmine.store.atomic import Draft, begin_draft, refuse_no_place, replacing_at_once
from textmine.store.history import HISTORY, KEPT, Part, make_change
from textmine.store.journal import (
    SCRATCH,
    WORKSPACE_LOCK,
    Journal,
    carry_out,
    drop,
    forget_work,
    pending_folder,
    settle,
    step_of,
    write_journal,
)
from textmine.store.kept import kept_files
from textmine.store.locking import locked
from textmine.store.stopped import remove_abandoned
from textmine.store.wording import what_was_done

if TYPE_CHECKING:
    import sqlalchemy as sa

    from textmine.store.database import Transaction


@dataclass
class _Whole:
    """What a block has made ready: drafts by the path that they replace, None to remove it."""

    root: Path
    url: str
    folder: Path
    drafts: dict[Path, Path | None] = field(default_factory=dict)
    unrecorded: set[Path] = field(default_factory=set)
    parts: list[Part] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)
    transaction: Transaction | None = None
    left: bool = False
    outside: list[Draft] = field(default_factory=list)

    def place_for(self, target: Path, mode: int | None = None) -> Path:
        """Return where a draft is to be written; with a `mode` it is a file, and there already."""
        if not target.is_relative_to(self.root):
            self.outside.append(begin_draft(target, mode or 0o666))
            return self.outside[-1].path
        draft = self.folder / uuid.uuid4().hex[:8] / target.relative_to(self.root)
        draft.parent.mkdir(parents=True, exist_ok=True)
        if mode is None:
            draft.mkdir()
        else:
            os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
        return draft

    def connection(self) -> sa.Connection:
        """Return the connection whose work is kept with the block."""
        from textmine.store.database import Transaction

        if self.transaction is None:
            self.transaction = Transaction(self.url, lock=True)
        return self.transaction.connection

    def recorded(self) -> dict[Path, Path | None]:
        """Return the drafts of which the history tells."""
        return {
            target: draft
            for target, draft in self.drafts.items()
            if target not in self.unrecorded
            and target.is_relative_to(self.root)
            and target.relative_to(self.root).parts[0] in KEPT
        }


_OPEN: ContextVar[_Whole | None] = ContextVar("whole", default=None)


@contextmanager
def whole(root: Path, url: str) -> Iterator[None]:
    """Keep all that the block writes, or nothing; a block in a block is part of it.

    What dead commands left is finished, taken back or removed first. Raises StoreError when another
    command holds the workspace for too long.
    """
    there = _OPEN.get()
    if there is not None and there.root == root:
        yield
        return
    with locked(root / WORKSPACE_LOCK, f"The workspace {root}"):
        settle(root, url)
        remove_abandoned(root)
        block = _Whole(root, url, pending_folder(root, uuid.uuid4().hex))
        token = _OPEN.set(block)
        try:
            yield
            _commit(block)
        finally:
            _OPEN.reset(token)
            _close(block)


@contextmanager
def replacing_file(target: Path, mode: int = 0o666) -> Iterator[Path]:
    """Yield a path to write to; it takes the place of `target`, whole or not at all.

    In a block that is kept as a whole it does so when that ends, else when this block ends well.
    """
    refuse_no_place(target)
    block = _OPEN.get()
    target = as_prepared(target.absolute())
    if block is None or target.is_relative_to(block.root / SCRATCH):
        with replacing_at_once(target, mode) as draft:
            yield draft
        if SCRATCH not in target.parts:
            running().done.append(f"{target} written")
        return
    with own_file(target, mode) as draft:
        yield draft


@contextmanager
def own_file(target: Path, mode: int = 0o666) -> Iterator[Path]:
    """Do what `replacing_file` does in a block; folders that are not there are made."""
    block = _open()
    draft = block.place_for(target, mode)
    yield draft
    block.drafts[target] = draft


@contextmanager
def replacing_folder(target: Path, owned: set[str]) -> Iterator[Path]:
    """Yield an empty folder to fill; it takes the place of `target` when the whole is kept.

    Files of the old folder that are not in `owned` (paths relative to it) are somebody's own notes
    and move along.
    """
    block = _open()
    draft = block.place_for(target)
    yield draft
    own = {target / name for name in owned}
    for path in [path for path in _files(target) if path not in own] + _inside(block, target):
        source, copy = block.drafts.pop(path, path), draft / path.relative_to(target)
        if source is not None and not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copy)
    block.drafts[target] = draft


def taking_away(target: Path) -> None:
    """Remove what the history keeps of a path, when the whole is kept; other files there stay."""
    if not target.exists():
        return
    own = kept_files(target) if target.is_dir() else []
    if len(_files(target)) > len(own):
        with replacing_folder(target, set(own)):
            return
    _open().drafts[target] = None


def unrecorded(*targets: Path) -> None:
    """Let the history not tell of these paths: the block is about the history itself."""
    _open().unrecorded.update(targets)


def record(*parts: Part, reads: Sequence[str] = ()) -> None:
    """Write into the history what the block did in the database, and what it was made from."""
    _open().parts += parts
    _open().reads += reads


def as_prepared(path: Path) -> Path:
    """Return where a path lies as the open block leaves it: in a draft, or in its place."""
    block = _OPEN.get()
    for target, draft in block.drafts.items() if block is not None else ():
        if draft is not None and path.is_relative_to(target):
            return draft / path.relative_to(target)
    return path


def prepared_files(folder: Path, ending: str) -> dict[str, Path]:
    """Return the files of a folder with an ending by their stems, as the open block leaves them."""
    files = {path.stem: path for path in as_prepared(folder).glob(f"*{ending}")}
    block = _OPEN.get()
    for target, draft in block.drafts.items() if block is not None else ():
        if target.parent == folder and target.suffix == ending:
            files.pop(target.stem, None)
            if draft is not None:
                files[target.stem] = draft
    return files


def open_connection(url: str) -> sa.Connection | None:
    """Return the connection of the open block, None where no block has begun a transaction."""
    block = _OPEN.get()
    if block is None or block.url != url or block.transaction is None:
        return None
    return block.transaction.connection


@contextmanager
def transaction(url: str) -> Iterator[sa.Connection]:
    """Yield a connection whose work is kept with the open block, or else at the end of this one."""
    from textmine.store.database import told
    from textmine.store.database import transaction as at_once

    block = _OPEN.get()
    if block is None or block.url != url:
        with at_once(url, lock=True) as connection:
            yield connection
        return
    with told(url), block.connection().begin_nested():
        yield block.connection()


def _open() -> _Whole:
    block = _OPEN.get()
    if block is None:
        raise RuntimeError("this needs a block that is kept as a whole")
    return block


def _commit(block: _Whole) -> None:
    """Write the journal, keep the transaction, and put everything in its place."""
    command = running()
    change, own = make_change(
        block.root, block.folder / "history", block.recorded(), block.parts, block.reads
    )
    drafts = {**block.drafts, **own}
    sentences = [what_was_done(change)] if change else []
    rooms = (*KEPT, HISTORY)
    sentences += [
        f"{target} {'written' if draft else 'removed'}"
        for target, draft in drafts.items()
        if not (
            target.is_relative_to(block.root) and target.relative_to(block.root).parts[0] in rooms
        )
    ]
    steps = tuple(step_of(block.root, target, draft) for target, draft in drafts.items())
    journal = Journal(
        command=command.words, database=block.transaction is not None and bool(steps), steps=steps
    )
    with _uninterrupted():
        if steps:
            block.folder.mkdir(parents=True, exist_ok=True)
            write_journal(block.root, block.folder, journal)
        _keep_transaction(block, block.folder.name if steps else "")
        command.begun += sentences
        if steps:
            _carry_out(block, journal)
        command.begun.clear()
        command.done += sentences
        if change is not None:
            command.numbers[block.root] = change.number


def _carry_out(block: _Whole, journal: Journal) -> None:
    try:
        carry_out(block.root, block.folder, journal)
    except OSError as error:
        moved = any(step.draft and not (block.root / step.draft).exists() for step in journal.steps)
        if not journal.database and not moved:
            drop(block.root, block.folder, journal)
            raise
        block.left = True
        where = f" ({error.filename})" if error.filename else ""
        raise StoreError(
            f"Not everything is in its place yet: {error.strerror or error}{where}.",
            hint="Correct that; the next command here finishes it.",
        ) from error


def _keep_transaction(block: _Whole, work: str) -> None:
    if block.transaction is None:
        return
    try:
        block.transaction.commit(work)
    except BaseException:
        block.left = bool(work)
        block.transaction.close()
        if block.left:  # it may have been kept all the same
            settle(block.root, block.url)
        raise


def _close(block: _Whole) -> None:
    """Remove what was not kept; what has to be finished by the next command stays."""
    if block.transaction is not None:
        block.transaction.close()
    if block.left:
        return
    for draft in block.outside:
        draft.end()
    forget_work(block.folder)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait until the block has ended."""
    asked: list[Any] = []
    with on_interrupt(lambda *signal_arguments: asked.append(signal_arguments)):
        yield
    if asked:
        raise KeyboardInterrupt


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _inside(block: _Whole, folder: Path) -> list[Path]:
    """Return the files of a folder that are drafts of their own."""
    return [path for path in block.drafts if path != folder and path.is_relative_to(folder)]
