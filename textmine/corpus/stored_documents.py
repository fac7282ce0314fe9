"""The documents of a stored corpus, of which only some are in memory at one time.

They are what `load_corpus` returns, in the same order: without those that are left out, and with
the attributes of their people as columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from textmine.arrays import Ints
from textmine.corpus import document_files
from textmine.corpus.beside import Beside, read_beside
from textmine.corpus.corpus import (
    AGAIN,
    CORPUS_TOML,
    Corpus,
    CorpusInfo,
    corpus_of_table,
    load_info,
    refuse_without_columns,
    verified,
)
from textmine.errors import InputError
from textmine.lazily import pa
from textmine.schema import ID, TEXT
from textmine.store import Workspace
from textmine.store.opened import damage_told
from textmine.store.steady import read_steadily, stamp_of


@dataclass(frozen=True)
class StoredDocuments:
    """Documents that lie in `files`, each with a number of rows, and what is known of their corpus.

    A document is told by its number, from 0 to n_documents - 1. `kept` are the rows of the files
    that are not left out, None where all are in; `excluded` the ids of the others.
    """

    name: str
    info: CorpusInfo
    beside: Beside
    folder: Path
    files: tuple[Path, ...]
    rows: tuple[int, ...]
    stored_columns: tuple[str, ...]
    stamp: tuple[int, ...]
    kept: Ints | None = None
    excluded: tuple[str, ...] = ()

    def __len__(self) -> int:
        return self.n_documents

    @property
    def n_documents(self) -> int:
        """How many documents there are, without those that are left out."""
        return sum(self.rows) if self.kept is None else len(self.kept)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns, those of people last."""
        return tuple(dict.fromkeys([*self.stored_columns, *self._of_people]))

    @cached_property
    def _of_people(self) -> dict[str, str]:
        """The columns of people, and the column by which each is joined, "" where it is missing."""
        joined: dict[str, str] = {}
        for table in self.beside.participants.tables:
            on = table.on if table.on in (*self.stored_columns, *joined) else ""
            for column in table.columns:
                if column not in self.stored_columns:
                    joined.setdefault(column, on)
        return joined

    def light(self, columns: Sequence[str]) -> pa.Table:
        """Return columns of all documents at once."""
        return pa.concat_tables(self._read(columns))

    def batches(
        self, columns: Sequence[str] | None = None, rows: int = document_files.GROUP
    ) -> Iterator[pa.Table]:
        """Yield columns (None: all) of `rows` documents at a time, in their order.

        Raises InputError where the corpus was changed since it was opened.
        """
        return document_files.groups_of(
            self._read(self.columns if columns is None else columns), rows
        )

    def take(self, rows: Sequence[int], columns: Sequence[str] | None = None) -> pa.Table:
        """Return columns (None: all) of the documents with these numbers, in the order given.

        Only the row groups in which they stand are read. Raises IndexError for a number that none
        has, InputError where the corpus was changed since it was opened.
        """
        wanted = np.asarray(rows, dtype=np.int64)
        if len(wanted) and not 0 <= wanted.min() <= wanted.max() < self.n_documents:
            raise IndexError(f"there are {self.n_documents} documents")
        stored, places = np.unique(
            wanted if self.kept is None else self.kept[wanted], return_inverse=True
        )
        names = tuple(self.columns if columns is None else columns)
        self.refuse_changed()
        with damage_told(self.files[0], AGAIN):
            table = document_files.read_rows(self.files, self.rows, stored, self._needed(names))
        return self._joined(table, names).take(places)

    def corpus(self, table: pa.Table) -> Corpus:
        """Return documents that were read, with all columns that are needed, as a corpus."""
        return corpus_of_table(table, self.info, self.beside, self.excluded)

    def refuse_changed(self) -> None:
        """Raise InputError where the corpus was changed since it was opened."""
        if stamp_of(self.folder) != self.stamp:
            raise InputError(
                f"The corpus '{self.name}' was changed while it was read.",
                hint="Run the command again.",
            )

    def _read(self, columns: Sequence[str]) -> Iterator[pa.Table]:
        names = tuple(columns)
        start = 0
        self.refuse_changed()
        with damage_told(self.files[0], AGAIN):
            for table in document_files.read_batches(self.files, self._needed(names)):
                end, part = start + table.num_rows, table
                if self.kept is not None:
                    first, last = np.searchsorted(self.kept, (start, end))
                    part = table.take(self.kept[first:last] - start)
                start = end
                yield self._joined(part, names)
                self.refuse_changed()

    def _needed(self, columns: Sequence[str]) -> list[str]:
        """Return the stored columns that have to be read for columns."""
        unknown = [name for name in columns if name not in self.columns]
        if unknown:
            raise KeyError(unknown[0])
        wanted = self._with_what_joins_them(columns)
        return [name for name in self.stored_columns if name in wanted] or [ID]

    def _with_what_joins_them(self, columns: Sequence[str]) -> set[str]:
        wanted = set(columns)
        todo = [*columns]
        while todo:
            by = self._of_people.get(todo.pop(), "")
            if by and by not in wanted:
                wanted.add(by)
                todo.append(by)
        return wanted

    def _joined(self, table: pa.Table, columns: Sequence[str]) -> pa.Table:
        if not self._of_people.keys().isdisjoint(columns):
            wanted = self._with_what_joins_them(columns)
            table = self.beside.participants.joined_to_table(table, wanted)
        return table.select(list(columns))


def open_documents(workspace: Workspace, name: str, *, whole: bool = False) -> StoredDocuments:
    """Open the documents of a corpus; with `whole` those too that are left out.

    Raises NotFoundError, and InputError where the corpus is not what was saved.
    """
    folder = workspace.folder("corpora", name)
    return read_steadily(folder, lambda: _open(workspace, name, whole=whole))


def _open(workspace: Workspace, name: str, *, whole: bool) -> StoredDocuments:
    folder = workspace.existing("corpora", name, CORPUS_TOML)
    stamp, info = stamp_of(folder), load_info(folder)
    paths = verified(folder, info)
    with damage_told(paths[0], AGAIN):
        rows, columns = document_files.rows_of(paths), document_files.columns_of(paths[0])
    refuse_without_columns(paths[0], columns)
    beside = read_beside(folder, info.files, AGAIN)
    documents = StoredDocuments(
        name, info, beside, folder, tuple(paths), tuple(rows), tuple(columns), stamp
    )
    return documents if whole or not beside.ledger.entries else _without_excluded(documents)


def _without_excluded(documents: StoredDocuments) -> StoredDocuments:
    ids = documents.light([ID])[ID].to_pylist()
    standing = documents.beside.ledger.standing
    judged = [row for row, identity in enumerate(ids) if str(identity) in standing]
    texts = documents.take(judged, [ID, TEXT])
    out = documents.beside.ledger.left_out_of(texts)
    if not out:
        return documents
    gone = set(out)
    kept_rows = [row for row, identity in enumerate(ids) if str(identity) not in gone]
    return replace(documents, kept=np.array(kept_rows, dtype=np.int64), excluded=tuple(out))
