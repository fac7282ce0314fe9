"""Keep what was read of texts by their content, so that no text is read twice the same way.

In a workspace it is kept in files, for the next command; else in memory.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from textmine.store import Workspace, replacing_file

KEY = "sha256"


class LayerCache:
    """Parquet parts in one folder, one row a text, found by the SHA-256 of the text."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def known(self) -> set[str]:
        """Return the hashes of all texts kept here."""
        return {
            str(key)
            for part in self._parts()
            for key in pq.read_table(part, columns=[KEY]).column(KEY).to_pylist()
        }

    def add(self, keys: Sequence[str], table: pa.Table) -> None:
        """Write one more part, whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with replacing_file(self.folder / f"{uuid.uuid4().hex}.parquet") as draft:
            keyed = table.append_column(KEY, pa.array(keys, type=pa.string()))
            pq.write_table(keyed, draft, compression="zstd")

    def take(self, keys: Sequence[str], columns: Sequence[str]) -> pa.Table:
        """Return the rows of the given texts, in that order, with the columns asked for."""
        if not keys:
            return _nothing(columns)
        wanted = pa.array(list(dict.fromkeys(keys)), type=pa.string())
        tables = [self._rows(part, wanted, columns) for part in self._parts()]
        return _rows_of([table for table in tables if table is not None], keys, columns)

    @staticmethod
    def _rows(part: Path, wanted: pa.Array, columns: Sequence[str]) -> pa.Table | None:
        """Return the wanted rows of a part, None where it has none: its columns are not read."""
        there = pc.is_in(pq.read_table(part, columns=[KEY]).column(KEY), value_set=wanted)
        if not pc.any(there).as_py():
            return None
        return pq.read_table(part, columns=[KEY, *columns]).filter(there)

    def _parts(self) -> list[Path]:
        return sorted(self.folder.glob("*.parquet"))


class MemoryCache:
    """The same in memory: as long as it is held, nothing is written."""

    def __init__(self) -> None:
        self._parts: list[pa.Table] = []

    @property
    def size(self) -> int:
        """How many bytes are kept."""
        return sum(int(part.nbytes) for part in self._parts)

    def known(self) -> set[str]:
        """Return the hashes of all texts kept here."""
        return {str(key) for part in self._parts for key in part.column(KEY).to_pylist()}

    def add(self, keys: Sequence[str], table: pa.Table) -> None:
        """Keep one more part."""
        self._parts.append(table.append_column(KEY, pa.array(keys, type=pa.string())))

    def take(self, keys: Sequence[str], columns: Sequence[str]) -> pa.Table:
        """Return the rows of the given texts, in that order, with the columns asked for."""
        if not keys:
            return _nothing(columns)
        return _rows_of([part.select([KEY, *columns]) for part in self._parts], keys, columns)


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


def _nothing(columns: Sequence[str]) -> pa.Table:
    return pa.table({column: pa.array([], pa.list_(pa.string())) for column in columns})


def _rows_of(tables: Sequence[pa.Table], keys: Sequence[str], columns: Sequence[str]) -> pa.Table:
    table = pa.concat_tables(tables)
    row_of = {key: row for row, key in enumerate(table.column(KEY).to_pylist())}
    return table.select(list(columns)).take(pa.array([row_of[key] for key in keys]))
