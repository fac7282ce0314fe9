"""Import codings into a workspace: read, check against corpus and codebook, append as a batch."""

from dataclasses import dataclass
from pathlib import Path

from textmine.codebook import Codebook, find_codebook, list_codebooks, save_codebook
from textmine.coding.machine_tables import (
    machine_sentences,
    refuse_machine_table,
    refuse_model_names,
)
from textmine.coding.migrate import migrate_codings, misfits_of
from textmine.coding.rule_check import attributes_of, breaks_in
from textmine.coding.sampling.draws import open_draws
from textmine.coding.shown import showing, stated_blind
from textmine.coding.store import CodingStore, open_codings
from textmine.coding.tables.code_table import CodeCell, problem_at
from textmine.coding.tables.laying_out import CodingRequest, each_once, lay_out, read_laid_out
from textmine.coding.tables.layout import CodingLayout
from textmine.coding.tables.long_table import (
    LONG_LAYOUT,
    BooksOfRows,
    is_long_table,
    read_long_table,
)
from textmine.coding.tables.passage_words import with_places
from textmine.coding.tables.reading import ReadCodings, refuse_bad_rows
from textmine.coding.tables.tool_exports import unpacked
from textmine.corpus import Corpus, RawTable, load_corpus, read_raw, restored
from textmine.corpus.reading.restored import write_rejected
from textmine.errors import InputError, RowProblem
from textmine.store import MANIFEST, Workspace, refuse_same_file


@dataclass(frozen=True)
class CodingImport:
    """What an import found and did; `created` counts the codes of a codebook that it made.

    `none` of the new codings say that a coder gave no code; `kept` spans of before stay beside
    those that are new.
    `broken` names the codings, by row, that break a rule of the codebook; they are imported.
    `remarks` say how cells were read, and what part a machine had in the codes.
    """

    layout: CodingLayout
    new: int
    unchanged: int
    replaced: int
    empty: int
    rejected: int
    created: int
    coders: tuple[str, ...]
    problems: tuple[RowProblem, ...]
    broken: tuple[RowProblem, ...]
    remarks: tuple[str, ...] = ()
    none: int = 0
    kept: int = 0


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
    corpus = load_corpus(workspace, request.corpus, whole=True)
    raw = unpacked(restored(read_raw(request.path, request.options)))
    if is_long_table(raw):
        return _import_long(workspace, request, corpus, raw, rejected_to, dry_run=dry_run)
    if not request.codebook:
        raise InputError(
            f"{request.path} does not name the codebook of its codes.",
            hint="Say --codebook NAME; --create-codebook makes one of the codes in the table.",
        )
    refuse_machine_table(raw, request.corpus)
    known = None if request.create_codebook else find_codebook(request.codebook, workspace)
    if request.create_codebook:
        workspace.folder("codebooks", request.codebook)
    strict = not dry_run and rejected_to is None
    raw, request = with_places(raw, request, corpus)
    laid = lay_out(raw, request, known, corpus, strict=strict)
    table, layout, book = laid.table, laid.layout, laid.codebook
    brought = request.create_codebook or request.codebook.endswith(".toml")
    if brought:
        _refuse_other_codes(workspace, book)
    draws = showing(open_draws(workspace).all(request.corpus))
    read, codings, remarks = read_laid_out(laid, request, corpus, draws, strict=strict)
    refuse_model_names(codings, workspace.names("models", MANIFEST))
    store = open_codings(workspace)
    sentences = machine_sentences(codings, store.current(request.corpus, request.level or ""))
    if dry_run:
        remarks = (*remarks, *table.below(layout))
        done = store.compare(codings, complete=request.complete)
    else:
        with workspace.whole():
            if read.problems and rejected_to is not None:
                write_rejected(table.raw, read.problems, rejected_to)
            if brought:
                _refuse_other_codes(workspace, book)
                save_codebook(workspace, book)
            done = store.append(codings, complete=request.complete)
    return CodingImport(
        layout=layout,
        new=done.new,
        unchanged=done.unchanged,
        replaced=done.replaced,
        empty=len(read.empty),
        rejected=len({problem.row for problem in read.problems}),
        created=sum(len(d.codes) for d in book.dimensions) if request.create_codebook else 0,
        coders=tuple(sorted({coding.coder for coding in codings})),
        problems=tuple(read.problems),
        broken=tuple(broken_rows(read, raw, book, None if request.level else corpus)),
        remarks=(*remarks, *sentences),
        none=done.none,
        kept=done.kept,
    )


def _import_long(
    workspace: Workspace,
    request: CodingRequest,
    corpus: Corpus,
    raw: RawTable,
    rejected_to: Path | None,
    *,
    dry_run: bool,
) -> CodingImport:
    """Append the codings of a table that 'coding export' wrote: each as it was kept."""
    if rejected_to is None and not dry_run:
        refuse_bad_rows(request.path, raw.problems)
    books = BooksOfRows(workspace, request.codebook)
    read = read_long_table(raw, request.corpus, corpus, books)
    if rejected_to is None and not dry_run:
        refuse_bad_rows(request.path, read.problems)
    codings, again = each_once(read.codings)
    if request.blind:
        codings, stated = stated_blind(codings)
        again += stated
    refuse_model_names(codings, workspace.names("models", MANIFEST))
    store = open_codings(workspace)
    if dry_run:
        done = store.compare(codings, complete=request.complete)
    else:
        with workspace.whole():
            if read.problems and rejected_to is not None:
                write_rejected(raw, read.problems, rejected_to)
            done = store.append(codings, complete=request.complete)
    return CodingImport(
        layout=LONG_LAYOUT,
        new=done.new,
        unchanged=done.unchanged,
        replaced=done.replaced,
        empty=0,
        rejected=len({problem.row for problem in read.problems}),
        created=0,
        coders=tuple(sorted({coding.coder for coding in codings})),
        problems=tuple(read.problems),
        broken=(),
        remarks=(*raw.remarks, *read.remarks, *again),
        none=done.none,
        kept=done.kept,
    )


def broken_rows(
    read: ReadCodings, raw: RawTable, book: Codebook, corpus: Corpus | None
) -> list[RowProblem]:
    """Return the rules that the codings of a table break, at the row that they were read from.

    Where no documents of a `corpus` were coded, they have no attributes that rules could look at.
    """
    if not book.rules:
        return []
    cell_of: dict[tuple[str, str], CodeCell] = {}
    for item in read.found:
        cell_of.setdefault((item.coding.document, item.coding.coder), item.cell)
    problems = []
    attributes = {} if corpus is None else attributes_of(corpus, book)
    for broken in breaks_in(read.codings, book, attributes):
        cell = cell_of[broken.document, broken.coder]
        message = f"{broken.document} by {broken.coder}: {broken.sentence}"
        problems.append(problem_at(raw, cell.row, cell.column, message))
    return problems


def misfits(store: CodingStore, codebook: Codebook) -> list[str]:
    """Return a line for each current coding that names a dimension or code not in its codebook."""
    now = migrate_codings(store.of_codebook(codebook.name), codebook).codings
    return [
        f"{coding.corpus} {coding.document}: {coding.dimension} = {coding.code} by {coding.coder}"
        for coding in misfits_of(now, codebook)
    ]


def _refuse_other_codes(workspace: Workspace, brought: Codebook) -> None:
    """Refuse to put a codebook in the place of one of the same name with other codes."""
    for listed in list_codebooks(workspace):
        if listed.codebook.name == brought.name and listed.codebook != brought:
            raise InputError(
                f"A codebook '{brought.name}' is there already, with other codes.",
                hint="Use it by its name, or give the new one another name.",
            )
