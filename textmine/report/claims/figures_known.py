"""Figures that a workspace knows, as rows of labels and numbers, and their names in prose."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal

from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.reading.coded_units import CodePlace
from textmine.schema import CREATED_AT, GROUP, ID, META, TEXT, THREAD_ID

Kind = Literal[
    "code",
    "role",
    "attribute",
    "part",
    "extreme",
    "figure",
    "coder",
    "label",
    "unit",
    "dimension",
    "place",
]
_SAME = {
    "document": "message post response comment submission text answer contribution posting".split(),
    "thread": "interview discussion conversation topic".split(),
    "author": (
        "participant people person user respondent contributor voice member interviewee speaker "
        "writer informant representative official academic staff manager employee"
    ).split(),
    "passage": "extract excerpt segment span stretch turn unit paragraph section".split(),
    "alpha": ["α"],
    "kappa": ["κ"],
    "agreement": "reliability agreed agree agrees concordance".split(),
    "case": ["cluster"],
    "code": ["coding"],
}
_MEANS = {other: word for word, others in _SAME.items() for other in others}
_STOP = frozenset(
    "a an and are as at be been by for from had has have in into is it its of on or that the their "
    "them they this to was were which while who with within per cent percent".split()
)
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ENDINGS = "ements ement ments ment ations ation ings ing ness ions ion ed es ly al e".split()
_NAMING = frozenset(
    "id document unit thread position code category topic cell level round year case".split()
)
"""Columns whose cells name something, although they may be digits."""
_KINDS: dict[str, Kind] = {"figure": "figure", "score": "figure", "code": "code"}
"""Columns of any table whose cells are more than labels."""
_LONGEST_LABEL = 10
"""Words that a cell may have to be a label; a longer one is a remark."""


@dataclass(frozen=True)
class Slot:
    """One thing that a row is about: its id, and the phrases that name it.

    `groups` say which others it stands beside: the dimension of a code, the column of a value.
    """

    kind: Kind
    id: str
    phrases: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    @cached_property
    def stems(self) -> tuple[frozenset[str], ...]:
        """The words of each phrase, by their stems."""
        return tuple(s for s in (frozenset(stems(phrase)) for phrase in self.phrases) if s)

    def beside(self, other: Slot) -> bool:
        """Whether both are values of one thing: two codes of a dimension, two cases."""
        return self.kind == other.kind and bool({*self.groups} & {*other.groups})


@dataclass(frozen=True)
class Cell:
    """A number of a row: in per cent, a whole number, or a figure with decimals."""

    column: str
    value: float
    percent: bool = False

    @property
    def whole(self) -> bool:
        """Whether it counts something."""
        return not self.percent and float(self.value).is_integer()


@dataclass(frozen=True)
class Row:
    """What a workspace says of one thing; `source` names the result.

    A sentence may also name `more` slots, and be about this row all the same.
    """

    slots: tuple[Slot, ...]
    cells: tuple[Cell, ...]
    source: str
    more: tuple[Slot, ...] = ()

    def __str__(self) -> str:
        """Return what the row is about, and where it stands."""
        about = ", ".join(
            slot.phrases[0] if slot.kind == "unit" else slot.id
            for slot in self.slots
            if slot.kind != "place"
        )
        return f"{about} ({self.source})" if about else self.source


@lru_cache(maxsize=100_000)
def stem(word: str, *, literal: bool = False) -> str:
    """Return a word without its endings, or the word that means the same here if not `literal`.

    >>> [stem(word) for word in ("Messages", "experiences", "sharing", "policies")]
    ['document', 'experienc', 'shar', 'policy']
    """
    plain = word.lower().replace("’", "'").removesuffix("'s")
    single = plain[:-1] if plain.endswith("s") and not plain.endswith("ss") else plain
    if plain.endswith(("sses", "xes", "ches", "shes")):
        single = plain[:-2]
    single = f"{plain[:-3]}y" if plain.endswith("ies") and len(plain) > 4 else single
    for known in (plain, single):
        if not literal and (known in _MEANS or known in _SAME):
            return _MEANS.get(known, known)
    for ending in _ENDINGS:
        if single.endswith(ending) and len(single) > len(ending) + 3:
            return single.removesuffix(ending)
    return single


def stems(text: str) -> list[str]:
    """Return the stems of the words of a text that say something."""
    return [word for word, _ in placed_stems(text)]


@lru_cache(maxsize=1_000)
def placed_stems(text: str) -> tuple[tuple[str, int], ...]:
    """Return these stems with the number of the word, from 0."""
    words = [word for word in _TOKEN.findall(text) if word.lower() not in _STOP]
    return tuple((stem(word), index) for index, word in enumerate(words))


@lru_cache(maxsize=5_000)
def spelled_stems(text: str, *, literal: bool = False) -> tuple[tuple[str, int, int], ...]:
    """Return the stems of the words that say something, each with its place in the text."""
    return tuple(
        (stem(match.group(), literal=literal), *match.span())
        for match in _TOKEN.finditer(text)
        if match.group().lower() not in _STOP
        or (len(match.group()) == 1 and match.group().isupper() and match.start() > 0)
    )


def rows_of_table(
    rows: Iterable[Mapping[str, Any]], source: str, names: Mapping[str, Sequence[str]]
) -> list[Row]:
    """Return the rows of any table of results; cells with words are what a row is about.

    `names` are the names of ids of codes and themes.
    """
    rows_read = []
    for row in rows:
        slots, cells = [], []
        for column, cell in row.items():
            value = _value(cell)
            if value is not None and column not in _NAMING:
                cells.append(Cell(column, value, "percent" in column or "%" in column))
            elif isinstance(cell, str) and 0 < len(cell.split()) <= _LONGEST_LABEL:
                kind: Kind = _KINDS.get(column, "label")
                whole, _, role = cell.partition(":") if kind == "code" else (cell, "", "")
                named = (whole, *names.get(whole, ()), f"{column} {whole}")
                slots.append(Slot(kind, whole, named[: None if whole in names else 2]))
                slots += [Slot("role", role, (role,), ("role",))] if role else []
        if cells:
            rows_read.append(Row(tuple(slots), tuple(cells), source))
    return rows_read


def _value(cell: object) -> float | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return None if math.isnan(cell) else float(cell)
    try:
        value = float(str(cell).replace(",", "")) if cell not in (None, "") else math.nan
    except ValueError:
        return None
    return None if math.isnan(value) or math.isinf(value) else value


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
