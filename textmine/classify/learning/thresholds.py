"""From probabilities to codes: how far a rare code is favoured, settled on held-out units.

The most probable code is right most often; a code that is rare is then seldom given. Where a
document takes one code, each probability is divided by its code's share to a power of 0 to 3/4
(logit adjustment: Menon et al. 2021), one number for all codes, so that few data can settle it.
Where it takes several, each code has a threshold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.choices import Labels, ModelMetric

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]

_POWERS: dict[ModelMetric, tuple[float, ...]] = {
    "macro_f1": (0.5, 0.25, 0.0, 0.75),
    "kappa": (0.0, 0.25, 0.5, 0.75),
}
"""What is tried, the most natural first: kappa is best served by the most probable code."""

_THRESHOLDS = tuple(np.round(np.arange(0.1, 0.91, 0.05), 2))
_CHANCE = 0.5
_ENOUGH = 20
"""Examples from which a code has a threshold of its own (drawn half way to the common one)."""


@dataclass(frozen=True)
class Decision:
    """How probabilities become codes: `favours` are taken from log p before the largest is chosen
    ("single"), or `thresholds` are what p must reach ("multi"); one number a class.
    """

    labels: Labels
    favours: tuple[float, ...] = ()
    thresholds: tuple[float, ...] = ()

    def preference(self, probabilities: Floats) -> Floats:
        """Return what is compared, (n_units, n_classes): log p less the favours, or log odds."""
        p = probabilities.clip(1e-12, 1 - 1e-12)
        if self.labels == "single":
            return np.asarray(np.log(p) - np.array(self.favours))
        edges = np.array(self.thresholds)
        return np.asarray(np.log(p / (1 - p)) - np.log(edges / (1 - edges)))

    def give(self, probabilities: Floats) -> Marks:
        """Return which codes are given, bool (n_units, n_classes)."""
        preferred = self.preference(probabilities)
        if self.labels == "multi":
            return np.asarray(preferred >= 0)
        given = np.zeros(probabilities.shape, dtype=np.bool_)
        given[np.arange(len(given)), preferred.argmax(axis=1)] = True
        return given


def simplest_of_best(values: Mapping[str, float] | Sequence[float], n_units: int) -> Any:
    """Return the first key (or place) whose value is as good as the best one, but for chance.

    Scores of `n_units` held-out units differ by about half of one over their root for no reason:
    .04 with 131 units, .008 with 4,000. What comes first is the simpler choice, and is only left
    for one that is better by more.
    """
    pairs = values.items() if isinstance(values, Mapping) else enumerate(values)
    named = list(pairs)
    least = max(value for _, value in named) - _CHANCE / np.sqrt(max(n_units, 1))
    return next(name for name, value in named if value >= least)


def settle_decision(
    probabilities: Floats, gold: Marks, labels: Labels, metric: ModelMetric
) -> tuple[Decision, float]:
    """Return the decision for held-out probabilities (n_units, n_classes), and its score.

    The first power is left only for one that is better by more than chance (`simplest_of_best`).
    """
    if labels == "multi":
        return _settle_thresholds(probabilities, gold, metric)
    share = (gold.sum(axis=0) + 1.0) / (len(gold) + gold.shape[1])
    tried = [Decision(labels, favours=tuple(power * np.log(share))) for power in _POWERS[metric]]
    values = [score_codes(decision.give(probabilities), gold, labels, metric) for decision in tried]
    best = simplest_of_best(values, len(gold))
    return tried[best], values[best]


def score_codes(given: Marks, gold: Marks, labels: Labels, metric: ModelMetric) -> float:
    """Return macro-F1 over the codes, or kappa with the coder (its mean over yes-no questions where
    documents take several codes); 0 where it is undefined.
    """
    from textmine.stats.systems.confusion import confusion_matrix, kappa_of, macro_f1_of

    n_classes = gold.shape[1]
    if labels == "single":
        matrix = confusion_matrix(gold.argmax(axis=1), given.argmax(axis=1), n_classes)
        value = (
            kappa_of(matrix.astype(np.float64))
            if metric == "kappa"
            else macro_f1_of(matrix.astype(np.float64), np.arange(n_classes))
        )
        return float(np.nan_to_num(value))
    if metric == "macro_f1":
        both, either = (given & gold).sum(axis=0), given.sum(axis=0) + gold.sum(axis=0)
        return float(np.mean(np.where(either > 0, 2 * both / np.maximum(either, 1), 0.0)))
    tables = [
        confusion_matrix(gold[:, k].astype(int), given[:, k].astype(int), 2).astype(np.float64)
        for k in range(n_classes)
    ]
    return float(np.mean([np.nan_to_num(kappa_of(table)) for table in tables]))


def _settle_thresholds(
    probabilities: Floats, gold: Marks, metric: ModelMetric
) -> tuple[Decision, float]:
    n_classes = gold.shape[1]
    counts = gold.sum(axis=0)

    def score(k: int, edge: float) -> float:
        given = probabilities[:, [k]] >= edge
        return score_codes(given, gold[:, [k]], "multi", metric)

    table = np.array([[score(k, edge) for edge in _THRESHOLDS] for k in range(n_classes)])
    common = _THRESHOLDS[int(table.mean(axis=0).argmax())]
    own = [_THRESHOLDS[int(row.argmax())] for row in table]
    chosen = tuple(
        float((own[k] + common) / 2 if counts[k] >= _ENOUGH else common) for k in range(n_classes)
    )
    decision = Decision("multi", thresholds=chosen)
    return decision, score_codes(decision.give(probabilities), gold, "multi", metric)
