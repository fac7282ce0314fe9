"""Find the encoding of a text file and decode it, or say why that fails."""

import codecs
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from textmine.corpus.reading.encoding_guess import guesses
from textmine.corpus.reading.file_bytes import (
    blocks_of,
    bytes_of,
    checked_size,
    empty_file,
    refuse_missing,
)
from textmine.errors import InputError

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
class Known:
    """In which codec a file is read, what becomes of other bytes, its name, and a remark."""

    codec: str
    name: str
    remark: str = ""
    errors: str = "strict"


def with_byte_order(encoding: str, start: bytes) -> str:
    """UTF-16 and UTF-32 without a BOM are read as little-endian, as Windows writes them."""
    wide = encoding.lower().replace("_", "-") in ("utf-16", "utf-32")
    return f"{encoding}-le" if wide and start[:2] not in _WIDE_BOMS else encoding


def detect(path: Path, start: bytes, size: int) -> Known:
    """Return how a whole file can be read."""
    for bom, codec, name in _BOMS:
        if start.startswith(bom):
            check_decodes(path, codec)
            return Known(codec, name)
    wide = _wide_without_bom(start, size)
    if wide:
        check_decodes(path, wide)
        return Known(wide, f"{wide.upper()} without BOM")
    try:
        _decode_all(path, "utf-8")
    except UnicodeDecodeError as error:
        return _guessed(path, error)
    return Known("utf-8", "UTF-8")


def _guessed(path: Path, error: UnicodeDecodeError) -> Known:
    """Return how a file that is not UTF-8 can be read; raise InputError when nothing makes words.

    A few lines of cp1252 in a file of UTF-8 are read as such.
    """
    lines = list(_lines_with_others(path))
    broken = [line for line in lines if not _is_utf8(line)]
    whole = len(lines) - len(broken)
    if 5 * whole >= len(broken):
        guess = next(
            (encoding for encoding in guesses(b"\n".join(broken)) if encoding.codec == "cp1252"),
            None,
        )
        if guess is None:
            raise _undecodable(path, "UTF-8", error) from error
        n = f"{len(broken):,} of {len(lines):,} lines with other letters than ASCII"
        remark = f"the file mixes encodings: {n} are cp1252{_by(guess.evidence)}, the others UTF-8"
        return Known("utf-8", "UTF-8 mixed with cp1252", remark, _CP1252_BYTES)
    for guess in guesses(b"\n".join(lines)):
        try:
            _decode_all(path, guess.codec)
        except UnicodeDecodeError:
            continue
        remark = f"the encoding is guessed: {guess.name}{_by(guess.evidence)}"
        return Known(guess.codec, guess.name, remark)
    if len(lines) <= _FEW * sum(block.count(b"\n") for block in blocks_of(path)):
        return _few_others(path, lines, error)
    none = "; no other encoding gives words of a language"
    raise _undecodable(path, "UTF-8", error, none) from error


def _few_others(path: Path, lines: Sequence[bytes], error: UnicodeDecodeError) -> Known:
    """Return that a long file in ASCII but for some lines is read as cp1252, and name a line."""
    check_decodes(path, "cp1252")
    remark = (
        f"{len(lines):,} lines have letters that make no words in any encoding, the first in line "
        f"{error.reason}; they are read as cp1252: look at them"
    )
    return Known("cp1252", "cp1252 (Windows)", remark)


def _by(words: Sequence[str]) -> str:
    shown = ", ".join(f"'{word[:20]}'" for word in words)
    return f", by words such as {shown}" if shown else ""


def _lines_with_others(path: Path) -> Iterator[bytes]:
    """Yield the first lines that hold bytes other than ASCII."""
    left = _GUESSED_BY
    with bytes_of(path) as stream:
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


def check_decodes(path: Path, codec: str) -> None:
    """Raise InputError unless the whole file can be read in this codec."""
    try:
        _decode_all(path, codec)
    except LookupError as error:
        raise InputError(
            f"'{codec}' is not the name of an encoding.", hint="Try utf-8, utf-16 or cp1252."
        ) from error
    except UnicodeDecodeError as error:
        raise _undecodable(path, codec, error) from error
    except ValueError as error:
        raise unreadable_as(path, codec, error) from error


def _decode_all(path: Path, codec: str) -> None:
    """Raise what keeps the file from being read in this codec, or that no text is in it.

    A UnicodeDecodeError counts the lines before it in `reason`.
    """
    b"a b ".decode(codec, "ignore")  # not every codec is one of texts
    decoder = codecs.getincrementaldecoder(codec)()
    lines, has_text = 0, False
    try:
        for block in blocks_of(path):
            has_text = _holds_text(decoder.decode(block), codec) or has_text
            lines += block.count(b"\n")
        has_text = _holds_text(decoder.decode(b"", final=True), codec) or has_text
    except UnicodeDecodeError as error:
        error.reason = str(lines + error.object.count(b"\n", 0, error.start) + 1)
        raise
    if not has_text:
        raise empty_file(path)


def _holds_text(text: str, codec: str) -> bool:
    if codec not in ("utf-8", "utf-8-sig"):
        text.encode("utf-8")  # utf-7 and the escape codecs let half characters through
    text = text.removeprefix("\ufeff")
    return bool(text) and not text.isspace()


def unreadable_as(path: Path, codec: str, error: ValueError) -> InputError:
    """Return the error that a codec cannot read a file."""
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


_BINARY = (
    (b"PK\x03\x04", "a zip archive or an Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"\x1f\x8b", "a gzip archive"),
)
"""How files that are no text begin, and what they are."""


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


def read_text(path: Path, encoding: str | None = None) -> Decoded:
    """Read a whole text file; UTF-8, UTF-16 and UTF-32 are told by their bytes.

    Any other encoding is guessed by the words that come out in it, which the remark says.
    Raises NotFoundError for a file that is not there and InputError for one that is empty or that
    cannot be decoded.
    """
    with open_lines(path, encoding) as opened:
        return Decoded("".join(opened.lines), opened.encoding, opened.remark)


@contextmanager
def open_lines(path: Path, encoding: str | None = None) -> Iterator[Opened]:
    """Open a text file of any size line by line; encodings and errors are those of `read_text`.

    The whole file is decoded once to find the encoding, and again as the lines are read.
    """
    refuse_missing(path)
    size = checked_size(path)
    with bytes_of(path) as stream:
        start = stream.read(4_000)
    for magic, what in _BINARY:
        if start.startswith(magic):
            raise InputError(
                f"{path} is not a text file but {what}, whatever its name says.",
                hint="Open it in the program that made it and save it as CSV or text in UTF-8.",
            )
    if encoding:
        known = Known(with_byte_order(encoding, start), encoding)
        check_decodes(path, known.codec)
    else:
        known = detect(path, start, size)
    with (
        bytes_of(path) as stream,
        io.TextIOWrapper(stream, known.codec, errors=known.errors) as text,
    ):
        yield Opened(_told_lines(text, path, known.codec), known.name, known.remark)


def _told_lines(lines: Iterable[str], path: Path, codec: str) -> Iterator[str]:
    """Yield the lines without a BOM; codecs that read blocks otherwise may fail only here."""
    try:
        for index, line in enumerate(lines):
            yield line if index else line.removeprefix("\ufeff")
    except UnicodeError as error:
        raise unreadable_as(path, codec, error) from error
