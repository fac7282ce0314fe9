"""Find the encoding of a text file and decode it, or say why that fails."""

from __future__ import annotations

import codecs
import gzip
import zlib
from dataclasses import dataclass
from pathlib import Path

from textmine.errors import InputError, NotFoundError

_BINARY = (
    (b"PK\x03\x04", "a zip archive or an Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"\x1f\x8b", "a gzip archive"),
)
"""How files that are no text begin, and what they are."""

_LARGEST = 2**31
"""Bytes that a compressed file may hold; more is no table but a trap."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with BOM"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


@dataclass(frozen=True)
class Decoded:
    """The text of a file with LF line ends, and the name of the encoding it was in."""

    text: str
    encoding: str


def read_text(path: Path, encoding: str | None = None) -> Decoded:
    """Read a whole text file; UTF-8 (with or without BOM), UTF-16 and cp1252 are told apart.

    Raises NotFoundError for a file that is not there and InputError for one that is empty or that
    cannot be decoded.
    """
    data = read_bytes(path)
    if not data.strip():
        raise InputError(f"{path} is empty.", hint="Export it again, or name another file.")
    for start, what in _BINARY:
        if data.startswith(start):
            raise InputError(
                f"{path} is not a text file but {what}, whatever its name says.",
                hint="Open it in the program it was made with and save it as CSV or text in UTF-8.",
            )
    decoded = _decode_as(data, path, encoding) if encoding else _detect(data, path)
    text = decoded.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise InputError(f"{path} is empty.", hint="Export it again, or name another file.")
    return Decoded(text, decoded.encoding)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file, unpacked where its name ends in .gz.

    Raises NotFoundError for a file that is not there, InputError for a damaged archive or one that
    holds more than 2 GB.
    """
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", hint="Check the name and the folder.")
    return _unpacked(path) if path.suffix.lower() == ".gz" else path.read_bytes()


def _unpacked(path: Path) -> bytes:
    try:
        with gzip.open(path) as stream:
            data = stream.read(_LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(
            f"{path} is not a gzip file, or it is damaged: {error}.", hint="Get it again."
        ) from error
    if len(data) > _LARGEST:
        raise InputError(
            f"{path} holds more than {_LARGEST:,} bytes.", hint="Unpack it and split it first."
        )
    return data


def _decode_as(data: bytes, path: Path, encoding: str) -> Decoded:
    try:
        text = data.decode(encoding)
        text.encode("utf-8")  # utf-7 and the escape codecs let half characters through
        return Decoded(text, encoding)
    except LookupError as error:
        raise InputError(
            f"'{encoding}' is not the name of an encoding.", hint="Try utf-8, utf-16 or cp1252."
        ) from error
    except UnicodeDecodeError as error:
        raise _undecodable(path, encoding, error) from error
    except ValueError as error:
        raise InputError(
            f"{path} cannot be read as '{encoding}': {error}.",
            hint="Try utf-8, utf-16 or cp1252.",
        ) from error


def _detect(data: bytes, path: Path) -> Decoded:
    for bom, codec, name in _BOMS:
        if data.startswith(bom):
            return Decoded(_decode_as(data, path, codec).text, name)
    wide = _utf16_without_bom(data)
    if wide:
        return Decoded(_decode_as(data, path, wide).text, f"{wide.upper()} without BOM")
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        pass
    try:
        return Decoded(data.decode("cp1252"), "cp1252 (Windows)")
    except UnicodeDecodeError as error:
        raise _undecodable(path, "UTF-8 or cp1252", error) from error


def _utf16_without_bom(data: bytes) -> str | None:
    """Latin text in UTF-16 has a NUL in almost every second byte."""
    sample = data[:4000]
    if len(sample) < 4 or len(data) % 2:
        return None
    half = len(sample) // 2
    if sample[1::2].count(0) > 0.6 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.6 * half:
        return "utf-16-be"
    return None


def _undecodable(path: Path, encoding: str, error: UnicodeDecodeError) -> InputError:
    line = error.object.count(b"\n", 0, error.start) + 1
    return InputError(
        f"{path} is not in {encoding}: line {line} has the byte "
        f"0x{error.object[error.start]:02X}, which that encoding does not know.",
        hint="Say which it is with --encoding (for instance --encoding mac_roman), "
        "or save the file again as UTF-8.",
    )
