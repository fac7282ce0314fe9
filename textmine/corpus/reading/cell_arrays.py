"""Cells as Arrow strings: stripped, counted and looked through without a Python string for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from textmine.cells import is_program_word
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.white_space import offsets_and_bytes
from textmine.lazily import npt, pa, pc

_BEGIN_PROGRAM_WORDS = np.frombuffer(b"Nn<\\(", dtype=np.uint8)


def stripped(cells: pa.Array) -> pa.Array:
    """Return cells as `str.strip` leaves them; the same array where none has white space to lose.

    >>> import pyarrow as pa
    >>> stripped(pa.array([" a", "b\\u3000", ""], pa.large_string())).to_pylist()
    ['a', 'b', '']
    """
    offsets, data = offsets_and_bytes(cells)
    filled = np.flatnonzero(np.diff(offsets))
    first, last = data[offsets[filled]], data[offsets[filled + 1] - 1]
    doubtful = filled[((first - 33) > 93) | ((last - 33) > 93)]  # no plain sign of ASCII
    if not len(doubtful):
        return cells
    before = cells.take(pa.array(doubtful)).to_pylist()
    after = [cell.strip() for cell in before]
    if after == before:
        return cells
    mask = np.zeros(len(cells), dtype=bool)
    mask[doubtful] = True
    return pc.replace_with_mask(cells, pa.array(mask), pa.array(after, cells.type))


def in_one(chunks: Iterable[pa.Array]) -> pa.Array:
    """Return chunks of strings as one array."""
    return pa.chunked_array([*chunks], pa.large_string()).combine_chunks()


def joined(table: RawTable, columns: tuple[str, ...]) -> pa.Array:
    """Return the stripped cells of a column, or of several with dots between them."""
    return in_one(joined_batches(table, columns))


def joined_batches(table: RawTable, columns: tuple[str, ...]) -> Iterator[pa.Array]:
    """Yield what `joined` returns in batches; those without white space to strip are no copies."""
    cells = [table.batches_of(name) for name in columns]
    for parts in zip(*cells, strict=True):
        first, *more = map(stripped, parts)
        dot = pa.scalar(".", first.type)
        yield pc.binary_join_element_wise(first, *more, dot) if more else first


def first_bytes(cells: pa.Array) -> npt.NDArray[np.uint8]:
    """Return the first byte of each cell, that of a letter where it is empty."""
    offsets, data = offsets_and_bytes(cells)
    filled = np.flatnonzero(np.diff(offsets))
    first = np.full(len(cells), ord("a"), dtype=np.uint8)
    first[filled] = data[offsets[filled]]
    return first


def may_be_program_words(cells: pa.Array) -> npt.NDArray[np.bool_]:
    """Return where `is_program_word` may be true, by the first byte: nowhere else it is."""
    first = first_bytes(cells)
    return ((first - 33) > 93) | np.isin(first, _BEGIN_PROGRAM_WORDS)


def program_words(cells: pa.Array) -> list[str]:
    """Return the cells that are words by which programs say that there is no value."""
    some = cells.filter(pa.array(may_be_program_words(cells))).to_pylist()
    return [cell for cell in some if is_program_word(cell)]


def blanked(cells: pa.Array, gone: pa.Array) -> pa.Array:
    """Return cells with "" where `gone` is true."""
    return pc.if_else(gone, pa.scalar("", cells.type), cells)


def among(cells: pa.Array, words: list[str]) -> pa.Array:
    """Return which cells are among words."""
    return pc.is_in(cells, value_set=pa.array(words, cells.type))


def counted(cells: pa.Array) -> dict[str, int]:
    """Return each different cell -> how often it stands there, in the order in which they come."""
    values, counts = pc.value_counts(cells).flatten()
    return dict(zip(values.to_pylist(), counts.to_pylist(), strict=True))
