"""Write, change, rename and remove the corpora of a workspace, each in one piece."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from textmine.corpus.beside import FILES, Beside, read_beside, write_beside
from textmine.corpus.corpus import (
    AGAIN,
    CORPUS_TOML,
    FORMAT,
    FORMAT_OF_PARTS,
    FREE,
    Corpus,
    CorpusInfo,
    Stored,
    has_documents,
    load_info,
    load_stored,
    verified,
)
from textmine.corpus.document_files import (
    DOCUMENTS,
    columns_of,
    document_files,
    read_batches,
    rows_of,
    with_columns,
    write_documents,
)
from textmine.corpus.spilled import let_go
from textmine.corpus.white_space import count_words
from textmine.errors import InputError, TakenError
from textmine.lazily import pa, pc, pd
from textmine.schema import AUTHOR, CREATED_AT, ID, POSITION, TEXT, THREAD_ID
from textmine.store import Workspace, sha256_of_file
from textmine.store.kept import corpus_files, written_files
from textmine.store.opened import DAMAGE, damage_told, sealed, verify_files


def save_corpus(
    workspace: Workspace, corpus: Corpus, *, replace: bool = False, reads: Sequence[str] = ()
) -> Corpus:
    """Write a corpus into the workspace in one piece, as `save_documents` does."""
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
    workspace: Workspace, name: str, change: Callable[[Stored], Stored], *, dry_run: bool = False
) -> CorpusInfo:
    """Change what is stored of a corpus, in one piece; nothing is written where nothing changes.

    A `dry_run` only makes the change in memory. Raises NotFoundError or InputError, and what
    `change` raises.
    """
    if dry_run:
        return change(load_stored(workspace, name)).info
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
    content = sealed(info.model_dump(), FREE)
    (draft / CORPUS_TOML).write_text(tomli_w.dumps(content), encoding="utf-8")
    return info


def _counted(info: CorpusInfo, documents: pa.Table, beside: Beside) -> dict[str, int | str]:
    """Return the counts of a corpus: of the documents that are not left out, and of these."""
    counts = {key: n for key, n in info.counts.items() if key != "excluded"}
    out = beside.ledger.left_out_of(documents)
    if out or "excluded" in info.counts:
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
        files = {
            name: file_digest
            for name, file_digest in load_info(folder).files.items()
            if name in FILES
        }
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
            content = sealed(info.model_copy(update={"name": to}).model_dump(), FREE)
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
    if not (folder / CORPUS_TOML).is_file() or not has_documents(folder):
        return False
    paths = [folder / name for name in document_files(written_files(folder))]
    names, start = documents.column_names, 0
    try:
        there = set(columns_of(paths[0]))
        if sum(rows_of(paths)) != documents.num_rows or not set(names) <= there:
            return False
        for stored in read_batches(paths, names):
            new_part = documents.slice(start, stored.num_rows)
            if not frame_of(stored.select(names)).equals(frame_of(new_part)):
                return False
            start += stored.num_rows
            let_go()
    except DAMAGE:
        return False
    return True


def frame_of(documents: pa.Table) -> pd.DataFrame:
    """Return Arrow columns as a data frame, with None where a string is missing."""
    return pd.DataFrame(
        {
            name: column.to_pandas()
            if name in (CREATED_AT, POSITION)
            else pd.Series(column.to_numpy(), dtype="object")
            for name, column in zip(documents.column_names, documents.columns, strict=True)
        }
    )


def _words(texts: pa.Array) -> int:
    n = count_words(texts)
    let_go()
    return n


def count_documents(documents: pa.Table) -> dict[str, int | str]:
    """Count documents, words (by white space), threads, authors; give the first and last date."""
    texts = documents[TEXT]
    counts: dict[str, int | str] = {
        "documents": documents.num_rows,
        "words": sum(map(_words, texts.chunks)),
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
