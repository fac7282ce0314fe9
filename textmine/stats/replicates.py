"""Figures of totals over units or clusters: left out one at a time where few, else resampled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from textmine.stats.counts import FloatArray
from textmine.stats.intervals import (
    JACKKNIFE,
    Interval,
    percentile_interval,
    t_interval,
    undefined_interval,
)
from textmine.stats.resampling import Pool, resampled_totals
from textmine.stats.totals import TINY

FEW = 100
"""Below so many units or clusters the percentile bootstrap is too narrow."""


@dataclass(frozen=True)
class Replicates:
    """Totals of all units first, then of each replicate: (1 + n_replicates, n_features).

    `times` (n_replicates,) says how many units or clusters a replicate stands for where they are
    left out, and is None where they are resampled.
    """

    totals: FloatArray
    n: int
    resampled: str
    times: FloatArray | None

    def interval(
        self, values: FloatArray, level: float, *, lowest: float = -np.inf, highest: float = np.inf
    ) -> Interval:
        """Return the interval of a figure from its `values` of `totals`: (1 + n_replicates,).

        With few units or clusters it is value +- t errors, n - 1 degrees of freedom, cut at
        `lowest` and `highest`; error^2 = (n - 1) / n sum (each - their mean)^2. It is undefined,
        with a reason, where the figure is undefined without one of them. Where it is the same
        without any, its limits are the value, with a reason. With many it is the percentile
        bootstrap. Source: Tukey (1958), Bias and confidence in not-quite large samples; Miller
        (1974), The jackknife: a review, section 3.
        """
        if self.n < 2:
            why = f"There are fewer than two {self.resampled} to draw from."
            return undefined_interval(level, JACKKNIFE, self.n, why, self.resampled)
        if self.times is None:
            return percentile_interval(values[1:], level, n=self.n, resampled=self.resampled)
        value, replicated = float(values[0]), values[1:]
        lost = np.isnan(replicated)
        if np.isnan(value) or lost.any():
            n_lost = self.n if np.isnan(value) else int(self.times[lost].sum())
            why = f"The figure is undefined without {n_lost} of the {self.n} {self.resampled}."
            return undefined_interval(level, JACKKNIFE, self.n, why, self.resampled)
        spread = self.times @ (replicated - self.times @ replicated / self.n) ** 2
        error = float(np.sqrt((self.n - 1) / self.n * spread))
        limits = t_interval(value, error, self.n, level)
        reason = ""
        if error < TINY:
            reason = (
                f"The figure is the same without any of the {self.n} {self.resampled}: that says "
                "little of those not yet seen."
            )
        return Interval(
            max(limits.low, lowest) if reason == "" else value,
            min(limits.high, highest) if reason == "" else value,
            level,
            JACKKNIFE,
            self.n,
            n_resamples=self.n,
            resampled=self.resampled,
            reason=reason,
        )


def replicates(pool: Pool, n_resamples: int, seed: int, few: int = FEW) -> Replicates:
    """Leave out each unit or cluster of a pool of fewer than `few`, or resample them.

    >>> pool = Pool(np.eye(2), np.array([12, 8]), "units")
    >>> left_out = replicates(pool, 1000, 0)
    >>> left_out.totals.tolist()
    [[12.0, 8.0], [11.0, 8.0], [12.0, 7.0]]
    >>> accuracy = left_out.totals[:, 0] / left_out.totals.sum(axis=1)
    >>> interval = left_out.interval(accuracy, 0.95)
    >>> round(interval.low, 3), round(interval.high, 3)
    (0.365, 0.835)
    """
    times = pool.multiplicity.astype(np.float64)
    total: FloatArray = (times @ pool.features)[None, :]
    if pool.n < 2:
        return Replicates(total, pool.n, pool.resampled, None)
    if pool.n < few:
        return Replicates(np.vstack((total, total - pool.features)), pool.n, pool.resampled, times)
    drawn = resampled_totals(pool, n_resamples, seed)
    return Replicates(np.vstack((total, drawn)), pool.n, pool.resampled, None)
