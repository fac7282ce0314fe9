"""Import codings into a workspace: read, check against corpus and codebook, append as a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from textmine.cells import AS_FOUND, CellRule
from textmine.choices import Whole
from textmine.codebook import Codebook, find_codebook, list_codebooks, save_codebook
from textmine.coding.machine_tables import (
    machine_sentences,
    refuse_machine_table,
    refuse_model_names,
    refuse_predictions,
)
from textmine.coding.migrate import migrate_codings
from textmine.coding.rule_check import attributes_of, breaks_in
from textmine.coding.sampling.draws import Draw, open_draws
from textmine.coding.shown import InView, as_they_came, showing, stated_blind
from textmine.coding.store import CodingStore, open_codings
from textmine.coding.tables.code_columns import stage_columns
from textmine.coding.tables.code_table import CodeCell, CodeTable, code_table, problem_at
from textmine.coding.tables.codebook_from_codes import codebook_from_cells
from textmine.coding.tables.layout import (
    CodingLayout,
    dimensions_of_header,
    guess_layout,
    has_column_of_codes,
    with_known_documents,
    without_foreign,
)
from textmine.coding.tables.long_table import (
    LONG_LAYOUT,
    BooksOfRows,
    is_long_table,
    read_long_table,
)
from textmine.coding.tables.reading import ReadCodings, read_codes, refuse_bad_rows
from textmine.coding.tables.tool_exports import SPANS, unpacked
from textmine.coding.whole_units import names_of
from textmine.corpus import Corpus, ReadOptions, load_corpus
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.readers import read_raw
from textmine.corpus.reading.rejected import write_rejected
from textmine.corpus.reading.restored import restored
from textmine.errors import InputError, RowProblem
from textmine.schema import THREAD_ID, Coding
from textmine.store import Workspace, refuse_same_file
from textmine.store.manifest import MANIFEST


@dataclass(frozen=True)
class CodingRequest:
    """What the user said about a table of codings; None means: find out.

    `flags` holds DIMENSION=COLUMN,COLUMN for columns that say yes or no to one code each, `round`
    is taken where the table names none, `spans` is START,END, the columns of places in the text.
    `level` says that the rows are about interviews, cases or authors as a whole. An empty
    `codebook` is for tables that name it in every row, as those of 'coding export' do. With
    `complete` the spans of the table are all that its coders marked in its documents; with `blind`
    the user states that no machine's codes were in view.
    """

    path: Path
    corpus: str
    codebook: str
    create_codebook: bool = False
    document: str | None = None
    coder: str | None = None
    dimension: str | None = None
    mapped: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    spans: str | None = None
    round: int = 1
    level: Whole | None = None
    complete: bool = False
    blind: bool = False
    options: ReadOptions = field(default_factory=ReadOptions)
    cells: CellRule = AS_FOUND


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
    laid = lay_out(raw, request, known, corpus, strict=strict)
    table, layout, book = laid.table, laid.layout, laid.codebook
    brought = request.create_codebook or request.codebook.endswith(".toml")
    if brought:
        _refuse_other_codes(workspace, book)
    draws = showing(open_draws(workspace).all(request.corpus))
    read, codings, remarks = read_laid_out(laid, request, corpus, draws, strict=strict)
    refuse_model_names(codings, workspace.names("models", MANIFEST))
    store = open_codings(workspace)
    said = machine_sentences(codings, store.current(request.corpus, request.level or ""))
    if dry_run:
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
        remarks=(*remarks, *said),
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
    codings, again = _each_once(read.codings)
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


@dataclass(frozen=True)
class LaidOut:
    """A table of codings, how it is laid out, and the codebook that its codes are of."""

    table: CodeTable
    layout: CodingLayout
    codebook: Codebook
    remarks: tuple[str, ...]


def lay_out(
    raw: RawTable,
    request: CodingRequest,
    known: Codebook | None,
    corpus: Corpus,
    *,
    strict: bool = True,
) -> LaidOut:
    """Find out how a table is laid out; without a `known` codebook one is made of its codes.

    Faults of cells in columns that are not read are said. Raises BadRowsError for others where it
    is `strict`, InputError when the table cannot be understood.
    """
    flagged = _flagged(request.flags, raw)
    layout = guess_layout(
        raw,
        _dimension_names(request, known, raw, list(flagged)),
        document=request.document or _unit_column(raw, request.level),
        coder=request.coder,
        dimension=request.dimension,
        mapped=request.mapped,
        spans=request.spans or raw.facts.get(SPANS),
        flagged=flagged,
    )
    remarks = [layout.remark] if layout.remark else []
    if request.level and {"start", "end"} & layout.extra.keys():
        raise InputError(
            f"{request.path} has places of spans, and {request.level} are coded as a whole.",
            hint="Leave --spans out, or import codes of documents without --level.",
        )
    layout, foreign = without_foreign(raw, layout, known, request.mapped)
    remarks += foreign
    if request.document is None:
        known_ids = names_of(corpus, request.level) if request.level else corpus.ids
        layout, moved = with_known_documents(raw, layout, set(known_ids))
        remarks += moved
    raw = raw.asking_for(layout.columns)
    if strict:
        refuse_bad_rows(request.path, raw.problems)
    table = code_table(raw, layout, known, request.cells)
    if known is not None:
        return LaidOut(table, layout, known, (*raw.remarks, *remarks))
    if strict:
        refuse_bad_rows(request.path, [problem for cell in table.cells for problem in cell.wrong])
    name, multi = request.codebook, list(flagged)
    made = codebook_from_cells(table.cells, raw.source, name, multi, request.cells)
    return LaidOut(table, layout, made.codebook, (*raw.remarks, *remarks, *made.remarks))


def read_laid_out(
    laid: LaidOut,
    request: CodingRequest,
    corpus: Corpus,
    draws: Sequence[Draw] = (),
    *,
    strict: bool = True,
) -> tuple[ReadCodings, list[Coding], tuple[str, ...]]:
    """Read the cells of a table; return them, the codings without repeats, and all remarks.

    `draws` are those of the corpus whose sheets show suggestions.
    Raises BadRowsError for rows that do not fit corpus and codebook where it is `strict`, and
    InputError for a table without codes or with a machine's codes as those of a person.
    """
    read = read_found(laid, request, corpus, strict=strict)
    flags = laid.layout.flags
    named = [(item.cell.column, item.coding) for item in read.found]
    refuse_predictions((column, coding) for column, coding in named if column not in flags)
    raw = laid.table.raw
    came, said = as_they_came(read.placed, InView(raw, laid.codebook, draws=draws))
    codings, again = _each_once(came)
    if request.blind:
        codings, stated = stated_blind(codings)
        again += stated
    return read, codings, (*laid.remarks, *read.remarks, *again, *said)


def read_found(
    laid: LaidOut, request: CodingRequest, corpus: Corpus, *, strict: bool = True
) -> ReadCodings:
    """Read the cells of a table, as `read_laid_out` does, whoever gave the codes."""
    texts = dict(zip(corpus.ids, corpus.texts, strict=True))
    if request.level:
        texts = dict.fromkeys(names_of(corpus, request.level), "")
    table, book, level = laid.table, laid.codebook, request.level or ""
    read = read_codes(table, book, request.corpus, texts, request.round, request.cells, level=level)
    if strict:
        refuse_bad_rows(request.path, read.problems)
    if not read.codings and not read.problems:
        raise InputError(f"{request.path} holds no code.", hint="Are the code columns empty?")
    return read


def _each_once(codings: Sequence[Coding]) -> tuple[list[Coding], list[str]]:
    """Return the codings without those that say again what another of the same table says."""
    once: dict[Coding, Coding] = {}
    for coding in codings:
        once.setdefault(replace(coding, created_at=""), coding)
    again = len(codings) - len(once)
    remark = f"{again:,} cells say again what another cell of the table says."
    return list(once.values()), [remark] if again else []


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
        told = f"{broken.document} by {broken.coder}: {broken.sentence}"
        problems.append(problem_at(raw, cell.row, cell.column, told))
    return problems


def misfits(store: CodingStore, codebook: Codebook) -> list[str]:
    """Return a line for each current coding that names a dimension or code not in its codebook."""
    codes = {d.id: {code.id for code in d.codes} for d in codebook.dimensions}
    return [
        f"{coding.corpus} {coding.document}: {coding.dimension} = {coding.code} by {coding.coder}"
        for coding in migrate_codings(store.of_codebook(codebook.name), codebook).codings
        if coding.code is not None and coding.code not in codes.get(coding.dimension, set())
    ]


def _unit_column(table: RawTable, level: Whole | None) -> str | None:
    """Return the column that is called like the units of a level, where there is one."""
    names = {
        "interviews": ("interview", "thread", THREAD_ID),
        "cases": ("case",),
        "authors": ("author", "participant"),
    }.get(level or "", ())
    by_name = {name.casefold(): name for name in reversed(table.columns)}
    return next((by_name[name] for name in names if name in by_name), None)


def _flagged(flags: Sequence[str], table: RawTable) -> dict[str, list[str]]:
    """Return dimension -> the columns that say yes or no to its codes.

    Of a dimension alone they are those called DIMENSION.CODE.
    """
    found: dict[str, list[str]] = {}
    for entry in flags:
        dimension, equals, columns = entry.partition("=")
        names = [name.strip() for name in columns.split(",") if name.strip()]
        if not equals:
            names = [name for name in table.columns if name.startswith(f"{entry.strip()}.")]
            equals = "=" if names else ""
        if not equals or not dimension.strip() or not names:
            raise InputError(
                f"'{entry}' does not name columns of a dimension.",
                hint="Write --flags DIMENSION=COLUMN,COLUMN,... or --flags DIMENSION for columns "
                "with names such as DIMENSION.CODE.",
            )
        found.setdefault(dimension.strip(), []).extend(names)
    return found


def _dimension_names(
    request: CodingRequest, known: Codebook | None, table: RawTable, multi: Sequence[str]
) -> list[str]:
    if known is not None:
        return [dimension.id for dimension in known.dimensions]
    if multi:
        return list(multi)
    if not request.mapped and request.dimension not in table.columns:
        if request.dimension:
            return [request.dimension]
        staged = {} if has_column_of_codes(table) else stage_columns(table, request.coder)
        return dimensions_of_header(table) or list(staged.values()) or ["code"]
    return []


def _refuse_other_codes(workspace: Workspace, brought: Codebook) -> None:
    """Refuse to put a codebook in the place of one of the same name with other codes."""
    for listed in list_codebooks(workspace):
        if listed.codebook.name == brought.name and listed.codebook != brought:
            raise InputError(
                f"A codebook '{brought.name}' is there already, with other codes.",
                hint="Use it by its name, or give the new one another name.",
            )
