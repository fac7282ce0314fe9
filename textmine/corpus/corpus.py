"""A corpus: documents, one row each, and what is known about where they come from."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, field_validator

from textmine.config.toml_text import parse_toml
from textmine.corpus.beside import Beside, Ledger, read_beside
from textmine.corpus.document_files import (
    DOCUMENTS,
    document_files,
    part_name,
    read_batches,
    read_table,
)
from textmine.corpus.joined import cells_of, values_of
from textmine.errors import InputError, TextmineError
from textmine.lazily import pa, pd
from textmine.schema import CREATED_AT, ID, POSITION, TEXT, THREAD_ID
from textmine.store import Workspace
from textmine.store.hashing import sha256_of_json
from textmine.store.opened import damage_told, read_record, verify_files
from textmine.store.steady import read_steadily

CORPUS_TOML = "corpus.toml"
FORMAT, FORMAT_OF_PARTS = 1, 2
AGAIN = "Restore it from a copy, or import it again: 'textmine corpus import FILE --replace'."
FREE = ("description", "licence")
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
    def of_files(self) -> bool:
        """Whether each document is a file of text, such as a PDF, or a passage of one."""
        return "split" in self.source

    @property
    def dated_by_files(self) -> bool:
        """Whether dates are those that files bear: when they were made, not when they came out."""
        return self.of_files and self.columns.get("created_at") == "created_at"

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
        table = self.__dict__.get(_TABLE)
        return len(self.documents) if table is None else table.num_rows

    @property
    def ids(self) -> list[str]:
        """The ids of the documents, in their order."""
        return [*self._ids]

    @cached_property
    def _ids(self) -> list[str]:
        table = self.__dict__.get(_TABLE)
        cells = cells_of(self.documents[ID]) if table is None else table[ID].to_pylist()
        return list(map(str, cells))

    @property
    def texts(self) -> list[str]:
        """The stored texts, in the order of the documents."""
        return list(map(str, cells_of(self.documents[TEXT])))

    @cached_property
    def digest_of_texts(self) -> str:
        """The SHA-256 of the texts with NUL between them, which are not put together for it."""
        digest = hashlib.sha256()
        for index, text in enumerate(self.texts):
            digest.update(b"\0" if index else b"")
            digest.update(text.encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    def to_frame(self) -> pd.DataFrame:
        """Return the documents as a data frame of one's own, a row each, in their order."""
        return self.documents.copy()

    def column(self, name: str) -> list[str]:
        """Return a column as strings, "" where it is missing or where there is no such column."""
        table = self.__dict__.get(_TABLE)
        if table is not None and name not in table.column_names:
            return [""] * table.num_rows
        return values_of(self.documents, name)

    def select(self, keep: list[bool], where: tuple[str, ...]) -> Corpus:
        """Return the corpus with only the documents where `keep` is true, chosen by `where`."""
        documents = self.documents[keep].reset_index(drop=True)
        return replace(self, documents=documents, where=(*self.where, *where))


_TABLE = "_table"


class _Frame:
    """The documents of a corpus that was read as a table: a frame as soon as one is asked for.

    pandas takes a fifth of a second to be imported, and ids and lengths do not need it.
    """

    def __get__(self, corpus: Corpus, kind: type[Corpus]) -> pd.DataFrame:
        own = corpus.__dict__
        table = own.get(_TABLE)
        if table is not None:
            own["documents"] = table.to_pandas()
            own.pop(_TABLE, None)
        frame: pd.DataFrame = own["documents"]
        return frame


Corpus.documents = _Frame()  # type: ignore[assignment]


def corpus_of_table(
    table: pa.Table, info: CorpusInfo, beside: Beside, excluded: tuple[str, ...] = ()
) -> Corpus:
    """Return the documents of a table as a corpus."""
    corpus = Corpus(info.name, table, info, beside=beside, excluded=excluded)
    own = corpus.__dict__
    own[_TABLE] = own.pop("documents")
    return corpus


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
        if not has_documents(folder):
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
    if not has_documents(folder):
        return None
    info = load_info(folder)
    paths = verified(folder, info)
    texts = StoredTexts()
    with damage_told(paths[0], AGAIN):
        for table in read_batches(paths, [ID, TEXT]):
            pairs = zip(table[ID].to_pylist(), table[TEXT].to_pylist(), strict=True)
            texts.update((str(identity), str(text)) for identity, text in pairs)
    texts.digest = info.documents_digest
    return texts


def has_documents(folder: Path) -> bool:
    """Whether the folder of a corpus holds documents."""
    return any((folder / name).is_file() for name in (DOCUMENTS, part_name(0)))


def load_info(folder: Path) -> CorpusInfo:
    """Read corpus.toml of a folder; raise InputError when it cannot be read or was edited."""
    path = folder / CORPUS_TOML

    def read() -> CorpusInfo:
        bounds = {"known": FORMAT_OF_PARTS, "most": _LARGEST}
        return read_record(path, CorpusInfo, parse_toml, again=AGAIN, free=FREE, **bounds)

    return read_steadily(folder, read)


def every_info(workspace: Workspace) -> tuple[list[CorpusInfo], list[str]]:
    """Return what is known of each corpus, and a remark on each that cannot be used."""
    infos, remarks = [], []
    for name in workspace.names("corpora", CORPUS_TOML):
        try:
            infos.append(load_info(workspace.root / "corpora" / name))
        except TextmineError as error:
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
