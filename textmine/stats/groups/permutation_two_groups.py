"""Means of two sides compared by permuting whole clusters between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.errors import InputError
from textmine.stats.moving import step_down

_LIKENESS = 0.2
"""How alike the units of a cluster are taken to be when the test weighs clusters: one of n units
then tells as much as n / (1 + .2 (n - 1)) that have nothing in common, at most five."""


@dataclass(frozen=True)
class TwoSides:
    """Means of each column on both sides, and how often chance parts them as far.

    Arrays are (n_columns,). `p` is two-sided, (1 + permutations as extreme) / (1 + permutations);
    `p_adjusted` holds the chance of any false difference among all columns. `n_permutations` were
    drawn. With few clusters no p can be small: `least_p` is the smallest, before and after the
    correction.
    """

    first: NDArray[np.float64]
    second: NDArray[np.float64]
    p: NDArray[np.float64]
    p_adjusted: NDArray[np.float64]
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
    standard error between clusters, each weighed by what its units tell (see _LIKENESS): with the
    weight of its units a long document would outweigh hundreds of messages, and any draw that puts
    all long documents on one side would part the sides. To the error its median over the
    permutations is added: where a side happens to have none of a rare theme it has no error either,
    and the largest statistics would all be of such draws. The correction for many columns takes the
    largest statistic of each permutation (step-down maxT): it heeds how the columns hang together,
    and asks for no smaller p with more columns, as Holm's does. Raises InputError when a cluster is
    on both sides or a side is empty. Sources: Chung & Romano (2013), Exact and asymptotically
    robust permutation tests; Tusher, Tibshirani & Chu (2001) for the constant in the error;
    Westfall & Young (1993), Resampling-based multiple testing.
    """
    _, places = np.unique(clusters, return_inverse=True)
    n = int(places.max()) + 1 if len(places) else 0
    sizes = np.bincount(places, minlength=n).astype(np.float64)
    side = np.bincount(places, weights=on_first.astype(np.float64), minlength=n) / sizes
    if ((side > 0) & (side < 1)).any():
        raise InputError("A cluster is in both groups, so the groups cannot be compared.")
    here = side == 1
    if not here.any() or here.all():
        raise InputError("One of the two sides has no units.")
    sums = np.zeros((n, values.shape[1]))
    np.add.at(sums, places, values)
    weights = sizes / (1 + _LIKENESS * (sizes - 1))
    weighted = sums / sizes[:, None] * weights[:, None]
    draw = np.random.Generator(np.random.PCG64(seed))
    differences = np.empty((1 + n_permutations, values.shape[1]))
    errors = np.empty_like(differences)
    differences[0], errors[0] = _difference(here, weighted, weights)
    for row in range(1, 1 + n_permutations):
        differences[row], errors[row] = _difference(draw.permutation(here), weighted, weights)
    apart = np.round(_over(np.abs(differences), errors + np.median(errors, axis=0)), 9)
    n_first = int(here.sum())
    return TwoSides(
        sums[here].sum(axis=0) / sizes[here].sum(),
        sums[~here].sum(axis=0) / sizes[~here].sum(),
        (apart >= apart[0]).mean(axis=0),
        step_down(apart),
        n_permutations,
        (n_first, n - n_first),
        max(1 / (1 + n_permutations), _one_in_all(n, n_first)),
    )


def _difference(
    here: NDArray[np.bool_], weighted: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the difference of the weighted means of each column, and its standard error."""
    means, variances = [], []
    for side in (here, ~here):
        weight, n_clusters = weights[side].sum(), int(side.sum())
        mean = weighted[side].sum(axis=0) / weight
        scatter = ((weighted[side] - mean * weights[side][:, None]) ** 2).sum(axis=0)
        means.append(mean)
        variances.append(scatter / weight**2 * n_clusters / max(n_clusters - 1, 1))
    return means[0] - means[1], np.sqrt(variances[0] + variances[1])


def _over(values: NDArray[np.float64], errors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return values over their errors; values themselves where there are no errors."""
    return np.asarray(values / np.where(errors > 0, errors, 1.0), dtype=np.float64)


def _one_in_all(n: int, n_first: int) -> float:
    """Return one in the number of ways to part n clusters so."""
    from scipy.special import gammaln

    return float(np.exp(gammaln(n_first + 1) + gammaln(n - n_first + 1) - gammaln(n + 1)))
