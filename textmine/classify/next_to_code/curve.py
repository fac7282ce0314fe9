"""The learning curve of a coded corpus: scores by the number of coded units that were learned."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from textmine.arrays import Bools, Floats
from textmine.choices import LearningMetric, ModelMetric
from textmine.classify.learning.nested import fit_and_score, held_out_scores
from textmine.classify.learning.problem import Problem, assign_folds
from textmine.classify.learning.select_candidate import settle
from textmine.classify.learning.thresholds import score_codes
from textmine.classify.scoring.scoring import GoldCodes
from textmine.classify.trained.problems import prepare_problems
from textmine.codebook import Codebook
from textmine.config import Progress, Settings, silent
from textmine.config.threads import single_threaded
from textmine.corpus import Corpus, group_kind
from textmine.errors import InputError
from textmine.stats.systems.learning_curve import LearningCurve, learning_curve, shared_parts
from textmine.store import Workspace


@dataclass(frozen=True)
class Learned:
    """What some units teach about ALL coded units; every array is (n_units, n_classes).

    `probabilities` and `given` are those of a classifier fitted to the learned units. `held_out`
    are the probabilities of those units themselves, each with its own fold held out; 0 elsewhere.
    """

    probabilities: Floats
    given: Bools
    held_out: Floats


def learn_and_code(
    problem: Problem, units: Bools, n_folds: int, metric: LearningMetric, seed: int
) -> Bools:
    """Return the codes of ALL coded units by what `units` teach: see `learn`."""
    return learn(problem, units, n_folds, metric, seed).given


def learn(
    problem: Problem, units: Bools, n_folds: int, metric: LearningMetric, seed: int
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
        copies=problem.copies[units],
    )
    fold = assign_folds(inside.gold, inside.fold_groups, n_folds, seed)
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


TARGETS = (0.67, 0.80)
"""Krippendorff's limits for tentative and for firm conclusions."""

SHARES = (0.1, 0.2, 0.35, 0.5, 0.75, 1.0)
FEW_HELD_OUT = 5
"""With fewer held-out documents than this, a code's F1 jumps from repeat to repeat."""

FEW_GROUPS = 30
"""With fewer groups than this, intervals hold the truth somewhat less often than they say."""

_HELD_OUT = 0.25
_FEWEST = 40
_SMALLEST = 15


@dataclass(frozen=True)
class DimensionCurve:
    """Curves of kappa with the coder and of macro-F1 on one dimension; of weighted kappa too where
    its codes have an order.

    Each repeat holds out about a quarter of the units, whole groups, and learns from growing parts
    of the rest; `n` are the coded units, `n_test` those held out on average. `scarce` codes have
    fewer than five of these on average, and the units stand in `n_groups` groups.
    """

    dimension: str
    coder: str
    n: int
    n_test: float
    groups: str
    kappa: LearningCurve
    macro_f1: LearningCurve
    weighted_kappa: LearningCurve | None = None
    scarce: tuple[str, ...] = ()
    n_groups: int = FEW_GROUPS


def learning_curves(
    workspace: Workspace,
    whole: Corpus,
    chosen: Corpus,
    gold: Sequence[GoldCodes],
    codebook: Codebook,
    settings: Settings,
    repeats: int = 10,
    progress: Progress = silent,
) -> list[DimensionCurve]:
    """Return the learning curves of every dimension; nothing is saved.

    Raises InputError for fewer than 40 coded documents, four groups or three repeats.
    """
    if repeats < 3:
        raise InputError(f"A learning curve needs three repeats or more. Got {repeats}.")
    curves = []
    for codes, problem in prepare_problems(
        workspace, whole, chosen, gold, codebook, settings, progress
    ):
        if len(problem.rows) < _FEWEST or len(np.unique(problem.groups)) < 4:
            raise InputError(
                f"{len(problem.rows)} documents in {len(np.unique(problem.groups))} "
                f"{group_kind(chosen)}s are coded on '{codes.dimension}': too few for a curve, "
                f"which needs {_FEWEST} in four or more.",
                hint="Code more documents first.",
            )
        with single_threaded():
            curves.append(_curve(codes, problem, group_kind(chosen), settings, repeats, progress))
    return curves


def _curve(
    codes: GoldCodes,
    problem: Problem,
    groups: str,
    settings: Settings,
    repeats: int,
    progress: Progress,
) -> DimensionCurve:
    metrics: list[ModelMetric] = ["kappa", "macro_f1"]
    if problem.metric("by_scale") == "weighted_kappa":
        metrics.append("weighted_kappa")
    sizes, scores, tested = [], [], []
    total = repeats * len(SHARES)
    for repeat in range(repeats):
        test, parts = growing_parts(problem, settings.seed + repeat)
        tested.append(int(test.sum()))
        sizes.append([int(part.sum()) for part in parts])
        row: list[list[float]] = []
        for units in parts:
            progress(f"learning {codes.dimension}", len(row) + repeat * len(SHARES), total)
            predicted = learn_and_code(
                problem, units, settings.train.folds, settings.train.metric, settings.seed
            )[test]
            row.append(
                [
                    score_codes(predicted, problem.gold[test], problem.labels, metric)
                    for metric in metrics
                ]
            )
        scores.append(row)
    progress(f"learning {codes.dimension}", total, total)
    n, n_test = len(problem.rows), float(np.mean(tested))
    shared = shared_parts(np.mean(sizes, axis=0), n_test, n)
    kappa, macro_f1, *weighted = (
        learning_curve(
            sizes,
            [[values[at] for values in row] for row in scores],
            TARGETS,
            shared=shared,
            seed=settings.seed,
        )
        for at in range(len(metrics))
    )
    return DimensionCurve(
        codes.dimension,
        codes.coder,
        n,
        n_test,
        groups,
        kappa,
        macro_f1,
        weighted[0] if weighted else None,
        tuple(
            code
            for code, count in zip(problem.classes, problem.gold.sum(axis=0), strict=True)
            if 0 < count * n_test / n < FEW_HELD_OUT
        ),
        len(np.unique(problem.groups)),
    )


def growing_parts(problem: Problem, seed: int) -> tuple[Bools, list[Bools]]:
    """Return the units held out, and growing parts of the others, in whole groups.

    No part has near copies of the units held out. The smallest has two groups, two codes and 15
    units at least.
    """
    draw = np.random.Generator(np.random.PCG64(seed))
    order = draw.permutation(np.unique(problem.groups))
    size = {g: int((problem.groups == g).sum()) for g in order.tolist()}
    running = np.cumsum([size[g] for g in order.tolist()])
    n_test = max(1, int(np.searchsorted(running, _HELD_OUT * len(problem.rows))) or 1)
    test = np.isin(problem.groups, order[:n_test])
    free = problem.apart(~test, test)
    rest = order[np.isin(order, problem.groups[free])]
    filled = np.cumsum([int((problem.groups[free] == g).sum()) for g in rest.tolist()])
    parts = []
    for share in SHARES:
        wanted = max(_SMALLEST, share * filled[-1])
        n_groups = max(2, int(np.searchsorted(filled, wanted)) + 1)
        part = free & np.isin(problem.groups, rest[:n_groups])
        while (
            problem.labels == "single"
            and n_groups < len(rest)
            and problem.gold[part].any(axis=0).sum() < 2
        ):
            n_groups += 1
            part = free & np.isin(problem.groups, rest[:n_groups])
        parts.append(part)
    return test, parts
