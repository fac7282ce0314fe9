"""What every topic engine does: fit on word counts, and place new units without refitting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Parameters = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Guide:
    """What an engine may be told beside the counts; each engine says in `reads` what it heeds.

    `seeds`: for some topics the columns of the words given for them. `labels`: a covariate, one
    value a unit. `vectors` (n_units, n_numbers): sentence embeddings of the units.
    """

    seeds: tuple[tuple[int, ...], ...] = ()
    labels: tuple[str, ...] = ()
    vectors: Floats | None = None

    def of_units(self, places: Sequence[int]) -> Guide:
        """Return the guide for some of the units."""
        rows = list(places)
        labels = tuple(self.labels[place] for place in rows) if self.labels else ()
        vectors = None if self.vectors is None else self.vectors[rows]
        return Guide(self.seeds, labels, vectors)


UNGUIDED = Guide()


@dataclass(frozen=True)
class Fitted:
    """What an engine learned.

    `topic_word` (n_topics, n_words): how probable a word is in a topic, rows sum to 1. `unit_topic`
    (n_units, n_topics): what `place` says of the units fitted to, so that fitting and placing
    agree; rows sum to 1, or to 0 for a unit without a known word. `parameters`: the arrays that
    `place` needs. Topics for which words were given come first, in the order of their seeds.
    """

    topic_word: Floats
    unit_topic: Floats
    parameters: Parameters


class Engine(Protocol):
    """A way to find topics."""

    @property
    def title(self) -> str:
        """What the engine is, in a few words."""
        ...

    @property
    def reads(self) -> frozenset[str]:
        """Which fields of the guide it heeds."""
        ...

    @property
    def needs(self) -> frozenset[str]:
        """Which fields of the guide it cannot do without."""
        ...

    def fit(
        self, counts: sp.csr_matrix, n_topics: int, seed: int, guide: Guide = UNGUIDED
    ) -> Fitted:
        """Fit topics to word counts of shape (n_units, n_words).

        Raises ExtraMissingError when a package that the engine needs is not installed.
        """
        ...

    def place(
        self, counts: sp.csr_matrix, parameters: Parameters, seed: int, guide: Guide = UNGUIDED
    ) -> Floats:
        """Return the topics of units, shape (n_units, n_topics), with nothing refitted."""
        ...


def shares(weights: Floats) -> Floats:
    """Return rows that sum to 1; a row of zeros stays zeros."""
    totals = weights.sum(axis=1, keepdims=True)
    result: Floats = np.zeros_like(weights)
    np.divide(weights, totals, out=result, where=totals > 0)
    return result


def unit_rows(matrix: Floats) -> Floats:
    """Return rows of length 1; a row of zeros stays zeros."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    result: Floats = np.zeros_like(matrix)
    np.divide(matrix, lengths, out=result, where=lengths > 0)
    return result
