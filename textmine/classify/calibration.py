"""From a classifier's scores to probabilities: a softmax with one temperature (Guo et al. 2017)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_ABSENT = -1e3


def class_scores(classifier: Any, features: Any, n_classes: int) -> Floats:
    """Return a score a unit and class, shape (n_units, n_classes), higher for more likely.

    The classifier was fitted to class indices; classes it never saw get a score far below all.
    """
    if hasattr(classifier, "decision_function"):
        raw = np.asarray(classifier.decision_function(features), dtype=np.float64)
        if raw.ndim == 1:
            raw = np.column_stack([-raw / 2, raw / 2])
    else:
        raw = np.asarray(classifier.predict_log_proba(features), dtype=np.float64)
    scores = np.full((raw.shape[0], n_classes), _ABSENT)
    scores[:, np.asarray(classifier.classes_, dtype=int)] = raw
    return scores


def fit_temperature(scores: Floats, gold: NDArray[np.int64]) -> float:
    """Return the temperature that makes softmax(scores / T) most likely for the gold classes.

    To be fitted on scores of units that the classifier was not trained on. Range .02 to 20.
    """
    from scipy.optimize import minimize_scalar

    def loss(log_t: float) -> float:
        chosen = softmax(scores, float(np.exp(log_t)))[np.arange(len(gold)), gold]
        return float(-np.log(np.maximum(chosen, 1e-12)).mean())

    best = minimize_scalar(loss, bounds=(np.log(0.02), np.log(20.0)), method="bounded")
    return float(np.exp(best.x))


def softmax(scores: Floats, temperature: float) -> Floats:
    """Return probabilities of shape (n_units, n_classes); rows sum to 1."""
    shifted = (scores - scores.max(axis=1, keepdims=True)) / temperature
    exponents = np.exp(shifted)
    result: Floats = exponents / exponents.sum(axis=1, keepdims=True)
    return result


def calibration_error(probabilities: Floats, gold: NDArray[np.int64], n_bins: int = 10) -> float:
    """Return the expected calibration error of the top class, 0 to 1 (Naeini et al. 2015)."""
    top = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == gold
    bins = np.minimum((top * n_bins).astype(int), n_bins - 1)
    gaps = [
        abs(right[bins == place].mean() - top[bins == place].mean()) * (bins == place).mean()
        for place in np.unique(bins)
    ]
    return float(np.sum(gaps))
