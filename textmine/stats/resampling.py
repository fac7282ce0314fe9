"""Draw units, or clusters of units, with replacement and add up what each of them brings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.errors import InputError
from textmine.stats.counts import FloatArray, IntArray, integers

CHUNK = 4_000_000


@dataclass(frozen=True)
class Pool:
    """What is drawn from: features (n_different, n_features) and how often each occurs.

    `resampled` says what was drawn, "units" or "clusters".
    """

    features: FloatArray
    multiplicity: IntArray
    resampled: str

    @property
    def n(self) -> int:
        """The number of units or clusters, equal ones included."""
        return int(self.multiplicity.sum())


def make_pool(
    features: FloatArray, index: IntArray, multiplicity: IntArray, clusters: IntArray | None
) -> Pool:
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


def resampled_totals(pool: Pool, n_resamples: int, seed: int) -> FloatArray:
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


def _draw(rng: np.random.Generator, multiplicity: IntArray, n_resamples: int) -> FloatArray:
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


def check_clusters(clusters: ArrayLike | None, n_units: int) -> IntArray | None:
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
