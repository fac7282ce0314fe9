"""From probabilities to codes: how far a rare code is favoured, settled on held-out units.

The most probable code is right most often; a code that is rare is then seldom given. Where a
document takes one code, each probability is divided by its code's share to a power of 0 to 3/4
(logit adjustment: Menon et al. 2021), one number for all codes, so that few data can settle it.
Where it takes several, each code has the threshold at which it is given as often as coders gave it.
Where codes have an order, the one nearest to the expected place is given, after that place was
moved away from the mean one, to which expectations keep too near.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from textmine.arrays import Bools, Floats
from textmine.choices import Labels, LearningMetric, ModelMetric

_STRETCHES = (1.5, 1.25, 1.0, 1.75, 2.0, 2.5)
_POWERS: dict[ModelMetric, tuple[float, ...]] = {
    "macro_f1": (0.5, 0.25, 0.0, 0.75),
    "kappa": (0.0, 0.25, 0.5, 0.75),
}
"""What is tried, the most natural first: kappa is best served by the most probable code."""

_UNKNOWN, _LOWEST = 0.5, 0.02
"""The threshold of a code that no unit or every unit has, and the lowest of all."""
_CHANCE = 0.5


@dataclass(frozen=True)
class Decision:
    """How probabilities become codes: `favours` are taken from log p before the largest is chosen
    ("single"), or `thresholds` are what p must reach ("multi"); one number a class. With a
    `stretch` above 0 the code is given that is nearest to the expected place of the code, stretched
    so many times away from the `middle` (places are from 0).
    """

    labels: Labels
    favours: tuple[float, ...] = ()
    thresholds: tuple[float, ...] = ()
    stretch: float = 0.0
    middle: float = 0.0

    def preference(self, probabilities: Floats) -> Floats:
        """Return what is compared, (n_units, n_classes): log p less the favours, or log odds; of
        ordered codes the squared distance from the expected place, less than 0.
        """
        if self.stretch:
            places = np.arange(probabilities.shape[1])
            expected = self.middle + self.stretch * (probabilities @ places - self.middle)
            return np.asarray(-((expected[:, None] - places) ** 2))
        p = probabilities.clip(1e-12, 1 - 1e-12)
        if self.labels == "single":
            return np.asarray(np.log(p) - np.array(self.favours))
        edges = np.array(self.thresholds)
        return np.asarray(np.log(p / (1 - p)) - np.log(edges / (1 - edges)))

    def give(self, probabilities: Floats) -> Bools:
        """Return which codes are given, bool (n_units, n_classes)."""
        preferred = self.preference(probabilities)
        if self.labels == "multi":
            return np.asarray(preferred >= 0)
        marks = np.zeros(probabilities.shape, dtype=np.bool_)
        marks[np.arange(len(marks)), preferred.argmax(axis=1)] = True
        return marks


def metric_for(asked: LearningMetric, labels: Labels, *, ordinal: bool) -> ModelMetric:
    """Return the score that a dimension is settled by: the one asked for, or what suits its codes.

    Weights need an order: without one, weighted kappa is kappa.
    """
    ordered = ordinal and labels == "single"
    if asked == "by_scale":
        return "weighted_kappa" if ordered else "macro_f1"
    return "kappa" if asked == "weighted_kappa" and not ordered else asked


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
    probabilities: Floats, gold: Bools, labels: Labels, metric: ModelMetric
) -> tuple[Decision, float]:
    """Return the decision for held-out probabilities (n_units, n_classes), and its score.

    The first power is left only for one that is better by more than chance (`simplest_of_best`).
    """
    if labels == "multi":
        decision = Decision(labels, thresholds=_as_often_as_coders(probabilities, gold))
        return decision, score_codes(decision.give(probabilities), gold, labels, metric)
    share = (gold.sum(axis=0) + 1.0) / (len(gold) + gold.shape[1])
    if metric == "weighted_kappa":
        middle = float(share @ np.arange(len(share)) / share.sum())
        tried = [Decision(labels, stretch=stretch, middle=middle) for stretch in _STRETCHES]
    else:
        powers = _POWERS[metric]
        tried = [Decision(labels, favours=tuple(power * np.log(share))) for power in powers]
    values = [score_codes(decision.give(probabilities), gold, labels, metric) for decision in tried]
    best = simplest_of_best(values, len(gold))
    return tried[best], values[best]


def score_codes(given: Bools, gold: Bools, labels: Labels, metric: ModelMetric) -> float:
    """Return macro-F1 over the codes, or kappa with the coder (its mean over yes-no questions where
    documents take several codes; with quadratic weights where asked for); 0 where it is undefined.
    """
    from textmine.stats.systems.confusion import confusion_matrix, kappa_of
    from textmine.stats.systems.paired import metric_of

    n_classes = gold.shape[1]
    if labels == "single":
        matrix = confusion_matrix(gold.argmax(axis=1), given.argmax(axis=1), n_classes)
        return float(np.nan_to_num(metric_of(metric)(matrix.astype(np.float64))))
    if metric == "macro_f1":
        both, either = (given & gold).sum(axis=0), given.sum(axis=0) + gold.sum(axis=0)
        return float(np.mean(np.where(either > 0, 2 * both / np.maximum(either, 1), 0.0)))
    tables = [
        confusion_matrix(gold[:, k].astype(int), given[:, k].astype(int), 2).astype(np.float64)
        for k in range(n_classes)
    ]
    return float(np.mean([np.nan_to_num(kappa_of(table)) for table in tables]))


def _as_often_as_coders(probabilities: Floats, gold: Bools) -> tuple[float, ...]:
    """Return for each code the threshold that as many held-out units reach as have the code."""
    edges = []
    for p, n in zip(np.sort(probabilities, axis=0)[::-1].T, gold.sum(axis=0).tolist(), strict=True):
        between = (p[n - 1] + p[n]) / 2 if 0 < n < len(p) else _UNKNOWN
        edges.append(float(np.clip(between, _LOWEST, 1 - _LOWEST)))
    return tuple(edges)
