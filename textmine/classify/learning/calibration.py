"""From a classifier's scores to probabilities, fitted on scores of units that it never saw.

One temperature and a shift for each class (bias-corrected temperature scaling: Alexandari, Kundaje
& Shrikumar 2020; Guo et al. 2017 without the shifts). From a thousand units on an isotonic curve
for each class may follow, where it makes held-out units more likely.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from textmine.arrays import Bools, Floats, Ints
from textmine.choices import Labels

Curve = tuple[tuple[float, ...], tuple[float, ...]]

ENOUGH_FOR_ISOTONIC = 1000
_TINY = 1e-6
_HOLD = 2.0
"""How firmly shifts are held to 0: as firmly as this many units would."""


@dataclass(frozen=True)
class Calibration:
    """Scores are divided by `temperature`, `shifts` added, then made probabilities.

    `curves` are the corners (x, y) of an isotonic curve for each class, or none.
    """

    labels: Labels
    temperature: float
    shifts: tuple[float, ...]
    curves: tuple[Curve, ...] = ()

    @property
    def title(self) -> str:
        """How the probabilities were calibrated."""
        first = "temperature with a shift for each code"
        return f"{first}, then isotonic curves" if self.curves else first

    def probabilities(self, scores: Floats) -> Floats:
        """Return probabilities of shape (n_units, n_classes), all between 0 and 1."""
        logits = scores / self.temperature + np.array(self.shifts)
        plain = softmax(logits) if self.labels == "single" else logistic(logits)
        if not self.curves:
            return plain
        bent = np.column_stack(
            [np.interp(plain[:, k], x, y) for k, (x, y) in enumerate(self.curves)]
        ).clip(_TINY, 1 - _TINY)
        if self.labels == "single":
            bent /= bent.sum(axis=1, keepdims=True)
        return bent

    def as_dict(self) -> dict[str, Any]:
        """Return the calibration as JSON holds it."""
        return {
            "temperature": self.temperature,
            "shifts": list(self.shifts),
            "curves": [[list(x), list(y)] for x, y in self.curves],
        }


def read_calibration(stored: Mapping[str, Any], labels: Labels) -> Calibration:
    """Return the calibration that `as_dict` stored."""
    curves = tuple((tuple(x), tuple(y)) for x, y in stored["curves"])
    return Calibration(labels, float(stored["temperature"]), tuple(stored["shifts"]), curves)


def fit_calibration(
    scores: Floats, gold: Bools, labels: Labels, fold: Ints | Sequence[int]
) -> Calibration:
    """Fit a calibration to held-out scores (n_units, n_classes) and gold marks of the same shape.

    `fold` (n_units,) says which units to set against each other when an isotonic curve is tried.
    """
    plain = _fit_temperature(scores, gold, labels)
    if len(scores) < ENOUGH_FOR_ISOTONIC:
        return plain
    folds = np.asarray(fold)
    half = np.isin(folds, np.unique(folds)[::2])
    gains = 0.0
    for fitted, tested in ((half, ~half), (~half, half)):
        if not fitted.any() or not tested.any():
            return plain
        first = _fit_temperature(scores[fitted], gold[fitted], labels)
        bent = _with_curves(first, scores[fitted], gold[fitted])
        before = _loss(first.probabilities(scores[tested]), gold[tested], labels)
        gains += (before - _loss(bent.probabilities(scores[tested]), gold[tested], labels)) * len(
            gold[tested]
        )
    return _with_curves(plain, scores, gold) if gains > 0 else plain


def softmax(logits: Floats) -> Floats:
    """Return probabilities of shape (n_units, n_classes); rows sum to 1."""
    exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: Floats = exponents / exponents.sum(axis=1, keepdims=True)
    return result


def logistic(logits: Floats) -> Floats:
    """Return 1 / (1 + exp(-x)) of each number."""
    result: Floats = 1.0 / (1.0 + np.exp(-np.clip(logits, -60, 60)))
    return result


def _fit_temperature(scores: Floats, gold: Bools, labels: Labels) -> Calibration:
    """Minimise the mean negative log-likelihood plus a pull of the shifts towards 0."""
    from scipy.optimize import minimize

    n, n_classes = scores.shape
    spread = max(float(scores.std()), _TINY)
    marks = gold.astype(np.float64)

    def loss(parameters: Floats) -> tuple[float, Floats]:
        inverse, shifts = np.exp(-parameters[0]), parameters[1:]
        logits = scores / spread * inverse + shifts
        p = softmax(logits) if labels == "single" else logistic(logits)
        value = _loss(p, gold, labels) + _HOLD * float(shifts @ shifts) / (2 * n)
        slope = (p - marks) / n
        by_shift = slope.sum(axis=0) + _HOLD * shifts / n
        by_temperature = -float((slope * scores / spread * inverse).sum())
        return value, np.concatenate([[by_temperature], by_shift])

    limits = [(np.log(0.02), np.log(20.0)), *[(-8.0, 8.0)] * n_classes]
    optimum = minimize(loss, np.zeros(1 + n_classes), jac=True, bounds=limits, method="L-BFGS-B")
    temperature = float(np.exp(optimum.x[0])) * spread
    return Calibration(labels, temperature, tuple(float(shift) for shift in optimum.x[1:]))


def _loss(p: Floats, gold: Bools, labels: Labels) -> float:
    chosen = -np.log(np.maximum(p, 1e-12))[gold].sum()
    if labels == "multi":
        chosen += -np.log(np.maximum(1 - p, 1e-12))[~gold].sum()
    return float(chosen) / len(gold)


def _with_curves(plain: Calibration, scores: Floats, gold: Bools) -> Calibration:
    from sklearn.isotonic import IsotonicRegression

    p = plain.probabilities(scores)
    curves = []
    for k in range(p.shape[1]):
        fitted = IsotonicRegression(y_min=_TINY, y_max=1 - _TINY, out_of_bounds="clip").fit(
            p[:, k], gold[:, k].astype(np.float64)
        )
        x, y = fitted.X_thresholds_, fitted.y_thresholds_
        curves.append((tuple(map(float, x)), tuple(map(float, y))))
    return Calibration(plain.labels, plain.temperature, plain.shifts, tuple(curves))
