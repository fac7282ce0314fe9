"""Open zip archives that strangers made: bounded in size, number, ratio and names."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from textmine.errors import InputError, NotFoundError

MAX_ENTRIES = 10_000
MAX_BYTES = 2 * 2**30
"""Bytes that all members together may unpack to."""
MAX_RATIO = 200
"""How many times larger than packed a member may be, from `FREE_BYTES` on."""
FREE_BYTES = 10 * 2**20
_BLOCK = 2**20
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    LookupError,
)
"""What zipfile raises for damaged or locked archives, and for packings that it does not know."""


def is_zip(path: Path) -> bool:
    """Tell whether a file begins as a zip archive does."""
    try:
        with path.open("rb") as stream:
            return stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
    except OSError:
        return False


def member_names(path: Path) -> list[str]:
    """Return the names of the files in an archive, or none where it cannot be opened."""
    try:
        with zipfile.ZipFile(path) as archive:
            return [one.filename for one in archive.infolist() if not one.is_dir()]
    except _DAMAGE:
        return []


def refuse_bomb(path: Path) -> None:
    """Raise InputError when an archive claims to hold too much; other damage is left to others."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except _DAMAGE:
        return
    _refuse_excess(path, members)


@contextmanager
def unpacked(path: Path, wanted: Callable[[str], bool]) -> Iterator[Path]:
    """Yield a folder with the members of an archive whose names are wanted, in their own folders.

    The folder is gone afterwards. Raises NotFoundError when there is no such file and InputError
    for a damaged or locked archive, names that lead out of it, and more than the limits of this
    module; the sizes that the archive itself tells are not trusted.
    """
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", hint="Check the name and the folder.")
    with tempfile.TemporaryDirectory(prefix="textmine-") as name:
        folder = Path(name)
        try:
            with zipfile.ZipFile(path) as archive:
                members = [one for one in archive.infolist() if not one.is_dir()]
                _refuse_excess(path, members)
                left = MAX_BYTES
                for member in members:
                    if wanted(member.filename):
                        left -= _extract(path, archive, member, folder, left)
        except InputError:
            raise
        except _DAMAGE as error:
            raise InputError(
                f"{path} is not a zip archive that can be opened: {str(error)[:100]}.",
                hint="Get it again, or unpack it yourself and name the folder.",
            ) from error
        yield folder


def _refuse_excess(path: Path, members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_ENTRIES:
        raise InputError(
            f"{path} holds {len(members):,} files; at most {MAX_ENTRIES:,} are opened.",
            hint="Unpack what you need and name the folder.",
        )
    total = sum(member.file_size for member in members)
    if total > MAX_BYTES:
        raise _too_large(path)
    for member in members:
        ratio = member.file_size / max(member.compress_size, 1)
        if member.file_size > FREE_BYTES and ratio > MAX_RATIO:
            raise InputError(
                f"'{member.filename[:80]}' in {path} would unpack to {ratio:,.0f} times its size: "
                "that is no table but a trap.",
                hint="If you trust it, unpack it yourself.",
            )


def _extract(
    path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, left: int
) -> int:
    inner = PurePosixPath(member.filename.replace("\\", "/"))
    odd = inner.is_absolute() or ".." in inner.parts or ":" in member.filename
    if odd or any(ord(letter) < 32 for letter in member.filename):
        raise InputError(
            f"'{member.filename[:80]}' in {path} leads out of the archive: it is not opened.",
            hint="Get the archive from its source again.",
        )
    target = folder.joinpath(*inner.parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    with archive.open(member) as packed, target.open("wb") as out:
        while block := packed.read(_BLOCK):
            size += len(block)
            if size > left:
                raise _too_large(path)
            out.write(block)
    return size


def _too_large(path: Path) -> InputError:
    return InputError(
        f"{path} would unpack to more than {MAX_BYTES:,} bytes.",
        hint="Unpack what you need and name the folder.",
    )


def member_start(path: Path, name: str, n: int) -> bytes:
    """Return the first bytes of a member, or none where it cannot be opened."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as member:
            return member.read(n)
    except _DAMAGE:
        return b""
