"""Open zip archives that strangers made: bounded in size, number, ratio, depth and names."""

import lzma
import stat
import struct
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from textmine.corpus.reading.limits import LIMITS, Limits, too_large
from textmine.errors import InputError, NotFoundError

_BLOCK = 2**20
ZIP_DAMAGE = (
    BadZipFile,
    LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    RuntimeError,
    NotImplementedError,
    struct.error,
)
"""What the standard library raises for archives that are damaged, locked or packed strangely."""


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
        with _within(path, LIMITS) as archive:
            return [_name(zip_info) for zip_info in archive.infolist() if not zip_info.is_dir()]
    except ZIP_DAMAGE:
        return []


def member_start(path: Path, name: str, n: int) -> bytes:
    """Return the first bytes of a member, or none where it cannot be opened."""
    try:
        with _within(path, LIMITS) as archive:
            entry = next(
                (zip_info for zip_info in archive.infolist() if _name(zip_info) == name), None
            )
            if entry is None:
                return b""
            with archive.open(entry) as member:
                return member.read(n)
    except ZIP_DAMAGE:
        return b""


def refuse_bomb(path: Path) -> None:
    """Raise InputError when an archive claims to hold too much; other damage is left to others."""
    try:
        with _within(path, LIMITS):
            pass
    except InputError:
        raise
    except ZIP_DAMAGE:
        return


@contextmanager
def open_zip(path: Path, what: str, limits: Limits = LIMITS) -> Iterator[ZipFile]:
    """Open an archive whose directory keeps within the limits; `what` names what it should be.

    Raises NotFoundError when it is not there, and InputError when it is no archive, is damaged, or
    promises more than the limits allow. Damage that is met inside the block ends the same way.
    """
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", hint="Check the name and the folder.")
    try:
        with _within(path, limits) as archive:
            yield archive
    except InputError:
        raise
    except ZIP_DAMAGE as error:
        raise InputError(
            f"{path.name} is not {what}, or it is damaged.", hint="Save it again, or get it again."
        ) from error


@contextmanager
def _within(path: Path, limits: Limits) -> Iterator[ZipFile]:
    """Open an archive whose directory keeps within the limits; damage is raised as it comes."""
    with path.open("rb") as stream:
        if _directory_bytes(stream) > limits.directory_bytes:
            raise too_large(path, f"its list of entries is over {limits.directory_bytes:,} bytes")
    with ZipFile(path) as archive:
        _check_directory(path, archive.infolist(), limits)
        yield archive


def _directory_bytes(stream: BinaryIO) -> int:
    """Return the size of a zip's directory as its last record gives it (APPNOTE 4.3.14, 4.3.16)."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 70_000))
    tail = stream.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        raise BadZipFile("no end of central directory")
    promised = int(struct.unpack_from("<L", tail, end + 12)[0])
    wide = tail.rfind(b"PK\x06\x06", 0, end)
    if wide >= 0 and len(tail) >= wide + 48:
        promised = max(promised % 0xFFFFFFFF, int(struct.unpack_from("<Q", tail, wide + 40)[0]))
    return min(promised, size)


def _check_directory(path: Path, entries: list[ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.entries:
        raise too_large(path, f"it has {len(entries):,} entries, and {limits.entries:,} are read")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.total_bytes:
        raise too_large(path, f"it would unpack to {unpacked:,} bytes")
    for entry in entries:
        if entry.file_size > limits.entry_bytes:
            raise too_large(
                path, f"its entry '{entry.filename[:80]}' has {entry.file_size:,} bytes"
            )
    packed = max(path.stat().st_size, 1)
    if unpacked > limits.ratio_from and unpacked / packed > limits.ratio:
        raise too_large(path, f"it would unpack to {unpacked // packed:,} times its size")


def read_entry(archive: ZipFile, name: str, most: int | None = None) -> bytes:
    """Return an entry's bytes, but never more than `most`, whatever the directory promised.

    Raises KeyError when it is not there, and InputError when it is larger than that.
    """
    most = LIMITS.markup_bytes if most is None else most
    with archive.open(name) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise too_large(
            Path(archive.filename or name), f"its entry '{name}' is over {most:,} bytes"
        )
    return data


@contextmanager
def unpacked(path: Path, wanted: Callable[[str], bool], limits: Limits = LIMITS) -> Iterator[Path]:
    """Yield a folder with the members of an archive whose names are wanted, in their own folders.

    The folder is gone afterwards. Raises as `open_zip`, and InputError for the first wanted member
    that cannot be unpacked.
    """
    with tempfile.TemporaryDirectory(prefix="textmine-") as name:
        left_out = unpack(path, Path(name), limits, wanted)
        if left_out:
            raise InputError(
                f"{left_out[0]}. textmine reads nothing of the archive.",
                hint="Get the archive from its source again.",
            )
        yield Path(name)


def unpack(
    path: Path, folder: Path, limits: Limits = LIMITS, wanted: Callable[[str], bool] = bool
) -> list[str]:
    """Unpack the wanted files of an archive below `folder`; return a sentence for each refused.

    An entry that would climb out of the folder, is a link or is nested too deeply is left out. The
    sizes that the archive tells are not trusted.
    """
    left_out: list[str] = []
    with open_zip(path, "a zip archive", limits) as archive:
        room = limits.total_bytes
        for entry in archive.infolist():
            if entry.is_dir() or not wanted(_name(entry)):
                continue
            why = _refusal(entry, limits)
            target = folder.joinpath(*PurePosixPath(_name(entry)).parts)
            if not why and (target.exists() or any(p.is_file() for p in target.parents)):
                why = "its name is that of another entry"
            if why:
                left_out.append(f"entry '{entry.filename[:120]}' of {path.name}: {why}")
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            room -= _write(archive, entry, target, min(room, limits.entry_bytes))
    return left_out


def _name(entry: ZipInfo) -> str:
    """Return the name of an entry; some programs write the separators of Windows."""
    return entry.filename.replace("\\", "/")


def _refusal(entry: ZipInfo, limits: Limits) -> str:
    name = _name(entry)
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or ":" in name or not parts:
        return "its name leads out of the archive"
    if any(len(part.encode()) > 240 for part in parts) or any(ord(sign) < 32 for sign in name):
        return "its name is none that a folder can hold"
    if len(parts) > limits.depth:
        return f"it lies more than {limits.depth} folders deep"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "it is a link"
    if entry.flag_bits & 1:
        return "it is locked with a password"
    return ""


def _write(archive: ZipFile, entry: ZipInfo, target: Path, most: int) -> int:
    with archive.open(entry) as source, target.open("wb") as sink:
        while block := source.read(_BLOCK):
            if sink.tell() + len(block) > most:
                raise too_large(Path(archive.filename or ""), "it holds more than it says")
            sink.write(block)
        return sink.tell()
