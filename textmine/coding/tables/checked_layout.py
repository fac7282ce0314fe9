"""A layout that was guessed, put right by the codebook and by the documents that there are."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from textmine.cells import clean, fold
from textmine.codebook import Codebook
from textmine.coding.tables.code_cells import CellReader
from textmine.coding.tables.code_columns import WideColumn, said_again
from textmine.coding.tables.coded_at import iso_times
from textmine.coding.tables.layout import CodingLayout
from textmine.corpus import Corpus
from textmine.corpus.reading.raw import RawTable
from textmine.schema import CREATED_AT, TEXT

_SHOWN = 8
"""Characters by which the beginning of a text is known."""


def without_foreign(
    table: RawTable, layout: CodingLayout, codebook: Codebook | None, mapped: Sequence[str]
) -> tuple[CodingLayout, list[str]]:
    """Leave out guessed columns whose cells are no codes of their dimension; say which.

    Columns that were named stay, and so do all where none holds codes: then their rows are named.
    """
    if mapped or len(layout.codes) < 2:
        return layout, []
    if codebook is None:
        return _each_once(layout)
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


def _each_once(layout: CodingLayout) -> tuple[CodingLayout, list[str]]:
    """Leave out the numbers or names of codes that another column of the coder has; say which."""
    again = said_again(layout.codes)
    kept = tuple(column for column in layout.codes if column not in again)
    if not again or not kept:
        return layout, []
    listed = ", ".join(f"'{column.column}'" for column in again)
    remark = f"Not read, since '{kept[0].column}' holds the codes: {listed} (--map reads it)."
    return replace(layout, codes=kept), [remark]


def without_facts_of_documents(
    table: RawTable, layout: CodingLayout, corpus: Corpus
) -> tuple[CodingLayout, list[str]]:
    """Leave out remarks and dates of coding that are the texts and dates of the documents.

    A workbook in which people coded often has them beside the codes, under names such as Comment
    and Date. Say which columns those are.
    """
    if len(layout.document) > 1 or not {"memo", "created_at"} & layout.extra.keys():
        return layout, []
    place_of = {fold(identity): at for at, identity in enumerate(corpus.ids)}
    places = [place_of.get(fold(cell)) for cell in table.cells(layout.document[0])]
    extra, remarks = dict(layout.extra), []
    for key, column, what in (("memo", TEXT, "texts"), ("created_at", CREATED_AT, "dates")):
        if key not in extra or column not in corpus.documents.columns:
            continue
        cells, known = table.cells(extra[key]), corpus.column(column)
        if key == "created_at":
            times = iso_times(cells)
            cells = [times.get(cell.strip(), "")[:10] for cell in cells]
        pairs = [
            (clean(cell), clean(known[at]))
            for cell, at in zip(cells, places, strict=True)
            if at is not None and clean(cell)
        ]
        if pairs and 2 * sum(_begins(text, cell) for cell, text in pairs) > len(pairs):
            said = "remark of a coder" if key == "memo" else "date of coding"
            remarks.append(f"'{extra[key]}' holds the {what} of the documents and no {said}.")
            del extra[key]
    return replace(layout, extra=extra), remarks


def _begins(text: str, cell: str) -> bool:
    """Return whether a text begins with a cell, which may show its first words alone."""
    shown = cell.rstrip(".… ")[:40]
    return text.startswith(shown) and (len(shown) >= _SHOWN or text == cell)


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
