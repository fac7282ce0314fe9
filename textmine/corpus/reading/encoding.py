"""Find the encoding of a text file and decode it, or say why that fails."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from textmine.corpus.reading.encoding_guess import guesses
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

_BLOCK = 2**20

_FEW = 0.01
"""Share of lines with letters that make no words at which a file is read all the same."""

_GUESSED_BY = 200_000
"""Bytes of lines by which an encoding is guessed."""

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with BOM"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)

_WIDE_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"\0\0")
"""How a file begins that says the order of its wide characters."""


@dataclass(frozen=True)
class Decoded:
    """The text of a file with LF line ends, and the name of the encoding it was in.

    `remark` says by what an encoding was guessed, "" where the file says it.
    """

    text: str
    encoding: str
    remark: str = ""


@dataclass(frozen=True)
class Opened:
    """The lines of a file, each with its LF, to be read once; encoding and remark as `Decoded`."""

    lines: Iterator[str]
    encoding: str
    remark: str = ""


@dataclass(frozen=True)
class _Known:
    """In which codec a file is read, what becomes of other bytes, its name, and a remark."""

    codec: str
    name: str
    remark: str = ""
    errors: str = "strict"


def read_text(path: Path, encoding: str | None = None) -> Decoded:
    """Read a whole text file; UTF-8, UTF-16 and UTF-32 are told by their bytes.

    Any other encoding is guessed by the words that come out in it, which the remark says.
    Raises NotFoundError for a file that is not there and InputError for one that is empty or that
    cannot be decoded.
    """
    with open_lines(path, encoding) as opened:
        return Decoded("".join(opened.lines), opened.encoding, opened.remark)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file, unpacked where its name ends in .gz.

    Raises NotFoundError for a file that is not there, InputError for one that is empty, a damaged
    archive or one that holds more than 2 GB.
    """
    _refuse_missing(path)
    _checked_size(path)
    return b"".join(_blocks(path))


@contextmanager
def open_lines(path: Path, encoding: str | None = None) -> Iterator[Opened]:
    """Open a text file of any size line by line; encodings and errors are those of `read_text`.

    The whole file is decoded once to find the encoding, and again as the lines are read.
    """
    _refuse_missing(path)
    size = _checked_size(path)
    with _bytes_of(path) as stream:
        start = stream.read(4_000)
    for magic, what in _BINARY:
        if start.startswith(magic):
            raise InputError(
                f"{path} is not a text file but {what}, whatever its name says.",
                hint="Open it in the program that made it and save it as CSV or text in UTF-8.",
            )
    if encoding:
        known = _Known(_with_byte_order(encoding, start), encoding)
        _check_decodes(path, known.codec)
    else:
        known = _detect(path, start, size)
    with (
        _bytes_of(path) as stream,
        io.TextIOWrapper(stream, known.codec, errors=known.errors) as text,
    ):
        yield Opened(_told_lines(text, path, known.codec), known.name, known.remark)


@contextmanager
def _bytes_of(path: Path) -> Iterator[BinaryIO]:
    if path.suffix.lower() == ".gz":
        with gzip.open(path) as unpacked:
            yield cast("BinaryIO", unpacked)
    else:
        with path.open("rb") as plain:
            yield plain


def _blocks(path: Path) -> Iterator[bytes]:
    with _bytes_of(path) as stream:
        while block := stream.read(_BLOCK):
            yield block


def _checked_size(path: Path) -> int:
    """Return how many bytes a file holds, unpacked, if it is no trap and not empty."""
    size, has_text = 0, False
    try:
        for block in _blocks(path):
            size += len(block)
            has_text = has_text or bool(block.strip())
            if size > _LARGEST and path.suffix.lower() == ".gz":
                raise InputError(
                    f"{path} holds more than {_LARGEST:,} bytes.",
                    hint="Unpack it and split it first.",
                )
            if has_text and path.suffix.lower() != ".gz":
                return path.stat().st_size
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(
            f"{path} is not a gzip file, or it is damaged: {error}.", hint="Get it again."
        ) from error
    if not has_text:
        raise _empty(path)
    return size


def _with_byte_order(encoding: str, start: bytes) -> str:
    """UTF-16 and UTF-32 without a BOM are read as little-endian, as Windows writes them."""
    wide = encoding.lower().replace("_", "-") in ("utf-16", "utf-32")
    return f"{encoding}-le" if wide and start[:2] not in _WIDE_BOMS else encoding


def _detect(path: Path, start: bytes, size: int) -> _Known:
    """Return how a whole file can be read."""
    for bom, codec, name in _BOMS:
        if start.startswith(bom):
            _check_decodes(path, codec)
            return _Known(codec, name)
    wide = _wide_without_bom(start, size)
    if wide:
        _check_decodes(path, wide)
        return _Known(wide, f"{wide.upper()} without BOM")
    try:
        _decode_all(path, "utf-8")
    except UnicodeDecodeError as error:
        return _guessed(path, error)
    return _Known("utf-8", "UTF-8")


