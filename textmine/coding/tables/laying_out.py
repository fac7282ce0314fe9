"""Lay out a table of codings and read it: which columns are codes, and what their cells say."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from textmine.cells import AS_FOUND, CellRule
from textmine.choices import Whole
from textmine.codebook import Codebook
from textmine.coding.machine_tables import refuse_predictions
from textmine.coding.sampling.draws import Draw
from textmine.coding.shown import InView, as_they_came, stated_blind
from textmine.coding.tables.checked_layout import (
    with_known_documents,
    without_facts_of_documents,
    without_foreign,
)
from textmine.coding.tables.code_columns import has_column_of_codes, stage_columns
from textmine.coding.tables.code_table import CodeTable, code_table
from textmine.coding.tables.codebook_from_codes import codebook_from_cells
from textmine.coding.tables.layout import CodingLayout, dimensions_of_header, guess_layout
from textmine.coding.tables.reading import ReadCodings, read_codes, refuse_bad_rows
from textmine.coding.tables.tool_exports import SPANS
from textmine.coding.whole_units import names_of
from textmine.corpus import Corpus, RawTable, ReadOptions
from textmine.errors import InputError
from textmine.schema import THREAD_ID, Coding


@dataclass(frozen=True)
class CodingRequest:
    """What the user said about a table of codings; None means: find out.

    `flags` holds DIMENSION=COLUMN,COLUMN for columns that say yes or no to one code each, `round`
    is taken where the table names none, `spans` is START,END, the columns of places in the text,
    `passage` the column with the words that were coded.
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
    passage: str | None = None
    round: int = 1
    level: Whole | None = None
    complete: bool = False
    blind: bool = False
    options: ReadOptions = field(default_factory=ReadOptions)
    cells: CellRule = AS_FOUND


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
    units = set(names_of(corpus, request.level) if request.level else corpus.ids)
    layout = guess_layout(
        raw,
        _dimension_names(request, known, raw, list(flagged)),
        document=request.document or _unit_column(raw, request.level),
        coder=request.coder,
        dimension=request.dimension,
        mapped=request.mapped,
        spans=request.spans or raw.facts.get(SPANS),
        flagged=flagged,
        called={dimension.id: dimension.name for dimension in known.dimensions} if known else {},
        ids=units,
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
        layout, moved = with_known_documents(raw, layout, units)
        remarks += moved
    if not request.level:
        layout, facts = without_facts_of_documents(raw, layout, corpus)
        remarks += facts
    raw = raw.asking_for(layout.columns)
    if strict:
        refuse_bad_rows(request.path, raw.problems)
    table = code_table(raw, layout, known, request.cells)
    if known is not None:
        return LaidOut(table, layout, known, (*raw.remarks, *remarks))
    if strict:
        refuse_bad_rows(request.path, [problem for cell in table.cells for problem in cell.wrong])
    name, multi = request.codebook, list(flagged)
    new_book = codebook_from_cells(table.cells, raw.source, name, multi, request.cells)
    return LaidOut(table, layout, new_book.codebook, (*raw.remarks, *remarks, *new_book.remarks))


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
    came, sentences = as_they_came(read.placed, InView(raw, laid.codebook, draws=draws))
    codings, again = each_once(came)
    if request.blind:
        codings, stated = stated_blind(codings)
        again += stated
    return read, codings, (*laid.remarks, *read.remarks, *again, *sentences)


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


def each_once(codings: Sequence[Coding]) -> tuple[list[Coding], list[str]]:
    """Return the codings without those that say again what another of the same table says."""
    once: dict[Coding, Coding] = {}
    for coding in codings:
        once.setdefault(replace(coding, created_at=""), coding)
    again = len(codings) - len(once)
    remark = f"{again:,} cells say again what another cell of the table says."
    return list(once.values()), [remark] if again else []


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
    columns_of: dict[str, list[str]] = {}
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
        columns_of.setdefault(dimension.strip(), []).extend(names)
    return columns_of


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
