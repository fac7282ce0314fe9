"""Sources that lie in an object store: brought into the workspace's scratch, read, and removed.

Only an address that the user gave is ever reached. Credentials come from the environment, as the
store's own tools read them; an address that carries some is refused before it is kept anywhere.
"""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any

from textmine.errors import ExtraMissingError, InputError, NotFoundError, StoreError
from textmine.store import Workspace

STORES = {
    "file": "",
    "s3": "s3fs",
    "gs": "gcsfs",
    "gcs": "gcsfs",
    "abfs": "adlfs",
    "abfss": "adlfs",
    "az": "adlfs",
}
"""Scheme of an address -> the package that reads it, beside fsspec."""

_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.:-]{0,40})://")


@dataclass(frozen=True)
class Source:
    """A file or a folder on this computer; `address` is where it was brought from, or ""."""

    path: Path
    address: str = ""


@contextmanager
def source_at(given: str, workspace: Workspace) -> Iterator[Source]:
    """Yield what lies at a path or an address, on this computer until the block ends.

    Raises InputError for an address that cannot be used, ExtraMissingError where a package is
    missing, NotFoundError where nothing is there, and StoreError where the store does not give it.
    """
    match = _ADDRESS.match(given)
    if match is None:
        yield Source(Path(given))
        return
    _refuse_unusable(given, match[1].lower())
    workspace.scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="source-", dir=workspace.scratch) as folder:
        yield Source(_brought(given, Path(folder)), given)


def _refuse_unusable(address: str, scheme: str) -> None:
    rest = address.partition("://")[2]
    user, at, _ = rest.partition("/")[0].rpartition("@")
    if "?" in rest or "#" in rest or (at and (":" in user or not scheme.startswith("abfs"))):
        raise InputError(
            f"An address of {scheme}:// with a user, a key or anything behind ? is not kept.",
            hint="Give the address alone; credentials come from the environment, as for the "
            "store's own tools (AWS_PROFILE, GOOGLE_APPLICATION_CREDENTIALS, AZURE_STORAGE_...).",
        )
    if scheme not in STORES:
        raise InputError(
            f"Nothing is read from {scheme}:// here.", hint=f"Known: {', '.join(sorted(STORES))}."
        )
    for package in ("fsspec", STORES[scheme]):
        if package and find_spec(package) is None:
            raise ExtraMissingError(
                f"{scheme}:// needs {package}, which is not installed.",
                hint=f'Install it: pip install "textmine[scale]" {package}.'
                if package != "fsspec"
                else 'Install it: pip install "textmine[scale]".',
            )


def _brought(address: str, folder: Path) -> Path:
    """Copy a file, or a folder with all in it, and return where it is."""
    from fsspec.core import url_to_fs

    name = PurePosixPath(address.partition("://")[2]).name
    if name in ("", ".", "..") or "\\" in name:
        raise InputError(f"{address} names no file.", hint="Name a file or a folder.")
    path = folder / name
    try:
        store, there = url_to_fs(address)
        if not store.exists(there):
            raise NotFoundError(
                f"There is nothing at {address}.", hint="Check the name and the credentials."
            )
        _copy(store, there, path)
    except (NotFoundError, KeyboardInterrupt):
        raise
    except Exception as error:
        raise StoreError(
            f"{address} cannot be read: {type(error).__name__}: {_first_line(error)}.",
            hint="Check the address, the credentials in the environment, and the network.",
        ) from error
    return path


def _copy(store: Any, there: str, path: Path) -> None:
    if not store.isdir(there):
        store.get_file(there, str(path))
        return
    root = there.rstrip("/")
    for file in store.find(root):
        target = path / PurePosixPath(file).relative_to(root)
        if not target.resolve().is_relative_to(path.resolve()):
            raise InputError(f"A name in {root} leads out of it.", hint="Rename it.")
        target.parent.mkdir(parents=True, exist_ok=True)
        store.get_file(file, str(target))


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:200].rstrip(".")
