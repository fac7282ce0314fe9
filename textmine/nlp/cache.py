"""Keep what was read of texts by their content, so that no text is read twice the same way.

In a workspace it is kept in files, for the next command; else in memory.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from textmine.store import Workspace, replacing_file

KEY = "sha256"


class LayerCache:
    """Parquet parts in one folder, one row a text, found by the SHA-256 of the text.

    Where each text stands is held in memory, 48 bytes a text; what is added here is known at once,
    what others add meanwhile is not.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._parts: list[Path] = []
        self._fresh: list[Keys] = []
        self._index = _Index.of([])
        self._read = False

    def missing(self, keys: Sequence[str]) -> set[str]:
        """Return those of the keys of which nothing is kept."""
        found = self._places().find(keys)
        return {key for key, there in zip(keys, found >= 0, strict=True) if not there}

    def add(self, table: pa.Table) -> None:
        """Write one more part, whole or not at all; its column KEY says of which texts it is."""
        self._places()
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{uuid.uuid4().hex}.parquet"
        with replacing_file(path) as draft:
            pq.write_table(table, draft, compression="zstd")
        self._parts.append(path)
        self._fresh.append(_keys(table.column(KEY).to_pylist()))

    def take(self, keys: Sequence[str], columns: Sequence[str]) -> pa.Table:
        """Return the rows of the given texts, in that order, with the columns asked for."""
        if not keys:
            return _nothing(columns)
        index = self._places()
        places, back = np.unique(index.find(keys), return_inverse=True)
        parts = np.searchsorted(index.starts, places, side="right") - 1
        tables = []
        for part in np.unique(parts):
            rows = places[parts == part] - index.starts[part]
            read = pq.ParquetFile(self._parts[part]).read(columns=list(columns))
            tables.append(read.take(pa.array(rows)))
        return pa.concat_tables(tables).select(list(columns)).take(pa.array(back))

    def _places(self) -> _Index:
        if not self._read:
            self._parts = sorted(self.folder.glob("*.parquet"))
            self._fresh = [
                _keys(pq.ParquetFile(part).read(columns=[KEY]).column(KEY).to_pylist())
                for part in self._parts
            ]
            self._read = True
        if self._fresh:
            self._index = self._index.with_parts(self._fresh)
            self._fresh = []
        return self._index


Keys = NDArray[np.bytes_]
_WIDTH = 32
"""Of the 64 digits of a SHA-256 that tell texts apart."""


def _keys(keys: Sequence[str]) -> Keys:
    return np.array([key[:_WIDTH] for key in keys], dtype=f"S{_WIDTH}")


@dataclass(frozen=True)
class _Index:
    """Keys in their order, the place of each, and the place at which each part starts."""

    keys: Keys
    places: NDArray[np.int64]
    starts: NDArray[np.int64]
    size: int

    @classmethod
    def of(cls, parts: Sequence[Keys]) -> _Index:
        return cls(_keys([]), np.zeros(0, np.int64), np.zeros(0, np.int64), 0).with_parts(parts)

    def with_parts(self, parts: Sequence[Keys]) -> _Index:
        """Return the index with more parts behind those that it has."""
        sizes = np.array([len(part) for part in parts], dtype=np.int64)
        starts = self.size + np.cumsum(sizes) - sizes
        size = self.size + int(sizes.sum())
        new = np.concatenate([self.keys[:0], *parts])
        order = np.argsort(new, kind="stable")
        at = np.searchsorted(self.keys, new[order], side="right")
        keys = np.insert(self.keys, at, new[order])
        places = np.insert(self.places, at, order + self.size)
        return _Index(keys, places, np.append(self.starts, starts), size)

    def find(self, keys: Sequence[str]) -> NDArray[np.int64]:
        """Return the place of each key, -1 where it is not there."""
        wanted = _keys(keys)
        if not len(self.keys):
            return np.full(len(wanted), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return np.where(self.keys[at] == wanted, self.places[at], -1)


class MemoryCache:
    """The same in memory: as long as it is held, nothing is written."""

    def __init__(self) -> None:
        self._parts: list[pa.Table] = []

    @property
    def size(self) -> int:
        """How many bytes are kept."""
        return sum(int(part.nbytes) for part in self._parts)

    def missing(self, keys: Sequence[str]) -> set[str]:
        """Return those of the keys of which nothing is kept."""
        return {*keys}.difference(*(part.column(KEY).to_pylist() for part in self._parts))

    def add(self, table: pa.Table) -> None:
        """Keep one more part."""
        self._parts.append(table)

    def take(self, keys: Sequence[str], columns: Sequence[str]) -> pa.Table:
        """Return the rows of the given texts, in that order, with the columns asked for."""
        if not keys:
            return _nothing(columns)
        table = pa.concat_tables([part.select([KEY, *columns]) for part in self._parts])
        row_of = {key: row for row, key in enumerate(table.column(KEY).to_pylist())}
        return table.select(list(columns)).take(pa.array([row_of[key] for key in keys]))


Cache = LayerCache | MemoryCache


@dataclass
class Memory:
    """Where texts are kept that were read without a workspace; from `most` bytes on it is emptied.

    What is kept makes no result another one: it is found by what the text is and how it was read.
    """

    most: int = 256 * 2**20
    _caches: dict[tuple[str, str], MemoryCache] = field(default_factory=dict)

    def cache(self, room: str, key: str) -> MemoryCache:
        """Return the cache of what is read in one way."""
        if sum(cache.size for cache in self._caches.values()) > self.most:
            self._caches.clear()
        return self._caches.setdefault((room, key), MemoryCache())


Keep = Workspace | Memory | None
"""Where what was read of texts is kept: in a workspace, in memory, or not beyond the call."""


def cache_in(keep: Keep, room: str, key: str) -> Cache:
    """Return the cache of what is read in one way, such as ("prepared", KEY)."""
    if keep is None:
        return MemoryCache()
    if isinstance(keep, Memory):
        return keep.cache(room, key)
    return LayerCache(keep.scratch / room / key)


def with_keys(keys: Sequence[str], table: pa.Table) -> pa.Table:
    """Return a table that can be kept: with the SHA-256 of the text of each row."""
    return table.append_column(KEY, pa.array(keys, type=pa.string()))


def _nothing(columns: Sequence[str]) -> pa.Table:
    return pa.table({column: pa.array([], pa.list_(pa.string())) for column in columns})
