"""Gibbs samplers of tomotopy (extra `topics`): LDA, and DMR (Mimno & McCallum 2008), by label."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp

from textmine.errors import InputError
from textmine.topics.engines.engine import Floats, Guide, Parameters, fold_in
from textmine.topics.engines.optional import in_columns, package, tokens

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
