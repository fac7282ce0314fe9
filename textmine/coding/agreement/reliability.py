"""How far coders agree: every figure with its interval, its n and the prevalence of the codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from textmine.arrays import Ints
from textmine.coding.agreement.measures import ALPHA, Measure, measures_for
from textmine.coding.code_matrix import CodeMatrix
from textmine.corpus import Corpus, group_numbers
from textmine.errors import InputError
from textmine.stats import Coefficient, Interval, agreement_interval, krippendorff_alpha
from textmine.stats.agreement.alpha import CoefficientFunction
from textmine.stats.systems.gates import undefined_score
from textmine.stats.systems.scores import Score


@dataclass(frozen=True)
class Resampling:
    """How intervals are made: what is left out or drawn; how often and with which seed for spans.

    `clusters` maps each unit to the number of its cluster, which is a `kind` (thread, author,
    file); None takes units.
    """

    clusters: dict[str, int] | None = None
    n_resamples: int = 1000
    seed: int = 42
    kind: str = "thread"

    def labels(self, units: Sequence[str]) -> Ints | None:
        """Return the cluster of each unit, or None where each unit is drawn by itself.

        A unit that stands in several rows is drawn with all of them.
        """
        if self.clusters is not None:
            return np.array([self.clusters[unit] for unit in units], dtype=np.int64)
        if len(set(units)) == len(units):
            return None
        _, numbers = np.unique(list(units), return_inverse=True)
        return numbers.astype(np.int64)

    def interval(
        self,
        coefficient: CoefficientFunction,
        units: Sequence[str],
        codes: Ints,
        n_values: int,
        **options: Any,
    ) -> Interval:
        """Return the interval of a coefficient, whose remark names clusters by their kind."""
        labels = self.labels(units)
        interval = agreement_interval(coefficient, codes, n_values, clusters=labels, **options)
        kind = "unit" if self.clusters is None else self.kind
        return replace(interval, reason=interval.reason.replace("cluster", kind))

    @property
    def drawn(self) -> str:
        """What is taken together."""
        return "units" if self.clusters is None else f"{self.kind}s"


@dataclass(frozen=True)
class Estimate:
    """A coefficient with its interval: of whom, and of which code where it is of one.

    `n` is the number of units that two coders or more coded; `n_codes` of the codes given are this
    one, which is `prevalence` of them (of the coded units, where a unit can have several).
    """

    name: str
    coefficient: Coefficient
    interval: Interval
    n: int
    who: str = ""
    code: str = ""
    n_codes: int | None = None
    prevalence: float | None = None


@dataclass(frozen=True)
class DimensionAgreement:
    """Agreement on one dimension; `n_shared` units have codes of two coders or more.

    `estimates` are over all codes, `codes` one alpha a code, `details` what else was asked for:
    pairs of coders, single coders, halves of the work, rounds. `derived_from` names the dimension
    that this one follows from, if it does.
    """

    dimension: str
    coders: tuple[str, ...]
    categories: tuple[str, ...]
    n_units: int
    n_shared: int
    resampled: str
    crossed: bool
    estimates: tuple[Estimate, ...]
    codes: tuple[Estimate, ...]
    details: tuple[Estimate, ...] = ()
    derived_from: str = ""

    @property
    def drawn(self) -> str:
        """How the intervals are made, as a phrase: by jackknife over 60 units."""
        interval = self.alpha.interval if self.has_alpha else self.estimates[0].interval
        return f"jackknife over {interval.n} {self.resampled}"

    @property
    def has_alpha(self) -> bool:
        """Whether there is an alpha: not where all units have one and the same set of codes."""
        return any(estimate.name.startswith(ALPHA) for estimate in self.estimates)

    @property
    def alpha(self) -> Estimate:
        """The alpha that a gate looks at: the first one listed."""
        return next(estimate for estimate in self.estimates if estimate.name.startswith(ALPHA))


def measure_agreement(
    matrix: CodeMatrix, resampling: Resampling = Resampling(), weights: str = ""
) -> DimensionAgreement:
    """Measure the agreement of all coders of a matrix, over all codes and for each code.

    Raises InputError with fewer than two coders or when no unit was coded by two of them.
    """
    refuse_unshared(matrix)
    return DimensionAgreement(
        dimension=matrix.dimension,
        coders=matrix.coders,
        categories=matrix.categories,
        n_units=len(matrix.units),
        n_shared=n_shared(matrix),
        resampled=resampling.drawn,
        crossed=matrix.crossed,
        estimates=tuple(
            estimated(measure, matrix, resampling) for measure in measures_for(matrix, weights)
        ),
        codes=tuple(
            code_alpha(matrix, index, resampling) for index in range(len(matrix.categories))
        ),
        derived_from=matrix.derived_from,
    )


def estimated(
    measure: Measure, matrix: CodeMatrix, resampling: Resampling, who: str = ""
) -> Estimate:
    """Return one measure of a matrix with its interval; those of two coders on shared units."""
    if measure.coders == "two":
        matrix = matrix.only((matrix.codes >= 0).all(axis=1))
    coefficient = measure.function(matrix.codes, matrix.n_values, **measure.options)
    interval = resampling.interval(
        measure.function, matrix.units, matrix.codes, matrix.n_values, **measure.options
    )
    return Estimate(measure.title, coefficient, interval, n_shared(matrix), who)


def code_alpha(matrix: CodeMatrix, place: int, resampling: Resampling) -> Estimate:
    """Return alpha of one code against all others, with how often it was given."""
    codes = matrix.has_code(place)
    n_given, coded = int((codes == 1).sum()), int((codes >= 0).sum())
    interval = resampling.interval(krippendorff_alpha, matrix.units, codes, 2)
    alpha = krippendorff_alpha(codes, 2)
    if n_given in (0, coded) and coded:
        reason = "All units have this code." if n_given else "Nobody gave this code."
        alpha = replace(alpha, reason=reason)
    return Estimate(
        ALPHA,
        alpha,
        interval,
        n_shared(matrix),
        code=matrix.categories[place],
        n_codes=n_given,
        prevalence=n_given / coded if coded else None,
    )


def n_shared(matrix: CodeMatrix) -> int:
    """Return how many units have codes of two coders or more."""
    shared = np.flatnonzero((matrix.codes >= 0).sum(axis=1) >= 2)
    return len({matrix.units[index] for index in shared})


def refuse_unshared(matrix: CodeMatrix) -> None:
    """Raise InputError with fewer than two coders or when no unit was coded by two of them."""
    if len(matrix.coders) < 2:
        raise InputError(
            f"Only one coder ({', '.join(matrix.coders)}) coded '{matrix.dimension}'.",
            hint="Agreement needs the codes of two coders or more.",
        )
    if n_shared(matrix) == 0:
        raise InputError(
            f"No document has codes of two of the coders {', '.join(matrix.coders)} "
            f"on '{matrix.dimension}'.",
            hint="Let two coders code the same documents.",
        )


def alphas(results: Sequence[DimensionAgreement]) -> Mapping[str, Score]:
    """Return the alpha of each dimension, crossed ones left out; undefined where there is none."""
    return {result.dimension: _alpha(result) for result in results if not result.crossed}


def _alpha(result: DimensionAgreement) -> Score:
    if not result.has_alpha:
        return undefined_score("all units have the same set of codes")
    alpha = result.alpha
    return Score(alpha.coefficient.value, alpha.interval, alpha.n, alpha.coefficient.reason)


def thread_clusters(
    corpus: Corpus, matrices: Sequence[CodeMatrix], asked: bool | None = None
) -> dict[str, int] | None:
    """Return the number of each document's thread, None where documents are taken one by one.

    Where it was not asked for, threads are taken where two units that two coders coded are in one
    thread, and not all in the same: coders who err on a message err on its answers too.
    """
    if asked is False:
        return None
    numbers = group_numbers(corpus, corpus.ids)
    clusters = {unit: int(number) for unit, number in zip(corpus.ids, numbers, strict=True)}
    return clusters_between(clusters, matrices, asked)


def clusters_between(
    clusters: dict[str, int], matrices: Sequence[CodeMatrix], asked: bool | None = None
) -> dict[str, int] | None:
    """Return clusters (document -> number) where they are to be taken: see `thread_clusters`."""
    if asked is None:
        shared = {
            matrix.units[index]
            for matrix in matrices
            for index in np.flatnonzero((matrix.codes >= 0).sum(axis=1) >= 2)
        }
        threads = {clusters[unit] for unit in shared}
        if not 1 < len(threads) < len(shared):
            return None
    return clusters
