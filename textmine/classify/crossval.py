"""Scores of units by models that never saw their group, for every candidate at once."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.classify.calibration import Floats, class_scores
from textmine.classify.candidates import CANDIDATES, make_features
from textmine.config import Progress, silent


@dataclass(frozen=True)
class OutOfFold:
    """Scores by candidate, each (n_units, n_classes), and the fold in which a unit was held out."""

    scores: dict[str, Floats]
    fold: NDArray[np.int64]


def assign_folds(
    gold: NDArray[np.int64], groups: NDArray[np.int64] | None, n_folds: int, seed: int
) -> NDArray[np.int64]:
    """Return the fold of each unit, 0 to n_folds - 1; units of one group share a fold.

    Folds are stratified by class as far as the groups allow. There are never more folds than
    groups, nor than units of the commonest class.
    """
    from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

    commonest = int(np.bincount(gold).max())
    n_groups = len(gold) if groups is None else len(np.unique(groups))
    n_splits = max(2, min(n_folds, n_groups, commonest))
    kind = StratifiedKFold if groups is None else StratifiedGroupKFold
    splitter = kind(n_splits, shuffle=True, random_state=seed)
    fold = np.zeros(len(gold), dtype=np.int64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for place, (_, held_out) in enumerate(splitter.split(gold, gold, groups)):
            fold[held_out] = place
    return fold


def score_out_of_fold(
    columns: Any,
    gold: NDArray[np.int64],
    fold: NDArray[np.int64],
    names: Sequence[str],
    n_classes: int,
    seed: int,
    progress: Progress = silent,
    step: str = "cross-validating",
) -> OutOfFold:
    """Score every unit with candidates fitted to the other folds, feature selection included."""
    scores = {name: np.zeros((len(gold), n_classes)) for name in names}
    folds = np.unique(fold)
    for done, held_out in enumerate(folds):
        progress(step, done, len(folds))
        train, test = fold != held_out, fold == held_out
        shared: dict[tuple[str, ...], tuple[Any, Any]] = {}
        for name in names:
            blocks = CANDIDATES[name].blocks
            if blocks not in shared:
                features = make_features(blocks, columns[train])
                fitted = features.fit_transform(columns[train])
                shared[blocks] = (fitted, features.transform(columns[test]))
            fitted, held = shared[blocks]
            classifier = fit_classifier(name, fitted, gold[train], seed)
            scores[name][test] = class_scores(classifier, held, n_classes)
    progress(step, len(folds), len(folds))
    return OutOfFold(scores, fold)


def fit_classifier(name: str, features: Any, gold: NDArray[np.int64], seed: int) -> Any:
    """Return a candidate's classifier fitted to features and class indices.

    Where there is one class or no feature, nothing can be learned but the shares of the classes.
    """
    from sklearn.dummy import DummyClassifier
    from sklearn.exceptions import ConvergenceWarning

    if len(np.unique(gold)) == 1 or features.shape[1] == 0:
        return DummyClassifier(strategy="prior").fit(features, gold)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return CANDIDATES[name].make(seed).fit(features, gold)


def choose_candidate(
    oof: OutOfFold, gold: NDArray[np.int64], metric: str
) -> tuple[str, dict[str, float]]:
    """Return the candidate with the best pooled out-of-fold score, and every candidate's score.

    Scores are compared to two decimals, for folds differ by more; a tie goes to the candidate that
    stands first in the registry.
    """
    values = {name: _score(scores, gold, metric) for name, scores in oof.scores.items()}
    return _best(values), values


def honest_predictions(oof: OutOfFold, gold: NDArray[np.int64], metric: str) -> Floats:
    """Return out-of-fold scores that the choice among candidates has not flattered.

    Each fold is predicted by the candidate that was best on the OTHER folds, so that no fold has a
    say in which model it is scored with. Shape (n_units, n_classes).
    """
    chosen = np.empty_like(next(iter(oof.scores.values())))
    for held_out in np.unique(oof.fold):
        rest = oof.fold != held_out
        values = {name: _score(s[rest], gold[rest], metric) for name, s in oof.scores.items()}
        chosen[~rest] = oof.scores[_best(values)][~rest]
    return chosen


def _best(values: dict[str, float]) -> str:
    return max(values, key=lambda name: round(values[name], 2))


def _score(scores: Floats, gold: NDArray[np.int64], metric: str) -> float:
    from textmine.stats.confusion import confusion_matrix, kappa_of, macro_f1_of

    n_classes = scores.shape[1]
    matrix = confusion_matrix(gold, scores.argmax(axis=1), n_classes).astype(np.float64)
    if metric == "kappa":
        return float(np.nan_to_num(kappa_of(matrix)))
    return float(np.nan_to_num(macro_f1_of(matrix, np.arange(n_classes))))
