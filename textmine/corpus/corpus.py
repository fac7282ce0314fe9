"""A corpus: documents, one row each, and what is known about where they come from."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, field_validator

from textmine.config.toml_text import parse_toml
from textmine.corpus.beside import FILES, Beside, read_beside, write_beside
from textmine.corpus.document_files import (
    DOCUMENTS,
    columns_of,
    document_files,
    part_name,
    read_batches,
    read_table,
    rows_of,
    with_columns,
    write_documents,
)
from textmine.corpus.joined import cells_of, values_of
from textmine.corpus.ledger import Ledger
from textmine.corpus.white_space import count_words
from textmine.errors import InputError, TakenError
from textmine.schema import AUTHOR, CREATED_AT, ID, POSITION, TEXT, THREAD_ID
from textmine.store import Workspace, sha256_of_file
from textmine.store.hashing import sha256_of_json
from textmine.store.kept import corpus_files, written_files
from textmine.store.opened import DAMAGE, damage_told, read_record, sealed, verify_files
from textmine.store.steady import read_steadily

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

CORPUS_TOML = "corpus.toml"
FORMAT, FORMAT_OF_PARTS = 1, 2
AGAIN = "Restore it from a copy, or import it again: 'textmine corpus import FILE --replace'."
_FREE = ("description", "licence")
"""What people may change in corpus.toml."""
_LARGEST = 1 << 26
"""Bytes that corpus.toml may have: it names up to 4,096 columns."""
_NUMBERS = frozenset({"documents", "words", "threads", "files", "authors", "excluded"})


class CorpusInfo(BaseModel):
    """What stands in corpus.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = FORMAT
    name: str
    description: str = ""
    licence: str = ""
    synthetic: bool = False
    source: dict[str, str]
    columns: dict[str, str]
    counts: dict[str, int | str]
    files: dict[str, str] = {}

    @field_validator("counts")
    @classmethod
    def _are_counts(cls, counts: Mapping[str, int | str]) -> Mapping[str, int | str]:
        if any(isinstance(counts[key], str) for key in _NUMBERS & counts.keys()):
            raise ValueError("a count is no number")
        if ("first" in counts) != ("last" in counts):
            raise ValueError("one of the first and last dates is missing")
        return counts

    @property
    def cut_files(self) -> bool:
        """Whether the documents are passages of files, so that a thread is a file."""
        return self.source.get("split", "none") != "none"

    @property
    def digest(self) -> str:
        """The SHA-256 of all that commands see of the corpus, "" where it is not stored."""
        beside = self.files.keys() - {*self.document_files}
        return sha256_of_json(self.files) if beside else self.documents_digest

    @property
    def document_files(self) -> list[str]:
        """The files that hold the documents, in the order of these."""
        return document_files(self.files)

    @property
    def documents_digest(self) -> str:
        """The SHA-256 of the stored documents, "" where there are none."""
        digests = [self.files[name] for name in self.document_files]
        return sha256_of_json(digests) if len(digests) > 1 else "".join(digests)


