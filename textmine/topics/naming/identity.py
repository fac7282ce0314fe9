"""Which topic of a refit is which topic of the model that stood there before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from textmine.topics.engines.engine import Floats
from textmine.topics.judging.stability import LIKE, Refit, likeness, units_alike
from textmine.topics.naming.ids import free_ids


@dataclass(frozen=True)
class Identities:
    """The ids of the topics of a refit, and what became of the former ones.

    `kept` are ids of former topics that a topic of the refit is like (.5 or more, see `Stability`);
    `new` the ids given to the others, `vanished` former ids that none has. `merged` holds (former
    id, id) of vanished topics whose units mostly went to one topic, `split` (id, former id) of new
    topics whose units mostly come from one that is kept. `given` are all ids given so far.
    """

    ids: tuple[str, ...]
    kept: tuple[str, ...]
    new: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    split: tuple[tuple[str, str], ...] = ()
    given: tuple[str, ...] = ()

    @property
    def sentences(self) -> list[str]:
        """What changed, a sentence each; empty when every topic is an old one."""
        went, came = dict(self.merged), dict(self.split)
        gone = [
            f"{former} went into {went[former]}."
            if former in went
            else f"{former} is not there any more."
            for former in self.vanished
        ]
        added = [
            f"{fresh} is new, split from {came[fresh]}." if fresh in came else f"{fresh} is new."
            for fresh in self.new
        ]
        return gone + added


def identify(
    former: Refit, former_ids: Sequence[str], fresh: Refit, used: Sequence[str] = ()
) -> Identities:
    """Give each topic of a refit the id of the former topic that it is, or the next free one.

    Both fits are seen on the same units. Topics are matched by the Hungarian method on their
    likeness in words and units; `used` are ids that were given ever before, and are not given
    again.
    """
    alike = likeness(fresh, former)
    rows, columns = linear_sum_assignment(-alike)
    id_of = {
        int(row): former_ids[column]
        for row, column in zip(rows, columns, strict=True)
        if alike[row, column] >= LIKE
    }
    free = free_ids({*former_ids, *used})
    new = {}
    for row in range(len(fresh.tops)):
        if row not in id_of:
            new[row] = next(free)
    ids = tuple(id_of.get(row) or new[row] for row in range(len(fresh.tops)))
    shared = units_alike(fresh, former)
    vanished = [place for place, one in enumerate(former_ids) if one not in id_of.values()]
    merged = [
        (former_ids[place], ids[int(shared[:, place].argmax())])
        for place in vanished
        if _strongest(shared[:, place]) >= LIKE
    ]
    split = [
        (ids[row], former_ids[int(shared[row].argmax())])
        for row in new
        if _strongest(shared[row]) >= LIKE and former_ids[int(shared[row].argmax())] in ids
    ]
    return Identities(
        ids,
        tuple(sorted(id_of.values())),
        tuple(new.values()),
        tuple(former_ids[place] for place in vanished),
        tuple(merged),
        tuple(split),
        tuple(sorted({*former_ids, *used, *ids})),
    )


def _strongest(values: NDArray[np.float64] | Floats) -> float:
    return float(values.max(initial=0.0))
