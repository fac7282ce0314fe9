"""What stands at a path of a workspace: its digest, and a copy that is kept aside."""

import shutil
from pathlib import Path

from textmine.store.hashing import sha256_of_file, sha256_of_json
from textmine.store.manifest import MANIFEST, owned_files

CORPUS_FILES = ("corpus.toml", "documents.parquet", "participants.json", "exclusions.json")
"""What textmine writes into the folder of a corpus; other files there are somebody's own."""
PARTS = "documents/part-*.parquet"
"""The documents of a corpus that is too large for one file, with a number for the star."""


def corpus_files(folder: Path) -> list[str]:
    """Return the files that textmine may have written into the folder of a corpus."""
    parts = (path.relative_to(folder).as_posix() for path in folder.glob(PARTS))
    return [*CORPUS_FILES, *sorted(parts)]


def digest_of(path: Path) -> str:
    """Return the SHA-256 of what textmine wrote at a path, "" where it wrote nothing."""
    if path.is_file():
        return sha256_of_file(path)
    files = written_files(path)
    return sha256_of_json({name: sha256_of_file(path / name) for name in files}) if files else ""


def written_files(folder: Path) -> list[str]:
    """Return the files that textmine wrote into a folder, with slashes, sorted."""
    if (folder / MANIFEST).is_file():
        return sorted(name for name in owned_files(folder) if (folder / name).is_file())
    if folder.parent.name == "corpora":
        return [name for name in corpus_files(folder) if (folder / name).is_file()]
    return _all_files(folder)


def keep_copy(path: Path, copy: Path) -> None:
    """Copy what is kept of a file or a folder."""
    if path.is_file():
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
    else:
        copy_files(path, copy, kept_files(path))


def copy_files(source: Path, target: Path, names: list[str] | None = None) -> None:
    """Copy files of a folder, by default all, into another one."""
    target.mkdir(parents=True, exist_ok=True)
    for name in _all_files(source) if names is None else names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source / name, target / name)


def bytes_in(folder: Path) -> int:
    """Return how many bytes the files of a folder hold."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def kept_files(folder: Path) -> list[str]:
    """Return what is kept of a folder: all of it; of a corpus not its source, if it lies there."""
    return written_files(folder) if folder.parent.name == "corpora" else _all_files(folder)


def _all_files(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
