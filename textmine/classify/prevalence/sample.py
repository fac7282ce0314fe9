"""Which hand-coded documents are a random sample of what, and the design that follows from it.

Where several draws were made, each estimates the codes that were unknown when it was made, and
counts those that were known; the estimates are averaged. So documents that were chosen between two
draws, because a machine was unsure of them for instance, do no harm: they count for themselves
alone. Source: the sequential form of Zrnic & Candès (2024), Active statistical inference, ICML.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from textmine.arrays import Bools, Floats, Ints
from textmine.stats.shares.sampling_design import (
    SamplingDesign,
    joined,
    known_chances,
    simple_random,
    stratified,
    whole_clusters,
)

Kind = Literal["census", "drawn", "chances", "assumed"]


@dataclass(frozen=True)
class DrawnPart:
    """One draw, as arrays over the N documents of the corpus.

    `covers` marks those that it answers for: the `free` ones that it could take, and those whose
    codes were known then. `drawn` are those that it took and that are coded. `strata` are numbers,
    `chances` 0 to 1; both mean nothing for documents that are not free.
    """

    name: str
    covers: Bools
    free: Bools
    drawn: Bools
    strata: Ints
    chances: Floats


@dataclass(frozen=True)
class SampledPart:
    """A sample of some documents of the corpus: the places of its n documents, and their design.

    `open` (N,) says how much of each document the sample answers for, `known` (N,) how much of it
    is known because it is hand-coded; both are 0 outside these documents, and sum to 1 within.
    """

    units: Ints
    design: SamplingDesign
    open: Floats
    known: Floats
    chances: Floats | None = None


@dataclass(frozen=True)
class CodedSample:
    """The hand-coded documents of a corpus of N, and how they came to be coded.

    `coded` (N,) marks them. `draws` are known where `kind` is "drawn", `chances` (N,) where it is
    "chances". `clusters` (N,) are numbers of threads where whole threads were coded, else None.
    `sentence` says all that, `remarks` what has to be known besides.
    """

    kind: Kind
    coded: Bools
    sentence: str
    draws: tuple[DrawnPart, ...] = ()
    chances: Floats | None = None
    clusters: Ints | None = None
    remarks: tuple[str, ...] = ()

    def part(self, chosen: Bools) -> SampledPart | None:
        """Return the sample of the chosen documents (N,), None where it has none or leaves gaps."""
        if self.kind == "drawn":
            return _from_draws(self.draws, self.coded, chosen)
        units = np.flatnonzero(self.coded & chosen)
        if not len(units):
            return None
        answered = chosen.astype(np.float64)
        nothing = np.zeros(len(chosen))
        if self.chances is not None:
            mine = self.chances[units]
            return SampledPart(units, known_chances(mine), answered, nothing, mine)
        if self.clusters is not None:
            there = len(np.unique(self.clusters[chosen]))
            return SampledPart(
                units, whole_clusters(self.clusters[units], there), answered, nothing
            )
        return SampledPart(units, simple_random(len(units), int(chosen.sum())), answered, nothing)


def _from_draws(draws: Sequence[DrawnPart], coded: Bools, chosen: Bools) -> SampledPart | None:
    used = [draw for draw in draws if (draw.drawn & chosen).sum() >= 2]
    used = used or [draw for draw in draws if (draw.drawn & chosen).any()]
    covers = np.array([draw.covers for draw in used]).reshape(len(used), len(coded))
    worth = np.array([_worth(draw.chances[draw.drawn & chosen]) for draw in used])
    weight = covers * worth[:, None]
    total = weight.sum(axis=0)
    lone = chosen & coded & (total == 0)
    if not used or (chosen & ~coded & (total == 0)).any():
        return None
    parts = weight / np.where(total > 0, total, 1)
    free = np.array([draw.free for draw in used])
    answered = (parts * free).sum(axis=0) * chosen
    known = (parts * ~free).sum(axis=0) * chosen + lone
    patterns = np.unique(covers, axis=1, return_inverse=True)[1].reshape(-1)
    designs = [
        _design_of(draw, part, patterns, chosen) for draw, part in zip(used, parts, strict=True)
    ]
    masses = [
        float((part * draw.free)[chosen].sum()) for draw, part in zip(used, parts, strict=True)
    ]
    units = np.concatenate([np.flatnonzero(draw.drawn & chosen) for draw in used])
    return SampledPart(units, joined(designs, masses), answered, known)


def _design_of(draw: DrawnPart, parts: Floats, patterns: Ints, chosen: Bools) -> SamplingDesign:
    """Return the design of one draw; documents that other draws answer for too are strata apart."""
    free, drawn = draw.free & chosen, draw.drawn & chosen
    key = draw.strata * (int(patterns.max(initial=0)) + 1) + patterns
    _, first, number = np.unique(key[free], return_index=True, return_inverse=True)
    strata = np.full(len(chosen), -1, dtype=np.int64)
    strata[free] = number.reshape(-1)
    sizes = np.bincount(number.reshape(-1))
    return stratified(strata[drawn], sizes, draw.chances[free][first], parts[free][first])


def _worth(chances: Floats) -> float:
    """Return how many documents of equal chances a sample is worth (Kish)."""
    weights = 1 / chances
    return float(weights.sum() ** 2 / (weights**2).sum())
