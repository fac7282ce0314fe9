"""Non-negative matrix factorization of TF-IDF weights (Lee & Seung 1999)."""

from __future__ import annotations

import warnings

import numpy as np
import scipy.sparse as sp

from textmine.topics.engines.engine import Fitted, Floats, shares

_MAX_ITERATIONS = 400


class NmfEngine:
    """NMF of sublinear TF-IDF with NNDSVDa start: nearly deterministic, good on longer texts."""

    title = "TF-IDF NMF (scikit-learn)"

    def fit(self, counts: sp.csr_matrix, n_topics: int, seed: int) -> Fitted:
        """Fit topics to word counts of shape (n_units, n_words)."""
        from sklearn.decomposition import NMF
        from sklearn.exceptions import ConvergenceWarning

        idf = _idf(counts)
        model = NMF(n_topics, init="nndsvda", max_iter=_MAX_ITERATIONS, random_state=seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(_weighted(counts, idf))
        components = np.asarray(model.components_, dtype=np.float64)
        parameters = {"idf": idf, "components": components}
        return Fitted(shares(components), self.place(counts, parameters, seed), parameters)

    def place(self, counts: sp.csr_matrix, parameters: dict[str, Floats], seed: int) -> Floats:
        """Return the topics of units, shape (n_units, n_topics), with nothing refitted."""
        from sklearn.decomposition import non_negative_factorization
        from sklearn.exceptions import ConvergenceWarning

        components = parameters["components"]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            weights, _, _ = non_negative_factorization(
                _weighted(counts, parameters["idf"]),
                H=components,
                n_components=len(components),
                update_H=False,
                max_iter=_MAX_ITERATIONS,
                random_state=seed,
            )
        return shares(np.asarray(weights, dtype=np.float64) * components.sum(axis=1))


def _idf(counts: sp.csr_matrix) -> Floats:
    frequency = np.asarray((counts > 0).sum(axis=0), dtype=np.float64).ravel()
    smoothed = np.log((1 + counts.shape[0]) / (1 + frequency)) + 1
    return np.asarray(smoothed, dtype=np.float64)


def _weighted(counts: sp.csr_matrix, idf: Floats) -> sp.csr_matrix:
    """Return (1 + log count) * idf with rows of unit length."""
    weighted = counts.copy()
    weighted.data = 1 + np.log(weighted.data)
    weighted = weighted @ sp.diags(idf)
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    scale = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sp.csr_matrix(sp.diags(scale) @ weighted)
