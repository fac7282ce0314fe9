"""The registry of classifiers that can stand alone or in a blend: stock scikit-learn parts.

Each is linear in its features, so that what spoke for a code can be read off exactly.
"""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from textmine.arrays import Bools, Floats
from textmine.choices import Labels
from textmine.classify.features.blocks import BLOCKS, NEIGHBOURS

_CERTAIN = 4.0


@dataclass(frozen=True)
class Member:
    """A classifier and the blocks that it reads, of those that are switched on.

    `make` takes a seed and the blocks that are read.
    """

    title: str
    blocks: tuple[str, ...]
    make: Callable[[int, Sequence[str]], Any]


def _linear_svm(seed: int, blocks: Sequence[str]) -> Any:
    from sklearn.svm import LinearSVC

    # The many numbers of an encoder are held more firmly (benchmarks/RESULTS.md, encoder.py).
    firmly = 0.1 if "embeddings" in blocks else 0.3
    return LinearSVC(C=firmly, class_weight="balanced", random_state=seed)


def _logistic(seed: int, _: Sequence[str]) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(
        C=2.0,
        class_weight="balanced",
        solver="saga",  # three times as fast as lbfgs here, with the same scores
        max_iter=200,
        tol=1e-2,
        random_state=seed,
    )


def _complement_nb(_: int, __: Sequence[str]) -> Any:
    from sklearn.naive_bayes import ComplementNB

    return ComplementNB(alpha=0.5)


_ALL = tuple(BLOCKS)
_SURROUNDINGS = ("around", "before", "after", "before_2", "after_2", "parent")

MEMBERS: dict[str, Member] = {
    "linear-svm": Member("linear support vector machine", _ALL, _linear_svm),
    "logistic": Member("logistic regression", _ALL, _logistic),
    "complement-nb": Member(
        "naive Bayes on words and clauses", ("words", "clauses"), _complement_nb
    ),
    "surroundings-nb": Member(
        "naive Bayes on words and surroundings",
        ("words", "clauses", *_SURROUNDINGS),
        _complement_nb,
    ),
    "words-svm": Member("support vector machine on words", ("words",), _linear_svm),
    "characters-svm": Member(
        "support vector machine on parts of words", ("characters",), _linear_svm
    ),
}
"""Members by name, in the order in which ties are settled."""


def active_members(blocks: Sequence[str], has_neighbours: bool) -> dict[str, tuple[str, ...]]:
    """Return the members that have something to read and no twin before them, with their blocks."""
    members: dict[str, tuple[str, ...]] = {}
    for name, member in MEMBERS.items():
        read = tuple(
            block
            for block in member.blocks
            if block in blocks and (has_neighbours or block not in NEIGHBOURS)
        )
        twins = [other for other, theirs in members.items() if theirs == read]
        if read and all(MEMBERS[other].make is not member.make for other in twins):
            members[name] = read
    return members


def fit_member(
    name: str, blocks: Sequence[str], features: Any, gold: Bools, labels: Labels, seed: int
) -> Any:
    """Return a classifier fitted to the features of blocks and gold marks (n_units, n_classes).

    Where there is one class or no feature, nothing can be learned but the shares of the classes.
    """
    from sklearn.dummy import DummyClassifier
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.multiclass import OneVsRestClassifier

    classifier = MEMBERS[name].make(seed, blocks)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        if labels == "multi":
            if features.shape[1] == 0:
                classifier = DummyClassifier(strategy="prior")
            warnings.filterwarnings("ignore", message="Label .* is present in all")
            warnings.filterwarnings("ignore", message="Label not .* is present in all")
            return OneVsRestClassifier(classifier).fit(features, gold.astype(np.int64))
        classes = gold.argmax(axis=1)
        if len(np.unique(classes)) == 1 or features.shape[1] == 0:
            return DummyClassifier(strategy="prior").fit(features, classes)
        return classifier.fit(features, classes)


def member_scores(classifier: Any, features: Any, n_classes: int, labels: Labels) -> Floats:
    """Return a score a unit and class, shape (n_units, n_classes), higher for more likely.

    Scores are linear in the features. A class that the classifier never saw scores below all.
    """
    if labels == "multi":
        parts = [_yes_score(part, features) for part in classifier.estimators_]
        return np.column_stack(parts)
    raw = _raw_scores(classifier, features)
    seen = np.asarray(classifier.classes_, dtype=np.int64)
    scores = np.repeat(raw.min(axis=1, keepdims=True) - 1.0, n_classes, axis=1)
    scores[:, seen] = raw
    return scores


def member_weights(classifier: Any, n_classes: int, labels: Labels) -> Floats:
    """Return what each feature adds to each class' score, shape (n_classes, n_features)."""
    if labels == "multi":
        parts = [_linear(part) for part in classifier.estimators_]
        width = max((part.shape[1] for part in parts), default=0)
        rows = [part[-1] - part[0] if len(part) > 1 else np.zeros(width) for part in parts]
        return np.vstack(rows)
    coefficients = _linear(classifier)
    weights = np.zeros((n_classes, coefficients.shape[1]))
    weights[np.asarray(classifier.classes_, dtype=np.int64)] = coefficients
    return weights


def _linear(part: Any) -> Floats:
    """Return the weights by class of a fitted part: none where it learned shares only."""
    if hasattr(part, "coef_"):
        weights = np.asarray(part.coef_, dtype=np.float64)
        return np.vstack([-weights / 2, weights / 2]) if len(weights) == 1 else weights
    if hasattr(part, "feature_log_prob_"):
        return np.asarray(part.feature_log_prob_, dtype=np.float64)
    n = getattr(part, "n_features_in_", 0)
    return np.zeros((len(getattr(part, "classes_", [0])), int(n)))


def _yes_score(part: Any, features: Any) -> Floats:
    if not hasattr(part, "classes_"):  # a code that all rows have, or none
        sign = 1.0 if float(np.ravel(part.y_)[0]) else -1.0
        return np.full(features.shape[0], sign * _CERTAIN)
    raw = _raw_scores(part, features)
    return np.asarray(raw[:, 1] - raw[:, 0], dtype=np.float64)


def _raw_scores(classifier: Any, features: Any) -> Floats:
    if hasattr(classifier, "decision_function"):
        raw = np.asarray(classifier.decision_function(features), dtype=np.float64)
        return np.column_stack([-raw / 2, raw / 2]) if raw.ndim == 1 else raw
    if hasattr(classifier, "predict_joint_log_proba"):
        return np.asarray(classifier.predict_joint_log_proba(features), dtype=np.float64)
    return np.asarray(classifier.predict_log_proba(features), dtype=np.float64)
