"""How far two samples are apart, from counts of what is in them: 0 for alike, 1 for nothing shared.

Counts have one row of bins each: words, or values in ascending order.
"""

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats
from textmine.errors import InputError


def jensen_shannon(one: ArrayLike, other: ArrayLike) -> float:
    """Return the Jensen-Shannon divergence of two rows of counts, base 2, 0 to 1.

    It is nan where a row has no counts; few counts make it large by themselves. Raises `InputError`
    for rows of different lengths and negative counts. Source: Lin (1991), Divergence measures based
    on the Shannon entropy, equation 4.1.

    >>> round(jensen_shannon([1, 1, 0], [0, 1, 1]), 4), jensen_shannon([3, 0], [0, 8])
    (0.5, 1.0)
    """
    p, q = _shares(one, other)
    middle = (p + q) / 2

    def entropy(shares: Floats) -> float:
        used = shares[shares > 0]
        return float(-(used * np.log2(used)).sum())

    if np.isnan(middle).any():
        return float("nan")
    return float(np.clip(entropy(middle) - (entropy(p) + entropy(q)) / 2, 0, 1))


def ks_distance(one: ArrayLike, other: ArrayLike) -> float:
    """Return the Kolmogorov-Smirnov distance of counts in ascending bins, 0 to 1.

    The largest difference between the cumulative shares; nan where a row has no counts. Raises
    `InputError` as `jensen_shannon` does.

    >>> ks_distance([2, 1, 1], [1, 1, 2])
    0.25
    """
    p, q = _shares(one, other)
    return float(np.abs(np.cumsum(p) - np.cumsum(q)).max(initial=0))


def cosine_distance(one: ArrayLike, other: ArrayLike) -> float:
    """Return 1 less the cosine of two vectors, 0 to 2; nan where one is 0.

    >>> cosine_distance([1, 0], [0, 2])
    1.0
    """
    a, b = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    size = float(np.linalg.norm(a) * np.linalg.norm(b))
    return 1 - float(a @ b) / size if size > 0 else float("nan")


def _shares(first: ArrayLike, second: ArrayLike) -> tuple[Floats, Floats]:
    a, b = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if a.ndim != 1 or a.shape != b.shape or (a < 0).any() or (b < 0).any():
        raise InputError(
            "Two rows of counts must have the same bins and no negative count. "
            f"Got shapes {a.shape} and {b.shape}."
        )
    with np.errstate(invalid="ignore"):
        return a / a.sum(), b / b.sum()


def classical_scaling(distances: ArrayLike) -> Floats:
    """Return places (n, 2) whose distances are near the given ones (n, n).

    The first axis is that of the largest spread; each axis points to where its largest value is.
    Raises `InputError` for distances that are no square, or not symmetric. Source: Torgerson
    (1952), Multidimensional scaling: I. Theory and method.

    >>> places = classical_scaling([[0, 3, 5], [3, 0, 4], [5, 4, 0]])
    >>> pairs = ((0, 1), (0, 2), (1, 2))
    >>> [round(float(np.linalg.norm(places[one] - places[other])), 4) for one, other in pairs]
    [3.0, 5.0, 4.0]
    """
    given_distances = np.asarray(distances, dtype=np.float64)
    if (
        given_distances.ndim != 2
        or given_distances.shape[0] != given_distances.shape[1]
        or not np.allclose(given_distances, given_distances.T)
    ):
        raise InputError(
            f"Distances must be square and symmetric. Got the shape {given_distances.shape}."
        )
    n = len(given_distances)
    centre = np.eye(n) - np.ones((n, n)) / max(n, 1)
    values, vectors = np.linalg.eigh(-centre @ given_distances**2 @ centre / 2)
    places = np.zeros((n, 2))
    for axis, column in enumerate(np.argsort(-values, kind="stable")[:2]):
        axis_places = vectors[:, column] * np.sqrt(max(values[column], 0.0))
        turned = axis_places[np.argmax(np.abs(axis_places).round(9))] < 0
        places[:, axis] = -axis_places if turned else axis_places
    return places
