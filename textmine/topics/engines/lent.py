"""A table of weights in which words lend to their neighbours, held as the product that it is.

Written out, a unit of 70 words has weights for 2,000 and more; as a product it costs what its own
words and the neighbours of each word cost, once.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from textmine.arrays import Floats


@dataclass(frozen=True)
class Lent:
    """The table X + b X S (n_units, n_words).

    `own` is X (n_units, n_words), `near` S (n_words, n_words), `strength` b.
    """

    own: sp.csr_matrix
    near: sp.csr_matrix
    strength: float

    @property
    def shape(self) -> tuple[int, int]:
        """How many units and words."""
        return int(self.own.shape[0]), int(self.own.shape[1])

    @cached_property
    def _own_turned(self) -> sp.csr_matrix:
        return sp.csr_matrix(self.own.T)

    @cached_property
    def _near_turned(self) -> sp.csr_matrix:
        return sp.csr_matrix(self.near.T)

    def times(self, right: Floats) -> Floats:
        """Return the table times `right` (n_words, n) or (n_words,)."""
        product: Floats = self.own @ (right + self.strength * (self.near @ right))
        return product

    def turned_times(self, right: Floats) -> Floats:
        """Return the turned table times `right` (n_units, n) or (n_units,)."""
        product = self._own_turned @ right
        lent: Floats = product + self.strength * (self._near_turned @ product)
        return lent

    def mean(self) -> float:
        """The mean of all weights."""
        n_units, n_words = self.shape
        return float(self.times(np.ones(n_words)).sum() / max(n_units * n_words, 1))

    def written_out(self) -> sp.csr_matrix:
        """Return the table itself."""
        return sp.csr_matrix(self.own + self.strength * (self.own @ self.near))


def descend(
    weights: Lent, loads: Floats, components: Floats, max_rounds: int, tolerance: float = 1e-4
) -> tuple[Floats, Floats]:
    """Return loadings (n_units, n_topics) and components (n_topics, n_words) of a factorization.

    Cyclic coordinate descent from the ones given, as scikit-learn's solver "cd" does on a table
    that is written out, until a round moves less than `tolerance` of the first. Source: Cichocki &
    Phan (2009), Fast local algorithms.
    """
    loads, turned = np.asfortranarray(loads), np.asfortranarray(components.T)
    first = 0.0
    for round_ in range(max_rounds):
        moved = _one_round(loads, turned.T @ turned, weights.times(np.ascontiguousarray(turned)))
        moved += _one_round(
            turned, loads.T @ loads, weights.turned_times(np.ascontiguousarray(loads))
        )
        first = first if round_ else moved
        if moved <= tolerance * first:
            break
    return loads, np.ascontiguousarray(turned.T)


def loads_of(weights: Lent, components: Floats, max_rounds: int, tolerance: float = 1e-4) -> Floats:
    """Return the loadings (n_units, n_topics) of components that are held fixed."""
    loads = np.zeros((weights.shape[0], len(components)), order="F")
    alike, wanted = components @ components.T, weights.times(np.ascontiguousarray(components.T))
    first = 0.0
    for round_ in range(max_rounds):
        moved = _one_round(loads, alike, wanted)
        first = first if round_ else moved
        if moved <= tolerance * first:
            break
    return loads


def _one_round(loads: Floats, alike: Floats, wanted: Floats) -> float:
    """Improve each column of `loads` (n, n_topics) in its turn; return how far they moved."""
    moved = 0.0
    for topic in range(loads.shape[1]):
        slope = loads @ alike[topic] - wanted[:, topic]
        held = (loads[:, topic] == 0) & (slope > 0)
        moved += float(np.abs(np.where(held, 0.0, slope)).sum())
        if alike[topic, topic]:
            loads[:, topic] = np.maximum(loads[:, topic] - slope / alike[topic, topic], 0.0)
    return moved
