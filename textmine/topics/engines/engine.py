"""What every topic engine does: fit on word counts, and place new units without refitting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Fitted:
    """What an engine learned.

    `topic_word` (n_topics, n_words): weights of words, rows sum to 1. `unit_topic` (n_units,
    n_topics): what `place` says of the units fitted to, so that fitting and placing agree; rows sum
    to 1, or to 0 for a unit without a known word. `parameters`: the arrays that `place` needs.
    """

    topic_word: Floats
    unit_topic: Floats
    parameters: dict[str, Floats]


class Engine(Protocol):
    """A way to find topics."""

    title: str

    def fit(self, counts: sp.csr_matrix, n_topics: int, seed: int) -> Fitted:
        """Fit topics to word counts of shape (n_units, n_words)."""
        ...

    def place(self, counts: sp.csr_matrix, parameters: dict[str, Floats], seed: int) -> Floats:
        """Return the topics of units, shape (n_units, n_topics), with nothing refitted."""
        ...


def shares(weights: Floats) -> Floats:
    """Return rows that sum to 1; a row of zeros stays zeros."""
    totals = weights.sum(axis=1, keepdims=True)
    result: Floats = np.zeros_like(weights)
    np.divide(weights, totals, out=result, where=totals > 0)
    return result
