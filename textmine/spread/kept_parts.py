"""Results of finished partitions, kept until the whole run is finished: a stopped one goes on."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from textmine.lazily import pa, pq
from textmine.store import replacing_file


class Keeping(Protocol):
    """Where results of partitions are kept as soon as they are there."""

    def find(self, key: str) -> pa.Table | None:
        """Return the result of a partition, None where it is not kept."""

    def keep(self, key: str, result: pa.Table) -> None:
        """Keep the result of a partition."""


@dataclass(frozen=True)
class KeptParts:
    """A folder of one Parquet file a partition, by its key; each is whole or not there."""

    folder: Path

    def find(self, key: str) -> pa.Table | None:
        """Return the result of a partition, None where it is not kept or cannot be read."""
        try:
            return pq.ParquetFile(self._path(key)).read()
        except (OSError, pa.ArrowException):
            return None

    def keep(self, key: str, result: pa.Table) -> None:
        """Keep the result of a partition."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with replacing_file(self._path(key)) as draft:
            pq.write_table(result, draft, compression="zstd")

    def clear(self) -> None:
        """Remove all of them: the run is finished."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.parquet"
