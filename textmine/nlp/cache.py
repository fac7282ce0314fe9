"""Keep what was read of texts by their content, so that no text is read twice the same way.

In a workspace it is kept in files, for the next command; else in memory.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from textmine.arrays import Ints
from textmine.store import Workspace, replacing_file

KEY = "sha256"


class LayerCache:
    """Parquet parts in one folder, one row a text, found by the SHA-256 of the text.

    Where each text stands is held in memory, 40 bytes a text; of parts that come later, whoever
    adds them, only these are read.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._one_at_a_time = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        self._parts: dict[str, int] = {}
        self._starts = np.zeros(0, dtype=np.int64)
        self._size = 0
        self._old, self._young = _Index(), _Index()

    def missing(self, keys: Sequence[str]) -> set[str]:
        """Return those of the keys of which nothing is kept."""
        with self._one_at_a_time:
            self._refresh()
            indices = self._find(keys)
        return {key for key, there in zip(keys, indices >= 0, strict=True) if not there}

    def add(self, table: pa.Table) -> None:
        """Write one more part, whole or not at all; its column KEY says of which texts it is."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{uuid.uuid4().hex}.parquet"
        with replacing_file(self.folder / name) as draft:
            pq.write_table(table, draft, compression="zstd")
        with self._one_at_a_time:
            if name not in self._parts:
                self._know(name, table.column(KEY).to_pylist())

    def take(self, keys: Sequence[str], columns: Sequence[str]) -> pa.Table:
        """Return the rows of the given texts, in that order, with the columns asked for."""
        if not keys:
            return _nothing(columns)
        with self._one_at_a_time:
            self._refresh()
            places, back = np.unique(self._find(keys), return_inverse=True)
            names, starts = [*self._parts], self._starts
        parts = np.searchsorted(starts, places, side="right") - 1
        tables = []
        for part in np.unique(parts):
            rows = places[parts == part] - starts[part]
            read = pq.ParquetFile(self.folder / names[part]).read(columns=list(columns))
            tables.append(read.take(pa.array(rows)))
        return pa.concat_tables(tables).select(list(columns)).take(pa.array(back))

    def _refresh(self) -> None:
        """Take in the parts that are new; begin anew where one is gone."""
        there = sorted(path.name for path in self.folder.glob("*.parquet"))
        if not self._parts.keys() <= {*there}:
            self._forget()
        for name in there:
            if name not in self._parts:
                keys = pq.ParquetFile(self.folder / name).read(columns=[KEY]).column(KEY)
                self._know(name, keys.to_pylist())

    def _know(self, name: str, keys: Sequence[str]) -> None:
        """Remember where the rows of a part stand; few at a time are put among many others."""
        self._parts[name] = len(self._parts)
        self._starts = np.append(self._starts, self._size)
        places = np.arange(self._size, self._size + len(keys))
        self._size += len(keys)
        self._young = self._young.with_keys(_keys(keys), places)
        if len(self._young.keys) > max(_FEW, len(self._old.keys) // 4):
            self._old = self._old.with_keys(self._young.keys, self._young.places)
            self._young = _Index()

    def _find(self, keys: Sequence[str]) -> Ints:
        """Return the place of each key, -1 where it is not there."""
        wanted = _keys(keys)
        indices = self._old.find(wanted)
        return np.where(indices >= 0, indices, self._young.find(wanted))


Keys = NDArray[np.bytes_]
_WIDTH = 32
"""Of the 64 digits of a SHA-256 that tell texts apart."""

_FEW = 20_000


def _keys(keys: Sequence[str]) -> Keys:
    return np.array([key[:_WIDTH] for key in keys], dtype=f"S{_WIDTH}")


@dataclass(frozen=True)
class _Index:
    """Keys in their order, and the place of each."""

    keys: Keys = field(default_factory=lambda: _keys([]))
    places: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def with_keys(self, keys: Keys, places: Ints) -> _Index:
        """Return the index with more keys."""
        order = np.argsort(keys, kind="stable")
        at = np.searchsorted(self.keys, keys[order], side="right")
        return _Index(
            np.insert(self.keys, at, keys[order]), np.insert(self.places, at, places[order])
        )

    def find(self, wanted: Keys) -> Ints:
        """Return the place of each key, -1 where it is not there."""
        if not len(self.keys):
            return np.full(len(wanted), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return np.where(self.keys[at] == wanted, self.places[at], -1)


@lru_cache(maxsize=8)
def _in_folder(folder: Path) -> LayerCache:
    """Return the cache in a folder; where texts stand in it need not be read again."""
    return LayerCache(folder)


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
    return _in_folder(keep.scratch / room / key)


def with_keys(keys: Sequence[str], table: pa.Table) -> pa.Table:
    """Return a table that can be kept: with the SHA-256 of the text of each row."""
    return table.append_column(KEY, pa.array(keys, type=pa.string()))


def _nothing(columns: Sequence[str]) -> pa.Table:
    return pa.table({column: pa.array([], pa.list_(pa.string())) for column in columns})