@dataclass(frozen=True)
class Corpus:
    """Documents in the order of their source, and the corpus they belong to.

    `documents` has the columns of `schema` that the source could fill and its others as `meta.*`.
    `where` holds the conditions by which they were chosen from the whole corpus, `remarks` what is
    to be said of how they were just read. `beside` are the tables of people whose attributes are
    among the columns, and the ledger by which the documents `excluded` (ids) are left out.
    """

    name: str
    documents: pd.DataFrame
    info: CorpusInfo
    where: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    beside: Beside = field(default_factory=Beside)
    excluded: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.documents)

    @property
    def ids(self) -> list[str]:
        """The ids of the documents, in their order."""
        return [*self._ids]

    @cached_property
    def _ids(self) -> list[str]:
        return list(map(str, cells_of(self.documents[ID])))

    @property
    def texts(self) -> list[str]:
        """The stored texts, in the order of the documents."""
        return list(map(str, cells_of(self.documents[TEXT])))

    @cached_property
    def digest_of_texts(self) -> str:
        """The SHA-256 of the texts with NUL between them, which are not put together for it."""
        found = hashlib.sha256()
        for index, text in enumerate(self.texts):
            found.update(b"\0" if index else b"")
            found.update(text.encode("utf-8", "surrogatepass"))
        return found.hexdigest()

    def to_frame(self) -> pd.DataFrame:
        """Return the documents as a data frame of one's own, a row each, in their order."""
        return self.documents.copy()

    def column(self, name: str) -> list[str]:
        """Return a column as strings, "" where it is missing or where there is no such column."""
        return values_of(self.documents, name)

    def select(self, keep: list[bool], where: tuple[str, ...]) -> Corpus:
        """Return the corpus with only the documents where `keep` is true, chosen by `where`."""
        kept = self.documents[keep].reset_index(drop=True)
        return replace(self, documents=kept, where=(*self.where, *where))


@dataclass(frozen=True)
class Stored:
    """All that is stored of a corpus: every document, and what lies beside them."""

    documents: pd.DataFrame
    info: CorpusInfo
    beside: Beside = field(default_factory=Beside)

    def corpus(self, *, whole: bool = False) -> Corpus:
        """Return the corpus as `load_corpus` does."""
        beside = replace(self.beside, ledger=Ledger()) if whole else self.beside
        documents, excluded = beside.seen(self.documents)
        name = self.info.name
        return Corpus(name, documents, self.info, beside=self.beside, excluded=excluded)


def load_corpus(workspace: Workspace, name: str, *, whole: bool = False) -> Corpus:
    """Load a corpus of the workspace; raise NotFoundError or InputError.

    Documents have the attributes of their people. Those that are excluded are left out, unless the
    `whole` is wanted.
    """
    return load_stored(workspace, name).corpus(whole=whole)


def load_stored(workspace: Workspace, name: str) -> Stored:
    """Load all that is stored of a corpus; raise NotFoundError or InputError."""
    return read_steadily(workspace.folder("corpora", name), lambda: _load(workspace, name))


def _load(workspace: Workspace, name: str) -> Stored:
    folder = workspace.existing("corpora", name, CORPUS_TOML)
    info = load_info(folder)
    paths = verified(folder, info)
    with damage_told(paths[0], AGAIN):
        documents = read_table(paths).to_pandas()
    refuse_without_columns(paths[0], documents.columns)
    return Stored(documents, info, read_beside(folder, info.files, AGAIN))


def texts_digest(folder: Path) -> str:
    """Return the SHA-256 of what `load_texts` reads, "" where the folder holds no documents."""

    def read() -> str:
        if not _has_documents(folder):
            return ""
        info = load_info(folder)
        verified(folder, info)
        return info.documents_digest

    return read_steadily(folder, read)


class StoredTexts(dict[str, str]):
    """Texts by the ids of their documents, and the SHA-256 of the file that they are from."""

    digest: str = ""


def load_texts(folder: Path) -> StoredTexts | None:
    """Return the texts in the folder of a corpus by id, None where it holds no documents."""
    return read_steadily(folder, lambda: _load_texts(folder))


def _load_texts(folder: Path) -> StoredTexts | None:
    if not _has_documents(folder):
        return None
    info = load_info(folder)
    paths = verified(folder, info)
    found = StoredTexts()
    with damage_told(paths[0], AGAIN):
        for table in read_batches(paths, [ID, TEXT]):
            pairs = zip(table[ID].to_pylist(), table[TEXT].to_pylist(), strict=True)
            found.update((str(identity), str(text)) for identity, text in pairs)
    found.digest = info.documents_digest
    return found


def _has_documents(folder: Path) -> bool:
    return any((folder / name).is_file() for name in (DOCUMENTS, part_name(0)))


