"""A fit to all units steadied by fits to parts of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.optimize import linear_sum_assignment

from textmine.errors import InputError
from textmine.topics.engines.engine import (
    UNGUIDED,
    Engine,
    Fitted,
    Floats,
    Guide,
    Parameters,
    shares,
    unit_rows,
)
from textmine.topics.engines.tfidf import word_shares

_KEPT = 0.8


@dataclass(frozen=True)
class Consensus:
    """An engine with components (NMF) whose topics are averaged over fits to 80 % of the units.

    Each part's topics are matched to those of the fit to all units by the Hungarian method on the
    cosine of their components, and the mean of the matched components, each of length 1 and
    weighted by its likeness, takes their place. Source: after Belford, Mac Namee & Greene (2018),
    who factorize the stacked topics; matching keeps the seeds' order and needs no second number of
    topics.
    """

    engine: Engine
    n_fits: int

    @property
    def title(self) -> str:
        """What the engine is, in a few words."""
        return f"{self.engine.title}, consensus of {self.n_fits} fits"

    @property
    def reads(self) -> frozenset[str]:
        """Which fields of the guide it heeds."""
        return self.engine.reads

    @property
    def needs(self) -> frozenset[str]:
        """Which fields of the guide it cannot do without."""
        return self.engine.needs

    def fit(
        self, counts: sp.csr_matrix, n_topics: int, seed: int, guide: Guide = UNGUIDED
    ) -> Fitted:
        """Fit to all units and to `n_fits` parts.

        Raises InputError for engines without components.
        """
        whole = self.engine.fit(counts, n_topics, seed, guide)
        if "components" not in whole.parameters:
            raise InputError(
                f"{self.engine.title} has no consensus.", hint="Take the engine smoothed or nmf."
            )
        reference = unit_rows(whole.parameters["components"])
        total = reference.copy()
        for draw in range(self.n_fits):
            order = np.random.default_rng([seed, draw]).permutation(counts.shape[0])
            rows = np.sort(order[: max(int(_KEPT * counts.shape[0]), 1)])
            part = self.engine.fit(counts[rows], n_topics, seed, guide.of_units(rows.tolist()))
            found = unit_rows(part.parameters["components"])
            alike = reference @ found.T
            here, there = linear_sum_assignment(-alike)
            total[here] += alike[here, there][:, None] * found[there]
        scale = np.linalg.norm(whole.parameters["components"], axis=1, keepdims=True)
        parameters: Parameters = {**whole.parameters, "components": unit_rows(total) * scale}
        topic_word: Floats = shares(word_shares(parameters["components"], parameters["idf"]))
        return Fitted(topic_word, self.place(counts, parameters, seed, guide), parameters)

    def place(
        self, counts: sp.csr_matrix, parameters: Parameters, seed: int, guide: Guide = UNGUIDED
    ) -> Floats:
        """Return the topics of units, shape (n_units, n_topics), with nothing refitted."""
        return self.engine.place(counts, parameters, seed, guide)
