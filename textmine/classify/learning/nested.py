"""Nested cross-validation: every choice is made without the units that it is scored on.

The outer folds score, the inner ones choose. The inner folds are the other outer folds: a model
fitted without folds i and j holds out j for the choice that is scored on i, and i for the choice
that is scored on j, so that k (k + 1) / 2 fits do the work of k squared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from textmine.arrays import Bools, Floats, Ints
from textmine.choices import ModelMetric
from textmine.classify.features import fold_matrix
from textmine.classify.learning.classifiers import fit_member, member_scores
from textmine.classify.learning.problem import Problem
from textmine.classify.learning.select_candidate import Settled, settle
from textmine.config import Progress, silent

Matrices = dict[tuple[str, ...], Any]
"""Features by the blocks that they are of, each sparse, (n_rows, n_features)."""

PairScores = dict[str, Floats]
"""Scores by member, (n_folds, n_rows, n_classes): [i, r] by a model that saw neither fold i nor the
fold of row r."""


@dataclass(frozen=True)
class Nested:
    """What one nested cross-validation found; all arrays have a row for each coded unit.

    `probabilities` and `given` are those of `settled[fold]`, which no unit of the fold had a say
    in. `held_out` are the members' scores of ALL rows with only their own fold held out, and
    `models` the models of each fold that made them.
    """

    fold: Ints
    probabilities: Floats
    given: Bools
    settled: tuple[Settled, ...]
    held_out: dict[str, Floats]
    models: tuple[Fitted, ...]


@dataclass(frozen=True)
class Fitted:
    """Members fitted to some units: what their features weigh, and the classifiers."""

    weights: dict[str, fold_matrix.FoldWeights]
    classifiers: dict[str, Any]

    def scores(self, problem: Problem, counts: fold_matrix.BlockCounts) -> dict[str, Floats]:
        """Return each member's scores of the rows that were counted, (n_rows, n_classes)."""
        return self.scores_of(problem, _matrices(problem, counts, self.weights, self.classifiers))

    def scores_of(self, problem: Problem, matrices: Matrices) -> dict[str, Floats]:
        """Return each member's scores of the rows of its features, (n_rows, n_classes)."""
        return {
            name: member_scores(
                classifier, matrices[problem.members[name]], problem.n_classes, problem.labels
            )
            for name, classifier in self.classifiers.items()
        }


def nested_cross_validation(
    problem: Problem,
    fold: Ints,
    metric: ModelMetric,
    seed: int,
    progress: Progress = silent,
    step: str = "cross-validating",
    also: Mapping[str, Floats] | None = None,
) -> Nested:
    """Score every coded unit by a classifier in which neither it nor its group had any part.

    `fold` (n_units,) is the outer fold of each unit. `also` are held-out scores of all rows by
    further classifiers, (n_rows, n_classes), that are too dear to be fitted for each pair of folds.
    """
    row_fold = problem.row_folds(fold)
    scores, models = _pair_scores(problem, fold, row_fold, seed, progress, step)
    probabilities = np.zeros(problem.gold.shape)
    marks = np.zeros(problem.gold.shape, dtype=np.bool_)
    settled = []
    for held_out in range(int(fold.max()) + 1):
        mine = {name: table[held_out] for name, table in scores.items()} | dict(also or {})
        here = fold == held_out
        inner = problem.apart(~here, here)
        settlement = settle(
            mine,
            problem.rows[inner],
            problem.gold[inner],
            fold[inner],
            problem.around,
            problem.labels,
            metric,
        )
        settled.append(settlement)
        p = settlement.probabilities(mine, problem.around)[problem.rows[here]]
        probabilities[here] = p
        marks[here] = settlement.decision.give(p)
    own = {name: table[row_fold, np.arange(len(row_fold))] for name, table in scores.items()}
    own |= also or {}
    return Nested(fold, probabilities, marks, tuple(settled), own, models)


