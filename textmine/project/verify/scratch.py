"""A workspace to repeat a run in: what the run reads is there, and nothing else is touched."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from textmine.config import Settings
from textmine.store import Workspace
from textmine.store.database import sqlite_file
from textmine.store.workspace import SETTINGS

_ROOMS = ("corpora", "codebooks", "models")


@dataclass(frozen=True)
class Scratch:
    """A workspace in a folder for the time being; `own_store` says that the codings are a copy."""

    workspace: Workspace
    own_store: bool


@contextmanager
def scratch_workspace(
    workspace: Workspace, settings: Settings, models: Collection[str] | None = None
) -> Iterator[Scratch]:
    """Yield a workspace with the corpora, codebooks, codings and these models (all: None).

    Texts that were read before are read again there, so that a repetition rests on nothing kept.
    """
    with tempfile.TemporaryDirectory(prefix="textmine-verify-") as folder:
        root = Path(folder).resolve()
        shutil.copy2(workspace.root / SETTINGS, root / SETTINGS)
        for room in _ROOMS:
            (root / room).mkdir()
            for path in sorted((workspace.root / room).glob("*")):
                if room != "models" or models is None or path.name in models:
                    _lend(path, root / room / path.name)
        file = sqlite_file(workspace.codings_url)
        inside = file is not None and file.is_relative_to(workspace.root)
        if file is not None and inside and file.exists():
            target = root / file.relative_to(workspace.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, target)
        yield Scratch(Workspace(root, settings), inside)


def _lend(path: Path, target: Path) -> None:
    """Copy models, which a repetition takes the place of, and link the rest where links are."""
    if path.is_file():
        shutil.copy2(path, target)
        return
    if path.parent.name != "models":
        try:
            target.symlink_to(path, target_is_directory=True)
        except OSError:
            pass
        else:
            return
    shutil.copytree(path, target)
