"""Columns of strings that lie in a temporary file: memory holds what is looked at, no more.

The file has no name, so nothing is left of it, however the process ends. What is read from it
stays in memory until somebody lets go of it.
"""

from __future__ import annotations

import mmap
import tempfile
from collections.abc import Iterator, Sequence
from typing import Any
from weakref import WeakSet, finalize

import numpy as np

from textmine.corpus.white_space import offsets_and_bytes
from textmine.lazily import npt, pa

_MAPS: WeakSet[mmap.mmap] = WeakSet()
_ALIGNED = 64


class Spill:
    """A temporary file that takes up columns."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the spill
        finalize(self, self._file.close)
        self._end = 0

    def put(self, columns: Sequence[pa.Array]) -> list[pa.Array]:
        """Write arrays of strings; return the same, as they lie in the file."""
        start = self._end = -(-self._end // mmap.ALLOCATIONGRANULARITY) * mmap.ALLOCATIONGRANULARITY
        pieces = [piece for cells in columns for piece in _pieces(cells)]
        places = [(self._write(piece), piece.nbytes) for piece in pieces]
        self._file.truncate(self._end)  # to where a last piece without bytes stands
        self._file.flush()
        pages = mmap.mmap(
            self._file.fileno(), self._end - start, access=mmap.ACCESS_READ, offset=start
        )
        _MAPS.add(pages)
        whole = pa.py_buffer(pages)
        buffers = [whole.slice(at - start, size) for at, size in places]
        return [
            pa.Array.from_buffers(
                pa.large_string(),
                len(cells),
                [there if there.size else None, offsets, data],
            )
            for cells, there, offsets, data in zip(
                columns, buffers[::3], buffers[1::3], buffers[2::3], strict=True
            )
        ]

    def _write(self, piece: npt.NDArray[Any]) -> int:
        """Write bytes at the next aligned place; return that."""
        begin = -(-self._end // _ALIGNED) * _ALIGNED
        self._file.seek(begin)
        self._file.write(piece.data)
        self._end = begin + piece.nbytes
        return begin


def _pieces(cells: pa.Array) -> Iterator[npt.NDArray[Any]]:
    """Yield what an array of strings is made of: which are there, where they begin, their bytes."""
    bits = cells.is_valid().buffers()[1] if cells.null_count else b""
    yield np.frombuffer(bits, dtype=np.uint8)
    yield from offsets_and_bytes(cells)


def let_go() -> None:
    """Give back the memory of what was read from spilled columns; it comes again when needed."""
    if hasattr(mmap, "MADV_DONTNEED"):
        for pages in [*_MAPS]:
            pages.madvise(mmap.MADV_DONTNEED)
