"""Latent Dirichlet allocation with gensim (Blei, Ng & Jordan 2003; Hoffman et al. 2010), and the
hierarchical Dirichlet process (Wang, Paisley & Blei 2011)."""

from itertools import pairwise
from typing import Any

import numpy as np
import scipy.sparse as sp

from textmine.arrays import Floats
from textmine.topics.engines.engine import Guide, Parameters, fold_in, shares

_SMALLEST = 0.01
"""A topic with a smaller share of all units is left out."""

_PASSES = 30


def fit_lda(
    counts: sp.csr_matrix, n_topics: int, seed: int, guide: Guide
) -> tuple[Floats, Parameters]:
    """Fit online LDA with learned priors: the field's common ground, weak on short texts."""
    from gensim.models import LdaModel

    model = LdaModel(
        corpus=bags_of(counts),
        id2word=_ids(counts.shape[1]),
        num_topics=n_topics,
        passes=_PASSES,
        iterations=100,
        alpha="auto",
        eta="auto",
        eval_every=None,
        random_state=seed,
        dtype=np.float64,
    )
    parameters: Parameters = {
        "sstats": np.asarray(model.state.sstats, dtype=np.float64),
        "alpha": np.asarray(model.alpha, dtype=np.float64),
        "eta": np.asarray(model.eta, dtype=np.float64),
    }
    topic_word = np.asarray(model.get_topics(), dtype=np.float64)
    return topic_word, parameters


def place_lda(counts: sp.csr_matrix, parameters: Parameters, seed: int, guide: Guide) -> Floats:
    """Return the topics of units by the inference of gensim."""
    from gensim.models import LdaModel

    sstats = parameters["sstats"]
    model = LdaModel(
        id2word=_ids(sstats.shape[1]),
        num_topics=len(sstats),
        alpha=parameters["alpha"],
        eta=parameters["eta"],
        iterations=100,
        random_state=seed,
        dtype=np.float64,
    )
    model.state.sstats = sstats
    model.sync_state()
    gamma, _ = model.inference(bags_of(counts))
    empty = np.asarray(counts.sum(axis=1)).ravel() == 0
    gamma = np.asarray(gamma, dtype=np.float64)
    gamma[empty] = 0
    return shares(gamma)


def bags_of(counts: sp.csr_matrix) -> list[list[tuple[int, int]]]:
    """Return word counts as gensim reads them."""
    starts = counts.indptr
    return [
        [
            (int(word), int(times))
            for word, times in zip(counts.indices[a:b], counts.data[a:b], strict=True)
        ]
        for a, b in pairwise(starts)
    ]


def _ids(n_words: int) -> Any:
    return {number: str(number) for number in range(n_words)}


def fit_hdp(
    counts: sp.csr_matrix, n_topics: int, seed: int, guide: Guide
) -> tuple[Floats, Parameters]:
    """Fit HDP, which settles the number of topics itself, up to `n_topics`."""
    from gensim.models import HdpModel

    names = {number: str(number) for number in range(counts.shape[1])}
    model = HdpModel(
        corpus=bags_of(counts), id2word=names, T=n_topics, K=min(n_topics, 15), random_state=seed
    )
    alpha, words = model.hdp_to_lda()
    topic_word = shares(np.asarray(words, dtype=np.float64))
    prior = np.asarray(alpha, dtype=np.float64)
    used = fold_in(counts, topic_word, prior).mean(axis=0) >= _SMALLEST
    if used.sum() < 2:
        used = np.argsort(np.argsort(-prior)) < 2
    parameters: Parameters = {"words": topic_word[used], "prior": prior[used]}
    return topic_word[used], parameters
