"""Draw units, or clusters of them, with replacement, and give figures of what each brings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats, Ints
from textmine.errors import InputError
from textmine.stats.counts import integers
from textmine.stats.intervals import (
    JACKKNIFE,
    Interval,
    percentile_interval,
    t_interval,
    undefined_interval,
)
from textmine.stats.totals import TINY

FEW = 100
"""Below so many units or clusters the percentile bootstrap is too narrow."""


@dataclass(frozen=True)
class Replicates:
    """Totals of all units first, then of each replicate: (1 + n_replicates, n_features).

    `times` (n_replicates,) says how many units or clusters a replicate stands for where they are
    left out, and is None where they are resampled.
    """

    totals: Floats
    n: int
    resampled: str
    times: Floats | None

    def interval(
        self, values: Floats, level: float, *, lowest: float = -np.inf, highest: float = np.inf
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
    total: Floats = (times @ pool.features)[None, :]
    if pool.n < 2:
        return Replicates(total, pool.n, pool.resampled, None)
    if pool.n < few:
        return Replicates(np.vstack((total, total - pool.features)), pool.n, pool.resampled, times)
    drawn = resampled_totals(pool, n_resamples, seed)
    return Replicates(np.vstack((total, drawn)), pool.n, pool.resampled, None)


CHUNK = 4_000_000


@dataclass(frozen=True)
class Pool:
    """What is drawn from: features (n_different, n_features) and how often each occurs.

    `resampled` says what was drawn, "units" or "clusters".
    """

    features: Floats
    multiplicity: Ints
    resampled: str

    @property
    def n(self) -> int:
        """The number of units or clusters, equal ones included."""
        return int(self.multiplicity.sum())


def make_pool(features: Floats, index: Ints, multiplicity: Ints, clusters: Ints | None) -> Pool:
    """Pool units, or clusters of them when `clusters` (n_units,) is given.

    Unit i has the features `features[index[i]]`, which occur `multiplicity[index[i]]` times.
    """
    if clusters is None:
        return Pool(features, multiplicity, "units")
    _, cluster = np.unique(clusters, return_inverse=True)
    n_clusters = int(cluster.max(initial=-1)) + 1
    sums = np.empty((n_clusters, features.shape[1]))
    for column in range(features.shape[1]):
        sums[:, column] = np.bincount(cluster, features[index, column], minlength=n_clusters)
    return Pool(sums, np.ones(n_clusters, dtype=np.int64), "clusters")


def resampled_totals(pool: Pool, n_resamples: int, seed: int) -> Floats:
    """Return the totals of each resample: (n_resamples, n_features).

    A resample draws `pool.n` times with replacement, as multinomial counts over the different
    rows, so a million units with a hundred different rows cost as much as a hundred units.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    totals = np.empty((n_resamples, pool.features.shape[1]))
    step = max(1, CHUNK // len(pool.multiplicity))
    for start in range(0, n_resamples, step):
        stop = min(start + step, n_resamples)
        totals[start:stop] = _draw(rng, pool.multiplicity, stop - start) @ pool.features
    return totals


def _draw(rng: np.random.Generator, multiplicity: Ints, n_resamples: int) -> Floats:
    """Draw how often each row occurs in each resample: (n_resamples, n_different)."""
    n_different, n = len(multiplicity), int(multiplicity.sum())
    if n > 4 * n_different:
        return rng.multinomial(n, multiplicity / n, size=n_resamples).astype(np.float64)
    # With few repeats, drawing and counting is ten times as fast as a binomial for each row.
    rows = np.repeat(np.arange(n_different), multiplicity)
    drawn = np.empty((n_resamples, n_different))
    for resample in range(n_resamples):
        drawn[resample] = np.bincount(rows[rng.integers(0, n, n)], minlength=n_different)
    return drawn


def check_resampling(n_resamples: int, seed: int) -> None:
    """Raise `InputError` unless there is at least one resample and the seed is 0 or more."""
    if n_resamples < 1:
        raise InputError(f"The 'n_resamples' parameter must be 1 or more. Got {n_resamples}.")
    if seed < 0:
        raise InputError(f"The 'seed' parameter must be 0 or more. Got {seed}.")


def check_clusters(clusters: ArrayLike | None, n_units: int) -> Ints | None:
    """Return the cluster of each unit as int64, or None; raise `InputError` when they do not fit.

    A cluster is any int of 0 or more; units with the same number are drawn together.
    """
    if clusters is None:
        return None
    array = integers(clusters, "clusters", 1)
    if array.size != n_units:
        raise InputError(
            f"The 'clusters' must name a cluster for each of the {n_units} units. Got {array.size}."
        )
    if (array < 0).any():
        raise InputError(
            f"The 'clusters' must be 0 or more. Got {array.min()}.",
            hint="Give a unit that belongs to no cluster a number of its own.",
        )
    return array
