"""Clusters of sentence embeddings, named by class TF-IDF (extra `transformers`)."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from textmine.errors import InputError
from textmine.topics.engines.engine import Floats, Guide, Parameters, shares, unit_rows

_SHARPNESS = 12.0
"""How fast a topic's share falls with the cosine to its centre: e to the twelfth from 1 to 0."""


def fit_clusters(
    counts: sp.csr_matrix, n_topics: int, seed: int, guide: Guide
) -> tuple[Floats, Parameters]:
    """Fit k-means to the embeddings in `guide.vectors`; no text is an outlier.

    Word counts name the topics, by class TF-IDF (Grootendorst 2022).
    """
    from sklearn.cluster import KMeans

    vectors = unit_rows(_vectors(counts, guide))
    model = KMeans(n_topics, n_init=10, random_state=seed).fit(vectors)
    members = sp.csr_matrix(
        (np.ones(len(vectors)), (model.labels_, np.arange(len(vectors)))),
        shape=(n_topics, len(vectors)),
    )
    parameters: Parameters = {"centres": unit_rows(model.cluster_centers_)}
    topic_word = _class_tfidf(np.asarray((members @ counts).todense(), dtype=np.float64))
    return topic_word, parameters


def place_clusters(
    counts: sp.csr_matrix, parameters: Parameters, seed: int, guide: Guide
) -> Floats:
    """Return the topics of units by their likeness to the centres; nothing is refitted."""
    cosines = unit_rows(_vectors(counts, guide)) @ parameters["centres"].T
    near = np.exp(_SHARPNESS * (cosines - cosines.max(axis=1, keepdims=True)))
    near[np.asarray(counts.sum(axis=1)).ravel() == 0] = 0
    return shares(near)


def _vectors(counts: sp.csr_matrix, guide: Guide) -> Floats:
    if guide.vectors is None or len(guide.vectors) != counts.shape[0]:
        raise InputError("This engine needs sentence embeddings, and there are none.")
    return guide.vectors


def _class_tfidf(by_class: Floats) -> Floats:
    """Return word weights of classes, tf * log(1 + mean words a class / frequency), as shares."""
    frequency = np.maximum(by_class.sum(axis=0), 1)
    rarity = np.log1p(by_class.sum() / len(by_class) / frequency)
    return shares(shares(by_class) * rarity)
