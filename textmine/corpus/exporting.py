"""Write a corpus as a table again."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from textmine.corpus.corpus import Corpus
from textmine.errors import InputError
from textmine.schema import CREATED_AT
from textmine.store import replacing_file

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
            frame.to_csv(draft, index=False, sep=separator, encoding="utf-8-sig")
        elif kind == ".jsonl":
            frame.to_json(draft, orient="records", lines=True, force_ascii=False)
        elif kind == ".parquet":
            frame.to_parquet(draft, index=False)
        else:
            _write_xlsx(corpus, frame, draft)
    return len(frame)


def _write_xlsx(corpus: Corpus, frame: pd.DataFrame, draft: Path) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    for column in frame.columns:
        lengths = [len(cell) if isinstance(cell, str) else 0 for cell in frame[column]]
        if max(lengths) > _XLSX_CELL:
            longest = lengths.index(max(lengths))
            raise InputError(
                f"Column '{column}' of document '{corpus.ids[longest]}' has {max(lengths):,} "
                f"characters; an Excel cell holds {_XLSX_CELL:,}.",
                hint="Export to .csv or .jsonl.",
            )
    clean = frame.map(
        lambda cell: ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell
    )
    with pd.ExcelWriter(draft, engine="openpyxl") as writer:
        clean.to_excel(writer, index=False, sheet_name="documents")
        for row in writer.sheets["documents"].iter_rows(min_row=2):
            for cell in row:
                if cell.data_type == "f":
                    cell.data_type = "s"