def load_info(folder: Path) -> CorpusInfo:
    """Read corpus.toml of a folder; raise InputError when it cannot be read or was edited."""
    path = folder / CORPUS_TOML

    def read() -> CorpusInfo:
        bounds = {"known": FORMAT_OF_PARTS, "most": _LARGEST}
        return read_record(path, CorpusInfo, parse_toml, again=AGAIN, free=_FREE, **bounds)

    return read_steadily(folder, read)


def every_info(workspace: Workspace) -> tuple[list[CorpusInfo], list[str]]:
    """Return what is known of each corpus, and a remark on each that cannot be used."""
    infos, remarks = [], []
    for name in workspace.names("corpora", CORPUS_TOML):
        try:
            infos.append(load_info(workspace.root / "corpora" / name))
        except InputError as error:
            remarks.append(f"Corpus '{name}' cannot be used: {error}")
    return infos, remarks


def verified(folder: Path, info: CorpusInfo) -> list[Path]:
    """Return where the documents lie; raise InputError unless they are those that were saved."""
    what, names = f"The corpus in {folder}", info.document_files
    if names not in ([DOCUMENTS], [*map(part_name, range(len(names)))]) or not names:
        raise InputError(f"{what} is incomplete: it does not list {DOCUMENTS}.", hint=AGAIN)
    verify_files(folder, info.files, what=what, again=AGAIN)
    return [folder / name for name in names]


def refuse_without_columns(path: Path, columns: Collection[str]) -> None:
    """Raise InputError where the documents of a file have no ids or no texts."""
    for column in (ID, TEXT):
        if column not in columns:
            raise InputError(f"{path} is damaged: it has no column '{column}'.", hint=AGAIN)


def refuse_damaged_corpus(folder: Path) -> None:
    """Raise InputError unless the files in the folder of a corpus are those that were saved."""
    read_steadily(folder, lambda: verified(folder, load_info(folder)))


def save_corpus(
    workspace: Workspace, corpus: Corpus, *, replace: bool = False, reads: Sequence[str] = ()
) -> Corpus:
    """Write a corpus into the workspace in one piece, as `save_documents` does."""
    import pyarrow as pa

    table = pa.Table.from_pandas(corpus.documents, preserve_index=False)
    info = save_documents(workspace, corpus.info, table, replace=replace, reads=reads)
    return Corpus(corpus.name, corpus.documents, info)


def save_documents(
    workspace: Workspace,
    info: CorpusInfo,
    documents: pa.Table,
    *,
    replace: bool = False,
    reads: Sequence[str] = (),
    beside: Beside | None = None,
) -> CorpusInfo:
    """Write Arrow columns as the documents of a corpus, in one piece.

    A corpus of that name with other documents is replaced only with `replace`, and is kept in the
    history; else raises TakenError. `reads` names what the corpus is made from, such as
    corpora/forum. What lies `beside` the documents is by default what lay there.
    """
    folder = workspace.folder("corpora", info.name)
    with workspace.replacing(folder, set(corpus_files(folder)), reads) as draft:
        if not replace and not same_documents(folder, documents):
            refuse_taken(workspace, info.name)
        names, beside = write_documents(draft, [documents]), beside or _beside_of(folder)
        return _write_rest(draft, info, names, _counted(info, documents, beside), beside)


def change_corpus(
    workspace: Workspace, name: str, change: Callable[[Stored], Stored]
) -> CorpusInfo:
    """Change what is stored of a corpus, in one piece; nothing is written where nothing changes.

    Raises NotFoundError or InputError, and what `change` raises.
    """
    import pyarrow as pa

    with workspace.whole():
        before = load_stored(workspace, name)
        after = change(before)
        same = after.documents is before.documents
        if same and (after.info, after.beside) == (before.info, before.beside):
            return before.info
        folder = workspace.folder("corpora", name)
        with workspace.replacing(folder, set(corpus_files(folder))) as draft:
            documents = pa.Table.from_pandas(after.documents, preserve_index=False)
            if same:
                names = before.info.document_files
                _copy_files(folder, draft, names)
            else:
                names = write_documents(draft, [documents])
            counts = _counted(after.info, documents, after.beside)
            return _write_rest(draft, after.info, names, counts, after.beside)


