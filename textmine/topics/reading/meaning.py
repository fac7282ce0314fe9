"""What units mean, as vectors: for quotations that repeat nothing, and that stand apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import overload

import numpy as np

from textmine.arrays import Floats

Meaning = Callable[[Sequence[int]], Floats]
"""Gives the vectors of some units, (n, 512): rows of length 1, or 0 for a unit without a letter."""

_TOGETHER = 8
"""Units whose vectors are computed together."""


@dataclass(frozen=True)
class AskedVectors:
    """The vectors of some `units`, each computed when it is asked for: most never are.

    It is read as an array (n_units, 512) is, by a place or by a list of places.
    """

    meaning: Meaning
    units: Sequence[int]
    known: dict[int, Floats] = field(default_factory=dict)

    def in_order(self, places: Sequence[int]) -> AskedVectors:
        """Return the vectors of the units at some places, in that order."""
        known = {new: self.known[old] for new, old in enumerate(places) if old in self.known}
        return AskedVectors(self.meaning, [self.units[index] for index in places], known)

    @overload
    def __getitem__(self, place: int) -> Floats: ...
    @overload
    def __getitem__(self, place: list[int]) -> Floats: ...
    def __getitem__(self, place: int | list[int]) -> Floats:
        if isinstance(place, list):
            return np.array([self[index] for index in place])
        if place not in self.known:
            near = range(place, len(self.units))
            asked = [index for index in near if index not in self.known][:_TOGETHER]
            vectors = self.meaning([self.units[index] for index in asked])
            self.known.update(zip(asked, vectors, strict=True))
        return self.known[place]
