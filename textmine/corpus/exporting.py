"""Write a corpus as a table again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from textmine.cells.spreadsheet import visible, write_csv_table
from textmine.corpus.corpus import Corpus
from textmine.errors import InputError
from textmine.schema import CREATED_AT
from textmine.store import replacing_file
from textmine.store.workbook_bytes import workbook_bytes

EXPORTS = (".csv", ".tsv", ".jsonl", ".xlsx", ".parquet")
_XLSX_CELL = 32_767


def export_corpus(corpus: Corpus, target: Path) -> int:
    """Write the documents to a file of the kind its ending names; return how many.

    Raises InputError for another ending, or for a text that no Excel cell can hold.
    """
    kind = target.suffix.lower()
    frame = corpus.documents.copy()
    if kind not in EXPORTS:
        raise InputError(
            f"Cannot export to '{target.name}'.", hint=f"End the name in {', '.join(EXPORTS)}."
        )
    if CREATED_AT in frame and kind != ".parquet":
        frame[CREATED_AT] = frame[CREATED_AT].dt.strftime("%Y-%m-%dT%H:%M:%S")
    with replacing_file(target) as draft:
        if kind in (".csv", ".tsv"):
            separator = "," if kind == ".csv" else "\t"
            with draft.open("w", encoding="utf-8-sig", newline="") as stream:
                write_csv_table(stream, frame.columns, _rows(frame), separator=separator)
        elif kind == ".jsonl":
            frame.to_json(draft, orient="records", lines=True, force_ascii=False)
        elif kind == ".parquet":
            frame.to_parquet(draft, index=False)
        else:
            _write_xlsx(corpus, frame, draft)
    return len(frame)


def _write_xlsx(corpus: Corpus, frame: pd.DataFrame, draft: Path) -> None:
    from openpyxl import Workbook

    for column in frame.columns:
        lengths = [len(cell) if isinstance(cell, str) else 0 for cell in frame[column]]
        if max(lengths) > _XLSX_CELL:
            longest = lengths.index(max(lengths))
            raise InputError(
                f"Column '{column}' of document '{corpus.ids[longest]}' has {max(lengths):,} "
                f"characters; an Excel cell holds {_XLSX_CELL:,}.",
                hint="Export to .csv or .jsonl.",
            )
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "documents"
    for row in ([str(name) for name in frame.columns], *_rows(frame)):
        sheet.append([visible(cell) if isinstance(cell, str) else cell for cell in row])
    draft.write_bytes(workbook_bytes(workbook))


def _rows(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a frame with None where a cell is empty."""
    yield from frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None)
