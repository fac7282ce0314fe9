"""How wide the reported intervals of samples of some size are, by drawing such samples."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from textmine.stats.agreement.agreement_interval import agreement_interval
from textmine.stats.agreement.alpha import krippendorff_alpha
from textmine.stats.counts import IntArray

UNKNOWN = 2.0
"""The width of what is not known: alpha lies between -1 and 1."""


@dataclass(frozen=True)
class PlanPoint:
    """The width to expect with n units: its median over simulated samples, and their SD.

    `error` is the Monte-Carlo standard error of the median, that of a mean times 1.25.
    `n_clusters` is 0 without clusters.
    """

    n: int
    n_clusters: int
    width: float
    spread: float
    error: float


@dataclass(frozen=True)
class Population:
    """What is drawn from: codes (n_units, n_coders), by unit or by cluster (n_units,).

    All units have two codes or more. `options` are those of alpha.
    """

    codes: IntArray
    n_categories: int
    clusters: IntArray | None
    level: float
    n_simulations: int
    seed: int
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many units, or clusters, there are."""
        return len(self.codes) if self.clusters is None else len(np.unique(self.clusters))

    def point(self, draws: int) -> PlanPoint:
        """Simulate samples of so many units or clusters, and measure their intervals."""
        rng = np.random.Generator(np.random.PCG64((self.seed, draws)))
        widths = np.array(
            [self.width(*self._sample(rng, draws)) for _ in range(self.n_simulations)]
        )
        spread = float(widths.std(ddof=1))
        return PlanPoint(
            n=int(np.ceil(draws * len(self.codes) / self.n - 1e-9)),
            n_clusters=0 if self.clusters is None else draws,
            width=float(np.median(widths)),
            spread=spread,
            error=1.25 * spread / float(np.sqrt(widths.size)),
        )

    def width(self, codes: IntArray, clusters: IntArray | None) -> float:
        """Return the width of the interval that is reported of alpha, UNKNOWN without one."""
        interval = agreement_interval(
            krippendorff_alpha,
            codes,
            self.n_categories,
            clusters=clusters,
            level=self.level,
            **self.options,
        )
        return interval.high - interval.low if interval.defined else UNKNOWN

    def _sample(self, rng: np.random.Generator, draws: int) -> tuple[IntArray, IntArray | None]:
        drawn = rng.integers(0, self.n, draws)
        if self.clusters is None:
            return self.codes[drawn], None
        order = np.argsort(self.clusters, kind="stable")
        _, starts, sizes = np.unique(self.clusters[order], return_index=True, return_counts=True)
        rows = [order[starts[cluster] : starts[cluster] + sizes[cluster]] for cluster in drawn]
        labels = np.repeat(np.arange(draws), sizes[drawn])
        return self.codes[np.concatenate(rows)], labels
