"""The bytes of a file, unpacked, within bounds."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from textmine.errors import InputError, NotFoundError

_LARGEST = 2**31
"""Bytes that a compressed file may hold; more is no table but a trap."""

_BLOCK = 2**20


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file, unpacked where its name ends in .gz.

    Raises NotFoundError for a file that is not there, InputError for one that is empty, a damaged
    archive or one that holds more than 2 GB.
    """
    refuse_missing(path)
    checked_size(path)
    return b"".join(blocks_of(path))


@contextmanager
def bytes_of(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading, unpacked where its name ends in .gz."""
    if path.suffix.lower() == ".gz":
        with gzip.open(path) as unpacked:
            yield cast("BinaryIO", unpacked)
    else:
        with path.open("rb") as plain:
            yield plain


def blocks_of(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file in blocks, unpacked."""
    with bytes_of(path) as stream:
        while block := stream.read(_BLOCK):
            yield block


def checked_size(path: Path) -> int:
    """Return how many bytes a file holds, unpacked, if it is no trap and not empty."""
    size, has_text = 0, False
    try:
        for block in blocks_of(path):
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
        raise empty_file(path)
    return size


def refuse_missing(path: Path) -> None:
    """Raise NotFoundError for a file that is not there."""
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", hint="Check the name and the folder.")


def empty_file(path: Path) -> InputError:
    """Return the error that a file is empty."""
    return InputError(f"{path} is empty.", hint="Export it again, or name another file.")
