"""Columns of documents: those of fields, the other columns as meta, all as Arrow."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from textmine.corpus.reading.columns import ColumnMap
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.spilled import let_go
from textmine.lazily import pa, pc
from textmine.schema import ID, META, PARENT_ID

LOST_PARENT = f"{META}lost_parent"
CUT_PARENT = f"{META}cut_parent"


def meta_columns(table: RawTable, mapping: ColumnMap) -> dict[str, pa.ChunkedArray]:
    """Keep every column that no field, or only a joined one, was read from, but those left out.

    A column of an export of textmine is called meta.* already and keeps its name.
    """
    whole = {columns[0] for columns in mapping.columns.values() if len(columns) == 1}
    return {
        _meta_name(name, table): table.packed_cells(name)
        for name in table.columns
        if name not in whole and name not in mapping.left_out
    }


def _meta_name(name: str, table: RawTable) -> str:
    bare = name.removeprefix(META)
    return META + (name if bare in ("", *table.columns) else bare)


def document_table(columns: dict[str, pa.Array | pa.ChunkedArray], table: RawTable) -> pa.Table:
    """Return the columns as a table of strings, times and numbers; "" is no value."""
    arrays = {}
    for name, cells in columns.items():
        arrays[name] = cells
        if isinstance(cells, pa.ChunkedArray):
            chunks = [_without_empty(chunk, table) for chunk in cells.chunks]
            arrays[name] = pa.chunked_array(chunks, cells.type)
        elif pa.types.is_large_string(cells.type):
            arrays[name] = _without_empty(cells, table)
    return pa.table(arrays)


def _without_empty(cells: pa.Array, table: RawTable) -> pa.Array:
    empty = pc.equal(pc.binary_length(cells), 0)
    if not pc.any(empty).as_py():
        return cells
    return table.taken_up([pc.if_else(empty, pa.scalar(None, cells.type), cells)])[0]


def without_rows(documents: pa.Table, numbers: Collection[int], table: RawTable) -> pa.Table:
    """Return the documents without those of some rows, by their numbers in the table."""
    keep = pa.array(~np.isin(np.asarray(table.numbers), [*numbers]))
    parts, start = [], 0
    for batch in documents.to_batches():
        part = batch.filter(keep.slice(start, len(batch)))
        start += len(batch)
        names = [field.name for field in part.schema if pa.types.is_large_string(field.type)]
        strings = dict(zip(names, table.taken_up([part[name] for name in names]), strict=True))
        arrays = [strings.get(name, part[name]) for name in part.schema.names]
        parts.append(pa.RecordBatch.from_arrays(arrays, schema=part.schema))
        let_go()
    return pa.Table.from_batches(parts, documents.schema)


def lost_parents_told(n: int) -> str:
    """Return the remark on documents whose parents were taken out."""
    return (
        f"{n:,} answer a document that is not there: they are kept without a parent, which stands "
        f"in {LOST_PARENT}"
    )


def without_lost_parents(documents: pa.Table, remarks: list[str]) -> pa.Table:
    """Take the parents that are not among the documents out, and keep them under meta."""
    parents = documents[PARENT_ID]
    here = pc.is_in(parents, value_set=documents[ID])
    orphans = pc.and_not(pc.is_valid(parents), here)
    n = pc.sum(orphans).as_py() or 0
    if not n:
        return documents
    nothing = pa.scalar(None, parents.type)
    lost = pc.if_else(orphans, parents, nothing)
    index = documents.column_names.index(PARENT_ID)
    cleaned = documents.set_column(index, PARENT_ID, pc.if_else(orphans, nothing, parents))
    remarks.append(lost_parents_told(n))
    return cleaned.append_column(LOST_PARENT, lost)
