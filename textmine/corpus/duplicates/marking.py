"""Columns that say of each document which others it repeats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from textmine import __version__
from textmine.config import Progress, silent
from textmine.corpus.corpus import Corpus, Stored
from textmine.corpus.document_files import ONE_FILE
from textmine.corpus.duplicates import grouping
from textmine.corpus.duplicates.near import SIMILARITY
from textmine.corpus.duplicates.shingles import CutTexts, cut_texts
from textmine.corpus.saving import add_columns, change_corpus
from textmine.corpus.stored_documents import StoredDocuments
from textmine.errors import InputError
from textmine.lazily import pa, pd
from textmine.schema import CREATED_AT, META, TEXT
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


DUPLICATE_GROUP = META + "duplicate_group"
DUPLICATE_KIND = META + "duplicate_kind"
DUPLICATE_SIZE = META + "duplicate_size"
DUPLICATE_FIRST = META + "duplicate_first"


def stored_duplicates(
    documents: StoredDocuments,
    similarity: float = SIMILARITY,
    spread: Where = HERE,
    progress: Progress = silent,
    workspace: Workspace | None = None,
) -> grouping.Duplicates:
    """Group documents that are read in batches; where all have dates, the older of two is quoted.

    Their texts are cut into words where `spread` says, see `cut_documents`.
    """
    grouping.refuse_other_shares(similarity)
    parts = cut_documents(documents, spread, progress, workspace)
    return grouping.duplicates_of(parts, similarity, _stored_order(documents))


def oldest_first(corpus: Corpus) -> Sequence[int]:
    """Return the places of the documents by date where all have one, else as they stand."""
    documents = corpus.documents
    if CREATED_AT in documents and bool(documents[CREATED_AT].notna().all()):
        return _by_date(documents[CREATED_AT].tolist())
    return range(len(corpus))


def _stored_order(documents: StoredDocuments) -> Sequence[int]:
    """Return what `oldest_first` does."""
    if CREATED_AT in documents.columns:
        dates = documents.light([CREATED_AT])[CREATED_AT]
        if not dates.null_count:
            return _by_date(dates.to_pylist())
    return range(len(documents))


def _by_date(dates: Sequence[Any]) -> Sequence[int]:
    return sorted(range(len(dates)), key=dates.__getitem__)


def _columns(
    found: grouping.Duplicates, order: Sequence[int], rows: Iterable[int], n: int
) -> dict[str, pd.api.extensions.ExtensionArray]:
    """Return the columns for `n` stored documents; `rows` says where each one that counts stands.

    The others have nothing in them.
    """
    at = list(rows)
    groups: list[int | None] = [None] * n
    kinds: list[str | None] = [None] * n
    sizes: list[int | None] = [None] * n
    first: list[str | None] = [None] * n
    for row, kind in zip(at, found.kinds, strict=True):
        kinds[row], sizes[row], first[row] = None if kind is None else kind.value, 1, "yes"
    age = {index: rank for rank, index in enumerate(order)}
    for group in found.groups:
        for member in group.members:
            groups[at[member]], sizes[at[member]] = group.number, len(group.members)
        for member in sorted(group.copies, key=age.__getitem__)[1:]:
            first[at[member]] = "no"
    return {
        DUPLICATE_GROUP: pd.array(groups, dtype="Int64"),
        DUPLICATE_KIND: pd.array(kinds, dtype="string"),
        DUPLICATE_SIZE: pd.array(sizes, dtype="Int64"),
        DUPLICATE_FIRST: pd.array(first, dtype="string"),
    }


def store_duplicates(
    workspace: Workspace, documents: StoredDocuments, found: grouping.Duplicates
) -> None:
    """Store these columns with a corpus; documents that are excluded have nothing in them.

    Raises InputError where the corpus was changed since its documents were opened.
    """
    rows = range(found.n) if documents.kept is None else documents.kept.tolist()
    n = sum(documents.rows)
    columns = _columns(found, _stored_order(documents), rows, n)
    table = pd.DataFrame(columns)
    with workspace.whole():
        documents.refuse_changed()
        if n > ONE_FILE:
            add_columns(
                workspace, documents.name, pa.Table.from_pandas(table, preserve_index=False)
            )
        else:
            change_corpus(workspace, documents.name, lambda stored: _with(stored, table))


def _with(stored: Stored, columns: pd.DataFrame) -> Stored:
    return replace(
        stored,
        documents=stored.documents.assign(**{str(name): cells for name, cells in columns.items()}),
    )


def copy_groups(corpus: Corpus) -> dict[str, str]:
    """Return the group of each document that is an exact or near copy, by the columns stored.

    Documents that only quote, or are quoted, speak for themselves and are not there. Raises
    InputError where no duplicates were looked for.
    """
    if DUPLICATE_GROUP not in corpus.documents or DUPLICATE_KIND not in corpus.documents:
        raise InputError(
            f"Nobody has looked for duplicates in '{corpus.name}'.",
            hint=f"Run 'textmine corpus duplicates {corpus.name}' first.",
        )
    columns = (corpus.ids, corpus.column(DUPLICATE_GROUP), corpus.column(DUPLICATE_KIND))
    return {
        identity: group
        for identity, group, kind in zip(*columns, strict=True)
        if kind in grouping.COPIES and group
    }
