"""Engines from optional packages (extra `topics`): Gibbs samplers of tomotopy, models of topica."""

from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np
import scipy.sparse as sp

from textmine.arrays import Floats
from textmine.errors import ExtraMissingError, InputError
from textmine.topics.engines.engine import Guide, Parameters, fold_in, shares, unit_rows

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


_SWEEPS = 1_000


def fit_gibbs_lda(
    counts: sp.csr_matrix, n_topics: int, seed: int, guide: Guide
) -> tuple[Floats, Parameters]:
    """Fit LDA by collapsed Gibbs sampling; words given for a topic get a larger prior in it."""
    model = package("tomotopy").LDAModel(k=n_topics, seed=seed)
    units = tokens(counts)
    for unit in filter(None, units):
        model.add_doc(unit)
    width = len(str(counts.shape[1]))
    for topic, columns in enumerate(guide.seeds):
        prior = [1.0 if other == topic else 0.01 for other in range(n_topics)]
        for column in columns:
            model.set_word_prior(f"{column:0{width}d}", prior)
    model.train(_SWEEPS, workers=1)
    topic_word = _topic_word(model, n_topics, counts.shape[1])
    parameters: Parameters = {
        "words": topic_word,
        "prior": np.asarray(model.alpha, dtype=np.float64),
    }
    return topic_word, parameters


def fit_dmr(
    counts: sp.csr_matrix, n_topics: int, seed: int, guide: Guide
) -> tuple[Floats, Parameters]:
    """Fit LDA whose topics may be more or less common by the label of a unit."""
    if len(guide.labels) != counts.shape[0]:
        raise InputError(
            "This engine compares groups, and there are none.",
            hint="Name a column with --covariate.",
        )
    model = package("tomotopy").DMRModel(k=n_topics, seed=seed)
    for unit, label in zip(tokens(counts), guide.labels, strict=True):
        if unit:
            model.add_doc(unit, metadata=label or "-")
    model.train(_SWEEPS, workers=1)
    topic_word = _topic_word(model, n_topics, counts.shape[1])
    by_label = np.exp(np.asarray(model.lambdas, dtype=np.float64))
    parameters: Parameters = {
        "words": topic_word,
        "prior": by_label.mean(axis=1),
        "prior_by_label": by_label,
        "labels": np.array(list(model.metadata_dict)),
    }
    return topic_word, parameters


def place_dmr(counts: sp.csr_matrix, parameters: Parameters, seed: int, guide: Guide) -> Floats:
    """Place units, nothing refitted; the prior is that of their label, if it is known."""
    placed = fold_in(counts, parameters["words"], parameters["prior"])
    labels = np.array([label or "-" for label in guide.labels])
    for column, known in enumerate(parameters["labels"]):
        rows = np.flatnonzero(labels == known)
        if len(rows):
            prior = parameters["prior_by_label"][:, column]
            placed[rows] = fold_in(counts[rows], parameters["words"], prior)
    return placed


def _topic_word(model: Any, n_topics: int, n_words: int) -> Floats:
    rows = [model.get_topic_word_dist(topic) for topic in range(n_topics)]
    return in_columns(rows, model.used_vocabs, n_words)


def package(name: str) -> Any:
    """Import a package of the extra `topics`; raise ExtraMissingError when it is not there."""
    try:
        return import_module(name)
    except ImportError as error:
        raise ExtraMissingError(
            f"This engine needs the package {name}, which is not installed.",
            hint="Run: pip install 'textmine[topics]'",
        ) from error


def tokens(counts: sp.csr_matrix) -> list[list[str]]:
    """Return each unit as a list of the numbers of its words, as text, each as often as counted."""
    width = len(str(counts.shape[1]))
    return [
        [
            f"{word:0{width}d}"
            for word, times in zip(counts.indices[a:b], counts.data[a:b], strict=True)
            for _ in range(int(times))
        ]
        for a, b in pairwise(counts.indptr)
    ]


def in_columns(weights: Any, vocabulary: Any, n_words: int) -> Floats:
    """Return topics' weights of `vocabulary` (as made by `tokens`) in the order of the columns."""
    table = np.zeros((len(weights), n_words))
    table[:, [int(word) for word in vocabulary]] = np.asarray(weights, dtype=np.float64)
    return shares(table)


def fit_btm(
    counts: sp.csr_matrix, n_topics: int, seed: int, guide: Guide
) -> tuple[Floats, Parameters]:
    """Fit the biterm topic model (Yan et al. 2013): it learns from pairs of words."""
    model = package("topica").BTM(n_topics, seed=seed)
    model.fit([unit for unit in tokens(counts) if unit])
    words = in_columns(model.topic_word, model.vocabulary, counts.shape[1])
    return words, {"words": words, "prior": np.asarray(model.theta, dtype=np.float64)}


def fit_keyatm(
    counts: sp.csr_matrix, n_topics: int, seed: int, guide: Guide
) -> tuple[Floats, Parameters]:
    """Fit keyATM (Eshima, Imai & Sasaki 2024); topics with words given come first."""
    if not guide.seeds:
        raise InputError("This engine needs words for some topics.", hint="Give them with --seeds.")
    width = len(str(counts.shape[1]))
    keywords = {
        f"seeded-{index}": [f"{column:0{width}d}" for column in columns]
        for index, columns in enumerate(guide.seeds)
    }
    model = package("topica").KeyATM(keywords, num_topics=n_topics, seed=seed)
    model.fit([unit for unit in tokens(counts) if unit])
    words = in_columns(model.topic_word, model.vocabulary, counts.shape[1])
    return words, {"words": words, "prior": np.asarray(model.alpha, dtype=np.float64)}


def fit_stm(
    counts: sp.csr_matrix, n_topics: int, seed: int, guide: Guide
) -> tuple[Floats, Parameters]:
    """Fit the structural topic model (Roberts, Stewart & Airoldi 2016), prevalence by label."""
    if len(guide.labels) != counts.shape[0]:
        raise InputError(
            "This engine compares groups, and there are none.",
            hint="Name a column with --covariate.",
        )
    units = tokens(counts)
    filled = [index for index, unit in enumerate(units) if unit]
    known, codes = np.unique([guide.labels[row] for row in filled], return_inverse=True)
    design = np.column_stack([np.ones(len(filled)), np.eye(len(known))[codes][:, 1:]])
    model = package("topica").STM(n_topics, seed=seed)
    model.fit([units[row] for row in filled], prevalence=design)
    words = in_columns(model.topic_word, model.vocabulary, counts.shape[1])
    return words, {"words": words, "prior": np.asarray(model.doc_topic).mean(axis=0)}
