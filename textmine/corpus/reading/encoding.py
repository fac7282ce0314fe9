"""Find the encoding of a text file and decode it, or say why that fails."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from textmine.corpus.reading import find_encoding
from textmine.corpus.reading.file_bytes import bytes_of, checked_size, refuse_missing
from textmine.errors import InputError

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
        known = find_encoding.Known(find_encoding.with_byte_order(encoding, start), encoding)
        find_encoding.check_decodes(path, known.codec)
    else:
        known = find_encoding.detect(path, start, size)
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
        raise find_encoding.unreadable_as(path, codec, error) from error
