"""Settle everything about a classifier but its weights, on scores of units it never saw.

Which candidate, how its scores become probabilities, how probabilities become codes: all of it is a
function of held-out scores, and is therefore called inside the folds as it is at the end.
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from textmine.arrays import Bools, Floats, Ints
from textmine.choices import Labels, ModelMetric
from textmine.classify.features.columns import Neighbourhood, surrounded
from textmine.classify.learning.calibration import Calibration, fit_calibration
from textmine.classify.learning.classifiers import MEMBERS, member_scores
from textmine.classify.learning.encoder_member import ENCODER
from textmine.classify.learning.thresholds import Decision, settle_decision, simplest_of_best

Scores = Mapping[str, Floats]

PAIR, BLEND, STACK = "pair", "blend", "stack"
_ENCODER = "a fine-tuned sentence encoder"
_JOINED = {
    PAIR: "logistic regression, its weights held firmly, on the scores of",
    BLEND: "logistic regression on the scores of",
    STACK: "logistic regression on the scores, and the neighbours' scores, of",
}

_FIRM, _FIRM_PAIR = 0.1, 30.0
"""C of what joins scores: smaller is firmer. That of a pair is over the number of units."""


@dataclass(frozen=True)
class Settled:
    """A candidate and how it decides. `combiner` is a stock pipeline over scores, or None.

    `members` are the classifiers whose scores the candidate reads. `values` are the held-out scores
    of all candidates, by which this one was chosen.
    """

    candidate: str
    members: tuple[str, ...]
    combiner: Any
    calibration: Calibration
    decision: Decision
    values: dict[str, float]

    def combined(self, scores: Scores, around: Neighbourhood) -> Floats:
        """Return the candidate's scores of all rows, from its members'."""
        joined = np.hstack([scores[name] for name in self.members])
        if self.combiner is None:
            return joined
        table = _table(self.candidate, joined, around)
        calibration = self.calibration
        return combiner_scores(self.combiner, table, len(calibration.shifts), calibration.labels)

    def probabilities(self, scores: Scores, around: Neighbourhood) -> Floats:
        """Return the calibrated probabilities of all rows."""
        return self.calibration.probabilities(self.combined(scores, around))


def candidate_title(candidate: str, members: Sequence[str]) -> str:
    """Return what a candidate is, in words."""
    titles = [MEMBERS[name].title if name in MEMBERS else _ENCODER for name in members]
    if candidate not in _JOINED:
        return titles[0]
    return f"{_JOINED[candidate]} {', '.join(titles[:-1])} and {titles[-1]}"


def settle(
    scores: Scores,
    rows: Ints,
    gold: Bools,
    fold: Ints,
    around: Neighbourhood,
    labels: Labels,
    metric: ModelMetric,
    only: str | None = None,
) -> Settled:
    """Choose among the members alone, their blend, and the blend with the neighbours' scores.

    A fine-tuned encoder is paired with the first of the others, too: few weights, held firmly.
    `scores` are held-out scores by member, each (n_all_rows, n_classes); `rows` (n_units,) the
    coded units among the rows, `gold` (n_units, n_classes) and `fold` (n_units,) theirs. The joined
    candidates are judged by scores from combiners that were fitted to the other folds. The simplest
    one that is as good as the best, but for chance, is chosen (`simplest_of_best`). With `only` the
    choice is made already.
    """
    tried: dict[str, tuple[float, tuple[str, ...], Calibration, Decision]] = {}
    for kind, names in _candidates(tuple(scores), around, len(np.unique(fold)) > 1):
        held_out = _table(kind, np.hstack([scores[name] for name in names]), around)[rows]
        if kind in _JOINED:
            held_out = _cross_fitted(kind, held_out, gold, fold, labels)
        tried[kind] = _judged(held_out, gold, fold, names, labels, metric)
    values = {name: value for name, (value, *_) in tried.items()}
    best = only or simplest_of_best(values, len(rows))
    _, members, calibration, decision = tried[best]
    combiner = None
    if best in _JOINED:
        table = _table(best, np.hstack([scores[name] for name in members]), around)[rows]
        combiner = fit_combiner(best, table, gold, labels)
    return Settled(best, members, combiner, calibration, decision, values)


def _candidates(
    names: tuple[str, ...], around: Neighbourhood, joinable: bool
) -> list[tuple[str, tuple[str, ...]]]:
    """Return the candidates, each with the members that it reads, the simplest first.

    An encoder goes after its pair: it costs the same, and alone it forgoes what the others know.
    """
    found: list[tuple[str, tuple[str, ...]]] = [(name, (name,)) for name in names]
    if not joinable or len(names) < 2:
        return found
    if ENCODER in names[1:]:
        found.insert(names.index(ENCODER), (PAIR, (names[0], ENCODER)))
    return [*found, (BLEND, names), *([] if around.alone else [(STACK, names)])]


def _judged(
    held_out: Floats,
    gold: Bools,
    fold: Ints,
    members: tuple[str, ...],
    labels: Labels,
    metric: ModelMetric,
) -> tuple[float, tuple[str, ...], Calibration, Decision]:
    calibration = fit_calibration(held_out, gold, labels, fold)
    p = calibration.probabilities(held_out)
    decision, value = settle_decision(p, gold, labels, metric)
    return value, members, calibration, decision


def _table(candidate: str, joined: Floats, around: Neighbourhood) -> Floats:
    return surrounded(joined, around) if candidate == STACK else joined


def _cross_fitted(candidate: str, table: Floats, gold: Bools, fold: Ints, labels: Labels) -> Floats:
    result = np.zeros(gold.shape)
    for held_out in np.unique(fold):
        here = fold == held_out
        combiner = fit_combiner(candidate, table[~here], gold[~here], labels)
        result[here] = combiner_scores(combiner, table[here], gold.shape[1], labels)
    return result


def fit_combiner(candidate: str, table: Floats, gold: Bools, labels: Labels) -> Any:
    """Return the stock pipeline of a candidate fitted to joined scores (n_units, n) and marks."""
    from sklearn.dummy import DummyClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import StandardScaler

    firm = _FIRM_PAIR / len(table) if candidate == PAIR else _FIRM
    learner: Any = LogisticRegression(C=firm, max_iter=200, tol=1e-3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if labels == "multi":
            steps = [("scale", StandardScaler()), ("learn", OneVsRestClassifier(learner))]
            return Pipeline(steps).fit(table, gold.astype(np.int64))
        classes = gold.argmax(axis=1)
        if len(np.unique(classes)) == 1:
            learner = DummyClassifier(strategy="prior")
        return Pipeline([("scale", StandardScaler()), ("learn", learner)]).fit(table, classes)


def combiner_scores(combiner: Any, table: Floats, n_classes: int, labels: Labels) -> Floats:
    """Return the combiner's scores of joined scores (n_rows, n): (n_rows, n_classes)."""
    return member_scores(combiner[-1], combiner[:-1].transform(table), n_classes, labels)
