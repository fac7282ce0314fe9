"""Documents of which only some have their texts in memory: a corpus stored on disk, or one that is
here anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from textmine.corpus.beside import Beside
from textmine.corpus.corpus import Corpus, reading_order
from textmine.corpus.stored_documents import StoredDocuments
from textmine.schema import AUTHOR, CREATED_AT, ID, PARENT_ID, POSITION, TEXT, THREAD_ID

LIGHT = (ID, THREAD_ID, AUTHOR, PARENT_ID, CREATED_AT, POSITION)
"""Columns that say who answers whom."""


@dataclass(frozen=True)
class Taking:
    """All documents in `light`, whose texts and other columns need not be there; `take` returns
    some of them, by row, with columns that are named.
    """

    light: Corpus
    take: Callable[[Sequence[int], Sequence[str]], Corpus]

    def texts(self, rows: Sequence[int]) -> list[str]:
        """Return the texts of some documents."""
        return self.take(rows, (ID, TEXT)).texts

    def text_batches(self, rows: Sequence[int], size: int) -> Iterator[list[str]]:
        """Yield the texts of documents, `size` of them at a time."""
        for start in range(0, len(rows), size):
            yield self.texts(rows[start : start + size])


def taking_from(corpus: Corpus) -> Taking:
    """Return the documents of a corpus that is in memory."""

    def take(rows: Sequence[int], columns: Sequence[str]) -> Corpus:
        there = [name for name in columns if name in corpus.documents]
        documents = corpus.documents[there].iloc[list(rows)].reset_index(drop=True)
        return replace(corpus, documents=documents, beside=Beside())

    return Taking(corpus, take)


def taking_stored(documents: StoredDocuments, columns: Sequence[str] | None = None) -> Taking:
    """Return the documents of a stored corpus, all with `columns` (None: all but the texts)."""
    wanted = documents.columns if columns is None else columns
    there = [name for name in documents.columns if name in wanted and name != TEXT]

    def take(rows: Sequence[int], columns: Sequence[str]) -> Corpus:
        names = [name for name in columns if name in documents.columns]
        return replace(documents.corpus(documents.take(rows, names)), beside=Beside())

    return Taking(documents.corpus(documents.light(there)), take)


def rows_in_reading_order(corpus: Corpus) -> list[int]:
    """Return the rows of the documents thread after thread, as a reader meets them."""
    return [int(row) for row in reading_order(corpus.documents.reset_index(drop=True)).index]
