"""A layout that was guessed, put right by the codebook and by the documents that there are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from textmine.cells import clean
from textmine.codebook import Codebook
from textmine.coding.tables.code_cells import CellReader
from textmine.coding.tables.code_columns import WideColumn
from textmine.coding.tables.layout import CodingLayout
from textmine.corpus.reading.raw import RawTable


def without_foreign(
    table: RawTable, layout: CodingLayout, codebook: Codebook | None, mapped: Sequence[str]
) -> tuple[CodingLayout, list[str]]:
    """Leave out guessed columns whose cells are no codes of their dimension; say which.

    Columns that were named stay, and so do all where none holds codes: then their rows are named.
    """
    if codebook is None or mapped or len(layout.codes) < 2:
        return layout, []
    known = {dimension.id: CellReader(dimension, codebook) for dimension in codebook.dimensions}
    kept_columns: list[WideColumn] = []
    left: list[WideColumn] = []
    for column in layout.codes:
        reader = None if column.flags else known.get(column.dimension or "")
        cells = [] if column.flags else [cell for cell in table.cells(column.column) if clean(cell)]
        good = sum(reader.reads(cell) for cell in cells) if reader else len(cells)
        (kept_columns if 2 * good >= len(cells) else left).append(column)
    if not kept_columns or not left:
        return layout, []
    listed = ", ".join(f"'{column.column}'" for column in left)
    remark = f"Not read as codes, since most cells are no codes of the codebook: {listed}."
    return replace(layout, codes=tuple(kept_columns)), [remark]


def with_known_documents(
    table: RawTable, layout: CodingLayout, ids: Collection[str]
) -> tuple[CodingLayout, list[str]]:
    """Read documents from another column where the guessed one does not hold ids of the corpus."""
    if len(layout.document) > 1 or not table.rows:
        return layout, []
    [guessed] = layout.document

    def known(name: str) -> int:
        return sum(clean(cell) in ids for cell in table.cells(name))

    others = [name for name in table.columns if name != guessed]
    if 2 * known(guessed) >= len(table.rows) or not others:
        return layout, []
    best = max(others, key=known)
    if known(best) < 0.9 * len(table.rows):
        return layout, []
    remark = f"Documents are read from '{best}', since '{guessed}' does not hold their ids."
    return replace(layout, document=(best,)), [remark]
