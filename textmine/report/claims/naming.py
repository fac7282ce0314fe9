"""What codes, values, units and dimensions are called in prose."""

import re
from collections.abc import Iterator, Sequence

from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.reading.coded_units import CodePlace
from textmine.report.claims.figures_known import Slot
from textmine.schema import CREATED_AT, GROUP, ID, META, TEXT, THREAD_ID

_MOST_VALUES = 40
"""Values that a column may have to be one that groups documents."""
_NOT_GROUPING = frozenset(
    {ID, TEXT, CREATED_AT, THREAD_ID, "position", "parent_id", "source"}
    | {META + name for name in ("turn", "line", "start", "end", "page")}
)
_NUMBERED = frozenset("round wave phase year case group class".split())
"""Columns whose values name a part although they are numbers."""
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_PLAIN = frozenset("other others none no yes unknown mixed general all total".split())
"""Values that say nothing without the name of their column."""


def code_slots(code: CodePlace, book: Codebook) -> list[Slot]:
    """Return the slot of a code and those of the codes that it is grouped under."""
    dimension = book.dimension(code.dimension)
    parents = {other.id: other.parent for other in dimension.codes}
    slots, here = [], code.code
    while here:
        slots.append(_code_slot(code.dimension, here, book))
        here = parents.get(here) or ""
    return slots


def _code_slot(dimension: str, code: str, book: Codebook) -> Slot:
    """Return the slot of a code with its name, its id as it is spoken, and its place."""
    codes = book.dimension(dimension).codes
    same_codes = [other for other in codes if other.id == code]
    named = (same_codes[0].name if same_codes else "") or code
    spoken = re.sub(r"[-_]+", " ", code)
    bare = " ".join(re.sub(r"\([^()]*+\)", " ", named).split())
    names = dict.fromkeys((named, bare or named, *([spoken] if len(spoken) > 3 else [])))
    position = [other.id for other in codes].index(code) if same_codes else len(ORDINALS)
    if len(code) <= 3 and position < len(ORDINALS):
        called = (book.dimension(dimension).name or dimension).split()
        for word in dict.fromkeys((dimension.rsplit("_", maxsplit=1)[-1], called[0], called[-1])):
            names[f"{ORDINALS[position]} {word}"] = None
    return Slot("code", code, tuple(names), (f"{dimension}@{book.name}",))


def dimension_slot(dimension: str, book: Codebook) -> Slot:
    """Return the slot of a dimension."""
    named = book.dimension(dimension).name or dimension
    return Slot("dimension", dimension, tuple(dict.fromkeys((named, dimension.replace("_", " ")))))


def unit_slot(level: str, *, are_passages: bool = False) -> Slot:
    """Return the slot of a level; documents may be called passages where no stretch is marked."""
    return Slot("unit", level, (level, "passages") if are_passages else (level,))


def value_slot(column: str, value: str, order: int = len(ORDINALS)) -> Slot:
    """Return the slot of a value of a column; `order` is its place among the others."""
    shown_name = column.removeprefix(META)
    named = f"{shown_name} {value}"
    phrases = [named, value]
    if value.casefold() in _PLAIN or (value.isdigit() and len(value) < 4):
        phrases = [named]
    years = re.fullmatch(r"((?:19|20)\d\d)\s?[-–/]\s?((?:19|20)?\d\d)", value)
    if years:
        last = years[2] if len(years[2]) == 4 else years[1][:2] + years[2]
        phrases.append(f"{years[1]} {last}")
    if (years or value.isdigit()) and order < len(ORDINALS):
        phrases.append(f"{ORDINALS[order]} {shown_name}")
    return Slot("attribute", value, tuple(phrases), (column,))


def value_slots(corpus: Corpus) -> list[Slot]:
    """Return a slot for each value of each column that groups documents."""
    return [
        value_slot(column, value, index)
        for column, values in grouping(corpus)
        for index, value in enumerate(values)
    ]


def grouping(corpus: Corpus) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield each column that groups documents, with its values."""
    for column in map(str, corpus.documents.columns):
        known = column.startswith(META) or column in (GROUP, "lang")
        if not known or column in _NOT_GROUPING:
            continue
        values = sorted(set(corpus.column(column)) - {""})
        if not may_group(column, values):
            continue
        if 1 < len(values) <= _MOST_VALUES and len(values) < len(corpus):
            yield column, values


def may_group(column: str, values: Sequence[str]) -> bool:
    """Whether the values of a column are names, and no measures."""
    numbers = all(value.replace(".", "").isdigit() for value in values)
    return not numbers or column.removeprefix(META) in _NUMBERED
