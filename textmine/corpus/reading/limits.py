"""Open archives and markup that strangers made, within limits that no honest file meets."""

from __future__ import annotations

import lzma
import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from textmine.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from lxml.etree import _Element

_MIB = 2**20
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


@dataclass(frozen=True)
class Limits:
    """The most that is opened: entries, bytes unpacked, how far those may shrink, and nesting.

    The ratio counts for what is larger than `ratio_from`: a small file of blanks packs very well.
    """

    entries: int = 20_000
    directory_bytes: int = 32 * _MIB
    entry_bytes: int = 512 * _MIB
    total_bytes: int = 4096 * _MIB
    ratio: int = 300
    ratio_from: int = 16 * _MIB
    depth: int = 32
    markup_bytes: int = 128 * _MIB
    markup_tags: int = 4_000_000


LIMITS = Limits()


@contextmanager
def open_zip(path: Path, what: str, limits: Limits = LIMITS) -> Iterator[ZipFile]:
    """Open an archive whose directory keeps within the limits; `what` names what it should be.

    Raises NotFoundError when it is not there, and InputError when it is no archive, is damaged, or
    promises more than the limits allow. Damage that is met inside the block ends the same way.
    """
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", hint="Check the name and the folder.")
    try:
        with path.open("rb") as stream:
            if _directory_bytes(stream) > limits.directory_bytes:
                raise _too_large(
                    path, f"its list of entries is over {limits.directory_bytes:,} bytes"
                )
        with ZipFile(path) as archive:
            _check_directory(path, archive.infolist(), limits)
            yield archive
    except InputError:
        raise
    except ZIP_DAMAGE as error:
        raise InputError(
            f"{path.name} is not {what}, or it is damaged.", hint="Save it again, or get it again."
        ) from error


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
        raise _too_large(path, f"it has {len(entries):,} entries, and {limits.entries:,} are read")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.total_bytes:
        raise _too_large(path, f"it would unpack to {unpacked:,} bytes")
    for entry in entries:
        if entry.file_size > limits.entry_bytes:
            raise _too_large(
                path, f"its entry '{entry.filename[:80]}' has {entry.file_size:,} bytes"
            )
    packed = max(path.stat().st_size, 1)
    if unpacked > limits.ratio_from and unpacked / packed > limits.ratio:
        raise _too_large(path, f"it would unpack to {unpacked // packed:,} times its size")


def _too_large(path: Path, why: str) -> InputError:
    return InputError(
        f"{path.name} is not opened: {why}, which no honest file does.",
        hint="If you trust it, open or unpack it yourself and save what is in it again.",
    )


def read_entry(archive: ZipFile, name: str, most: int | None = None) -> bytes:
    """Return an entry's bytes, but never more than `most`, whatever the directory promised.

    Raises KeyError when it is not there, and InputError when it is larger than that.
    """
    most = LIMITS.markup_bytes if most is None else most
    with archive.open(name) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise _too_large(
            Path(archive.filename or name), f"its entry '{name}' is over {most:,} bytes"
        )
    return data


def unpack(path: Path, folder: Path, limits: Limits = LIMITS) -> list[str]:
    """Unpack the files of an archive below `folder`; return a sentence for each that was not.

    An entry that would climb out of the folder, is a link or is nested too deeply is left out.
    """
    left_out: list[str] = []
    with open_zip(path, "a zip archive", limits) as archive:
        room = limits.total_bytes
        for entry in archive.infolist():
            if entry.is_dir():
                continue
            why = _refusal(entry, limits)
            target = folder.joinpath(*PurePosixPath(entry.filename).parts)
            if not why and (target.exists() or any(p.is_file() for p in target.parents)):
                why = "its name is that of another entry"
            if why:
                left_out.append(f"entry '{entry.filename[:120]}' of {path.name}: {why}")
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            room -= _write(archive, entry, target, min(room, limits.entry_bytes))
    return left_out


def _refusal(entry: ZipInfo, limits: Limits) -> str:
    parts = PurePosixPath(entry.filename).parts
    if entry.filename.startswith("/") or ".." in parts or ":" in entry.filename or not parts:
        return "its name leads out of the archive"
    if "\\" in entry.filename or any(len(part.encode()) > 240 for part in parts):
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
        while block := source.read(_MIB):
            if sink.tell() + len(block) > most:
                raise _too_large(Path(archive.filename or ""), "it holds more than it says")
            sink.write(block)
        return sink.tell()


def check_markup(data: bytes, what: str, limits: Limits = LIMITS) -> None:
    """Raise InputError when a page or an XML part is too large to be held as a tree."""
    if len(data) > limits.markup_bytes or data.count(b"<") > limits.markup_tags:
        raise InputError(
            f"{what} is too large: over {limits.markup_bytes:,} bytes "
            f"or {limits.markup_tags:,} tags.",
            hint="Split it into several files.",
        )


def parse_xml(data: bytes, what: str) -> _Element:
    """Parse XML without entities, DTD, network or deep nesting; raise InputError.

    A document type is refused: no office format has one, and it is where entities are declared
    that grow without end or reach into other files.
    """
    from lxml import etree

    check_markup(data, what)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    declared = any("<!DOCTYPE".encode(code) in data for code in ("utf-8", "utf-16-le", "utf-16-be"))
    try:
        root = None if declared else etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{what} is damaged: {error}.", hint="Save the file again.") from error
    if root is None or root.getroottree().docinfo.doctype:
        raise InputError(
            f"{what} declares a document type, which no office file needs.",
            hint="The file was not made by a word processor; do not open it.",
        )
    return root
