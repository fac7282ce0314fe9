"""One-sided tests that the mean of paired differences is below a limit."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import comb, stdtr

from textmine.errors import InputError

MOST_FLIPS_LOG2 = 22


def t_test_p(differences: ArrayLike, limit: float) -> float:
    """Return the p of a one-sided t test of a mean below the limit, 0 to 1.

    With equal differences it is 0 when they are below the limit and 1 when not. Raises
    `InputError` for fewer than two differences.

    >>> t_test_p([0, 0, 0], 0.2), t_test_p([1, 1, 1], 0.2)
    (0.0, 1.0)
    """
    d = np.asarray(differences, dtype=np.float64)
    if d.size < 2:
        raise InputError(f"A t test needs two differences or more. Got {d.size}.")
    # The deviation of equal numbers such as .1 is not quite 0.
    if np.ptp(d) == 0:
        return 0.0 if d[0] < limit else 1.0
    error = d.std(ddof=1) / np.sqrt(d.size)
    return float(stdtr(d.size - 1, (d.mean() - limit) / error))


def clustered_t_test_p(differences: ArrayLike, limit: float, clusters: ArrayLike) -> float:
    """Return the p of a one-sided t test of a mean below the limit, for units in clusters, 0 to 1.

    The standard error is that of the sums of deviations over `clusters` (n,), with as many degrees
    of freedom as clusters less one. Raises `InputError` for fewer than two clusters. Source: Liang
    and Zeger (1986), Longitudinal data analysis using generalized linear models, section 2.

    >>> apart = clustered_t_test_p([0, 1, 0, 1], 0.9, [0, 1, 2, 3])
    >>> round(apart - t_test_p([0, 1, 0, 1], 0.9), 12)
    0.0
    """
    d = np.asarray(differences, dtype=np.float64)
    _, places = np.unique(np.asarray(clusters), return_inverse=True)
    n_clusters = int(places.max(initial=-1)) + 1
    if n_clusters < 2:
        raise InputError(f"A t test over clusters needs two or more. Got {n_clusters}.")
    if np.ptp(d) == 0:
        return 0.0 if d[0] < limit else 1.0
    sums = np.bincount(places, d - d.mean(), minlength=n_clusters)
    error = float(np.sqrt(n_clusters / (n_clusters - 1) * (sums**2).sum())) / d.size
    if error == 0:
        return 0.0 if d.mean() < limit else 1.0
    return float(stdtr(n_clusters - 1, (d.mean() - limit) / error))


def sign_flip_p(differences: ArrayLike, limit: float) -> float:
    """Return the exact p of a one-sided sign-flip test of a mean below the limit, 0 to 1.

    The share of the 2^n ways to flip the signs of the differences less the limit, that have a sum
    as low as the observed one or lower. Differences of the same size are flipped together, as a
    binomial, so that those of three sizes (-1, 0, 1) take no time; raises `InputError` when they
    are of too many sizes. It supposes differences symmetric about the limit: where they are not,
    as with ten times 0 and a limit of .2, p is far too small. Source: Fisher (1935), The Design of
    Experiments, section 21.

    >>> sign_flip_p([-1, -1, -1], 0) == 1 / 8
    True
    """
    x = np.asarray(differences, dtype=np.float64) - limit
    sizes, counts = np.unique(np.round(np.abs(x), 12), return_counts=True)
    if np.log2(counts + 1.0).sum() > MOST_FLIPS_LOG2:
        raise InputError(
            f"The {x.size} differences are of {sizes.size} sizes, too many to flip them all.",
            hint="Use the t test.",
        )
    sums, weights = np.zeros(1), np.ones(1)
    for size, n in zip(sizes, counts, strict=True):
        k = np.arange(n + 1)
        sums = np.add.outer(sums, size * (2 * k - n)).ravel()
        weights = np.multiply.outer(weights, comb(n, k) / 2.0**n).ravel()
    return float(min(weights[sums <= x.sum() + 1e-9].sum(), 1))
