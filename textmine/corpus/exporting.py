"""Write a corpus as a table again."""

from pathlib import Path

import pandas as pd

from textmine.cells.spreadsheet import CELL_LIMIT, fits
from textmine.corpus.corpus import Corpus
from textmine.errors import InputError
from textmine.schema import CREATED_AT
from textmine.store import replacing_file
from textmine.store.tables import write_table

EXPORTS = (".csv", ".tsv", ".jsonl", ".xlsx", ".parquet")


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
    if kind in (".csv", ".tsv", ".xlsx"):
        if kind == ".xlsx":
            _refuse_long(corpus, frame)
        cells = frame.astype(object).where(frame.notna(), None)
        rows = cells.itertuples(index=False, name=None)
        write_table(target, frame.columns, rows, title="documents")
        return len(frame)
    with replacing_file(target) as draft:
        if kind == ".jsonl":
            frame.to_json(draft, orient="records", lines=True, force_ascii=False)
        else:
            frame.to_parquet(draft, index=False)
    return len(frame)


def _refuse_long(corpus: Corpus, frame: pd.DataFrame) -> None:
    for column in frame.columns:
        for identity, cell in zip(corpus.ids, frame[column], strict=True):
            if isinstance(cell, str) and not fits(cell):
                raise InputError(
                    f"Column '{column}' of document '{identity}' has {len(cell):,} characters; an "
                    f"Excel cell holds {CELL_LIMIT:,}.",
                    hint="Export to .csv or .jsonl.",
                )
