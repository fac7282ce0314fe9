"""How far coders agree: every figure with its interval, its n and the prevalence of the codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.coding.code_matrix import CodeMatrix
from textmine.errors import InputError
from textmine.stats import (
    Coefficient,
    Interval,
    binarise,
    bootstrap_interval,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)
from textmine.stats.coefficients import CoefficientFunction

COEFFICIENTS: dict[str, CoefficientFunction] = {
    "per cent agreement": percent_agreement,
    "Cohen's kappa": cohen_kappa,
    "Fleiss' kappa": fleiss_kappa,
    "Krippendorff's alpha": krippendorff_alpha,
    "Gwet's AC1": gwet_ac1,
}
"""Shown name -> coefficient; Cohen's kappa is left out where there are not exactly two coders."""


@dataclass(frozen=True)
class Estimate:
    """A coefficient and its bootstrap interval."""

    name: str
    coefficient: Coefficient
    interval: Interval


@dataclass(frozen=True)
class CodeAgreement:
    """Alpha of one code against all others; `n_codes` of the codes given are this one."""

    code: str
    n_codes: int
    prevalence: float
    alpha: Estimate


@dataclass(frozen=True)
class DimensionAgreement:
    """Agreement on one dimension; `n_shared` units have codes of two coders or more."""

    dimension: str
    coders: tuple[str, ...]
    categories: tuple[str, ...]
    n_units: int
    n_shared: int
    resampled: str
    estimates: tuple[Estimate, ...]
    codes: tuple[CodeAgreement, ...]


@dataclass(frozen=True)
class Disagreement:
    """A unit to which coders gave different codes."""

    unit: str
    dimension: str
    codes: dict[str, str]


def measure_agreement(
    matrix: CodeMatrix,
    *,
    clusters: NDArray[np.int64] | None = None,
    n_resamples: int = 1000,
    seed: int = 42,
) -> DimensionAgreement:
    """Measure the agreement in a matrix with percentile bootstrap intervals (95 %).

    Units are resampled, or `clusters` (n_units,) of units. Raises InputError with fewer than two
    coders or when no unit was coded by two of them.
    """
    shared = int(((matrix.codes >= 0).sum(axis=1) >= 2).sum())
    if len(matrix.coders) < 2:
        raise InputError(
            f"Only one coder ({', '.join(matrix.coders)}) coded '{matrix.dimension}'.",
            hint="Agreement needs the codes of two coders or more.",
        )
    if shared == 0:
        raise InputError(
            f"No document has codes of two of the coders {', '.join(matrix.coders)} "
            f"on '{matrix.dimension}'.",
            hint="Let two coders code the same documents.",
        )
    q = len(matrix.categories)

    def estimate(name: str, function: CoefficientFunction, codes: NDArray[np.int64]) -> Estimate:
        size = q if codes is matrix.codes else 2
        interval = bootstrap_interval(
            function, codes, size, clusters=clusters, n_resamples=n_resamples, seed=seed
        )
        return Estimate(name, function(codes, size), interval)

    estimates = [
        estimate(name, function, matrix.codes)
        for name, function in COEFFICIENTS.items()
        if function is not cohen_kappa or len(matrix.coders) == 2
    ]
    codes = []
    for place, code in enumerate(matrix.categories):
        alpha = estimate("Krippendorff's alpha", krippendorff_alpha, binarise(matrix.codes, place))
        n_codes = int((matrix.codes == place).sum())
        codes.append(CodeAgreement(code, n_codes, n_codes / int((matrix.codes >= 0).sum()), alpha))
    return DimensionAgreement(
        dimension=matrix.dimension,
        coders=matrix.coders,
        categories=matrix.categories,
        n_units=len(matrix.units),
        n_shared=shared,
        resampled="units" if clusters is None else "threads",
        estimates=tuple(estimates),
        codes=tuple(codes),
    )


def list_disagreements(matrices: Sequence[CodeMatrix]) -> list[Disagreement]:
    """List the units to which coders gave different codes, by dimension, in the order of units."""
    found = []
    for matrix in matrices:
        for unit, row in zip(matrix.units, matrix.codes, strict=True):
            given = {
                coder: matrix.categories[code]
                for coder, code in zip(matrix.coders, row, strict=True)
                if code >= 0
            }
            if len(set(given.values())) > 1:
                found.append(Disagreement(unit, matrix.dimension, given))
    return found
