"""Classification scores of predicted against gold codes, each with its interval and its n."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.errors import InputError
from textmine.stats.confusion import (
    accuracy_of,
    check_labels,
    confusion_matrix,
    f1_of,
    kappa_of,
    macro_f1_of,
    precision_of,
    recall_of,
    weighted_kappa_of,
)
from textmine.stats.counts import FloatArray, IntArray
from textmine.stats.intervals import Interval, check_level, percentile_interval, undefined_interval
from textmine.stats.resampling import (
    Pool,
    check_clusters,
    check_resampling,
    make_pool,
    resampled_totals,
)


@dataclass(frozen=True)
class Score:
    """One score with its interval, and the number of units it is a share of.

    `value` is nan when the score is undefined, and `reason` then says why.
    """

    value: float
    interval: Interval
    n: int
    reason: str = ""


@dataclass(frozen=True)
class ClassScore:
    """The scores of one class: n is predicted units for precision, gold for recall and F1."""

    category: int
    n_gold: int
    n_predicted: int
    precision: Score
    recall: Score
    f1: Score


@dataclass(frozen=True)
class ClassificationScores:
    """Scores of a classifier: overall, by class, and the confusion matrix behind them.

    `confusion` has a tuple for each gold class, of counts by predicted class. `macro_classes` are
    the classes that macro-F1 averages. Each score says in its interval what was resampled.
    `weighted_kappa` is there for ordered classes.
    """

    n: int
    accuracy: Score
    macro_f1: Score
    kappa: Score
    classes: tuple[ClassScore, ...]
    macro_classes: tuple[int, ...]
    confusion: tuple[tuple[int, ...], ...]
    weighted_kappa: Score | None = None


def classification_scores(
    gold: ArrayLike,
    predicted: ArrayLike,
    n_categories: int,
    *,
    clusters: ArrayLike | None = None,
    macro_over: Sequence[int] | None = None,
    ordinal: bool = False,
    repeats: int = 1,
    n_resamples: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> ClassificationScores:
    """Score predicted against gold codes, with percentile bootstrap intervals.

    `gold` and `predicted` are ints of shape (n_units,), 0 to n_categories - 1, none missing.
    `clusters` (n_units,) are ints of 0 or more; units of one cluster are drawn together.
    Macro-F1 averages the classes that occur in gold or predicted, as scikit-learn's default does,
    or those of `macro_over` that occur; a resample averages those that occur in it. Precision of
    a class that was never predicted, recall of one not in gold and F1 of one in neither are
    undefined, with a reason, where scikit-learn puts 0; F1 of a class in one of them only is 0.
    With `ordinal` the classes are in order and kappa is given with quadratic weights too. Where
    every unit was predicted several times, all of its predictions are given, `repeats` says how
    many, and counts are divided by it; `clusters` must then hold those of a unit together.
    Raises `InputError` for codes outside the codebook, lengths that differ, no units, and bad
    clusters, macro_over, level, n_resamples or seed. Source of kappa: Cohen (1960), table 1.

    >>> from textmine.stats.counts import codes_from_table
    >>> codes = codes_from_table([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    >>> scores = classification_scores(codes[:, 0], codes[:, 1], 3)
    >>> round(scores.accuracy.value, 2), round(scores.kappa.value, 3), scores.n
    (0.7, 0.492, 200)
    """
    check_level(level)
    check_resampling(n_resamples, seed)
    truth, guess = check_labels(gold, predicted, n_categories)
    if truth.size == 0:
        raise InputError("There are no units to score.", hint="Give at least one unit.")
    labels = check_clusters(clusters, truth.size)
    asked = _macro_classes(macro_over, n_categories)
    matrix = confusion_matrix(truth, guess, n_categories)
    pool = _confusion_pool(truth * n_categories + guess, n_categories, labels)
    # With one unit or cluster there is nothing to draw, and `_interval` says so.
    totals = resampled_totals(pool, n_resamples if pool.n >= 2 else 0, seed)
    draws = totals.reshape(-1, n_categories, n_categories)
    full = matrix.astype(np.float64)

    def score(of: Callable[[FloatArray], FloatArray], n: int, reason: str) -> Score:
        value = float(of(full))
        interval = _interval(of(draws), pool, level)
        return Score(value, interval, n, reason if np.isnan(value) else "")

    matrix = np.rint(matrix / repeats).astype(np.int64) if repeats > 1 else matrix
    in_gold, in_predicted = matrix.sum(axis=1), matrix.sum(axis=0)
    n = truth.size // repeats
    return ClassificationScores(
        n=n,
        accuracy=score(accuracy_of, n, ""),
        macro_f1=score(lambda m: macro_f1_of(m, asked), n, "None of the classes occurs."),
        kappa=score(kappa_of, n, "Gold and predicted codes are all of one and the same class."),
        classes=tuple(
            _class_score(category, int(in_gold[category]), int(in_predicted[category]), score)
            for category in range(n_categories)
        ),
        macro_classes=tuple(int(c) for c in asked if in_gold[c] + in_predicted[c]),
        confusion=tuple(tuple(int(n) for n in row) for row in matrix),
        weighted_kappa=(
            score(weighted_kappa_of, n, "All codes are of one and the same class.")
            if ordinal
            else None
        ),
    )


def _class_score(
    category: int,
    n_gold: int,
    n_predicted: int,
    score: Callable[[Callable[[FloatArray], FloatArray], int, str], Score],
) -> ClassScore:
    named = f"Class {category}"
    return ClassScore(
        category,
        n_gold,
        n_predicted,
        score(lambda m: precision_of(m)[..., category], n_predicted, f"{named} is not predicted."),
        score(lambda m: recall_of(m)[..., category], n_gold, f"{named} is not in gold."),
        score(lambda m: f1_of(m)[..., category], n_gold, f"{named} is in neither."),
    )


def _macro_classes(macro_over: Sequence[int] | None, n_categories: int) -> IntArray:
    if macro_over is None:
        return np.arange(n_categories)
    classes = sorted(set(macro_over))
    if not classes or classes[0] < 0 or classes[-1] >= n_categories:
        raise InputError(
            "'macro_over' must name classes of the codebook, "
            f"0 to {n_categories - 1}. Got {list(macro_over)}."
        )
    return np.array(classes, dtype=np.int64)


def _confusion_pool(cells: IntArray, n_categories: int, clusters: IntArray | None) -> Pool:
    """Pool the cells of the confusion matrix: one feature a cell."""
    occurring, index, multiplicity = np.unique(cells, return_inverse=True, return_counts=True)
    features = np.eye(n_categories**2)[occurring]
    return make_pool(features, index, multiplicity, clusters)


def _interval(values: FloatArray, pool: Pool, level: float) -> Interval:
    if pool.n < 2:
        reason = f"There are fewer than two {pool.resampled} to draw from."
        return undefined_interval(level, "percentile", pool.n, reason, pool.resampled)
    return percentile_interval(values, level, n=pool.n, resampled=pool.resampled)
