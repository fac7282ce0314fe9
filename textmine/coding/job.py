"""Import codings into a workspace: read, check against corpus and codebook, append as a batch."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from textmine.codebook import Codebook, find_codebook, list_codebooks, save_codebook
from textmine.coding.importing import codebook_from_table, read_codings, refuse_bad_rows
from textmine.coding.layout import CodingLayout, guess_layout
from textmine.coding.store import CodingStore, open_codings
from textmine.corpus import ReadOptions, load_corpus
from textmine.corpus.readers import read_raw
from textmine.corpus.rejected import write_rejected
from textmine.errors import InputError, RowProblem
from textmine.store import Workspace, refuse_same_file


@dataclass(frozen=True)
class CodingRequest:
    """What the user said about a table of codings; None means: find out."""

    path: Path
    corpus: str
    codebook: str
    create_codebook: bool = False
    document: str | None = None
    coder: str | None = None
    dimension: str | None = None
    mapped: tuple[str, ...] = ()
    options: ReadOptions = field(default_factory=ReadOptions)


@dataclass(frozen=True)
class CodingImport:
    """What an import found and did; `created` counts the codes of a codebook that it made."""

    layout: CodingLayout
    new: int
    unchanged: int
    empty: int
    rejected: int
    created: int
    coders: tuple[str, ...]
    problems: tuple[RowProblem, ...]


def import_codings(
    workspace: Workspace,
    request: CodingRequest,
    rejected_to: Path | None = None,
    *,
    dry_run: bool = False,
) -> CodingImport:
    """Append the codings of a table to the workspace's store, all or none.

    Raises BadRowsError naming every row that does not fit corpus and codebook, unless
    `rejected_to` names a file for them; InputError when the table cannot be understood.
    """
    if rejected_to is not None:
        refuse_same_file(rejected_to, request.path)
    corpus = load_corpus(workspace, request.corpus)
    table = read_raw(request.path, request.options)
    known = None if request.create_codebook else find_codebook(request.codebook, workspace)
    names = (
        [dimension.id for dimension in known.dimensions]
        if known
        else [request.dimension or "code"]
        if not request.mapped and request.dimension not in table.columns
        else []
    )
    if request.create_codebook:
        workspace.folder("codebooks", request.codebook)
    layout = guess_layout(
        table,
        names,
        document=request.document,
        coder=request.coder,
        dimension=request.dimension,
        mapped=request.mapped,
    )
    brought = request.create_codebook or request.codebook.endswith(".toml")
    book = known or codebook_from_table(table, layout, request.codebook)
    if brought:
        _refuse_other_codes(workspace, book)
    read = read_codings(table, layout, book, request.corpus, corpus.ids)
    if not dry_run and rejected_to is None:
        refuse_bad_rows(request.path, read.problems)
    if not read.codings and not read.problems:
        raise InputError(f"{request.path} holds no code.", hint="Are the code columns empty?")
    bad = {problem.row for problem in read.problems}
    store = open_codings(workspace)
    if dry_run:
        done = store.compare(read.codings)
    else:
        if read.problems and rejected_to is not None:
            write_rejected(table, read.problems, rejected_to)
        if brought:
            save_codebook(workspace, book)
        done = store.append(read.codings)
    return CodingImport(
        layout=layout,
        new=done.new,
        unchanged=done.unchanged,
        empty=read.empty,
        rejected=len(bad),
        created=sum(len(d.codes) for d in book.dimensions) if request.create_codebook else 0,
        coders=tuple(sorted({coding.coder for coding in read.codings})),
        problems=tuple(read.problems),
    )


def misfits(store: CodingStore, codebook: Codebook) -> list[str]:
    """Return a line for each current coding that names a dimension or code not in its codebook."""
    codes = {dimension.id: set(dimension.code_ids) for dimension in codebook.dimensions}
    return [
        f"{coding.corpus} {coding.document}: {coding.dimension} = {coding.code} by {coding.coder}"
        for coding in store.of_codebook(codebook.name)
        if coding.code is not None and coding.code not in codes.get(coding.dimension, set())
    ]


def _refuse_other_codes(workspace: Workspace, brought: Codebook) -> None:
    """Refuse to put a codebook in the place of one of the same name with other codes."""
    for listed in list_codebooks(workspace):
        if listed.codebook.name == brought.name and listed.codebook != brought:
            raise InputError(
                f"A codebook '{brought.name}' is there already, with other codes.",
                hint="Use it by its name, or give the new one another name.",
            )
