"""Count codes, documents and people as a sentence asks for them: any codes, values and units."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import combinations
from typing import cast

import numpy as np

from textmine.arrays import Bools, Ints
from textmine.coding import Codings
from textmine.corpus import Corpus, Level, units_at
from textmine.corpus.hierarchy import TURN
from textmine.errors import InputError
from textmine.reading.coded_units import CodedUnits, coded_units
from textmine.report.claims.figures_known import (
    Cell,
    Row,
    Slot,
    code_slots,
    dimension_slot,
    unit_slot,
)

_LEVELS: tuple[Level, ...] = ("documents", "threads", "cases", "authors")
Columns = tuple[frozenset[int], ...]
"""The columns of a code: one of each set has to apply."""


@dataclass(frozen=True)
class _Units:
    """Texts or stretches of texts, and the units of a level that they belong to, -1 for none.

    `rows` are rows of the corpus, `given` and `coded` those of `CodedUnits`.
    """

    unit: Slot
    rows: Ints
    labels: Ints
    given: Bools
    coded: Bools

    def count(self, mask: Bools) -> int:
        """Return how many units have one text or more of a mask."""
        return len(np.unique(self.labels[mask & (self.labels >= 0)]))


class Counted:
    """What one coder, or all of them, said of a corpus; without codings, the corpus itself.

    `codes` are the slots that rows can be asked for, `roles` and `values` likewise.
    """

    def __init__(
        self,
        corpus: Corpus,
        values: Sequence[Slot],
        codings: Codings | None = None,
        coder: str | None = None,
    ) -> None:
        self._corpus = corpus
        self._codings = codings
        self.coder = Slot("coder", coder, (coder,), ("coder",)) if coder else None
        self.values = {slot: self._holds(slot) for slot in values}
        what = "codes of" if codings is not None else "corpus"
        self.source = f"{what} '{corpus.name}'" + (f" by {coder}" if coder else "")
        self._cache: dict[tuple[frozenset[Slot], ...], list[Row]] = {}

    @cached_property
    def levels(self) -> list[_Units]:
        """The units of each level that the corpus has."""
        units = self._texts
        asked = self._corpus.column(TURN)
        rows = np.array(
            [row for members in units.members for row in members[:1]]
            if units is not None
            else [row for row in range(len(self._corpus)) if asked[row] != "question"],
            dtype=np.int64,
        )
        none = np.zeros((len(rows), 0), dtype=np.bool_)
        given_codes, coded = (none, none) if units is None else (units.given, units.coded)
        levels = []
        for level in (self._whole_level,) if self._whole_level else _LEVELS:
            try:
                labels = units_at(self._corpus, level)
            except InputError:
                continue
            number = {label: i for i, label in enumerate(dict.fromkeys(labels)) if label}
            mine = np.array([number.get(labels[row], -1) for row in rows], dtype=np.int64)
            slot = unit_slot(level, are_passages=level == "documents" and not self._marked)
            levels.append(_Units(slot, rows, mine, given_codes, coded))
        return levels + self._stretches()

    @cached_property
    def codes(self) -> Mapping[Slot, Columns]:
        """The slots of codes, of those in any role, of wholes and cells, and their columns."""
        units = self._texts
        if units is None or self._codings is None:
            return {}
        book = self._codings.codebook
        whole: defaultdict[Slot, set[int]] = defaultdict(set)
        for index, code in enumerate(units.codes):
            for slot in code_slots(code, book):
                whole[slot].add(index)
        slots: dict[Slot, Columns] = {slot: (frozenset(all_),) for slot, all_ in whole.items()}
        if book.product:
            sides = {
                (slot.groups[0].partition("@")[0], slot.id): columns[0]
                for slot, columns in slots.items()
            }
            for name in book.cells():
                for (rows, row_code), first in sides.items():
                    for (columns, column_code), second in sides.items():
                        both = (rows, columns) == (book.product.rows, book.product.columns)
                        if both and row_code + column_code == name:
                            named = book.product.cells.get(name)
                            groups = (f"{rows}@{book.name}", f"{columns}@{book.name}")
                            cell = Slot("code", name, (named,) if named else (), groups)
                            slots[cell] = (first, second)
        return slots

    @cached_property
    def roles(self) -> Mapping[Slot, frozenset[int]]:
        """The slots of roles and their columns."""
        units = self._texts
        columns_of: defaultdict[Slot, set[int]] = defaultdict(set)
        for index, code_place in enumerate(units.codes if units is not None else ()):
            if code_place.role:
                columns_of[Slot("role", code_place.role, (code_place.role,), ("role",))].add(index)
        return {slot: frozenset(places) for slot, places in columns_of.items()}

    @property
    def slots(self) -> list[Slot]:
        """Every slot that a row of these can have."""
        units = [level.unit for level in self.levels]
        dimensions = {self._dimension(slot): None for slot in self.codes}
        own = [self.coder] if self.coder else []
        dimensioned = [slot for slot in dimensions if slot is not None]
        return [*self.codes, *self.roles, *self.values, *units, *dimensioned, *own]

    def rows(
        self, codes: frozenset[Slot], roles: frozenset[Slot], values: frozenset[Slot]
    ) -> list[Row]:
        """Return a row a level: units with all of the codes, in one of the values a column.

        Two codes of a dimension that gives one code each are one or the other.
        """
        key = (codes, roles, values)
        if key not in self._cache:
            self._cache[key] = [row for units in self.levels for row in self._row(units, *key)]
        return self._cache[key]

    def _row(
        self, units: _Units, codes: frozenset[Slot], roles: frozenset[Slot], values: frozenset[Slot]
    ) -> list[Row]:
        ordered = sorted(codes, key=lambda slot: slot.id)
        conditions: list[tuple[frozenset[Slot], Bools]] = []
        mask = np.ones(len(units.rows), dtype=np.bool_)
        for group in {slot.groups for slot in values}:
            mine = frozenset(slot for slot in values if slot.groups == group)
            here = reduce(np.logical_or, (self.values[slot] for slot in mine))[units.rows]
            conditions.append((mine, here))
            mask = mask & here
        coded = mask
        for mine in self._taken_together(ordered):
            both = [self._has(units, slot, roles) for slot in sorted(mine, key=str)]
            coded = reduce(np.logical_and, (looked for _, looked in both), coded)
            conditions.append((mine, reduce(np.logical_or, (has for has, _ in both))))
        place = Slot("place", self._corpus.name, (self._corpus.name,))
        own = (self.coder,) if self.coder else ()
        dimensions = {self._dimension(slot): None for slot in ordered}
        about = (
            *ordered, *(dimension for dimension in dimensions if dimension),
            *sorted(roles, key=str), *sorted(values, key=str), *own, units.unit, place,
        )  # fmt: skip
        if not ordered:
            what = "units" if self._codings is not None else units.unit.id
            count = units.count(mask)
            every = units.count(np.ones(len(units.rows), dtype=np.bool_))
            cells = [Cell(what, count)]
            if values:
                cells += [Cell("n", every), *_share("percent", count, every)]
            return [Row(about, tuple(cells), self.source)]
        has_all = reduce(np.logical_and, (has for _, has in conditions))
        count, n = units.count(has_all & coded), units.count(coded)
        if self._codings is not None and len(ordered) > 1 and units.unit.id != "passages":
            count = units.count(has_all & mask)
        cells = [Cell("count", count), Cell("n", n), *_share("percent", count, n)]
        for part, _ in conditions if len(conditions) > 1 or values else ():
            rest = [has for slots, has in conditions if slots != part]
            if rest:
                base = units.count(reduce(np.logical_and, rest))
                if base != n:
                    label = " and ".join(str(s.id) for slots, _ in conditions for s in slots - part)
                    cells += [Cell(f"n of {label}", base)]
                    cells += _share(f"percent of {label}", count, base)
        return [Row(about, tuple(cells), self.source)]

    def _taken_together(self, codes: Sequence[Slot]) -> list[frozenset[Slot]]:
        """Part codes into those of which one is enough: dimensions that give one code each."""
        if self._codings is None:
            return []
        parts: defaultdict[str, set[Slot]] = defaultdict(set)
        for slot in codes:
            names = [group.partition("@")[0] for group in slot.groups]
            single_codes = all(
                self._codings.codebook.dimension(n).labels == "single" for n in names
            )
            parts["/".join(names) if single_codes else str(slot)].add(slot)
        return [frozenset(mine) for mine in parts.values()]

    def _has(self, units: _Units, slot: Slot, roles: frozenset[Slot]) -> tuple[Bools, Bools]:
        """Return which units have a code, and which were looked at for it."""
        has = np.ones(len(units.rows), dtype=np.bool_)
        looked = has.copy()
        for columns in self.codes[slot]:
            mine = sorted(columns.intersection(*(self.roles[role] for role in roles)))
            has = has & units.given[:, mine].any(axis=1)
            looked = looked & units.coded[:, sorted(columns)].any(axis=1)
        return has, looked

    def _holds(self, slot: Slot) -> Bools:
        return np.array([cell == slot.id for cell in self._corpus.column(slot.groups[0])])

    def _dimension(self, slot: Slot) -> Slot | None:
        if self._codings is None or len(slot.groups) != 1:
            return None
        return dimension_slot(slot.groups[0].partition("@")[0], self._codings.codebook)

    @property
    def _whole_level(self) -> Level | None:
        """The level at which whole units were coded."""
        level = self._codings.level if self._codings is not None else ""
        if not level:
            return None
        return "threads" if level == "interviews" else cast("Level", level)

    @property
    def _marked(self) -> bool:
        codings = self._codings
        return codings is not None and any(coding.start is not None for coding in codings)

    @cached_property
    def _texts(self) -> CodedUnits | None:
        """The texts that were coded; None without codings."""
        if self._codings is None:
            return None
        if self._whole_level:
            return coded_units(self._codings, self._whole_level)
        return coded_units(self._codings, "passages", whole=True)

    def _stretches(self) -> list[_Units]:
        if self._codings is None or not self._marked:
            return []
        units = coded_units(self._codings, "passages")
        rows = np.array([members[0] for members in units.members], dtype=np.int64)
        labels = np.arange(len(rows), dtype=np.int64)
        return [_Units(unit_slot("passages"), rows, labels, units.given, units.coded)]


def _share(column: str, count: int, n: int) -> list[Cell]:
    return [Cell(column, 100 * count / n, percent=True)] if n else []


def subsets(slots: Sequence[Slot], most: int) -> list[frozenset[Slot]]:
    """Return every set of some slots, of none too, up to a size."""
    return [
        frozenset(combination)
        for size in range(most + 1)
        for combination in combinations(slots, size)
    ]
