"""Keep prepared texts by their content, so that no text is read twice with the same settings."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from textmine.store import replacing_file

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
            return pa.table({column: pa.array([], pa.list_(pa.string())) for column in columns})
        wanted = pa.array(list(dict.fromkeys(keys)), type=pa.string())
        tables = [self._rows(part, wanted, columns) for part in self._parts()]
        table = pa.concat_tables([table for table in tables if table is not None])
        row_of = {key: row for row, key in enumerate(table.column(KEY).to_pylist())}
        return table.select(list(columns)).take(pa.array([row_of[key] for key in keys]))

    @staticmethod
    def _rows(part: Path, wanted: pa.Array, columns: Sequence[str]) -> pa.Table | None:
        """Return the wanted rows of a part, None where it has none: its columns are not read."""
        there = pc.is_in(pq.read_table(part, columns=[KEY]).column(KEY), value_set=wanted)
        if not pc.any(there).as_py():
            return None
        return pq.read_table(part, columns=[KEY, *columns]).filter(there)

    def _parts(self) -> list[Path]:
        return sorted(self.folder.glob("*.parquet"))
