"""A workspace is a folder: where its corpora, codebooks, codings, models and reports lie."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from textmine.config import Settings, read_settings
from textmine.errors import InputError, NotFoundError, StoreError, did_you_mean
from textmine.store.history import Part
from textmine.store.journal import SCRATCH, recover, wait_for_others
from textmine.store.manifest import owned_files
from textmine.store.whole import (
    own_file,
    record,
    replacing_file,
    replacing_folder,
    taking_away,
    whole,
)

SETTINGS = "textmine.toml"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


@dataclass(frozen=True)
class Workspace:
    """The folder a project lives in, and the settings found there.

    `finished` are commands, as typed, that were stopped half-way: their work was put in its place
    when the workspace was opened.
    """

    root: Path
    settings: Settings
    finished: tuple[str, ...] = ()

    @property
    def scratch(self) -> Path:
        """Drafts and caches; safe to delete whenever no command runs."""
        return self.root / SCRATCH

    @property
    def codings_url(self) -> str:
        """The SQLAlchemy URL of the codings, a relative SQLite path counted from the root."""
        url = self.settings.codings
        prefix = "sqlite:///"
        if url.startswith(prefix) and not Path(url.removeprefix(prefix)).is_absolute():
            return prefix + str(self.root / url.removeprefix(prefix))
        return url

    def may_have_codings(self) -> bool:
        """Whether there may be a store of codings; not where it is a SQLite file not there yet."""
        url, prefix = self.codings_url, "sqlite:///"
        return not url.startswith(prefix) or "?" in url or Path(url.removeprefix(prefix)).exists()

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
            wait_for_others(self.root, self.codings_url)
        if not (folder / marker).is_file():
            what = {"corpora": "corpus"}.get(room, room.removesuffix("s"))
            raise NotFoundError(
                f"There is no {what} '{name}' in {self.root}.",
                hint=did_you_mean(name, self.names(room, marker)),
            )
        return folder

    def names(self, room: str, marker: str) -> list[str]:
        """List the folders of a room that hold a file `marker`, sorted."""
        return sorted(path.parent.name for path in (self.root / room).glob(f"*/{marker}"))

    def whole(self) -> AbstractContextManager[None]:
        """Keep all that the block writes, in files and in the database, or nothing of it.

        What is read in the block does not change until it ends: others wait, for 60 seconds at
        the most. So read what you change in the same block.
        """
        return whole(self.root, self.codings_url)

    @contextmanager
    def replacing(
        self, folder: Path, owned: set[str] | None = None, reads: Sequence[str] = ()
    ) -> Iterator[Path]:
        """Yield an empty folder that takes the place of `folder` when the block ends well.

        Files that textmine did not write there move along. `owned` names the ones it did, by
        default what the folder's manifest lists. The change is recorded and can be taken back,
        unless it is a report; `reads` names what it is made from, such as corpora/forum.
        """
        with self.whole():
            ours = owned_files(folder) if owned is None else owned
            with replacing_folder(folder, ours) as draft:
                yield draft
            record(reads=reads)

    @contextmanager
    def replacing_file(self, path: Path) -> Iterator[Path]:
        """Yield a path to write to, which takes the place of `path` when the block ends well.

        It is one of textmine's own, whose folder is made if it is not there. The change of a
        codebook or of a file of a model is recorded and can be taken back.
        """
        with self.whole(), own_file(path) as draft:
            yield draft

    def remove(self, *paths: Path) -> None:
        """Remove what textmine wrote at paths, all of it or nothing; it can be taken back."""
        with self.whole():
            for path in paths:
                taking_away(path)

    def record(self, *parts: Part, reads: Sequence[str] = ()) -> None:
        """Write into the history what the open block does in the database."""
        record(*parts, reads=reads)


def find_workspace(start: Path | None = None) -> Workspace:
    """Find the workspace at or above `start` (default: TEXTMINE_WORKSPACE, else here)."""
    named = start or (Path(said) if (said := os.environ.get("TEXTMINE_WORKSPACE")) else None)
    begin = (named or Path.cwd()).resolve()
    for folder in (begin, *begin.parents) if named is None else (begin,):
        if (folder / SETTINGS).is_file():
            workspace = Workspace(folder, read_settings(folder / SETTINGS))
            finished = recover(folder, workspace.codings_url)
            return replace(workspace, finished=tuple(finished)) if finished else workspace
    raise NotFoundError(
        f"No workspace in {begin}{'' if named else ' or above'} (a folder with {SETTINGS}).",
        hint="Make one with 'textmine init', or name one with --workspace.",
    )


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
