"""Models of topica (extra `topics`): biterms for very short texts, keywords, covariates."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from textmine.errors import InputError
from textmine.topics.engines.engine import Floats, Guide, Parameters
from textmine.topics.engines.optional import in_columns, package, tokens


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
