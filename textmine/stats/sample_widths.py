"""How wide the bootstrap intervals of samples of some size are, by drawing such samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from textmine.stats.bootstrap import resampled_values
from textmine.stats.design import Design
from textmine.stats.intervals import percentile_interval
from textmine.stats.resampling import Pool


@dataclass(frozen=True)
class PlanPoint:
    """The width to expect with n units: its mean over simulated samples, and their SD.

    `error` is the Monte-Carlo standard error of the mean. `n_clusters` is 0 without clusters.
    """

    n: int
    n_clusters: int
    width: float
    spread: float
    error: float


@dataclass(frozen=True)
class Population:
    """What is drawn from, how many units are in a draw, and how widths are simulated."""

    design: Design
    pool: Pool
    units_per_draw: float
    level: float
    n_simulations: int
    n_resamples: int
    seed: int

    def point(self, draws: int) -> PlanPoint:
        """Simulate samples of so many draws, and measure their intervals."""
        rng = np.random.Generator(np.random.PCG64((self.seed, draws)))
        share = self.pool.multiplicity / self.pool.n
        widths = np.full(self.n_simulations, np.nan)
        for simulation in range(self.n_simulations):
            times = rng.multinomial(draws, share)
            used = times > 0
            sample = Pool(self.pool.features[used], times[used], self.pool.resampled)
            seed = int(rng.integers(2**31))
            widths[simulation] = self.width(sample, seed)
        kept = widths[~np.isnan(widths)]
        if kept.size < 2:
            kept = np.array([np.nan, np.nan])
        spread = float(kept.std(ddof=1))
        return PlanPoint(
            n=int(np.ceil(draws * self.units_per_draw - 1e-9)),
            n_clusters=draws if self.pool.resampled == "clusters" else 0,
            width=float(kept.mean()),
            spread=spread,
            error=spread / float(np.sqrt(kept.size)),
        )

    def width(self, sample: Pool, seed: int) -> float:
        """Return the width of a sample's percentile interval, nan where it is undefined."""
        values = resampled_values(self.design, sample, self.n_resamples, seed)
        interval = percentile_interval(values, self.level, n=sample.n)
        return interval.high - interval.low
