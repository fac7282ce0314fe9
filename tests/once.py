"""Folders that take long to make: made once for all workers, and kept while the sources stay.

They lie in pytest's cache, under a key of all that they are made from; `pytest --cache-clear` takes
them away. Without that cache each worker makes its own.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import sysconfig
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
_DAY = 24 * 3600
_cache: pytest.Cache | None = None


def keep_in(config: pytest.Config) -> None:
    """Let what is made be kept in the cache of this run, if it has one."""
    global _cache  # noqa: PLW0603  (fixtures of any scope and place make folders)
    _cache = getattr(config, "cache", None)


def made_once(base: Path, name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder `base`/`name` with what `make` writes into the folder that it is given.

    It is a copy of what was made once, so that no test of one worker changes what others get.
    """
    folder = base / name
    if folder.is_dir():
        return folder
    kept = _kept()
    if kept is None:
        folder.mkdir(parents=True)
        make(folder)
        return folder
    shutil.copytree(_made(kept, name, make), folder)
    return folder


def _made(kept: Path, name: str, make: Callable[[Path], object]) -> Path:
    import fcntl

    made, part = kept / name, kept / f"{name}.part"
    with (kept / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.is_dir():
            shutil.rmtree(part, ignore_errors=True)  # left by a run that was killed
            part.mkdir()
            make(part)
            part.rename(made)
    return made


@cache
def _kept() -> Path | None:
    """The folder of what is made from these sources, None where nothing can be kept."""
    if _cache is None or os.name == "nt":
        return None
    try:
        all_kept = _cache.mkdir("made")
        folder = all_kept / _key()
        folder.mkdir(exist_ok=True)
        os.utime(folder)
    except OSError:
        return None
    for other in all_kept.iterdir():
        with suppress(OSError):  # another worker takes it away just now
            if time.time() - other.stat().st_mtime > _DAY:
                shutil.rmtree(other, ignore_errors=True)
    return folder


def _key() -> str:
    """A digest of the package, the tests, the samples, and the versions of the libraries."""
    found = hashlib.sha256(sys.version.encode())
    for folder in ("textmine", "tests", "corpora"):
        for path in sorted((_ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and "golden" not in path.parts:
                found.update(f"{path.relative_to(_ROOT)} ".encode() + path.read_bytes())
    libraries = Path(sysconfig.get_paths()["purelib"]).glob("*.dist-info")
    found.update(" ".join(sorted(path.name for path in libraries)).encode())
    return found.hexdigest()[:16]
