"""Where a factorization starts: the same from every seed and in every order of the units."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from textmine.topics.engines.engine import Floats

_SMALL = 400


def nndsvda_start(weights: sp.csr_matrix | Floats, n_topics: int) -> tuple[Floats, Floats]:
    """Return loadings (n_units, n_topics) and components (n_topics, n_words) to start from.

    The positive or the negative part of each pair of singular vectors, whichever is larger; zeros
    are filled with the mean of the weights. Source: Boutsidis & Gallopoulos (2008), SVD based
    initialization (NNDSVDa). scikit-learn draws a random sketch for its singular vectors, which
    depends on the seed and on the order of rows; these are exact.
    """
    left, values, right = _singular_vectors(weights, n_topics)
    loadings = np.zeros_like(left)
    components = np.zeros_like(right)
    for topic in range(n_topics):
        x, y = left[:, topic], right[topic]
        best: tuple[float, Floats, Floats] = (-1.0, x, y)
        for sign in (1, -1):
            u, v = np.maximum(sign * x, 0), np.maximum(sign * y, 0)
            size = float(np.linalg.norm(u) * np.linalg.norm(v))
            if size > best[0] + 1e-12:
                best = (size, u, v)
        size, u, v = best
        if size > 0:
            scale = np.sqrt(values[topic] * size)
            loadings[:, topic] = scale * u / np.linalg.norm(u)
            components[topic] = scale * v / np.linalg.norm(v)
    mean = float(weights.mean())
    loadings[loadings < 1e-9] = mean
    components[components < 1e-9] = mean
    return loadings, components


def _singular_vectors(
    weights: sp.csr_matrix | Floats, n_topics: int
) -> tuple[Floats, Floats, Floats]:
    """Return the largest singular vectors and values, the largest first; zeros beyond the rank."""
    from scipy.sparse.linalg import svds

    if min(weights.shape) <= max(n_topics + 1, _SMALL):
        dense = weights if isinstance(weights, np.ndarray) else np.asarray(weights.todense())
        left, values, right = np.linalg.svd(dense, full_matrices=False)
    else:
        begin = np.ones(min(weights.shape))
        left, values, right = svds(weights, k=n_topics, v0=begin, tol=1e-7)
        order = np.argsort(-values, kind="stable")
        left, values, right = left[:, order], values[order], right[order]
    missing = max(n_topics - len(values), 0)
    return (
        np.pad(left[:, :n_topics], ((0, 0), (0, missing))),
        np.pad(values[:n_topics], (0, missing)),
        np.pad(right[:n_topics], ((0, missing), (0, 0))),
    )
