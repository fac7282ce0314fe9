"""Systems held against each other: two at a time, or ranked over several data sets."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from textmine.arrays import Ints
from textmine.benchmark.items import Items
from textmine.benchmark.results import AcrossCorpora, BenchmarkResult, SystemPair, SystemResult
from textmine.stats import confusion_matrix
from textmine.stats.systems.friedman import CorrectedT, corrected_t, friedman, nemenyi_difference
from textmine.stats.systems.paired import discordant, mcnemar, metric_of, paired_difference

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


def compare_pairs(
    items: Items,
    gold: Ints,
    clusters: Ints | None,
    metric: str,
    seed: int,
) -> list[SystemPair]:
    """Compare every two systems on the units that have a reference code (`gold` of 0 or more)."""
    known = np.flatnonzero(gold >= 0)
    if not known.size:
        return []
    q = len(items.categories)
    drawn = None if clusters is None else clusters[known]
    grouped = drawn is not None and np.unique(drawn).size < drawn.size
    pairs = []
    for one, two in combinations(range(len(items.systems)), 2):
        first, second = items.machine[known, one], items.machine[known, two]
        pairs.append(
            SystemPair(
                items.systems[one],
                items.systems[two],
                paired_difference(
                    gold[known], first, second, q, metric=metric, clusters=drawn, seed=seed
                ),
                None if grouped else mcnemar(*discordant(gold[known], first, second, q)),
                _by_folds(items, gold, one, two, metric),
            )
        )
    return pairs


def _by_folds(
    items: Items, gold: Ints, first_system: int, second_system: int, metric: str
) -> CorrectedT | None:
    """Compare two models fold by fold, where the same folds were held out for both."""
    folds, others = items.folds[first_system], items.folds[second_system]
    if folds is None or others is None or not np.array_equal(folds, others):
        return None
    q, score = len(items.categories), metric_of(metric)
    differences, sizes = [], []
    for fold in np.unique(folds[folds >= 0]):
        held = np.flatnonzero((folds == fold) & (gold >= 0))
        if held.size:
            first, second = (
                score(confusion_matrix(gold[held], items.machine[held, index], q).astype(float))
                for index in (first_system, second_system)
            )
            differences.append(float(first - second))
            sizes.append(held.size)
    if len(differences) < 2 or np.isnan(differences).any():
        return None
    n_test = float(np.mean(sizes))
    return corrected_t(differences, sum(sizes) - n_test, n_test)
