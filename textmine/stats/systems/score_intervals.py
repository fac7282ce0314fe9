"""Intervals of scores against reference codes: the jackknife with units not yet seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from textmine.stats.counts import FloatArray
from textmine.stats.intervals import JACKKNIFE, Interval, undefined_interval
from textmine.stats.resampling import Pool
from textmine.stats.unseen_units import UnseenUnits, limits_with_unseen

FEW = 5
"""With fewer right or wrong units an interval is wide rather than exact."""


@dataclass(frozen=True)
class Scored:
    """What scores are counted from: units or clusters (`pool`), and how sure intervals are wanted.

    `per_draw` are the units in one of the pool on average, each counted `repeats` times.
    """

    pool: Pool
    per_draw: float
    repeats: int
    level: float

    def interval(
        self,
        of: Callable[[FloatArray], FloatArray],
        unseen: UnseenUnits,
        least: float = 0.0,
        counts: tuple[int, int] = (FEW, FEW),
    ) -> Interval:
        """Return the interval of a score, from -1 or 0 (`least`) to 1.

        `of` maps totals (n_totals, n_features) to scores (n_totals,). `unseen` is as in
        `agreement_interval`, where formula and sources are. `counts` are the right and the wrong
        units that decide the score: with fewer than five of them `reason` says that it is wide.
        The interval is undefined, with a reason, where the score is, and with fewer than two units
        or clusters.
        """
        pool = self.pool
        if pool.n < 2:
            reason = f"There are fewer than two {pool.resampled} to draw from."
            return undefined_interval(self.level, JACKKNIFE, pool.n, reason, pool.resampled)
        value = float(of((pool.multiplicity @ pool.features)[None, :])[0])
        if np.isnan(value):
            reason = "The score is undefined, and so is its interval."
            return undefined_interval(self.level, JACKKNIFE, pool.n, reason, pool.resampled)
        size = self.repeats * np.sqrt(self.per_draw)
        larger = UnseenUnits(size * unseen.features, unseen.weights)
        low, high = limits_with_unseen(pool, larger, of, least, self.level)
        few = [
            f"{count} {kind}"
            for count, kind in zip(counts, ("right", "wrong"), strict=True)
            if count < FEW
        ]
        return Interval(
            min(low, value),
            max(high, value),
            self.level,
            JACKKNIFE,
            pool.n,
            resampled=pool.resampled,
            reason=f"Wide: {' and '.join(few)} only." if few else "",
        )


def unseen_scored(right: FloatArray, wrong: FloatArray) -> UnseenUnits:
    """Return units that are right, (n, n_features), one in all, and the mean of wrong ones, one."""
    return UnseenUnits(
        np.vstack([right, wrong.mean(axis=0)]), np.append(np.full(len(right), 1 / len(right)), 1.0)
    )
