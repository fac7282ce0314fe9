"""Classification scores of predicted against gold codes, each with its interval and its n."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats, Ints
from textmine.errors import InputError
from textmine.stats.intervals import JACKKNIFE, Interval, check_level, undefined_interval
from textmine.stats.resampling import Pool, check_clusters, make_pool
from textmine.stats.systems.confusion import (
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
from textmine.stats.unseen_units import UnseenUnits, limits_with_unseen

FEW = 5
"""With fewer right or wrong units an interval is wide rather than exact."""


@dataclass(frozen=True)
class Scored:
    """What scores are counted from: units or clusters (`pool`), and how sure intervals are wanted.

    `per_draw` are the units in one of the pool on average, each counted `repeats` times.
    """

    pool: Pool
    per_draw: float
    repeats: int
    level: float

    def interval(
        self,
        of: Callable[[Floats], Floats],
        unseen: UnseenUnits,
        least: float = 0.0,
        counts: tuple[int, int] = (FEW, FEW),
    ) -> Interval:
        """Return the interval of a score, from -1 or 0 (`least`) to 1.

        `of` maps totals (n_totals, n_features) to scores (n_totals,). `unseen` is as in
        `agreement_interval`, where formula and sources are. `counts` are the right and the wrong
        units that decide the score: with fewer than five of them `reason` says that it is wide.
        The interval is undefined, with a reason, where the score is, and with fewer than two units
        or clusters.
        """
        pool = self.pool
        if pool.n < 2:
            reason = f"There are fewer than two {pool.resampled} to draw from."
            return undefined_interval(self.level, JACKKNIFE, pool.n, reason, pool.resampled)
        value = float(of((pool.multiplicity @ pool.features)[None, :])[0])
        if np.isnan(value):
            reason = "The score is undefined, and so is its interval."
            return undefined_interval(self.level, JACKKNIFE, pool.n, reason, pool.resampled)
        size = self.repeats * np.sqrt(self.per_draw)
        larger = UnseenUnits(size * unseen.features, unseen.weights)
        low, high = limits_with_unseen(pool, larger, of, least, self.level)
        few = [
            f"{count} {kind}"
            for count, kind in zip(counts, ("right", "wrong"), strict=True)
            if count < FEW
        ]
        return Interval(
            min(low, value),
            max(high, value),
            self.level,
            JACKKNIFE,
            pool.n,
            resampled=pool.resampled,
            reason=f"Wide: {' and '.join(few)} only." if few else "",
        )


def unseen_scored(right: Floats, wrong: Floats) -> UnseenUnits:
    """Return units that are right, (n, n_features), one in all, and the mean of wrong ones, one."""
    return UnseenUnits(
        np.vstack([right, wrong.mean(axis=0)]), np.append(np.full(len(right), 1 / len(right)), 1.0)
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
    level: float = 0.95,
) -> ClassificationScores:
    """Score predicted against gold codes, with jackknife intervals (see `agreement_interval`).

    `gold` and `predicted` are ints of shape (n_units,), 0 to n_categories - 1, none missing.
    `clusters` (n_units,) are ints of 0 or more; units of one cluster are left out together.
    Macro-F1 averages the classes that occur in gold or predicted, as scikit-learn's default does,
    or those of `macro_over` that occur. Precision of
    a class that was never predicted, recall of one not in gold and F1 of one in neither are
    undefined, with a reason, where scikit-learn puts 0; F1 of a class in one of them only is 0.
    With `ordinal` the classes are in order and kappa is given with quadratic weights too. Where
    every unit was predicted several times, all of its predictions are given, `repeats` says how
    many, and counts are divided by it; `clusters` must then hold those of a unit together.
    Raises `InputError` for codes outside the codebook, lengths that differ, no units, and bad
    clusters, macro_over or level. Source of kappa: Cohen (1960), table 1.

    >>> from textmine.stats.counts import codes_from_table
    >>> codes = codes_from_table([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    >>> scores = classification_scores(codes[:, 0], codes[:, 1], 3)
    >>> round(scores.accuracy.value, 2), round(scores.kappa.value, 3), scores.n
    (0.7, 0.492, 200)
    """
    check_level(level)
    truth, guess = check_labels(gold, predicted, n_categories)
    if truth.size == 0:
        raise InputError("There are no units to score.", hint="Give at least one unit.")
    labels = check_clusters(clusters, truth.size)
    asked = _macro_classes(macro_over, n_categories)
    matrix = confusion_matrix(truth, guess, n_categories)
    asked = asked[matrix.sum(axis=0)[asked] + matrix.sum(axis=1)[asked] > 0]
    pool = _confusion_pool(truth * n_categories + guess, n_categories, labels)
    n = truth.size // repeats
    scored = Scored(
        pool, truth.size / repeats / max(1, pool.n) if labels is not None else 1, repeats, level
    )
    full = matrix.astype(np.float64)
    overall = _unseen(full)
    right = np.rint(np.trace(full) / repeats).astype(int)

    def score(of: Callable[[Floats], Floats], reason: str, least: float = 0.0) -> Score:
        value = float(of(full))
        counts = (int(right), int(n - right))
        interval = scored.interval(_of_totals(of, n_categories), overall, least, counts)
        return Score(value, interval, n, reason if np.isnan(value) else "")

    one_class = "Gold and predicted codes are all of one and the same class."
    matrix = np.rint(matrix / repeats).astype(np.int64) if repeats > 1 else matrix
    return ClassificationScores(
        n=n,
        accuracy=score(accuracy_of, ""),
        macro_f1=score(lambda m: macro_f1_of(m, asked), "None of the classes occurs."),
        kappa=score(kappa_of, one_class, _least_kappa(full)),
        classes=tuple(_class_score(category, full, scored) for category in range(n_categories)),
        macro_classes=tuple(int(c) for c in asked),
        confusion=tuple(tuple(int(n) for n in row) for row in matrix),
        weighted_kappa=(score(weighted_kappa_of, one_class, -1.0) if ordinal else None),
    )


def _class_score(category: int, full: Floats, scored: Scored) -> ClassScore:
    """Score one class; units not seen are of this class and of others, half of each."""
    q, k = len(full), category
    n_gold = int(np.rint(full[k].sum() / scored.repeats))
    n_predicted = int(np.rint(full[:, k].sum() / scored.repeats))
    other = int(np.argmax(np.where(np.arange(q) == k, -1, full.sum(axis=0) + full.sum(axis=1))))
    cells = np.eye(q * q).reshape(q, q, -1)
    unseen = unseen_scored(
        np.stack([cells[k, k], cells[other, other]]), np.stack([cells[k, other], cells[other, k]])
    )
    right, named = int(np.rint(full[k, k] / scored.repeats)), f"Class {k}"

    def score(of: Callable[[Floats], Floats], n: int, wrong: int, reason: str) -> Score:
        value = float(of(full)[k])
        figure = _of_totals(lambda m: of(m)[..., k], q)
        interval = scored.interval(figure, unseen, counts=(right, wrong))
        return Score(value, interval, n, reason if np.isnan(value) else "")

    missed, added = max(0, n_gold - right), max(0, n_predicted - right)
    return ClassScore(
        k,
        n_gold,
        n_predicted,
        score(precision_of, n_predicted, added, f"{named} is not predicted."),
        score(recall_of, n_gold, missed, f"{named} is not in gold."),
        score(f1_of, n_gold, missed + added, f"{named} is in neither."),
    )


def _of_totals(of: Callable[[Floats], Floats], q: int) -> Callable[[Floats], Floats]:
    return lambda totals: of(totals.reshape(-1, q, q))


def _unseen(full: Floats) -> UnseenUnits:
    """Return units that are right, one of each class, and one that is wrong, by the shares."""
    q = len(full)
    gold, predicted = full.sum(axis=1) + 1 / q, full.sum(axis=0) + 1 / q
    wrong = np.outer(gold, predicted) * (1 - np.eye(q))
    right = np.eye(q * q)[np.arange(q) * (q + 1)]
    return unseen_scored(right, (wrong / wrong.sum()).reshape(1, -1))


def _least_kappa(full: Floats) -> float:
    """Return the kappa of two coders with these shares who agree least: -pe / (1 - pe) or more."""
    shares = (full.sum(axis=0) + full.sum(axis=1)) / (2 * full.sum())
    chance = float((shares**2).sum())
    apart = min(1.0, 2 * (1 - float(shares.max())))
    return (1 - apart - chance) / (1 - chance) if chance < 1 else -1.0


def _macro_classes(macro_over: Sequence[int] | None, n_categories: int) -> Ints:
    if macro_over is None:
        return np.arange(n_categories)
    classes = sorted(set(macro_over))
    if not classes or classes[0] < 0 or classes[-1] >= n_categories:
        raise InputError(
            "'macro_over' must name classes of the codebook, "
            f"0 to {n_categories - 1}. Got {list(macro_over)}."
        )
    return np.array(classes, dtype=np.int64)


def _confusion_pool(cells: Ints, n_categories: int, clusters: Ints | None) -> Pool:
    """Pool the cells of the confusion matrix: one feature a cell."""
    occurring, index, multiplicity = np.unique(cells, return_inverse=True, return_counts=True)
    features = np.eye(n_categories**2)[occurring]
    return make_pool(features, index, multiplicity, clusters)
