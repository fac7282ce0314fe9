"""Two systems at a time against the same reference codes, unit by unit and fold by fold."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from textmine.benchmark.items import Items
from textmine.benchmark.results import SystemPair
from textmine.stats import confusion_matrix
from textmine.stats.systems.friedman import CorrectedT, corrected_t
from textmine.stats.systems.paired import discordant, mcnemar, metric_of, paired_difference


def compare_pairs(
    items: Items,
    gold: NDArray[np.int64],
    clusters: NDArray[np.int64] | None,
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
    items: Items, gold: NDArray[np.int64], first_system: int, second_system: int, metric: str
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
