"""Rank systems over several data sets: Friedman's test and Nemenyi's critical difference."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from textmine.benchmark.results import AcrossCorpora, BenchmarkResult, SystemResult
from textmine.stats.systems.friedman import friedman, nemenyi_difference

FEWEST_DATA_SETS = 3
BY_SCALE = "by_scale"
"""Where some data sets are compared by kappa and others, whose codes have an order, by weighted."""


def rank_across(results: Sequence[BenchmarkResult]) -> AcrossCorpora | None:
    """Rank the systems that were scored on every data set (a corpus and a question each).

    Returns None with fewer than two such systems or fewer than three data sets. Source: Demšar
    (2006), Statistical comparisons of classifiers over multiple data sets.
    """
    by_set = {
        (result.corpus, result.question): {
            system.system: score
            for system in result.systems
            if (score := _score(system, result.metric)) is not None
        }
        for result in results
    }
    everywhere = [set(scores) for scores in by_set.values()]
    systems = sorted(set.intersection(*everywhere)) if everywhere else []
    metrics = {result.metric for result in results}
    if len(systems) < 2 or len(by_set) < FEWEST_DATA_SETS:
        return None
    scores = np.array([[by_set[key][system] for system in systems] for key in by_set])
    return AcrossCorpora(
        systems=tuple(systems),
        data_sets=tuple(by_set),
        scores=tuple(tuple(float(score) for score in row) for row in scores),
        friedman=friedman(scores),
        nemenyi=nemenyi_difference(len(systems), len(by_set)),
        metric=metrics.pop() if len(metrics) == 1 else BY_SCALE,
    )


def _score(result: SystemResult, metric: str) -> float | None:
    """Return the score against the reference codes, None where it is undefined."""
    if result.referred is None:
        return None
    value = float(getattr(result.referred.scores, metric).value)
    return None if np.isnan(value) else value
