"""A workspace to repeat a run in: what the run reads is there, and nothing else is touched."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from textmine.coding.copied_store import copy_store
from textmine.config import Settings
from textmine.store import Workspace
from textmine.store.workspace import SETTINGS

_ROOMS = ("corpora", "codebooks", "models")
_CODINGS = "codings.db"


@contextmanager
def scratch_workspace(
    workspace: Workspace, settings: Settings, models: Collection[str] | None = None
) -> Iterator[Workspace]:
    """Yield a workspace with the corpora, codebooks, codings and these models (all: None).

    Texts that were read before are read again there, so that a repetition rests on nothing kept.
    The codings are a copy in a file of its own, wherever they are kept.
    """
    with tempfile.TemporaryDirectory(prefix="textmine-verify-") as folder:
        root = Path(folder).resolve()
        _lend_settings(workspace.root / SETTINGS, root / SETTINGS)
        for room in _ROOMS:
            (root / room).mkdir()
            for path in sorted((workspace.root / room).glob("*")):
                if room != "models" or models is None or path.name in models:
                    _lend(path, root / room / path.name)
        own = settings.model_copy(update={"codings": f"sqlite:///{_CODINGS}"})
        space = Workspace(root, own)
        copy_store(workspace.codings_url, space.codings_url)
        yield space


def _lend_settings(path: Path, target: Path) -> None:
    """Copy the settings file, but for where codings live: commands that read it use the copy."""
    lines = [
        line
        for line in path.read_text(encoding="utf-8-sig").splitlines()
        if not line.strip().startswith("codings")
    ]
    own = f'codings = "sqlite:///{_CODINGS}"'
    target.write_text("\n".join([own, *lines, ""]), encoding="utf-8")


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
