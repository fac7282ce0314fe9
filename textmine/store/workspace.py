"""A workspace is a folder: where its corpora, codebooks, codings, models and reports lie."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from textmine.config import Settings, read_settings
from textmine.errors import InputError, NotFoundError, StoreError, did_you_mean
from textmine.store.atomic import recover, replacing_file, replacing_folder
from textmine.store.history import recorded
from textmine.store.manifest import owned_files

SETTINGS = "textmine.toml"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


@dataclass(frozen=True)
class Workspace:
    """The folder a project lives in, and the settings found there."""

    root: Path
    settings: Settings

    @property
    def scratch(self) -> Path:
        """Drafts and caches; safe to delete whenever no command runs."""
        return self.root / ".textmine"

    @property
    def codings_url(self) -> str:
        """The SQLAlchemy URL of the codings, a relative SQLite path counted from the root."""
        url = self.settings.codings
        prefix = "sqlite:///"
        if url.startswith(prefix) and not Path(url.removeprefix(prefix)).is_absolute():
            return prefix + str(self.root / url.removeprefix(prefix))
        return url

    def folder(self, room: str, name: str) -> Path:
        """Return the folder `room`/`name`; raise InputError for a name that no folder can have."""
        if not _NAME.fullmatch(name):
            raise InputError(
                f"'{name}' cannot be a name.",
                hint="Use letters, digits, '.', '_' and '-', and begin with a letter or digit.",
            )
        return self.root / room / name

    def existing(self, room: str, name: str, marker: str) -> Path:
        """Return the folder `room`/`name` that holds a file `marker`; raise NotFoundError."""
        folder = self.folder(room, name)
        if not (folder / marker).is_file():
            what = {"corpora": "corpus", "models": "model", "reports": "report"}[room]
            raise NotFoundError(
                f"There is no {what} '{name}' in {self.root}.",
                hint=did_you_mean(name, self.names(room, marker)),
            )
        return folder

    def names(self, room: str, marker: str) -> list[str]:
        """List the folders of a room that hold a file `marker`, sorted."""
        return sorted(path.parent.name for path in (self.root / room).glob(f"*/{marker}"))

    @contextmanager
    def replacing(
        self, folder: Path, owned: set[str] | None = None, reads: Sequence[str] = ()
    ) -> Iterator[Path]:
        """Yield an empty folder that takes the place of `folder` when the block ends well.

        Files that textmine did not write there move along. `owned` names the ones it did, by
        default what the folder's manifest lists. The change is recorded and can be taken back,
        unless it is a report; `reads` names what it is made from, such as corpora/forum.
        """
        ours = owned_files(folder) if owned is None else owned
        kept = () if folder.parent.name == "reports" else (folder,)
        with (
            self.recorded(*kept, reads=reads),
            replacing_folder(folder, scratch=self.scratch, owned=ours) as draft,
        ):
            yield draft

    @contextmanager
    def recorded(self, *paths: Path, reads: Sequence[str] = ()) -> Iterator[None]:
        """Keep what stands at `paths` while the block changes it, so that it can be taken back.

        Write `with workspace.recorded(path), replacing_file(path) as draft:`. Nothing is recorded
        without a path, nor what the block leaves as it was.
        """
        if not paths:
            yield
            return
        with recorded(self.root, *paths, reads=reads):
            yield


def find_workspace(start: Path | None = None) -> Workspace:
    """Find the workspace at or above `start` (default: TEXTMINE_WORKSPACE, else here)."""
    named = start or (Path(os.environ["TEXTMINE_WORKSPACE"]) if _named_in_environment() else None)
    begin = (named or Path.cwd()).resolve()
    for folder in (begin, *begin.parents) if named is None else (begin,):
        if (folder / SETTINGS).is_file():
            workspace = Workspace(folder, read_settings(folder / SETTINGS))
            recover(workspace.scratch, folder)
            return workspace
    raise NotFoundError(
        f"No workspace in {begin}{'' if named else ' or above'} (a folder with {SETTINGS}).",
        hint="Make one with 'textmine init', or name one with --workspace.",
    )


def _named_in_environment() -> bool:
    return bool(os.environ.get("TEXTMINE_WORKSPACE"))


_FIRST_SETTINGS = """\
# Settings of this textmine workspace. Options on the command line override them.
# Every key may be left out; what stands here are the defaults.

codings = "sqlite:///codings.db"   # any SQLAlchemy URL
seed = {seed}

[nlp]
profile = "{nlp.profile}"      # full: spaCy's model; fast: tokenizer and look-up lemmas
lang = "{nlp.lang}"
n_process = {nlp.n_process}

[train]
folds = {train.folds}

[topics]
engine = "{topics.engine}"  # also nmf, lda and others: see textmine topics fit --help
n_topics = {topics.n_topics}
"""


def init_workspace(root: Path) -> Workspace:
    """Make `root` a workspace; raise StoreError when it is one already."""
    if (root / SETTINGS).exists():
        raise StoreError(
            f"{root} is a workspace already.", hint="Just use it, or name another folder."
        )
    if root.exists() and not root.is_dir():
        raise StoreError(f"{root} is a file.", hint="Name a folder.")
    root.mkdir(parents=True, exist_ok=True)
    for room in ("corpora", "codebooks", "models", "reports"):
        (root / room).mkdir(exist_ok=True)
    text = _FIRST_SETTINGS.format(**dict(Settings()))
    with replacing_file(root / SETTINGS) as draft:
        draft.write_text(text, encoding="utf-8")
    return find_workspace(root)
