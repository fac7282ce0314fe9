"""Validate one dimension: repeated nested cross-validation, then settle on all folds together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from textmine.arrays import Bools
from textmine.classify.learning.encoder_member import ENCODER, EncoderFolds, cross_fit_encoder
from textmine.classify.learning.nested import Nested, held_out_scores, nested_cross_validation
from textmine.classify.learning.problem import Problem, assign_folds
from textmine.classify.learning.select_candidate import Settled, settle
from textmine.classify.learning.thresholds import simplest_of_best
from textmine.classify.machine_codes import MachineCodes
from textmine.classify.out_of_fold import HeldOutCodes
from textmine.config import Progress, Settings, silent

if TYPE_CHECKING:
    from textmine.nlp.cache import Keep


_SMALL, _VERY_SMALL = 1_000, 300


@dataclass(frozen=True)
class Validated:
    """What cross-validation found: one `Nested` a repeat, and what was settled at the end.

    `leaky` (n_units, n_classes) are codes given where groups and copies were cut, or None where
    each unit is a group of its own, or where a fine-tuned encoder has a part in it, which would
    have to be fitted anew. `rest` are the documents without a code.
    """

    problem: Problem
    nested: tuple[Nested, ...]
    settled: Settled
    leaky: Bools | None
    encoder: EncoderFolds | None = None
    rest: MachineCodes | None = None

    def with_rest(self, rest: MachineCodes) -> Validated:
        """Return the same with the codes of the documents without a gold code."""
        return replace(self, rest=rest)

    @property
    def held_out(self) -> HeldOutCodes:
        """The coded documents by models that had not seen their group (of the first repeat)."""
        first, problem = self.nested[0], self.problem
        machine_codes = MachineCodes(
            problem.dimension,
            problem.labels,
            problem.classes,
            problem.coded,
            first.probabilities,
            first.given,
        )
        rest = self.rest if self.rest is not None else machine_codes.take([])
        return HeldOutCodes(machine_codes, problem.gold, first.fold, rest)


def validate(
    problem: Problem, settings: Settings, progress: Progress = silent, workspace: Keep = None
) -> Validated:
    """Cross-validate a problem as the settings say: folds, repeats, metric.

    In a workspace the fits of an encoder are kept until the model is saved.
    """
    options = settings.train
    repeats = options.repeats or how_many_repeats(len(problem.rows))
    encoder = None
    if options.fine_tune:
        repeats = 1
        encoder = cross_fit_encoder(
            problem, options.folds, options.encoder, settings.seed, workspace, progress
        )
    also = {} if encoder is None else {ENCODER: encoder.held_out}
    nested = []
    for repeat in range(repeats):
        seed = settings.seed + repeat
        fold = assign_folds(problem.gold, problem.fold_groups, options.folds, seed)
        step = f"cross-validating {problem.dimension}"
        step += f", {repeat + 1} of {repeats}" if repeats > 1 else ""
        nested.append(
            nested_cross_validation(
                problem, fold, problem.metric(options.metric), settings.seed, progress, step, also
            )
        )
    settled = _settle_all(problem, nested, settings)
    leaky = None
    grouped = len(np.unique(problem.groups)) < len(problem.rows)
    if grouped and ENCODER not in settled.members:
        leaky = _leaky(problem, settled, settings, progress)
    return Validated(problem, tuple(nested), settled, leaky, encoder)


def how_many_repeats(n_units: int) -> int:
    """Return how often folds are drawn anew: small corpora owe much to one draw."""
    return 5 if n_units < _VERY_SMALL else 3 if n_units < _SMALL else 1


def _settle_all(problem: Problem, nested: list[Nested], settings: Settings) -> Settled:
    """Settle on the folds of the first repeat the candidate that is best over all repeats."""

    def settled(repeat: Nested, only: str | None = None) -> Settled:
        return settle(
            repeat.held_out,
            problem.rows,
            problem.gold,
            repeat.fold,
            problem.around,
            problem.labels,
            problem.metric(settings.train.metric),
            only,
        )

    outcomes = [settled(repeat) for repeat in nested]
    values = {
        name: float(
            np.mean([outcome.values[name] for outcome in outcomes if name in outcome.values])
        )
        for name in outcomes[0].values
    }
    best = simplest_of_best(values, len(problem.rows))
    final = outcomes[0] if outcomes[0].candidate == best else settled(nested[0], best)
    return replace(final, values=values)


def _leaky(problem: Problem, settled: Settled, settings: Settings, progress: Progress) -> Bools:
    """Return the codes that the settled candidate gives where groups and copies are cut."""
    loose = assign_folds(problem.gold, None, settings.train.folds, settings.seed)
    problem = replace(problem, copies=np.arange(len(problem.rows)))
    row_fold = np.zeros(len(problem.documents), dtype=np.int64)
    row_fold[problem.rows] = loose
    step = f"measuring the leak of {problem.dimension}"
    scores = held_out_scores(
        problem, loose, row_fold, settings.seed, settled.members, progress, step
    )
    p = settled.probabilities(scores, problem.around)[problem.rows]
    return settled.decision.give(p)
