"""Read one document, whole or cut into passages."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from textmine.corpus.reading.documents.kinds import KINDS, Kind
from textmine.corpus.reading.documents.table import ReadFile, documents_table
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions


def _read(kind: Kind, path: Path, options: ReadOptions) -> RawTable:
    file = ReadFile(path.stem, path.name, kind.read(path, options))
    return documents_table(path.name, [file], options.split, {}, [])


DOCUMENTS: tuple[Reader, ...] = tuple(
    Reader(kind.name, kind.reads, partial(_read, kind), kind.endings, kind.options | {"split"})
    for kind in KINDS
)
"""One reader for each kind of document; the folder reader reads all of them."""
