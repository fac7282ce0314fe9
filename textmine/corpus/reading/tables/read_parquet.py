"""Read a Parquet file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from textmine.corpus.reading.packed import BATCH, PackedRows
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.corpus.reading.tables.flat import as_text
from textmine.corpus.reading.tables.header import header_names
from textmine.errors import InputError, NotFoundError
from textmine.lazily import pq

MAX_ROWS = 10_000_000
_DAMAGE = (OSError, ValueError, LookupError, TypeError, NotImplementedError, OverflowError)
"""What pyarrow raises for files that are no Parquet, or damaged: its errors inherit from these."""


def read_parquet(path: Path, options: ReadOptions = ReadOptions()) -> RawTable:
    """Read a Parquet file; nested values become JSON text, times ISO.

    Rows are numbered from 1. Raises InputError for a file that is no Parquet, or is damaged, or has
    more rows than can be meant.
    """
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", hint="Check the name and the folder.")
    try:
        with pq.ParquetFile(path) as file:
            n = file.metadata.num_rows
            if n > MAX_ROWS:
                raise InputError(
                    f"{path} says that it has {n:,} rows; {MAX_ROWS:,} can be read.",
                    hint="Cut it into parts.",
                )
            names = header_names(file.schema_arrow.names, str(path))
            rows = PackedRows(_rows(file), len(names), path.name)
    except InputError:
        raise
    except _DAMAGE as error:
        raise InputError(
            f"{path} is not a Parquet file, or it is damaged.", hint="Export it again."
        ) from error
    return RawTable(path.name, names, rows, range(1, len(rows) + 1), {"format": "Parquet"})


def _rows(file: pq.ParquetFile) -> Iterator[tuple[str, ...]]:
    for batch in file.iter_batches(batch_size=BATCH):
        columns = [[as_text(value) for value in cells.to_pylist()] for cells in batch.columns]
        yield from zip(*columns, strict=True)


PARQUET = Reader(
    "parquet", "Parquet file", read_parquet, (".parquet", ".pq"), frozenset({"question"})
)
