"""Cut stored documents into words, a partition after the other, wherever that is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from textmine import __version__
from textmine.config import Progress, silent
from textmine.corpus.duplicates.shingles import CutTexts, cut_texts
from textmine.corpus.stored_documents import StoredDocuments
from textmine.lazily import pa
from textmine.schema import TEXT
from textmine.spread import HERE, KeptParts, Part, Where, run_parts
from textmine.store import Workspace, sha256_of_json

_SIZE = 5_000
"""Documents of a partition."""

_COLUMNS = ("words", "numbers", "lengths")


def cut_documents(
    documents: StoredDocuments,
    spread: Where = HERE,
    progress: Progress = silent,
    workspace: Workspace | None = None,
) -> Iterator[CutTexts]:
    """Yield the words of all documents, partition after partition.

    What a cluster has finished is kept in the workspace until all is: a run that was stopped goes
    on from it.
    """
    kept = None if workspace is None else _kept(workspace, documents, spread)
    parts, n = _parts(documents), len(documents)
    for table in run_parts(cut_part, None, parts, n, spread, kept, progress, "reading words"):
        words, numbers, lengths = (table.column(name).chunk(0).values for name in _COLUMNS)
        yield CutTexts(words.to_pylist(), numbers.to_numpy(), lengths.to_numpy())
    if kept is not None:
        kept.clear()


def cut_part(shared: None, texts: Sequence[str]) -> pa.Table:
    """Return the words of texts as one row: see `CutTexts`."""
    cut = cut_texts(texts)
    words = pa.array(cut.words, pa.large_string())
    columns = (words, pa.array(cut.numbers), pa.array(cut.lengths))
    row = [pa.LargeListArray.from_arrays([0, len(column)], column) for column in columns]
    return pa.table(row, names=list(_COLUMNS))


def _parts(documents: StoredDocuments) -> Iterator[Part]:
    done = 0
    for number, batch in enumerate(documents.batches([TEXT], _SIZE)):
        size = batch.num_rows
        name = f"documents {done + 1:,} to {done + size:,}"
        yield Part(name, f"{number:06d}", size, partial(_texts, batch))
        done += size


def _texts(batch: Any) -> list[str]:
    return [str(text) for text in batch[TEXT].to_pylist()]


def _kept(workspace: Workspace, documents: StoredDocuments, spread: Where) -> KeptParts | None:
    key = sha256_of_json([__version__, documents.info.digest, list(documents.excluded), _SIZE])
    folder = workspace.scratch / "parts" / f"words-{key[:20]}"
    return KeptParts(folder) if spread.scheduler or folder.exists() else None