def add_columns(workspace: Workspace, name: str, columns: pa.Table) -> CorpusInfo:
    """Give all stored documents of a corpus columns, in place of those that are called so.

    `columns` has a row for each, also for those that are left out. Documents are read and written
    in batches. Raises NotFoundError or InputError.
    """
    with workspace.whole():
        folder = workspace.existing("corpora", name, CORPUS_TOML)
        info = load_info(folder)
        paths = verified(folder, info)
        beside = read_beside(folder, info.files, AGAIN)
        with (
            workspace.replacing(folder, set(corpus_files(folder))) as draft,
            damage_told(paths[0], AGAIN),
        ):
            names = write_documents(draft, with_columns(paths, columns))
            return _write_rest(draft, info, names, info.counts, beside)


def _copy_files(folder: Path, draft: Path, names: Iterable[str]) -> None:
    for name in names:
        (draft / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(folder / name, draft / name)


def _write_rest(
    draft: Path,
    info: CorpusInfo,
    names: Sequence[str],
    counts: Mapping[str, int | str],
    beside: Beside,
) -> CorpusInfo:
    """Write what lies beside the documents, and what is known of them all; return that."""
    import tomli_w

    files = {name: sha256_of_file(draft / name) for name in (*names, *write_beside(draft, beside))}
    known = {"format": FORMAT if DOCUMENTS in names else FORMAT_OF_PARTS}
    info = info.model_copy(update={"files": files, "counts": dict(counts), **known})
    content = sealed(info.model_dump(), _FREE)
    (draft / CORPUS_TOML).write_text(tomli_w.dumps(content), encoding="utf-8")
    return info


def _counted(info: CorpusInfo, documents: pa.Table, beside: Beside) -> dict[str, int | str]:
    """Return the counts of a corpus: of the documents that are not left out, and of these."""
    counts = {key: n for key, n in info.counts.items() if key != "excluded"}
    out = beside.ledger.left_out_of(documents)
    if out or "excluded" in info.counts:
        import pyarrow as pa
        import pyarrow.compute as pc

        gone = pc.is_in(documents[ID], value_set=pa.array(out, documents[ID].type))
        anew = count_documents(documents.filter(pc.invert(gone)))
        rest = {key: n for key, n in counts.items() if key == "rows_rejected"}
        counts = {**(files_for_threads(anew) if info.cut_files else anew), **rest}
    if out:
        counts["excluded"] = len(out)
    return counts


def _beside_of(folder: Path) -> Beside:
    """Return what lies beside the documents that are about to be replaced.

    Where it cannot be read, or nothing stands there, it is nothing.
    """
    try:
        files = {name: told for name, told in load_info(folder).files.items() if name in FILES}
        verify_files(folder, files, what=f"The corpus in {folder}", again=AGAIN)
        return read_beside(folder, files, AGAIN)
    except InputError:
        return Beside()


def files_for_threads(counts: Mapping[str, int | str]) -> dict[str, int | str]:
    """Return the counts of documents that were cut from files: their threads are the files."""
    return {"files" if key == "threads" else key: n for key, n in counts.items()}


def remove_corpus(workspace: Workspace, name: str) -> None:
    """Remove a corpus; it can be brought back. Raises NotFoundError."""
    folder = workspace.existing("corpora", name, CORPUS_TOML)
    workspace.remove(folder)


def rename_corpus(workspace: Workspace, name: str, to: str) -> None:
    """Give a corpus another name. Raises NotFoundError, and TakenError for a name that is taken."""
    import tomli_w

    with workspace.whole():
        folder = workspace.existing("corpora", name, CORPUS_TOML)
        info = load_info(folder)
        verified(folder, info)
        refuse_taken(workspace, to)
        new = workspace.folder("corpora", to)
        with workspace.replacing(new, set(corpus_files(new)), [f"corpora/{name}"]) as draft:
            _copy_files(folder, draft, info.files)
            content = sealed(info.model_copy(update={"name": to}).model_dump(), _FREE)
            (draft / CORPUS_TOML).write_text(tomli_w.dumps(content), encoding="utf-8")
        workspace.remove(folder)


def refuse_taken(workspace: Workspace, name: str) -> None:
    """Raise TakenError when there is a corpus of that name."""
    folder = workspace.folder("corpora", name)
    if (folder / CORPUS_TOML).is_file():
        raise TakenError(f"There is a corpus '{name}' already, {size_of(folder)}.")


def size_of(folder: Path) -> str:
    """Say how large the corpus in a folder is, or that it cannot be read."""
    try:
        n = load_info(folder).counts.get("documents", 0)
    except InputError:
        return "which cannot be read"
    return f"{n:,} document{'' if n == 1 else 's'}"


def same_documents(folder: Path, documents: pa.Table) -> bool:
    """Whether the folder of a corpus holds these documents, in this order, with these columns.

    Columns that were added to it since, such as those of duplicates, do not count.
    """
    if not (folder / CORPUS_TOML).is_file() or not _has_documents(folder):
        return False
    paths = [folder / name for name in document_files(written_files(folder))]
    names, start = documents.column_names, 0
    try:
        there = set(columns_of(paths[0]))
        if sum(rows_of(paths)) != documents.num_rows or not set(names) <= there:
            return False
        for stored in read_batches(paths, names):
            given = documents.slice(start, stored.num_rows)
            if not frame_of(stored.select(names)).equals(frame_of(given)):
                return False
            start += stored.num_rows
    except DAMAGE:
        return False
    return True


def frame_of(documents: pa.Table) -> pd.DataFrame:
    """Return Arrow columns as a data frame, with None where a string is missing."""
    import pandas as pd

    return pd.DataFrame(
        {
            name: column.to_pandas()
            if name in (CREATED_AT, POSITION)
            else pd.Series(column.to_numpy(), dtype="object")
            for name, column in zip(documents.column_names, documents.columns, strict=True)
        }
    )


def count_documents(documents: pa.Table) -> dict[str, int | str]:
    """Count documents, words (by white space), threads, authors; give the first and last date."""
    import pyarrow.compute as pc

    texts = documents[TEXT]
    counts: dict[str, int | str] = {
        "documents": documents.num_rows,
        "words": sum(map(count_words, texts.chunks)),
    }
    for name, column in (("threads", THREAD_ID), ("authors", AUTHOR)):
        if column in documents.column_names:
            counts[name] = pc.count_distinct(documents[column]).as_py()
    if CREATED_AT in documents.column_names:
        bounds = pc.min_max(documents[CREATED_AT]).as_py()
        if bounds["min"] is not None:
            counts["first"] = str(bounds["min"].date())
            counts["last"] = str(bounds["max"].date())
    return counts


def reading_order(documents: pd.DataFrame) -> pd.DataFrame:
    """Return id, thread and position sorted as a reader meets them: thread, date, position, id.

    A document without a thread is a thread of its own.
    """
    order = documents[[ID, POSITION]].copy()
    own = documents[ID]
    order[THREAD_ID] = documents[THREAD_ID].fillna(own) if THREAD_ID in documents else own
    has_dates = CREATED_AT in documents and bool(documents[CREATED_AT].notna().all())
    order[CREATED_AT] = documents[CREATED_AT] if has_dates else 0
    return order.sort_values([THREAD_ID, CREATED_AT, POSITION, ID], kind="stable")
