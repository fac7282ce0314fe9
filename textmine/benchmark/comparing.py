"""Every figure of one question: coders among themselves, and each system beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from textmine.arrays import Ints
from textmine.benchmark.items import Abstained, Items, abstained_by
from textmine.benchmark.results import BenchmarkResult, Referred, SystemResult, verdict_on
from textmine.benchmark.system_pairs import compare_pairs
from textmine.choices import ComparisonMetric
from textmine.classify.scoring.scoring import hangs_on
from textmine.coding import (
    CodeMatrix,
    DimensionAgreement,
    Estimate,
    Resampling,
    measure_agreement,
    n_shared,
)
from textmine.coding.agreement.comparisons import by_pair
from textmine.errors import InputError
from textmine.stats import classification_scores
from textmine.stats.systems.alt_test import EPSILONS, alt_test
from textmine.stats.systems.coder_comparison import against_others, majority_codes, replaced_alpha

MAJORITY = "majority of the coders"
MOST_CODERS = 20
_UNWEIGHTED = (
    "The codes of '{}' have an order. Kappa, accuracy and macro-F1 count a near miss as a miss. "
    "Weighted kappa, alpha and the alternative annotator test do not."
)
FEWEST = 30
"""Units that a coder must share with others before the alternative annotator test is made: with
fewer its false passes are far above its nominal level, whichever test of the mean is used."""


@dataclass(frozen=True)
class How:
    """How figures are made: the metric, who the coders are, what is drawn and how often."""

    metric: ComparisonMetric | None
    copies: str
    groups: str
    n_resamples: int
    seed: int

    def metric_on(self, items: Items) -> ComparisonMetric:
        """Return the metric of a question: weights need codes in an order."""
        if items.scale == "ordinal":
            return self.metric or "weighted_kappa"
        return "kappa" if self.metric == "weighted_kappa" else self.metric or "kappa"

    def clusters(self, items: Items) -> Ints | None:
        """Return what is drawn together, None where units are drawn one by one."""
        return None if self.groups == "unit" else items.clusters

    def resampling(self, items: Items) -> Resampling:
        """Return the same as the agreement of coders takes it."""
        numbers = dict(zip(items.units, map(int, items.clusters), strict=True))
        return Resampling(None if self.groups == "unit" else numbers, self.n_resamples, self.seed)


def compare_on_items(corpus: str, items: Items, how: How) -> BenchmarkResult:
    """Compute every figure of one question on the units that some coder and all systems coded.

    Raises InputError when there are none.
    """
    coded_rows = np.flatnonzero((items.machine >= 0).all(axis=1) & (items.human >= 0).any(axis=1))
    if not coded_rows.size:
        raise InputError(
            f"No unit has codes of a coder and of {', '.join(items.systems)} on "
            f"'{items.question}'.",
            hint="Predict the documents that the coders coded.",
        )
    if len(items.coders) > MOST_CODERS:
        raise InputError(
            f"{len(items.coders)} coders coded '{items.question}'; a benchmark compares "
            f"{MOST_CODERS} at the most.",
            hint="Name those who matter: --coders A,B,C.",
        )
    left_out = len(items.units) - coded_rows.size
    silent = [abstained_by(items, index) for index in range(len(items.systems))]
    items = _only(items, coded_rows)
    matrix = CodeMatrix(
        items.question, items.units, items.coders, items.categories, items.human, items.scale
    )
    shared = n_shared(matrix)
    humans = None
    if shared:
        humans = replace(
            measure_agreement(matrix, how.resampling(items)),
            details=tuple(by_pair(matrix, how.resampling(items))),
        )
    gold = _gold(items)
    systems = tuple(
        _system(index, items, matrix, humans, gold, silent[index], how)
        for index in range(len(items.systems))
    )
    return BenchmarkResult(
        corpus=corpus,
        question=items.question,
        metric=how.metric_on(items),
        categories=items.categories,
        coders=items.coders,
        n=len(items.units),
        n_groups=len(np.unique(items.clusters)),
        groups=how.groups,
        left_out=left_out,
        humans=humans,
        systems=systems,
        pairs=tuple(
            compare_pairs(items, gold.codes, how.clusters(items), how.metric_on(items), how.seed)
        ),
        remarks=(
            *((_UNWEIGHTED.format(items.question),) if items.scale == "ordinal" else ()),
            *_rare_codes(items, systems),
        ),
    )


@dataclass(frozen=True)
class _Gold:
    """The reference codes (-1 for none), whose they are, and how many units have none."""

    codes: Ints
    name: str
    missing: int


def _rare_codes(items: Items, systems: Sequence[SystemResult]) -> list[str]:
    """Say which rare code the macro-F1 of each system hangs on."""
    return [
        f"{system.system}: {sentence}"
        for system in systems
        if system.referred is not None
        for sentence in hangs_on(items.question, items.categories, system.referred.scores)
    ]


def _gold(items: Items) -> _Gold:
    if (items.reference >= 0).any():
        codes, name = items.reference, items.referee
    else:
        codes = majority_codes(items.human, len(items.categories))
        name = MAJORITY if len(items.coders) > 1 else items.coders[0]
    return _Gold(codes, name, int((codes < 0).sum()))


def _system(
    index: int,
    items: Items,
    matrix: CodeMatrix,
    humans: DimensionAgreement | None,
    gold: _Gold,
    silent: Abstained,
    how: How,
) -> SystemResult:
    name, guess, q = items.systems[index], items.machine[:, index], len(items.categories)
    clusters, n, seed = how.clusters(items), how.n_resamples, how.seed
    ordinal = items.scale == "ordinal"
    beside = replaced = None
    tests = {}
    if humans is not None:
        beside = against_others(
            items.human, guess, q, how.metric_on(items), clusters=clusters, n_resamples=n, seed=seed
        )
        replaced = replaced_alpha(
            items.human,
            guess,
            q,
            "ordinal" if ordinal else "nominal",
            clusters=clusters,
            n_resamples=n,
            seed=seed,
        )
        align = "rmse" if ordinal else "accuracy"
        tests = {
            who: alt_test(
                items.human,
                guess,
                q,
                epsilon=epsilon,
                alignment=align,
                clusters=clusters,
                skip_below=FEWEST,
            )
            for who, epsilon in EPSILONS.items()
        }
    return SystemResult(
        system=name,
        with_coders=tuple(_with_coders(matrix, name, guess, how.resampling(items))),
        beside=beside,
        replaced=replaced,
        alt_tests=tests,
        referred=_referred(gold, guess, q, clusters, ordinal),
        verdict=verdict_on(
            name,
            beside,
            tests.get(how.copies),
            humans,
            n_shared(matrix),
            0 if clusters is None else len(np.unique(clusters)),
        ),
        abstained=silent,
    )


def _only(items: Items, rows: Ints) -> Items:
    return replace(
        items,
        units=tuple(items.units[index] for index in rows),
        human=items.human[rows],
        machine=items.machine[rows],
        reference=items.reference[rows],
        abstained=items.abstained[rows],
        clusters=items.clusters[rows],
        folds=tuple(None if fold is None else fold[rows] for fold in items.folds),
    )


def _with_coders(
    matrix: CodeMatrix, system: str, guess: Ints, resampling: Resampling
) -> list[Estimate]:
    """Measure the system with each coder, pair by pair."""
    estimates = []
    for index, coder in enumerate(matrix.coders):
        codes = np.column_stack([matrix.codes[:, index], guess])
        pair = replace(matrix, coders=(coder, f"{system} (machine)"), codes=codes)
        estimates += by_pair(pair, resampling)
    return estimates


def _referred(
    gold: _Gold, guess: Ints, q: int, clusters: Ints | None, ordinal: bool
) -> Referred | None:
    known = np.flatnonzero(gold.codes >= 0)
    if not known.size:
        return None
    scores = classification_scores(
        gold.codes[known],
        guess[known],
        q,
        clusters=None if clusters is None else clusters[known],
        ordinal=ordinal,
    )
    return Referred(gold.name, gold.missing, scores)
