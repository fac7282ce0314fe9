"""Which codes units have: passages, documents, interviews, people or cases by codes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from textmine.arrays import Bools, Ints
from textmine.coding import Codings
from textmine.corpus import Corpus, Level, units_at
from textmine.errors import InputError
from textmine.schema import Coding

Span = tuple[int, int] | None
"""A stretch of a text in code points, end exclusive; None for the whole text."""


def meet(span: Span, start: int | None, end: int | None) -> bool:
    """Whether a stretch and what lies from `start` to `end` overlap; None is a whole text."""
    if span is None or start is None or end is None:
        return True
    return start < span[1] and end > span[0]


def common(span: Span, other: Span) -> Iterator[Span]:
    """Yield the stretch that two have in common, if they have any."""
    if span is None or other is None:
        yield other if span is None else span
    elif max(span[0], other[0]) < min(span[1], other[1]):
        yield max(span[0], other[0]), min(span[1], other[1])


def corpus_of(codings: Codings) -> Corpus:
    """Return the corpus of codings that were read with one."""
    if codings.corpus is None:
        raise ValueError("codings of a corpus are needed")
    return codings.corpus


@dataclass(frozen=True, order=True)
class CodePlace:
    """A code of a dimension, in a role where it has one."""

    dimension: str
    code: str
    role: str = ""

    def __str__(self) -> str:
        """Return CODE, or CODE:ROLE."""
        return f"{self.code}:{self.role}" if self.role else self.code


@dataclass(frozen=True)
class CodedUnits:
    """Units at one level, the codes each has, and in how many passages.

    `passages` (n_units, n_codes) counts the passages of a unit with a code: stretches of text where
    spans were coded, else documents. `coded` (n_units, n_codes) says that somebody coded the unit
    on the dimension of that code, so that 0 passages mean that the code does not apply. `members`
    are the rows of the corpus whose documents were coded and belong to the unit, and `spans` the
    stretch that a unit is, at the level of passages. A unit has a code that any of its passages
    has. `n_outside` coded documents belong to no unit of this level; `remarks` say what was left
    out.
    """

    level: Level
    units: tuple[str, ...]
    members: tuple[tuple[int, ...], ...]
    spans: tuple[Span, ...]
    codes: tuple[CodePlace, ...]
    passages: Ints
    coded: Bools
    n_outside: int = 0
    remarks: tuple[str, ...] = ()

    @property
    def given(self) -> Bools:
        """Whether a unit has a code, (n_units, n_codes)."""
        return self.passages > 0

    def codes_on(self, dimension: str) -> list[int]:
        """Return the columns of a dimension, in the order of the codebook."""
        return [index for index, code in enumerate(self.codes) if code.dimension == dimension]


def coded_units(
    codings: Codings,
    level: Level = "documents",
    dimensions: Sequence[str] = (),
    *,
    whole: bool = False,
) -> CodedUnits:
    """Return the units of a corpus that were coded, with the codes that somebody gave them.

    `codings` are those of one coder, or the final ones (`Codings.by`). Where two coders marked
    spans of one code that overlap, these are one passage. Without `dimensions` every dimension is
    looked at on which codes stand. With `whole` a passage is the whole text of a document, whatever
    stretch of it was marked. Of codings of whole interviews, cases or authors, units have what was
    said of them, at that level alone. Raises InputError for a dimension where nobody can say whose
    codes stand, for a level that the corpus does not have, and where nothing is coded.
    """
    corpus, final = corpus_of(codings), codings.by_whom
    book = codings.codebook
    named = [book.dimension(name).id for name in dimensions]
    there = [dimension.id for dimension in book.dimensions if dimension.id in final.parts]
    open_ones = [name for name in there if final.parts[name].unsettled and name not in named]
    wanted = named or [name for name in there if name not in open_ones]
    for name in wanted or there[:1]:
        final.on(name)
    labels = units_at(corpus, level)
    rows_of = _rows_of(codings, corpus, level, labels)
    row_of = (
        {name: rows[0] for name, rows in rows_of.items()}
        if codings.level
        else {identity: row for row, identity in enumerate(corpus.ids)}
    )
    codes, column = _codes_of(codings, wanted)
    on = {name: [i for i, code in enumerate(codes) if code.dimension == name] for name in wanted}
    parts = _passages(codings, column, row_of, whole=whole)

    unit_numbers: dict[tuple[int, Span, str], int] = {}
    members: defaultdict[int, set[int]] = defaultdict(set)
    alone = level == "passages"
    counted: tuple[list[int], list[int]] = [], []
    looked: dict[str, list[int]] = {name: [] for name in wanted}
    outside = set()
    for row, span, dimension, columns_given in sorted(parts, key=_order):
        if not labels[row]:
            outside.add(row)
            continue
        key = (row, span, "") if alone else (-1, None, labels[row])
        unit = unit_numbers.setdefault(key, len(unit_numbers))
        if codings.level:
            members[unit].update(rows_of[labels[row]])
        elif not alone:
            members[unit].add(row)
        looked[dimension].append(unit)
        for column_number in columns_given:
            counted[0].append(unit)
            counted[1].append(column_number)
    if not unit_numbers:
        raise InputError(
            f"Nothing of '{corpus.name}' is coded on {', '.join(wanted) or 'any dimension'}.",
            hint="Import codings with 'textmine coding import'.",
        )
    passages = np.zeros((len(unit_numbers), len(codes)), dtype=np.int64)
    np.add.at(passages, counted, 1)
    coded = np.zeros(passages.shape, dtype=np.bool_)
    for dimension, places in looked.items():
        coded[np.ix_(places, on[dimension])] = True
    remarks = [f"'{name}' is left out: {final.parts[name].unsettled}" for name in open_ones]
    if outside:
        remarks.append(f"{len(outside):,} coded documents are left out: they have no {level[:-1]}.")
    ids = corpus.ids
    return CodedUnits(
        level,
        tuple(
            label or (ids[row] if span is None else f"{ids[row]}:{span[0]}-{span[1]}")
            for row, span, label in unit_numbers
        ),
        tuple((row,) for row, _, _ in unit_numbers)
        if alone
        else tuple(tuple(sorted(members[unit])) for unit in range(len(unit_numbers))),
        tuple(span for _, span, _ in unit_numbers),
        tuple(codes),
        passages,
        coded,
        len(outside),
        tuple(remarks),
    )


def _rows_of(
    codings: Codings, corpus: Corpus, level: Level, labels: Sequence[str]
) -> dict[str, list[int]]:
    """Return the rows of each unit that was coded as a whole, nothing where documents were."""
    if codings.level and codings.level != ("interviews" if level == "threads" else level):
        raise InputError(
            f"These are codes of {codings.level} as a whole, and {level} are looked at.",
            hint="Hand them down to documents with --roll-down, or look at the same level.",
        )
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for row, name in enumerate(labels if codings.level else ()):
        rows[name].append(row)
    return rows


Passage = tuple[int, Span, str, frozenset[int]]
"""A row of the corpus, the stretch of it, a dimension, and the columns of codes it has there."""

_Given = tuple[str, str | None, str]
"""A dimension, a code of it or None for no code, and a role."""


def _passages(
    codings: Codings, column: Mapping[_Given, int], row_of: Mapping[str, int], *, whole: bool
) -> list[Passage]:
    """Return each stretch of text once for a dimension, with all codes that it has there."""
    wanted = {dimension for dimension, _, _ in column}
    mine = [coding for coding in codings if coding.dimension in wanted]
    columns_of: defaultdict[tuple[int, Span, str], frozenset[int]] = defaultdict(frozenset)
    if whole or all(coding.start is None for coding in mine):
        for coding in mine:
            dimension, code = coding.dimension, coding.code
            unit = row_of[coding.document], None, dimension
            more = () if code is None else (column[dimension, code, coding.role],)
            columns_of[unit] = _with(columns_of[unit], more)
        return [(*key, columns_here) for key, columns_here in columns_of.items()]
    marked: defaultdict[tuple[int, _Given], list[Coding]] = defaultdict(list)
    for coding in mine:
        marked[row_of[coding.document], (coding.dimension, coding.code, coding.role)].append(coding)
    for (row, given_code), alike in marked.items():
        for span in joined_spans(alike):
            place = row, span, given_code[0]
            more = () if given_code[1] is None else (column[given_code],)
            columns_of[place] = _with(columns_of[place], more)
    return [(*key, columns_here) for key, columns_here in columns_of.items()]


@lru_cache(maxsize=1024)
def _with(columns: frozenset[int], more: tuple[int, ...]) -> frozenset[int]:
    """Return a set of columns with others; the same sets are in memory once."""
    return columns.union(more)


def joined_spans(codings: Iterable[Coding]) -> list[Span]:
    """Return the stretches of a text that codings of one code stand for, in their order.

    Spans of different coders that overlap are joined; those of one coder stay apart.
    """
    marked = sorted(
        (c.start, c.end, c.coder) for c in codings if c.start is not None and c.end is not None
    )
    joined: list[tuple[int, int, set[str]]] = []
    for start, end, coder in marked:
        last = joined[-1] if joined else None
        if last is not None and start < last[1] and coder not in last[2]:
            joined[-1] = (last[0], max(last[1], end), last[2] | {coder})
        elif last is None or (start, end) != last[:2]:
            joined.append((start, end, {coder}))
    return [(start, end) for start, end, _ in joined] or [None]


def _codes_of(
    codings: Codings, dimensions: Sequence[str]
) -> tuple[list[CodePlace], dict[_Given, int]]:
    """Return the codes of dimensions in the order of the codebook, each in the roles it has."""
    used = {(coding.dimension, coding.code, coding.role) for coding in codings}
    places = []
    for name in dimensions:
        dimension = codings.codebook.dimension(name)
        others = {code for place, code, _ in used if place == name and code is not None}
        for code in (*dimension.code_ids, *sorted(others - {*dimension.code_ids})):
            roles = [role for role in ("", *dimension.roles) if (name, code, role) in used]
            places += [CodePlace(name, code, role) for role in roles or [""]]
    return places, {
        (code_place.dimension, code_place.code, code_place.role): i
        for i, code_place in enumerate(places)
    }


def _order(part: Passage) -> tuple[int, int, int, str]:
    row, span, dimension, _ = part
    start, end = span or (-1, -1)
    return row, start, end, dimension
