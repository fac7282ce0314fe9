"""Read a large table by Arrow where nothing in it can be read in two ways, at a third of the cost.

Plain is UTF-8 without NUL in which every quotation mark opens a cell, closes one or is written
twice, every row has the cells of the header, and none is empty. The csv module, in strict mode,
reads such a table in the same way. Any other one is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from textmine.corpus.reading.packed import PackedRows
from textmine.lazily import pa, pc

_LEAST = 1_000_000
"""Bytes from which a file is worth it."""
_BLOCK, _LOOK = 2**23, 2**17
_QUOTE, _NEWLINE = ord('"'), ord("\n")
_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(b"\n")


class _NotPlainError(Exception):
    """The file is not what this module reads."""


@dataclass(frozen=True)
class PlainRows:
    """The rows below the header, and the first line of each record that takes several, by place.

    Places count from 0, with the header.
    """

    packed: PackedRows
    spans: dict[int, int]


def plain_rows(path: Path, separator: str, header_rows: int, width: int) -> PlainRows | None:
    """Return the rows of a large and plain table of `width` columns, None for any other one.

    `header_rows` lines name the columns. Raises InputError for a table that is too wide or empty.
    """
    is_large = path.suffix.lower() != ".gz" and path.stat().st_size >= _LEAST
    if not is_large or not header_rows or not separator.isascii():
        return None
    spans: dict[int, int] = {}
    try:
        with path.open("rb") as stream:
            tables = _tables(_Plain(stream, ord(separator)), separator, header_rows, width)
            noted = _noted(tables, spans, header_rows)
            return PlainRows(PackedRows.of_tables(noted, width, path.name), spans)
    except (_NotPlainError, pa.ArrowInvalid):
        return None


class _Plain:
    """A stream of bytes whose lines end in LF; raises _NotPlainError as soon as it is not plain."""

    closed = False

    def __init__(self, stream: BinaryIO, separator: int) -> None:
        self._stream = stream
        self._beside = np.array([separator, _NEWLINE, _QUOTE], dtype=np.uint8)
        self._last = b"\n"
        self._is_open = self._has_closed = False
        self._begin = True

    def read(self, n: int = -1) -> bytes:
        """Return the next bytes, about n of them."""
        block = self._stream.read(_BLOCK if n is None or n < 0 else n)
        if block.endswith(b"\r"):
            block += self._stream.read(1)
        if self._begin:
            block, self._begin = block.removeprefix(_BOM), False
        if b"\r" in block:
            block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        for start in range(0, max(len(block), 1), _LOOK):
            self._look_at(block[start : start + _LOOK])
        return block

    def _look_at(self, block: bytes) -> None:
        if not block:
            if self._is_open:
                raise _NotPlainError
            return
        signs = np.frombuffer(self._last + block, dtype=np.uint8)
        if b"\0" in block or (self._has_closed and signs[1] not in self._beside):
            raise _NotPlainError
        marks = np.flatnonzero(signs[1:] == _QUOTE) + 1
        opening, closing = marks[self._is_open :: 2], marks[not self._is_open :: 2]
        behind = closing[closing + 1 < signs.size] + 1
        if not (self._fits(signs[opening - 1]) and self._fits(signs[behind])):
            raise _NotPlainError
        self._has_closed = bool(closing.size and closing[-1] == signs.size - 1)
        self._is_open ^= bool(marks.size % 2)
        self._last = block[-1:]

    def _fits(self, signs: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> bool:
        return bool(np.isin(signs, self._beside).all())

    def close(self) -> None:
        """Do nothing: the file is closed by whoever opened it."""

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False


def _tables(stream: _Plain, separator: str, header_rows: int, width: int) -> Iterator[pa.Table]:
    from pyarrow import csv

    names = [str(number) for number in range(width)]
    reader = csv.open_csv(
        pa.PythonFile(stream, mode="r"),
        csv.ReadOptions(
            use_threads=False, block_size=_BLOCK, skip_rows=header_rows, column_names=names
        ),
        csv.ParseOptions(delimiter=separator, newlines_in_values=True, ignore_empty_lines=False),
        csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
        ),
    )
    for batch in reader:
        yield pa.Table.from_batches([batch])


def _noted(
    tables: Iterator[pa.Table], spans: dict[int, int], header_rows: int
) -> Iterator[pa.Table]:
    """Pass tables on, and note which records take several lines; refuse an empty row."""
    record_number = line = header_rows
    for table in tables:
        for at in pc.indices_nonzero(
            pc.invert(pc.match_substring_regex(table.column(0), "[!-~]"))
        ).to_pylist():
            if not any(str(column[at]).strip() for column in table.columns):
                raise _NotPlainError
        lines = np.zeros(table.num_rows, dtype=np.int64)
        for column in table.columns:
            data = column.chunk(0).buffers()[2]
            if data is not None and _LINE_END.search(data):
                lines += pc.count_substring(column, "\n").to_numpy()
        first = line + 1 + np.arange(table.num_rows) + np.cumsum(lines) - lines
        long = np.flatnonzero(lines)
        spans |= dict(zip((record_number + long).tolist(), first[long].tolist(), strict=True))
        record_number += table.num_rows
        line += table.num_rows + int(lines.sum())
        yield table
