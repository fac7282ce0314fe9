"""Rank the rows that a figure may mean, by what its words name and the rows are about."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from textmine.report.claims.counted import Counted, subsets
from textmine.report.claims.figures_known import Row, Slot
from textmine.report.claims.scopes import NEEDED, Named

_DEAREST = 2.6
"""What the slots of a row may cost together to be looked at."""
_ROOM = 3.5
"""How much worse than the best one a row may be to be looked at."""
_MOST_CODES, _MOST_VALUES = 2, 3
_APART = 1.0
"""What it costs to take two codes of a dimension together that are not listed together."""
_DIMENSION, _LABEL = 0.5, 0.7
"""What it costs to leave the name of a dimension, or of a label of a table."""


@dataclass(frozen=True)
class Fit:
    """A row and what it costs to mean it, 0 for one that is all that was named."""

    cost: float
    row: Row


class Fitting:
    """All rows, those that are there and those that can be counted."""

    def __init__(self, rows: Sequence[Row], counted: Sequence[Counted]) -> None:
        self._counted = counted
        needed: defaultdict[frozenset[Slot], list[Row]] = defaultdict(list)
        for row in rows:
            needed[frozenset(s for s in row.slots if s.kind in NEEDED)].append(row)
        self._needed = dict(needed)

    @property
    def slots(self) -> list[Slot]:
        """Every slot of every row."""
        there = [slot for rows in self._needed.values() for row in rows for slot in row.slots]
        return list(
            dict.fromkeys([*there, *(s for counted in self._counted for s in counted.slots)])
        )

    def fits(self, named: Sequence[Named]) -> list[Fit]:
        """Return the rows whose slots are named, best first; units are not looked at."""
        use: dict[Slot, float] = {}
        for named_one in named:
            for slot in named_one.mention.slots:
                use[slot] = min(named_one.use, use.get(slot, named_one.use))
        left = [(item.mention.slots, item.dear) for item in named if item.dear and item.needed]
        listed = frozenset(slot for item in named if item.listed for slot in item.mention.slots)
        asked: list[tuple[float, frozenset[Slot], Counted]] = []
        fits: list[Fit] = []
        for slots, source in self._able(use):
            coder = {source.coder} if source is not None and source.coder else set()
            own = slots | coder
            cost = sum(use[slot] for slot in own) + _of_several(slots, listed)
            unused = [(mine, c) for mine, c in left if not mine & own]
            if source is not None:
                asked.append((cost + sum(c for _, c in unused), slots, source))
                continue
            for row in self._needed[slots]:
                more = frozenset(row.more)
                fits.append(Fit(cost + sum(c for mine, c in unused if not mine & more), row))
        asked.sort(key=lambda item: item[0])
        best = min([*(fit.cost for fit in fits), *(item[0] for item in asked[:1])], default=0.0)
        for cost, slots, source in asked:
            if cost > best + _ROOM:
                break
            fits += [Fit(cost, row) for row in _rows_of(slots, source)]
        return [
            Fit(fit.cost + _unused(fit.row, named), fit.row)
            for fit in fits
            if fit.cost <= best + _ROOM
        ]

    def _able(self, use: dict[Slot, float]) -> Iterator[tuple[frozenset[Slot], Counted | None]]:
        named = set(use)
        for needed in self._needed:
            if needed <= named and sum(use[slot] for slot in needed) <= _DEAREST:
                yield needed, None
        for counted in self._counted:
            if counted.coder is not None and counted.coder not in named:
                continue
            codes = _cheap(counted.codes, use)
            roles = _cheap(counted.roles, use)
            values = _cheap(counted.values, use)
            for some in subsets(codes, _MOST_CODES):
                for role in subsets(roles, 1) if some else [frozenset[Slot]()]:
                    for subset in subsets(values, _MOST_VALUES):
                        mine = some | role | subset
                        if sum(use[slot] for slot in mine) <= _DEAREST:
                            yield mine, counted


def _rows_of(slots: frozenset[Slot], source: Counted) -> list[Row]:
    return source.rows(
        frozenset(slots & source.codes.keys()),
        frozenset(slots & source.roles.keys()),
        frozenset(slots & source.values.keys()),
    )


def _of_several(slots: frozenset[Slot], listed: frozenset[Slot]) -> float:
    """Return what it costs to take several values of one thing together that stand apart."""
    apart = [slot for slot in slots if slot not in listed]
    return _APART * sum(any(slot.beside(other) for other in slots - {slot}) for slot in apart)


def _cheap(slots: Iterable[Slot], use: dict[Slot, float]) -> list[Slot]:
    mine = sorted((use[slot], slot.id, slot) for slot in slots if use.get(slot, 9.0) <= _DEAREST)
    return [slot for _, _, slot in mine[:8]]


def _unused(row: Row, named: Sequence[Named]) -> float:
    """Return what it costs that a row has no dimension or label that was named."""
    mine = set(row.slots)
    cost = 0.0
    for named_one in named:
        if named_one.leave and not named_one.needed and not mine & named_one.mention.slots:
            kinds = {slot.kind for slot in named_one.mention.slots}
            if "unit" not in kinds and kinds & {"dimension", "label"}:
                cost += min(named_one.leave, _DIMENSION if "dimension" in kinds else _LABEL)
    return cost
