"""A fit to all units steadied by fits to parts of them."""

from dataclasses import replace
from functools import partial

import numpy as np
import scipy.sparse as sp

from textmine.arrays import Floats
from textmine.errors import InputError
from textmine.topics.engines.engine import Engine, Guide, Parameters, shares, unit_rows, word_shares

_KEPT = 0.8


def consensus_of(engine: Engine, n_fits: int) -> Engine:
    """Return an engine with components (NMF) whose topics are averaged over fits to 80 % of units.

    Each part's topics are matched to those of the fit to all units by the Hungarian method on the
    cosine of their components, and the mean of the matched components, each of length 1 and
    weighted by its likeness, takes their place. Fitting raises InputError for other engines.
    Source: after Belford, Mac Namee & Greene (2018), who factorize the stacked topics; matching
    keeps the seeds' order and needs no second number of topics.
    """
    title = f"{engine.title}, consensus of {n_fits} fits"
    return replace(engine, title=title, learn=partial(_learn, engine, n_fits), draws=True)


def _learn(
    engine: Engine, n_fits: int, counts: sp.csr_matrix, n_topics: int, seed: int, guide: Guide
) -> tuple[Floats, Parameters]:
    from scipy.optimize import linear_sum_assignment

    whole = engine.fit(counts, n_topics, seed, guide)
    if "components" not in whole.parameters:
        raise InputError(
            f"{engine.title} has no consensus.", hint="Take the engine smoothed or nmf."
        )
    reference = unit_rows(whole.parameters["components"])
    total = reference.copy()
    for draw in range(n_fits):
        order = np.random.default_rng([seed, draw]).permutation(counts.shape[0])
        rows = np.sort(order[: max(int(_KEPT * counts.shape[0]), 1)])
        part = engine.fit(counts[rows], n_topics, seed, guide.of_units(rows.tolist()))
        components = unit_rows(part.parameters["components"])
        alike = reference @ components.T
        here, there = linear_sum_assignment(-alike)
        total[here] += alike[here, there][:, None] * components[there]
    scale = np.linalg.norm(whole.parameters["components"], axis=1, keepdims=True)
    parameters: Parameters = {**whole.parameters, "components": unit_rows(total) * scale}
    topic_word: Floats = shares(word_shares(parameters["components"], parameters["idf"]))
    return topic_word, parameters
