"""What stands at a path of a workspace: its digest, a copy kept aside, and that copy put back."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

from textmine.store.atomic import replacing_file, replacing_folder
from textmine.store.hashing import sha256_of_file, sha256_of_json
from textmine.store.manifest import MANIFEST, owned_files

CORPUS_FILES = ("corpus.toml", "documents.parquet")
"""What textmine writes into the folder of a corpus; other files there are somebody's own."""


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
        return [name for name in CORPUS_FILES if (folder / name).is_file()]
    return _all_files(folder)


def keep_copy(path: Path, copy: Path) -> None:
    """Copy what stands at a path, whole or not at all; what stood at `copy` goes."""
    draft = copy.with_name(f".{copy.name}-{uuid.uuid4().hex[:8]}")
    try:
        if path.is_file():
            draft.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, draft)
        else:
            _copy_files(path, draft, _kept_files(path))
        remove(copy)
        draft.rename(copy)
    finally:
        remove(draft)


def put_back(copy: Path, path: Path, scratch: Path) -> None:
    """Put a copy in the place of what textmine wrote at a path; other files there stay."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if copy.is_file():
        with replacing_file(path) as draft:
            shutil.copy2(copy, draft)
        return
    with replacing_folder(path, scratch=scratch, owned=set(written_files(path))) as folder:
        _copy_files(copy, folder, _all_files(copy))


def take_away(path: Path, scratch: Path) -> None:
    """Remove what `keep_copy` keeps of a path, in one piece; other files there stay."""
    if not path.is_dir():
        path.unlink(missing_ok=True)
        return
    own = set(_kept_files(path))
    if set(_all_files(path)) - own:
        with replacing_folder(path, scratch=scratch, owned=own):
            pass
        return
    gone = scratch / "drafts" / f"{path.name}-{uuid.uuid4().hex[:8]}"
    gone.parent.mkdir(parents=True, exist_ok=True)
    path.rename(gone)
    remove(gone)


def remove(path: Path) -> None:
    """Delete a file or a folder, if there is one."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def bytes_in(folder: Path) -> int:
    """Return how many bytes the files of a folder hold."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _kept_files(folder: Path) -> list[str]:
    """Return what is kept of a folder: all of it; of a corpus not its source, if it lies there."""
    return written_files(folder) if folder.parent.name == "corpora" else _all_files(folder)


def _all_files(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def _copy_files(source: Path, target: Path, names: list[str]) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source / name, target / name)
