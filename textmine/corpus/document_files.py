"""The files that hold the documents of a corpus: one, or parts where there are very many.

Parts and their row groups have fixed numbers of rows, so the same documents have the same bytes,
in whatever batches they came.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from textmine.corpus.spilled import let_go
from textmine.lazily import np, npt, pa, pq
from textmine.store.kept import PARTS

DOCUMENTS = "documents.parquet"
ONE_FILE = 100_000
"""Documents that one file holds at the most; more of them are stored in parts."""
PART = 50_000
"""Documents of a part, of which the last may have fewer."""
GROUP = 10_000
"""Documents of a row group of a part: what is read at one time."""

_PANDAS = b"pandas"


def document_files(files: Iterable[str]) -> list[str]:
    """Return those of the files of a corpus that hold documents, in the order of these."""
    folder = PARTS.partition("*")[0]
    return sorted(name for name in files if name == DOCUMENTS or name.startswith(folder))


def part_name(number: int) -> str:
    """Return what the part of a number, from 0, is called."""
    return PARTS.replace("*", f"{number:05d}")


def write_documents(draft: Path, tables: Iterable[pa.Table]) -> list[str]:
    """Write documents, which come in tables of any size, into a folder; return the files.

    What comes in one table and fits into one file is written as it is.
    """
    stream, first, n = iter(tables), list[pa.Table](), 0
    for table in stream:
        first.append(table)
        n += table.num_rows
        if n > ONE_FILE:
            return _write_parts(draft, groups_of(_chained(first, stream), GROUP))
    pq.write_table(pa.concat_tables(first), draft / DOCUMENTS, compression="zstd")
    return [DOCUMENTS]


def _chained(first: list[pa.Table], rest: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """Yield tables and let go of each."""
    while first:
        yield first.pop(0)
    yield from rest


def _write_parts(draft: Path, groups: Iterator[pa.Table]) -> list[str]:
    names: list[str] = []
    writer: pq.ParquetWriter | None = None
    try:
        for number, group in enumerate(groups):
            if number % (PART // GROUP) == 0:
                if writer is not None:
                    writer.close()
                names.append(part_name(len(names)))
                path = draft / names[-1]
                path.parent.mkdir(exist_ok=True)
                writer = pq.ParquetWriter(path, group.schema, compression="zstd")
            if writer is not None:
                writer.write_table(group)
            let_go()
    finally:
        if writer is not None:
            writer.close()
    return names


def groups_of(tables: Iterable[pa.Table], rows: int) -> Iterator[pa.Table]:
    """Yield tables of exactly `rows` rows, the last one of what is left, each in one piece."""
    held: list[pa.Table] = []
    n = 0
    for table in tables:
        start = 0
        while n + table.num_rows - start >= rows:
            held.append(table.slice(start, rows - n))
            start += rows - n
            yield pa.concat_tables(held).combine_chunks()
            held, n = [], 0
        if start < table.num_rows:
            held.append(table.slice(start))
            n += table.num_rows - start
    if held:
        yield pa.concat_tables(held).combine_chunks()


def read_table(paths: Sequence[Path], columns: Sequence[str] | None = None) -> pa.Table:
    """Return columns, by default all, of all documents that stand in files."""
    tables = [pq.ParquetFile(path).read(columns=columns) for path in paths]
    return tables[0] if len(tables) == 1 else pa.concat_tables(tables)


def read_batches(paths: Sequence[Path], columns: Sequence[str]) -> Iterator[pa.Table]:
    """Yield columns of the documents that stand in files, as many at a time as are read at once."""
    for path in paths:
        with pq.ParquetFile(path) as file:
            if not file.metadata.num_rows:
                yield file.schema_arrow.empty_table().select(list(columns))
            for batch in file.iter_batches(GROUP, columns=list(columns)):
                yield pa.Table.from_batches([batch])


def rows_of(paths: Sequence[Path]) -> list[int]:
    """Return how many documents stand in each file."""
    return [int(pq.read_metadata(path).num_rows) for path in paths]


def columns_of(path: Path) -> list[str]:
    """Return the columns of the documents in a file."""
    return [*pq.read_schema(path).names]


def read_rows(
    paths: Sequence[Path],
    rows: Sequence[int],
    wanted: npt.NDArray[np.int64],
    columns: Sequence[str],
) -> pa.Table:
    """Return columns of the `wanted` rows (sorted, each once) of files with so many `rows`.

    Rows are counted on through the files. Only the row groups in which they stand are read.
    """
    tables: list[pa.Table] = []
    start = 0
    for path, n in zip(paths, rows, strict=True):
        here = wanted[np.searchsorted(wanted, start) : np.searchsorted(wanted, start + n)] - start
        start += n
        if not len(here) and (tables or path != paths[-1]):
            continue
        with pq.ParquetFile(path) as file:
            tables += _rows_of_file(file, here, list(columns))
    return pa.concat_tables(tables)


def _rows_of_file(
    file: pq.ParquetFile, wanted: npt.NDArray[np.int64], columns: list[str]
) -> Iterator[pa.Table]:
    yield file.schema_arrow.empty_table().select(columns)
    start = 0
    for group in range(file.num_row_groups):
        end = start + file.metadata.row_group(group).num_rows
        here = wanted[np.searchsorted(wanted, start) : np.searchsorted(wanted, end)] - start
        if len(here):
            yield file.read_row_group(group, columns=columns).take(here)
        start = end


def with_columns(paths: Sequence[Path], columns: pa.Table) -> Iterator[pa.Table]:
    """Yield the documents that stand in files with columns more, in place of those of these names.

    What pandas has to know of the kinds of columns goes along.
    """
    schema = pq.read_schema(paths[0])
    names = [name for name in schema.names if name not in columns.column_names]
    known = _kinds_for_pandas(schema, columns.schema)
    start = 0
    for table in read_batches(paths, names):
        wanted = table.select(names)
        for name in columns.column_names:
            wanted = wanted.append_column(name, columns[name].slice(start, table.num_rows))
        start += table.num_rows
        yield wanted.replace_schema_metadata(known)


def _kinds_for_pandas(schema: pa.Schema, more: pa.Schema) -> dict[bytes, bytes] | None:
    """Return what pandas is told of the columns of two tables together, None where of none."""
    there, new = (
        json.loads((schema_part.metadata or {}).get(_PANDAS, b"{}"))
        for schema_part in (schema, more)
    )
    if not there and not new:
        return None
    columns = [column for column in there.get("columns", ()) if column["name"] not in more.names]
    return {_PANDAS: json.dumps(new | {"columns": [*columns, *new.get("columns", ())]}).encode()}
