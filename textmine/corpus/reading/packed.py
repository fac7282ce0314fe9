"""Rows of strings kept as Arrow columns: a tenth of the memory that lists of strings need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import overload

from textmine.corpus.document_files import groups_of
from textmine.corpus.reading.limits import refuse_empty, refuse_wide
from textmine.corpus.spilled import Spill
from textmine.lazily import pa, pc

BATCH = 8_192
"""Rows that are held as Python strings at one time; fewer where the table is wide."""

_CELLS_AT_ONCE = 2**20
HELD = 32_000_000
"""Bytes of cells that are held in memory; those of a larger table lie in a temporary file."""
_STRINGS_AT_ONCE = 1_024


class PackedRows(Sequence[list[str]]):
    """Rows as a reader returns them, packed; `rows[3]` and iteration give lists of strings."""

    def __init__(
        self, rows: Iterable[Sequence[str]], width: int, source: str = "The table"
    ) -> None:
        """Take up rows of `width` cells each, a batch at a time.

        Raises InputError, which names the `source`, for a table with too many columns, or with so
        many empty cells that it would need far more memory than its file has bytes.
        """
        self._take(_packed_batches(rows, width), width, source)

    @classmethod
    def of_tables(cls, tables: Iterable[pa.Table], width: int, source: str) -> PackedRows:
        """Return the rows of Arrow tables of `width` columns of strings; raises as above."""
        packed_rows = cls.__new__(cls)
        groups = groups_of(tables, _rows_at_once(width))
        columns = ([column.chunk(0) for column in group.columns] for group in groups)
        packed_rows._take(((len(batch[0]), batch) for batch in columns), width, source)
        return packed_rows

    def _take(self, batches: Iterable[tuple[int, list[pa.Array]]], width: int, source: str) -> None:
        refuse_wide(source, width)
        self._batches: list[list[pa.Array]] = []
        self._length = 0
        self._batch = _rows_at_once(width)
        self._spill: Spill | None = None
        signs, held = 0, 0
        for n, columns in batches:
            self._length += n
            self._batches.append(columns)
            bytes_here = sum(map(_signs, columns))
            signs += bytes_here
            held += bytes_here
            refuse_empty(source, width, self._length, self._length * width, signs)
            if held > HELD:
                self._put_aside()
                held = 0

    def _put_aside(self) -> None:
        """Put the batches that are held in memory into the file."""
        if self._spill is None:
            self._spill, self._n_aside = Spill(), 0
        held = self._batches[self._n_aside :]
        columns = iter(self._spill.put([cells for batch in held for cells in batch]))
        self._batches[self._n_aside :] = [[next(columns) for _ in batch] for batch in held]
        self._n_aside = len(self._batches)
        del held
        pa.default_memory_pool().release_unused()

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[list[str]]:
        for batch in self._batches:
            yield from map(list, zip(*(cells.to_pylist() for cells in batch), strict=True))

    @overload
    def __getitem__(self, place: int) -> list[str]: ...

    @overload
    def __getitem__(self, place: slice) -> list[list[str]]: ...

    def __getitem__(self, place: int | slice) -> list[str] | list[list[str]]:
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        at = place + len(self) if place < 0 else place
        if not 0 <= at < len(self):
            raise IndexError(place)
        batch = self._batches[at // self._batch]
        return [cells[at % self._batch].as_py() for cells in batch]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(list(self))

    def taken_up(self, columns: list[pa.Array]) -> list[pa.Array]:
        """Return arrays of strings as they are, or in the file where those of a large table lie."""
        return columns if self._spill is None else self._spill.put(columns)

    def column(self, place: int) -> pa.ChunkedArray:
        """Return the cells of one column, without copying them."""
        return pa.chunked_array([batch[place] for batch in self._batches], pa.large_string())


def _rows_at_once(width: int) -> int:
    return min(BATCH, max(_CELLS_AT_ONCE // max(width, 1), 1))


def _packed_batches(
    rows: Iterable[Sequence[str]], width: int
) -> Iterator[tuple[int, list[pa.Array]]]:
    stream = iter(rows)
    while batch := list(islice(stream, _rows_at_once(width))):
        columns = zip(*batch, strict=True) if width else ()
        yield len(batch), [packed(cells) for cells in columns]


def _signs(cells: pa.Array) -> int:
    """Return how many bytes the strings of a column have together."""
    return int(pc.sum(pc.binary_length(cells)).as_py() or 0)


def cells_of(chunks: Iterable[pa.Array]) -> Iterator[str]:
    """Yield cells one by one; only few are Python strings at one time."""
    parts = (
        chunk.slice(start, _STRINGS_AT_ONCE).to_pylist()
        for chunk in chunks
        for start in range(0, len(chunk), _STRINGS_AT_ONCE)
    )
    return chain.from_iterable(parts)


def packed(cells: Sequence[str]) -> pa.Array:
    """Return strings as Arrow; half a character (a lone surrogate) becomes U+FFFD."""
    try:
        return pa.array(cells, pa.large_string())
    except UnicodeEncodeError:
        return pa.array([whole_characters(cell) for cell in cells], pa.large_string())


def whole_characters(text: str) -> str:
    """Return the text with every half character replaced by U+FFFD.

    >>> whole_characters("a\\ud83d!") == "a\\ufffd!"
    True
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