def held_out_scores(
    problem: Problem,
    fold: Ints,
    row_fold: Ints,
    seed: int,
    names: Sequence[str],
    progress: Progress = silent,
    step: str = "cross-validating",
) -> dict[str, Floats]:
    """Return the members' scores of all rows, each with its own fold (n_rows,) held out."""
    scores = {name: np.zeros((len(row_fold), problem.n_classes)) for name in names}
    n_folds = int(fold.max()) + 1
    for held_out in range(n_folds):
        progress(step, held_out, n_folds)
        here = row_fold == held_out
        for name, table in fit_and_score(problem, fold != held_out, here, seed, names)[1].items():
            scores[name][here] = table
    progress(step, n_folds, n_folds)
    return scores


def fit_and_score(
    problem: Problem, units: Bools, rows: Bools, seed: int, names: Sequence[str] = ()
) -> tuple[Fitted, dict[str, Floats]]:
    """Return members fitted to some of the coded units (n_units,), and their scores of some rows.

    `rows` (n_all_rows,) says of which, `names` which members (all where none is named). Near copies
    of the units that are scored and not learned are not learned either. The features of a fold are
    made once for both.
    """
    units = problem.apart(units, rows[problem.rows] & ~units)
    train = problem.rows[units]
    weights = fold_matrix.learn_weights(problem.counts, train)
    chosen = tuple(names) or tuple(problem.members)
    matrices = _matrices(problem, problem.counts, weights, chosen)
    read = {blocks: table[train] for blocks, table in matrices.items()}
    classifiers = {
        name: fit_member(
            name,
            problem.members[name],
            read[problem.members[name]],
            problem.gold[units],
            problem.labels,
            seed,
        )
        for name in chosen
    }
    fitted = Fitted(weights, classifiers)
    asked = {blocks: table[np.flatnonzero(rows)] for blocks, table in matrices.items()}
    return fitted, fitted.scores_of(problem, asked)


def _matrices(
    problem: Problem,
    counts: fold_matrix.BlockCounts,
    weights: dict[str, fold_matrix.FoldWeights],
    names: Iterable[str],
) -> Matrices:
    """Return the features of all rows that were counted, for each set of blocks that is read."""
    wanted = dict.fromkeys(problem.members[name] for name in names)
    tables = fold_matrix.weigh(counts, weights, dict.fromkeys(chain.from_iterable(wanted)))
    return {blocks: fold_matrix.joined(tables, blocks, len(counts.columns)) for blocks in wanted}


def _pair_scores(
    problem: Problem, fold: Ints, row_fold: Ints, seed: int, progress: Progress, step: str
) -> tuple[PairScores, tuple[Fitted, ...]]:
    n_folds = int(fold.max()) + 1
    shape = (n_folds, len(row_fold), problem.n_classes)
    scores = {name: np.zeros(shape) for name in problem.members}
    pairs = [(i, j) for i in range(n_folds) for j in range(i, n_folds)]
    models = []
    for done, (i, j) in enumerate(pairs):
        progress(step, done, len(pairs))
        units = (fold != i) & (fold != j)
        if not units.any():
            _score_by_halves(problem, fold, row_fold, seed, scores)
            continue
        rows = (row_fold == i) | (row_fold == j)
        fitted, tables = fit_and_score(problem, units, rows, seed)
        fold_of_row = row_fold[rows]
        for name, table in tables.items():
            scores[name][i][row_fold == j] = table[fold_of_row == j]
            scores[name][j][row_fold == i] = table[fold_of_row == i]
        if i == j:
            models.append(fitted)
    progress(step, len(pairs), len(pairs))
    return scores, tuple(models)


def _score_by_halves(
    problem: Problem, fold: Ints, row_fold: Ints, seed: int, scores: PairScores
) -> None:
    """Fill in the inner scores where there are two folds: each by the other half of its own fold.

    With two groups in all, choosing within one of them cannot spare a group.
    """
    for outer, inner in ((0, 1), (1, 0)):
        mine = np.flatnonzero(fold == inner)
        for half in (0, 1):
            units = np.zeros(len(fold), dtype=np.bool_)
            units[mine[half::2]] = True
            if len(mine) < 2:
                units[mine] = True
            others = np.zeros(len(row_fold), dtype=np.bool_)
            others[problem.rows[mine[1 - half :: 2]]] = True
            uncoded = row_fold == inner
            uncoded[problem.rows] = False
            rows = others | uncoded
            for name, table in fit_and_score(problem, units, rows, seed)[1].items():
                scores[name][outer][rows] = table
