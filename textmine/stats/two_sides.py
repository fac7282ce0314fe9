"""Means of two sides compared by permuting whole clusters between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.errors import InputError

_CERTAIN = 1e12
"""Stands for a difference without any error."""


@dataclass(frozen=True)
class TwoSides:
    """Means of each column on both sides, and how often chance parts them as far.

    Arrays are (n_columns,). `p` is two-sided, (1 + permutations as extreme) / (1 + permutations);
    `n_permutations` were drawn. With few clusters no p can be small: `least_p` is the smallest.
    """

    first: NDArray[np.float64]
    second: NDArray[np.float64]
    p: NDArray[np.float64]
    n_permutations: int
    n_clusters: tuple[int, int]
    least_p: float


def compare_sides(
    values: NDArray[np.float64],
    on_first: NDArray[np.bool_],
    clusters: NDArray[np.int64],
    *,
    n_permutations: int = 1999,
    seed: int = 0,
) -> TwoSides:
    """Compare the means of columns of `values` (n_units, n_columns) on two sides.

    `on_first` (n_units,) says which units are of the first side; whole `clusters` (n_units,) change
    sides, each of which keeps its number of clusters. What is compared is the difference over its
    standard error between clusters, so that sides of few long documents and of many short messages
    can be held against each other. Raises InputError when a cluster is on both sides or a side is
    empty. Source: Chung & Romano (2013), Exact and asymptotically robust permutation tests.
    """
    _, places = np.unique(clusters, return_inverse=True)
    n = int(places.max()) + 1 if len(places) else 0
    sizes = np.bincount(places, minlength=n).astype(np.float64)
    side = np.bincount(places, weights=on_first.astype(np.float64), minlength=n) / sizes
    if ((side > 0) & (side < 1)).any():
        raise InputError("A cluster stands on both sides, which cannot be compared then.")
    here = side == 1
    if not here.any() or here.all():
        raise InputError("One of the two sides has no units.")
    sums = np.zeros((n, values.shape[1]))
    np.add.at(sums, places, values)
    found = np.abs(_studentised(here, sums, sizes))
    draw = np.random.Generator(np.random.PCG64(seed))
    extreme = np.ones(values.shape[1])
    for _ in range(n_permutations):
        extreme += np.abs(_studentised(draw.permutation(here), sums, sizes)) >= found - 1e-9
    n_first = int(here.sum())
    return TwoSides(
        sums[here].sum(axis=0) / sizes[here].sum(),
        sums[~here].sum(axis=0) / sizes[~here].sum(),
        extreme / (1 + n_permutations),
        n_permutations,
        (n_first, n - n_first),
        max(1 / (1 + n_permutations), _one_in_all(n, n_first)),
    )


def _studentised(
    here: NDArray[np.bool_], sums: NDArray[np.float64], sizes: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the difference of the means over its standard error, 0 where both are 0."""
    means, variances = [], []
    for side in (here, ~here):
        n_units, n_clusters = sizes[side].sum(), int(side.sum())
        mean = sums[side].sum(axis=0) / n_units
        scatter = ((sums[side] - mean * sizes[side][:, None]) ** 2).sum(axis=0)
        means.append(mean)
        variances.append(scatter / n_units**2 * n_clusters / max(n_clusters - 1, 1))
    difference = means[0] - means[1]
    error = np.sqrt(variances[0] + variances[1])
    result: NDArray[np.float64] = np.sign(difference) * _CERTAIN
    np.divide(difference, error, out=result, where=error > 0)
    return result


def _one_in_all(n: int, n_first: int) -> float:
    """Return one in the number of ways to part n clusters so."""
    from scipy.special import gammaln

    return float(np.exp(gammaln(n_first + 1) + gammaln(n - n_first + 1) - gammaln(n + 1)))
