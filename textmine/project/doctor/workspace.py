"""The folder of a workspace: whether it can be written to, what is damaged, what was left over."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from textmine.codebook.files import read_codebook
from textmine.coding.store import CodingStore
from textmine.corpus.corpus import CORPUS_TOML, refuse_damaged_corpus
from textmine.errors import NotFoundError, TextmineError
from textmine.project.doctor.check import Check, State
from textmine.store import MANIFEST, Workspace, bytes_in, changes, open_manifest
from textmine.store.history import HISTORY
from textmine.store.journal import SCRATCH, WORKSPACE_LOCK
from textmine.store.locking import is_abandoned

_PART = "workspace"
_ROOMS = ("corpora", "codebooks", "models", "runs", "reports", HISTORY, SCRATCH)
_MB = 1e6
_LITTLE, _NOTHING = 1_000 * _MB, 50 * _MB


def workspace_checks(workspace: Workspace) -> list[Check]:
    """Look at the folders, the files and the leftovers of a workspace; change nothing."""
    return [
        *_writable(workspace.root),
        _space(workspace.root),
        _size(workspace.root),
        *_damaged(workspace),
        *_leftovers(workspace.root),
    ]


def _writable(root: Path) -> list[Check]:
    here = [root, *(root / room for room in _ROOMS if (root / room).is_dir())]
    closed = [path for path in here if not os.access(path, os.W_OK | os.X_OK)]
    if closed:
        named = closed[:1] if root in closed else closed
        message = f"{', '.join(map(str, named))} cannot be written to"
        return [
            Check(_PART, "folders", "wrong", message, "Give yourself the right to write there.")
        ]
    return [Check(_PART, "folders", "ok", f"{root} can be written to")]


def _space(root: Path) -> Check:
    free = shutil.disk_usage(root).free
    if free < _LITTLE:
        state: State = "wrong" if free < _NOTHING else "look"
        do = "Free some: 'textmine undo --forget all' deletes what changes kept."
        return Check(_PART, "free space", state, f"{free / _MB:,.0f} MB", do)
    return Check(_PART, "free space", "ok", f"{free / 1e9:,.1f} GB")


def _size(root: Path) -> Check:
    undo, cache = (bytes_in(root / room) / _MB for room in (HISTORY, SCRATCH))
    whole = bytes_in(root) / _MB
    text = f"{whole:,.1f} MB, of it {undo:,.1f} for 'undo' and {cache:,.1f} of texts read before"
    return Check(_PART, "size", "ok", text)


def _damaged(workspace: Workspace) -> list[Check]:
    """Open everything that has a hash, and look whether it is what was saved."""
    problems, n = [], 0
    for where, look in _things(workspace):
        n += 1
        try:
            look()
        except TextmineError as error:
            problems.append(Check(_PART, where, "wrong", error.message, error.hint))
        except OSError as error:
            problems.append(Check(_PART, where, "wrong", f"cannot be read: {error.strerror}"))
    if problems:
        return problems
    sentence = f"{n:,} corpora, codebooks, models, reports and stores are what was saved"
    return [Check(_PART, "files", "ok", sentence if n else "nothing is there yet")]


def _things(workspace: Workspace) -> Iterator[tuple[str, Callable[[], object]]]:
    root = workspace.root
    for folder in _folders(root / "corpora"):
        yield f"corpora/{folder.name}", _opener(folder, CORPUS_TOML, refuse_damaged_corpus)
    for room in ("models", "runs", "reports"):
        for folder in _folders(root / room):
            yield f"{room}/{folder.name}", _opener(folder, MANIFEST, open_manifest)
    for path in sorted((root / "codebooks").glob("*.toml")):
        yield f"codebooks/{path.name}", partial(read_codebook, path)
    yield "codings", lambda: CodingStore(workspace.codings_url).corpora()
    yield HISTORY, lambda: changes(root)


def _opener(folder: Path, marker: str, read: Callable[[Path], object]) -> Callable[[], object]:
    def look() -> object:
        if not (folder / marker).is_file():
            raise NotFoundError(
                f"{folder} has no {marker}.", hint="Restore it from a copy, or move it away."
            )
        return read(folder)

    return look


def _folders(room: Path) -> list[Path]:
    return sorted(path for path in room.glob("*") if path.is_dir())


def _leftovers(root: Path) -> list[Check]:
    drafts = [
        path
        for pattern in ("", "*/", "*/*/")
        for path in root.glob(f"{pattern}.*.????????.tmp")
        if is_abandoned(path)
    ]
    checks = []
    if drafts:
        sentence = f"{len(drafts)} left by commands that died: {drafts[0]}"
        checks.append(Check(_PART, "drafts", "look", sentence, "Delete them."))
    lock = root / WORKSPACE_LOCK
    if lock.exists():
        checks.append(
            Check(_PART, "lock", "look", "another command works here", "Wait until it is done.")
        )
    return checks or [Check(_PART, "leftovers", "ok", "no drafts, no locks")]
