"""Documents of which only some have their texts in memory: a corpus stored on disk, or one that is
here anyway.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from textmine.corpus.beside import Beside
from textmine.corpus.corpus import Corpus, load_corpus, reading_order
from textmine.corpus.document_files import ONE_FILE
from textmine.corpus.hierarchy import CASE, TURN
from textmine.corpus.stored_documents import StoredDocuments, open_documents
from textmine.schema import AUTHOR, CREATED_AT, ID, PARENT_ID, POSITION, TEXT, THREAD_ID
from textmine.store import Workspace

LIGHT = (ID, THREAD_ID, AUTHOR, PARENT_ID, CREATED_AT, POSITION, TURN, CASE)
"""Columns that say who answers whom."""

BATCH = 5_000
"""Texts that are read at a time."""

IN_MEMORY = ONE_FILE
"""Documents that are all in memory, with their texts, at the most."""


@dataclass(frozen=True)
class Taking:
    """All documents in `light`, whose texts and other columns need not be there; `take` returns
    some of them, by row, with columns that are named.
    """

    light: Corpus
    take: Callable[[Sequence[int], Sequence[str]], Corpus]

    @property
    def texts_are_there(self) -> bool:
        """Whether the texts of all documents are in memory."""
        return TEXT in self.light.documents

    def with_texts(self, chosen: Corpus, rows: Sequence[int]) -> Corpus:
        """Return chosen documents, which are in some rows, with their texts."""
        if TEXT in chosen.documents:
            return chosen
        return replace(chosen, documents=chosen.documents.assign(**{TEXT: self.texts(rows)}))

    def texts(self, rows: Sequence[int]) -> list[str]:
        """Return the texts of some documents."""
        return self.take(rows, (ID, TEXT)).texts

    def text_batches(self, rows: Sequence[int], size: int) -> Iterator[list[str]]:
        """Yield the texts of documents, `size` of them at a time."""
        for start in range(0, len(rows), size):
            yield self.texts(rows[start : start + size])

    def every_text(self) -> Iterator[str]:
        """Yield the text of each document, a batch of them in memory at a time."""
        return self.cells(TEXT, range(len(self.light)))

    def cells(self, column: str, rows: Sequence[int]) -> Iterator[str]:
        """Yield a column of documents as strings, a batch of them in memory at a time."""
        for start in range(0, len(rows), BATCH):
            yield from self.take(rows[start : start + BATCH], (column,)).column(column)


def open_taking(workspace: Workspace, name: str, columns: Sequence[str] | None = None) -> Taking:
    """Return the documents of a stored corpus: in memory as they are where they are not too many.

    Else all of them have the `columns` (None: all but the texts). Raises as `load_corpus` does.
    """
    documents = open_documents(workspace, name)
    if len(documents) <= IN_MEMORY:
        return taking_from(load_corpus(workspace, name))
    return taking_stored(documents, columns)


def open_columns(workspace: Workspace, name: str, columns: Sequence[str]) -> Corpus:
    """Return all documents of a stored corpus with these columns alone, those that it has.

    Raises as `load_corpus` does.
    """
    return taking_stored(open_documents(workspace, name), columns).light


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


def taking_of(documents: Corpus | Taking) -> Taking:
    """Return documents that are in memory, or are not, in the same form."""
    return documents if isinstance(documents, Taking) else taking_from(documents)


def rows_in_reading_order(corpus: Corpus) -> list[int]:
    """Return the rows of the documents thread after thread, as a reader meets them."""
    return [int(row) for row in reading_order(corpus.documents.reset_index(drop=True)).index]
