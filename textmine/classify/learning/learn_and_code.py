"""Learn from some of the coded units and code others, as training does, without saving anything.

For learning curves and comparisons, where the same is done dozens of times: texts are counted once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from textmine.choices import LearningMetric
from textmine.classify.learning.folds import assign_folds
from textmine.classify.learning.nested import fit_and_score, held_out_scores
from textmine.classify.learning.problem import Problem
from textmine.classify.learning.select_candidate import settle

Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class Learned:
    """What some units teach about ALL coded units; every array is (n_units, n_classes).

    `probabilities` and `given` are those of a classifier fitted to the learned units. `held_out`
    are the probabilities of those units themselves, each with its own fold held out; 0 elsewhere.
    """

    probabilities: NDArray[np.float64]
    given: Marks
    held_out: NDArray[np.float64]


def learn_and_code(
    problem: Problem, units: Marks, n_folds: int, metric: LearningMetric, seed: int
) -> Marks:
    """Return the codes of ALL coded units by what `units` teach: see `learn`."""
    return learn(problem, units, n_folds, metric, seed).given


def learn(
    problem: Problem, units: Marks, n_folds: int, metric: LearningMetric, seed: int
) -> Learned:
    """Learn from `units` (n_units,) and say what that makes of ALL coded units.

    Everything that training settles is settled on `units` alone, by folds that cut no group. Whole
    groups should be taken, so that the others stay unseen. Codes that `units` lack are never given.
    """
    known = problem.gold[units].any(axis=0)
    shape = problem.gold.shape
    p, held_out = np.zeros(shape), np.zeros(shape)
    marks = np.zeros(shape, dtype=np.bool_)
    if known.sum() == 1 and problem.labels == "single":
        marks[:, known] = True
        p[:, known] = held_out[:, known] = 1.0
        return Learned(p, marks, held_out)
    inside = replace(
        problem,
        classes=tuple(np.array(problem.classes)[known]),
        rows=problem.rows[units],
        gold=problem.gold[units][:, known],
        groups=problem.groups[units],
    )
    fold = assign_folds(inside.gold, inside.groups, n_folds, seed)
    begins = problem.around.begins
    fold_of = dict(zip(begins[inside.rows].tolist(), fold.tolist(), strict=True))
    row_fold = np.array([fold_of.get(begin, 0) for begin in begins.tolist()], dtype=np.int64)
    scores = held_out_scores(inside, fold, row_fold, seed, tuple(problem.members))
    settled = settle(
        scores,
        inside.rows,
        inside.gold,
        fold,
        inside.around,
        problem.labels,
        problem.metric(metric),
    )
    held_out[np.ix_(units, known)] = settled.probabilities(scores, problem.around)[inside.rows]
    every, rows = (np.ones(len(part), dtype=np.bool_) for part in (fold, row_fold))
    _, scores = fit_and_score(inside, every, rows, seed, settled.members)
    probabilities = settled.probabilities(scores, problem.around)
    p[:, known] = probabilities[problem.rows]
    marks[:, known] = settled.decision.give(probabilities[problem.rows])
    return Learned(p, marks, held_out)
