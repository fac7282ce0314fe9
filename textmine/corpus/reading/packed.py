"""Rows of strings kept as Arrow columns: a tenth of the memory that lists of strings need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 8_192
"""Rows that are held as Python strings at one time."""


class PackedRows(Sequence[list[str]]):
    """Rows as a reader returns them, packed; `rows[3]` and iteration give lists of strings."""

    def __init__(self, rows: Iterable[Sequence[str]], width: int) -> None:
        """Take up rows of `width` cells each, a batch at a time."""
        self._batches: list[list[pa.Array]] = []
        self._length = 0
        stream = iter(rows)
        while batch := list(islice(stream, BATCH)):
            self._length += len(batch)
            columns = zip(*batch, strict=True) if width else ()
            self._batches.append([packed(cells) for cells in columns])

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
        return [cells[at % BATCH].as_py() for cells in self._batches[at // BATCH]]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(list(self))

    def column(self, place: int) -> pa.ChunkedArray:
        """Return the cells of one column, without copying them."""
        import pyarrow as pa

        return pa.chunked_array([batch[place] for batch in self._batches], pa.large_string())


def packed(cells: Sequence[str]) -> pa.Array:
    """Return strings as Arrow; half a character (a lone surrogate) becomes U+FFFD."""
    import pyarrow as pa

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
