"""Fill a display of codes by cases: count, choose a typical and a deviant passage, check rules."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from textmine.codebook import Codebook
from textmine.codebook.rules import dimensions_of, speaks_of
from textmine.coding import Codings
from textmine.coding.rule_check import RuleBreak, attributes_of, breaks_in
from textmine.config import Tell, untold
from textmine.corpus import Corpus, Level, load_corpus, select_documents, talk_level, units_at
from textmine.corpus.speakers import speakers
from textmine.errors import UsageError
from textmine.reading.coded_at import DOCUMENTS, CodedAt, by_rule, codings_at
from textmine.reading.coded_units import corpus_of, meet
from textmine.reading.displays.examples import Examples, examples_of
from textmine.reading.displays.matrix import Block, BrokenHere, Cell, Line, Matrix
from textmine.reading.displays.sides import (
    CODEBOOK,
    SIZE,
    DisplaySide,
    Place,
    by_mean_level,
    by_size,
    check_order,
    crossed,
    display_side,
)
from textmine.schema import THREAD_ID
from textmine.store import Workspace

Breaks = Mapping[int, Sequence[RuleBreak]]
"""The broken rules of each row of the corpus."""


def breaks_by_row(codings: Codings, corpus: Corpus) -> Breaks:
    """Return the rules that the codes of each document break, none where there are no rules."""
    book = codings.codebook
    breaks: defaultdict[int, list[RuleBreak]] = defaultdict(list)
    if book.rules:
        row_of = {identity: row for row, identity in enumerate(corpus.ids)}
        checked = dimensions_checked(book)
        mine = [coding for coding in codings if coding.dimension in checked]
        for rule_break in breaks_in(mine, book, attributes_of(corpus, book)):
            breaks[row_of[rule_break.document]].append(rule_break)
    return breaks


def broken_in(
    codings: Codings,
    ids: Sequence[str],
    breaks: Breaks,
    places: Iterable[Place],
    codes: Mapping[str, str],
) -> tuple[BrokenHere, ...]:
    """Return the rules that passages of a cell break by its codes (dimension -> code).

    `ids` (n_documents,) are those of the corpus.
    A rule counts where it speaks of both codes of the cell, or of no dimension but that of the
    cell: one that other codes of the same passage break stands in their cells.
    """
    book = codings.codebook
    about: dict[int, bool] = {}
    documents_by_rule: defaultdict[int, dict[str, None]] = defaultdict(dict)
    sentences: dict[int, str] = {}
    for row, span in places:
        for rule_break in breaks.get(row, ()):
            if rule_break.rule not in about:
                rule = book.rules[rule_break.rule - 1]
                named = dimensions_of(rule)
                shared = named & codes.keys()
                inside = named <= codes.keys() or shared == codes.keys()
                about[rule_break.rule] = (
                    bool(shared)
                    and inside
                    and all(speaks_of(book, rule, name, codes[name]) for name in shared)
                )
            if about[rule_break.rule] and meet(span, rule_break.start, rule_break.end):
                documents_by_rule[rule_break.rule][ids[row]] = None
                sentences.setdefault(rule_break.rule, rule_break.sentence)
    return tuple(
        BrokenHere(rule, book.rules[rule - 1].reason, tuple(documents_by_rule[rule]))
        for rule in sorted(documents_by_rule)
    )


def dimensions_checked(book: Codebook) -> set[str]:
    """Return the dimensions that rules speak of, and those that they follow from."""
    named = {name for rule in book.rules for name in dimensions_of(rule)}
    return named | {book.dimension(name).derived_from for name in named} - {""}


_Places = Mapping[tuple[int, int], Sequence[Place]]


@dataclass(frozen=True)
class MatrixRequest:
    """Rows and columns (dimensions, or columns of the corpus), whose codes, and how rows go.

    `count` is what is counted beside passages: None takes interviews or threads, or documents where
    there are none. `order` is "codebook", "size" or an ordinal dimension. `roles` keeps those of a
    code apart, `roll_up` reads nested codes as those they are grouped under. Only where it is
    `quoted` have cells quotations. `at` is the level at which codes are read.
    """

    rows: str
    columns: tuple[str, ...]
    coder: str | None = None
    codebook: str | None = None
    roll_up: str | None = None
    where: tuple[str, ...] = ()
    count: Level | None = None
    order: str = CODEBOOK
    roles: bool = True
    quoted: bool = True
    at: CodedAt = DOCUMENTS


def find_matrix(
    workspace: Workspace, name: str, request: MatrixRequest, tell: Tell = untold
) -> Matrix:
    """Return the display of a corpus that is asked for, and tell what was left out.

    Raises InputError for dimensions, columns and levels that are not there and where nobody can say
    whose codes stand, UsageError for sides that cannot be crossed.
    """
    corpus = select_documents(load_corpus(workspace, name), request.where)
    request.at.need_passages()
    stands = codings_at(workspace, corpus, request.at, request.codebook, request.roll_up)
    chosen = _needed(stands, request).by(request.coder)
    sides = {request.rows, *request.columns}
    named = [dimension.id for dimension in chosen.codebook.dimensions if dimension.id in sides]
    chosen = by_rule(chosen, request.at, tuple(named))
    display = matrix_of(chosen, request)
    for remark in (*chosen.remarks, *display.remarks):
        tell(remark)
    return display


def matrix_of(codings: Codings, request: MatrixRequest) -> Matrix:
    """Return the display of codings of one coder, or of the final ones (`Codings.by`).

    Raises as `find_matrix`.
    """
    corpus = corpus_of(codings)
    asked = [request.rows, *request.columns]
    if len(set(asked)) < len(asked):
        raise UsageError("A display cannot cross a side with itself.", hint="Name each side once.")
    check_order(codings.codebook, request.order, request.rows)
    rows, *others = (display_side(codings, corpus, name, roles=request.roles) for name in asked)
    dimensions = [side.dimension for side in (rows, *others) if side.dimension]
    if not dimensions:
        raise UsageError(
            "Neither the rows nor the columns are codes.", hint="Name a dimension for one of them."
        )
    level = request.count or request.at.counted or usual_level(corpus)
    units = units_at(corpus, level)
    grids = [crossed(rows, side) for side in others]
    keys = [(at, cell) for at, cells in enumerate(grids) for cell in cells if request.quoted]
    examples = dict(
        zip(keys, examples_of(corpus, [grids[at][cell] for at, cell in keys]), strict=True)
    )
    breaks = breaks_by_row(codings, corpus)
    blocks = [
        _block(
            codings,
            corpus,
            (rows, side),
            grids[at],
            {cell: example for (where, cell), example in examples.items() if where == at},
            breaks,
            units,
        )
        for at, side in enumerate(others)
    ]
    final = codings.by_whom
    return Matrix(
        corpus,
        rows.name,
        tuple(_ordered(codings, corpus, rows, blocks, units, request.order)),
        tuple(blocks),
        level,
        final.who(*dimensions),
        request.order,
        by_machine=final.kind(*dimensions) == "machine",
        remarks=tuple(final.remarks(*dimensions)),
        n_rules=len(codings.codebook.rules),
        rows_are_codes=bool(rows.dimension),
    )


def _needed(stands: Codings, request: MatrixRequest) -> Codings:
    """Return the codings on the sides, on that which orders the rows, and on those of rules."""
    needed = {request.rows, *request.columns, request.order} | dimensions_checked(stands.codebook)
    items = tuple(coding for coding in stands if coding.dimension in needed)
    return replace(stands, items=items) if items else stands


def usual_level(corpus: Corpus) -> Level:
    """Return what is counted beside passages: interviews or threads, else documents."""
    threaded = any(corpus.column(THREAD_ID)) and not corpus.info.cut_files
    return talk_level(corpus) if threaded else "documents"


def _block(
    codings: Codings,
    corpus: Corpus,
    sides: tuple[DisplaySide, DisplaySide],
    places_of_cells: _Places,
    examples: Mapping[tuple[int, int], Examples],
    breaks: Breaks,
    units: Sequence[str],
) -> Block:
    rows, columns = sides
    ids, voices = corpus.ids, _voices(corpus)
    known = np.flatnonzero(rows.known & columns.known).tolist()
    of = _coded_units(rows, columns, known, units)
    cells = {}
    for row, line in enumerate(rows.lines):
        for column, other in enumerate(columns.lines):
            places = places_of_cells.get((row, column), ())
            shown = examples.get((row, column), Examples())
            codes = {
                side.dimension: axis_line.label.partition(":")[0]
                for side, axis_line in ((rows, line), (columns, other))
                if side.dimension
            }
            cells[line.label, other.label] = Cell(
                len(places),
                len({units[row] for row, _ in places} - {""}),
                of[row, column],
                len({voices[row] for row, _ in places}),
                shown.typical,
                shown.deviant,
                broken_in(codings, ids, breaks, places, codes),
            )
    passages = {passage for places in places_of_cells.values() for passage in places}
    n = len({units[row] for row in known} - {""})
    return Block(columns.name, columns.lines, cells, n, len(passages))


def _coded_units(
    rows: DisplaySide, columns: DisplaySide, known: Sequence[int], units: Sequence[str]
) -> dict[tuple[int, int], int]:
    """Return how many units could be in each cell: those of its groups, coded on both sides."""
    units_of: dict[tuple[int, int], set[str]] = {}
    for text in known:
        here = [
            range(len(side.lines))
            if side.dimension
            else [number for _, number in side.stretches[text]]
            for side in (rows, columns)
        ]
        for row in here[0]:
            for column in here[1]:
                units_of.setdefault((row, column), set()).add(units[text])
    return {
        (row, column): len(units_of.get((row, column), set()) - {""})
        for row in range(len(rows.lines))
        for column in range(len(columns.lines))
    }


def _ordered(
    codings: Codings,
    corpus: Corpus,
    rows: DisplaySide,
    blocks: Sequence[Block],
    units: Sequence[str],
    order: str,
) -> Sequence[Line]:
    if order == CODEBOOK:
        return rows.lines
    if order != SIZE:
        return by_mean_level(rows, display_side(codings, corpus, order, roles=False), units)
    sizes = {
        line.label: sum(
            block.cells[line.label, column.label].passages
            for block in blocks
            for column in block.columns
        )
        for line in rows.lines
    }
    return by_size(rows.lines, sizes)


def _voices(corpus: Corpus) -> list[str]:
    """Return who speaks in each document: its author, else its thread, else itself."""
    cells = zip(speakers(corpus), corpus.column(THREAD_ID), corpus.ids, strict=True)
    return [author or thread or identity for author, thread, identity in cells]