def _guessed(path: Path, error: UnicodeDecodeError) -> _Known:
    """Return how a file that is not UTF-8 can be read; raise InputError when nothing makes words.

    A few lines of cp1252 in a file of UTF-8 are read as such.
    """
    lines = list(_lines_with_others(path))
    broken = [line for line in lines if not _is_utf8(line)]
    whole = len(lines) - len(broken)
    if 5 * whole >= len(broken):
        guess = next((one for one in guesses(b"\n".join(broken)) if one.codec == "cp1252"), None)
        if guess is None:
            raise _undecodable(path, "UTF-8", error) from error
        n = f"{len(broken):,} of {len(lines):,} lines with other letters than ASCII"
        remark = f"the file mixes encodings: {n} are cp1252{_by(guess.evidence)}, the others UTF-8"
        return _Known("utf-8", "UTF-8 mixed with cp1252", remark, _CP1252_BYTES)
    for guess in guesses(b"\n".join(lines)):
        try:
            _decode_all(path, guess.codec)
        except UnicodeDecodeError:
            continue
        remark = f"the encoding is guessed: {guess.name}{_by(guess.evidence)}"
        return _Known(guess.codec, guess.name, remark)
    if len(lines) <= _FEW * sum(block.count(b"\n") for block in _blocks(path)):
        return _few_others(path, lines, error)
    none = "; no other encoding gives words of a language"
    raise _undecodable(path, "UTF-8", error, none) from error


def _few_others(path: Path, lines: Sequence[bytes], error: UnicodeDecodeError) -> _Known:
    """Return that a long file in ASCII but for some lines is read as cp1252, and name a line."""
    _check_decodes(path, "cp1252")
    remark = (
        f"{len(lines):,} lines have letters that make no words in any encoding, the first in line "
        f"{error.reason}; they are read as cp1252: look at them"
    )
    return _Known("cp1252", "cp1252 (Windows)", remark)


def _by(words: Sequence[str]) -> str:
    shown = ", ".join(f"'{word[:20]}'" for word in words)
    return f", by words such as {shown}" if shown else ""


def _lines_with_others(path: Path) -> Iterator[bytes]:
    """Yield the first lines that hold bytes other than ASCII."""
    left = _GUESSED_BY
    with _bytes_of(path) as stream:
        for line in stream:
            if not line.isascii():
                yield line
                left -= len(line)
                if left < 0:
                    return


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Decode the bytes that are not UTF-8 as cp1252, for a file that mixes the two."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_CP1252_BYTES = "textmine.cp1252"
codecs.register_error(_CP1252_BYTES, _as_cp1252)


def _check_decodes(path: Path, codec: str) -> None:
    try:
        _decode_all(path, codec)
    except LookupError as error:
        raise InputError(
            f"'{codec}' is not the name of an encoding.", hint="Try utf-8, utf-16 or cp1252."
        ) from error
    except UnicodeDecodeError as error:
        raise _undecodable(path, codec, error) from error
    except ValueError as error:
        raise _unreadable_as(path, codec, error) from error


def _decode_all(path: Path, codec: str) -> None:
    """Raise what keeps the file from being read in this codec, or that no text is in it.

    A UnicodeDecodeError counts the lines before it in `reason`.
    """
    b"a b ".decode(codec, "ignore")  # not every codec is one of texts
    decoder = codecs.getincrementaldecoder(codec)()
    lines, has_text = 0, False
    try:
        for block in _blocks(path):
            has_text = _holds_text(decoder.decode(block)) or has_text
            lines += block.count(b"\n")
        has_text = _holds_text(decoder.decode(b"", final=True)) or has_text
    except UnicodeDecodeError as error:
        error.reason = str(lines + error.object.count(b"\n", 0, error.start) + 1)
        raise
    if not has_text:
        raise _empty(path)


def _holds_text(text: str) -> bool:
    text.encode("utf-8")  # utf-7 and the escape codecs let half characters through
    text = text.removeprefix("\ufeff")
    return bool(text) and not text.isspace()


def _told_lines(lines: Iterable[str], path: Path, codec: str) -> Iterator[str]:
    """Yield the lines without a BOM; codecs that read blocks otherwise may fail only here."""
    try:
        for index, line in enumerate(lines):
            yield line if index else line.removeprefix("\ufeff")
    except UnicodeError as error:
        raise _unreadable_as(path, codec, error) from error


def _refuse_missing(path: Path) -> None:
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", hint="Check the name and the folder.")


def _empty(path: Path) -> InputError:
    return InputError(f"{path} is empty.", hint="Export it again, or name another file.")


def _unreadable_as(path: Path, codec: str, error: ValueError) -> InputError:
    return InputError(
        f"{path} cannot be read as '{codec}': {error}.", hint="Try utf-8, utf-16 or cp1252."
    )


def _wide_without_bom(sample: bytes, size: int) -> str | None:
    """Tell UTF-16 and UTF-32 by where NUL bytes stand: text has ASCII signs, lines and blanks."""
    if len(sample) < 4 or b"\0" not in sample or size % 2:
        return None
    quarter, half = len(sample) // 4, len(sample) // 2
    by_four = [sample[at::4].count(0) for at in range(4)]
    if size % 4 == 0 and quarter and min(by_four[2], by_four[3]) > 0.9 * quarter:
        return "utf-32-le"
    if size % 4 == 0 and quarter and min(by_four[0], by_four[1]) > 0.9 * quarter:
        return "utf-32-be"
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < 0.05 * half or 20 * min(even, odd) > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _undecodable(
    path: Path, encoding: str, error: UnicodeDecodeError, more: str = ""
) -> InputError:
    return InputError(
        f"{path} is not in {encoding}: line {error.reason} has the byte "
        f"0x{error.object[error.start]:02X}, which that encoding does not know{more}.",
        hint="Save the file again as UTF-8. Or say which encoding it is in with --encoding (for "
        "instance --encoding mac_roman).",
    )
