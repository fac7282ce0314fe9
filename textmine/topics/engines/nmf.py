"""Non-negative matrix factorization (Lee & Seung 1999) by scikit-learn, with or without seeds.

Of TF-IDF weights it is the classic, kept to compare with.
"""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import scipy.sparse as sp

from textmine.arrays import Floats
from textmine.topics.engines.engine import (
    Guide,
    Parameters,
    inverse_document_frequency,
    seed_rows,
    shares,
    tfidf,
    unit_rows,
    word_shares,
)
from textmine.topics.engines.lent import Lent, descend, loads_of

_SMALL = 400

_MAX_ITERATIONS = 400
_FULL, _LARGEST = 0.2, 50_000_000
_SEED_WEIGHT = 0.02
"""Weight of the rows that stand for the words given for a topic, as a share of the units."""


def fit_nmf(
    counts: sp.csr_matrix, n_topics: int, seed: int, guide: Guide
) -> tuple[Floats, Parameters]:
    """Fit sublinear TF-IDF from an NNDSVDa start: nearly deterministic, good on longer texts."""
    idf = inverse_document_frequency(counts)
    seeded = seed_rows(guide.seeds, idf)
    components = factorise(tfidf(counts, idf), n_topics, seed, seeded)
    parameters: Parameters = {"idf": idf, "components": components}
    return word_shares(components, idf), parameters


def place_nmf(counts: sp.csr_matrix, parameters: Parameters, seed: int, guide: Guide) -> Floats:
    """Return the topics of units, shape (n_units, n_topics), with nothing refitted."""
    components = parameters["components"]
    weights = loadings(tfidf(counts, parameters["idf"]), components, seed)
    return shares(weights * components.sum(axis=1))


def factorise(
    weights: sp.csr_matrix | Lent,
    n_topics: int,
    seed: int,
    seeded: sp.csr_matrix | Lent | None = None,
) -> Floats:
    """Return components (n_topics, n_words) of weights (n_units, n_words), from an NNDSVDa start.

    `seeded` (n_seeded, n_words) holds a profile for some topics: each counts as some units more
    (2 % of them) and starts a topic of its own; those topics come first. It is of the same kind as
    `weights`.
    """
    if seeded is None or not seeded.shape[0]:
        table = _solid(weights)
        return _descended(table, seed, *nndsvda_start(table, n_topics))
    heavy = np.sqrt(max(_SEED_WEIGHT * weights.shape[0], 1.0))
    profiles = seeded.written_out() if isinstance(seeded, Lent) else seeded
    if isinstance(weights, Lent) and isinstance(seeded, Lent):
        own = sp.csr_matrix(sp.vstack([weights.own, heavy * seeded.own]))
        rows: sp.csr_matrix | Lent = Lent(own, weights.near, weights.strength)
    else:
        rows = sp.csr_matrix(sp.vstack([weights, heavy * profiles]))
    start = factorise(weights, n_topics, seed)
    begin = _seeded_start(start, np.asarray(profiles.todense(), dtype=np.float64))
    components = _descended(_solid(rows), seed, _loadings(rows, begin), begin.copy())
    return components[_seeds_first(components, begin[: profiles.shape[0]])]


def _descended(
    table: sp.csr_matrix | Floats | Lent, seed: int, loads: Floats, components: Floats
) -> Floats:
    """Return the components of a table, from loadings and components to begin with."""
    if isinstance(table, Lent):
        return descend(table, loads, components, _MAX_ITERATIONS)[1]
    from sklearn.decomposition import NMF

    model = NMF(len(components), init="custom", max_iter=_MAX_ITERATIONS, random_state=seed)
    with _quietly():
        model.fit_transform(table, W=loads, H=components)
    return np.asarray(model.components_, dtype=np.float64)


def loadings(weights: sp.csr_matrix | Lent, components: Floats, seed: int) -> Floats:
    """Return how much of each component each unit has, the components held fixed."""
    if isinstance(weights, Lent):
        return loads_of(weights, components, _MAX_ITERATIONS)
    from sklearn.decomposition import non_negative_factorization

    with _quietly():
        weights_found, _, _ = non_negative_factorization(
            _solid(weights),
            H=components,
            n_components=len(components),
            update_H=False,
            max_iter=_MAX_ITERATIONS,
            random_state=seed,
        )
    return np.asarray(weights_found, dtype=np.float64)


def _seeded_start(start: Floats, seeded: Floats) -> Floats:
    """Return the seeded profiles first, at the scale of the start, then the topics unlike them."""
    from scipy.optimize import linear_sum_assignment

    likeness = unit_rows(seeded) @ unit_rows(start).T
    _, taken = linear_sum_assignment(-likeness)
    rest = np.setdiff1d(np.arange(len(start)), taken)
    scale = np.linalg.norm(start, axis=1).mean()
    blended = unit_rows(seeded) * scale + 0.1 * start[taken]
    begin: Floats = np.vstack([blended, start[rest]]) + 1e-6
    return begin


def _loadings(rows: sp.csr_matrix | Lent, components: Floats) -> Floats:
    norms = (components**2).sum(axis=1)
    product = rows.times(components.T) if isinstance(rows, Lent) else rows @ components.T
    projected: Floats = np.asarray(product, dtype=np.float64) / norms + 1e-6
    return projected


def _seeds_first(components: Floats, profiles: Floats) -> Sequence[int]:
    from scipy.optimize import linear_sum_assignment

    likeness = unit_rows(profiles) @ unit_rows(components).T
    _, first = linear_sum_assignment(-likeness)
    return [*first, *np.setdiff1d(np.arange(len(components)), first)]


def _solid(weights: sp.csr_matrix | Lent) -> sp.csr_matrix | Floats | Lent:
    """Return a table that is rather full, and not too large, as an array: it is faster."""
    if isinstance(weights, Lent):
        return weights
    cells = weights.shape[0] * weights.shape[1]
    full = weights.nnz > _FULL * cells and cells <= _LARGEST
    return np.asarray(weights.todense(), dtype=np.float64) if full else weights


@contextmanager
def _quietly() -> Iterator[None]:
    """Say nothing of factorizations that stop at the most iterations."""
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        yield


def nndsvda_start(weights: sp.csr_matrix | Floats | Lent, n_topics: int) -> tuple[Floats, Floats]:
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
    weights: sp.csr_matrix | Floats | Lent, n_topics: int
) -> tuple[Floats, Floats, Floats]:
    """Return the largest singular vectors and values, the largest first; zeros beyond the rank."""
    from scipy.sparse.linalg import LinearOperator, svds

    if min(weights.shape) <= max(n_topics + 1, _SMALL):
        weights = weights.written_out() if isinstance(weights, Lent) else weights
        dense = weights if isinstance(weights, np.ndarray) else np.asarray(weights.todense())
        left, values, right = np.linalg.svd(dense, full_matrices=False)
    else:
        begin = np.ones(min(weights.shape))
        table = weights
        if isinstance(weights, Lent):
            both = {"matvec": weights.times, "rmatvec": weights.turned_times}
            many = {"matmat": weights.times, "rmatmat": weights.turned_times}
            table = LinearOperator(weights.shape, **both, **many, dtype=np.float64)
        left, values, right = svds(table, k=n_topics, v0=begin, tol=1e-7)
        order = np.argsort(-values, kind="stable")
        left, values, right = left[:, order], values[order], right[order]
    missing = max(n_topics - len(values), 0)
    return (
        np.pad(left[:, :n_topics], ((0, 0), (0, missing))),
        np.pad(values[:n_topics], (0, missing)),
        np.pad(right[:n_topics], ((0, missing), (0, 0))),
    )
