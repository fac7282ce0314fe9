"""What was saved is what is read: a saved file is held against its manifest when it is opened.

A manifest (manifest.json, corpus.toml, the key) says its format, and has a seal: the SHA-256 of
what stands in it. It lists the files beside it with theirs. One that is newer, edited, damaged or
incomplete is refused in a sentence, and no path in it leads out of its folder.
"""

import csv
import json
import struct
import tokenize
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from textmine.errors import InputError, TextmineError
from textmine.store.hashing import sha256_of_file, sha256_of_json

SEAL = "seal"
FOR_PEOPLE = frozenset({"README.md"})
"""Files that no command reads: people may write into them."""

DAMAGE = (
    *(OSError, EOFError, MemoryError, zipfile.BadZipFile, zlib.error, struct.error),
    *(LookupError, ValueError, TypeError, AttributeError, RuntimeError, ArithmeticError),
    *(SyntaxError, tokenize.TokenError, csv.Error),
)
"""What libraries raise on bytes that are not what they should be."""

LARGEST = 1 << 30
"""Bytes that what a program wrote may have: a key holds a line for each word that it replaced."""

_Record = TypeVar("_Record", bound=BaseModel)
_Stamp = tuple[Path, int, int, int, int]
_hashes: dict[_Stamp, str] = {}


def read_record(
    path: Path,
    kind: type[_Record],
    parse: Callable[[str], Any],
    *,
    known: int,
    again: str,
    free: Collection[str] = (),
    most: int = LARGEST,
) -> _Record:
    """Read a manifest; raise InputError for one that is newer, edited, damaged or incomplete.

    `known` is the newest format that can be read, `again` what to do about a bad one, `free` the
    keys that people may change, `most` the bytes that it may have. One without a seal is of an
    earlier textmine.
    """
    try:
        size = path.stat().st_size
        if size > most:
            raise InputError(f"{path} cannot be read: it has {size / 1e6:,.0f} MB.", hint=again)
        content = parse(path.read_text(encoding="utf-8"))
    except (TextmineError, PermissionError):
        raise
    except DAMAGE as error:
        raise InputError(f"{path} cannot be read: {said_of(error)}.", hint=again) from error
    if not isinstance(content, dict):
        raise InputError(f"{path} cannot be read: it holds no keys.", hint=again)
    refuse_newer(path, content.get("format"), known, again)
    seal = content.pop(SEAL, None)
    try:
        record = kind.model_validate(content)
    except ValidationError as error:
        raise InputError(f"{path} cannot be read: {said_of(error)}.", hint=again) from error
    if seal is not None and seal != _seal_of(content, free):
        raise InputError(
            f"{path} is not what was saved: it is damaged or was edited since.", hint=again
        )
    return record


def sealed(content: Mapping[str, Any], free: Collection[str] = ()) -> dict[str, Any]:
    """Return the content of a manifest with its seal."""
    return {**content, SEAL: _seal_of(content, free)}


def refuse_newer(path: Path, given: object, known: int, again: str) -> None:
    """Raise InputError for a format that this textmine does not know, before anything is read."""
    if not isinstance(given, int) or isinstance(given, bool) or given < 1:
        raise InputError(f"{path} cannot be read: it does not say its format.", hint=again)
    if given > known:
        raise InputError(
            f"{path} has format {given}; this textmine reads up to {known}.",
            hint="Upgrade textmine.",
        )


def verify_files(
    folder: Path, files: Mapping[str, str], *, what: str, again: str, skip: Collection[str] = ()
) -> None:
    """Raise InputError unless each file of a folder has the SHA-256 that its manifest lists.

    Each file is hashed once in a process, as long as its size and times stay the same. What is in
    `skip` has to be there, and may have been changed. `what` names the folder in words.
    """
    for name, digest in files.items():
        path = inside(folder, name, what=what, again=again)
        if not path.is_file():
            raise InputError(f"{what} is incomplete: {name} is missing.", hint=again)
        if name not in skip and _sha256(path) != digest:
            raise InputError(
                f"{what} is not what was saved: {name} is damaged or was edited since.", hint=again
            )


def inside(folder: Path, name: str, *, what: str, again: str) -> Path:
    """Return the path of a file in a folder; raise InputError for a name that leads out of it."""
    path = folder / name
    if not is_inside(name) or not path.resolve().is_relative_to(folder.resolve()):
        raise InputError(f"{what} names '{name}', which lies outside its folder.", hint=again)
    return path


def is_inside(name: str) -> bool:
    """Return whether a relative name stays in its folder, on any system, links left aside."""
    posix, windows = PurePosixPath(name), PureWindowsPath(name)
    rooted = posix.is_absolute() or windows.drive or windows.root
    return bool(name) and not rooted and ".." not in windows.parts and "\0" not in name


@contextmanager
def damage_told(what: object, again: str) -> Iterator[None]:
    """Turn what libraries raise on damaged bytes into an InputError that says what to do."""
    try:
        yield
    except (TextmineError, PermissionError):
        raise
    except DAMAGE as error:
        raise InputError(f"{what} is damaged: {said_of(error)}.", hint=again) from error


def said_of(error: BaseException) -> str:
    """Return the first line of an error, or its name where it says nothing."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        message = first["msg"].removeprefix("Value error, ")
        return f"'{key}': {message}" if key else message
    lines = str(error).strip().splitlines() or [type(error).__name__]
    message = lines[0].rstrip(".: ")
    return f"{message} is missing" if isinstance(error, KeyError) else message


def _seal_of(content: Mapping[str, Any], free: Collection[str]) -> str:
    """Return the SHA-256 of a manifest as JSON, so that line breaks and the order do not count."""
    held = {key: value for key, value in content.items() if key != SEAL and key not in free}
    return sha256_of_json(json.loads(json.dumps(held, default=str)))


def _sha256(path: Path) -> str:
    status = path.stat()
    stamp = (path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    if stamp not in _hashes:
        _hashes[stamp] = sha256_of_file(path)
    return _hashes[stamp]
