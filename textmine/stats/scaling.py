"""Places in a plane for things of which the distances are known."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from textmine.errors import InputError
from textmine.stats.counts import FloatArray


def classical_scaling(distances: ArrayLike) -> FloatArray:
    """Return places (n, 2) whose distances are near the given ones (n, n).

    The first axis is that of the largest spread; each axis points to where its largest value is.
    Raises `InputError` for distances that are no square, or not symmetric. Source: Torgerson
    (1952), Multidimensional scaling: I. Theory and method.

    >>> places = classical_scaling([[0, 3, 5], [3, 0, 4], [5, 4, 0]])
    >>> pairs = ((0, 1), (0, 2), (1, 2))
    >>> [round(float(np.linalg.norm(places[one] - places[other])), 4) for one, other in pairs]
    [3.0, 5.0, 4.0]
    """
    given = np.asarray(distances, dtype=np.float64)
    if given.ndim != 2 or given.shape[0] != given.shape[1] or not np.allclose(given, given.T):
        raise InputError(f"Distances must be square and symmetric. Got the shape {given.shape}.")
    n = len(given)
    centre = np.eye(n) - np.ones((n, n)) / max(n, 1)
    values, vectors = np.linalg.eigh(-centre @ given**2 @ centre / 2)
    places = np.zeros((n, 2))
    for axis, column in enumerate(np.argsort(-values, kind="stable")[:2]):
        axis_places = vectors[:, column] * np.sqrt(max(values[column], 0.0))
        turned = axis_places[np.argmax(np.abs(axis_places).round(9))] < 0
        places[:, axis] = -axis_places if turned else axis_places
    return places
