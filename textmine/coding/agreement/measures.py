"""Which agreement coefficients are given for which kind of codes: a literal registry."""

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from textmine import stats
from textmine.arrays import Floats
from textmine.cells.spelling import number_of
from textmine.coding.code_matrix import CodeMatrix
from textmine.errors import InputError
from textmine.stats.agreement.alpha import CoefficientFunction
from textmine.stats.agreement.weights import set_distances, value_weights

ALPHA = "Krippendorff's alpha"
MANY_CODERS = 20
"""Above so many coders those figures are left out that compare the shares of each coder."""


@dataclass(frozen=True)
class Measure:
    """A coefficient as it is listed, with its options; for two coders only, for more, or both."""

    title: str
    function: CoefficientFunction
    options: dict[str, Any] = field(default_factory=dict)
    coders: Literal["two", "more", "any"] = "any"

    def fits(self, n_coders: int) -> bool:
        """Return whether the measure is given for so many coders."""
        if self.function is stats.conger_kappa and n_coders > MANY_CODERS:
            return False
        return self.coders == "any" or (self.coders == "two") == (n_coders == 2)


NOMINAL: tuple[Measure, ...] = (
    Measure("per cent agreement", stats.percent_agreement),
    Measure("Cohen's kappa", stats.cohen_kappa, coders="two"),
    Measure("Scott's pi", stats.scott_pi, coders="two"),
    Measure("Fleiss' kappa", stats.fleiss_kappa, coders="more"),
    Measure("Conger's kappa", stats.conger_kappa, coders="more"),
    Measure("Brennan-Prediger", stats.brennan_prediger),
    Measure(ALPHA, stats.krippendorff_alpha),
    Measure("Gwet's AC1", stats.gwet_ac1),
)
"""What is given for codes without an order."""


def measures_for(matrix: CodeMatrix, weights: str = "") -> list[Measure]:
    """Return the measures of a matrix, by its scale, its sets and its number of coders.

    `weights` (linear, quadratic, ordinal) are those of the weighted coefficients; they are given
    for codes with an order, with quadratic weights unless others are named.
    """
    if matrix.sets:
        chosen = _for_sets(matrix)
    elif matrix.scale == "nominal" and not weights:
        chosen = NOMINAL
    else:
        chosen = _for_scale(matrix, weights or "quadratic")
    return [measure for measure in chosen if measure.fits(len(matrix.coders))]


def alpha_of(matrix: CodeMatrix, weights: str = "") -> Measure:
    """Return the alpha that is listed first for a matrix; raise InputError where there is none."""
    for measure in measures_for(matrix, weights):
        if measure.title.startswith(ALPHA):
            return measure
    raise InputError(
        f"All units have the same set of codes on '{matrix.dimension}': there is no alpha of it.",
        hint="Code documents that differ.",
    )


def code_values(matrix: CodeMatrix) -> Floats:
    """Return the numbers that the categories stand for; raise InputError when one is no number."""
    values = [number for code in matrix.categories if (number := number_of(code)) is not None]
    if len(values) < len(matrix.categories):
        raise InputError(
            f"The scale '{matrix.scale}' needs codes that are numbers. '{matrix.dimension}' has "
            f"{'; '.join(matrix.categories[:8])}.",
            hint="Use --scale ordinal for codes that have an order and no distance.",
        )
    return np.array(values)


def _for_sets(matrix: CodeMatrix) -> tuple[Measure, ...]:
    if matrix.n_values > len(matrix.sets):
        return (Measure("share of equal sets", stats.percent_agreement),)
    distances = {how: set_distances(matrix.sets, how) for how in ("masi", "jaccard")}
    return (
        Measure("share of equal sets", stats.percent_agreement),
        Measure(f"{ALPHA} (MASI)", stats.krippendorff_alpha, {"metric": distances["masi"]}),
        Measure(f"{ALPHA} (Jaccard)", stats.krippendorff_alpha, {"metric": distances["jaccard"]}),
    )


def _for_scale(matrix: CodeMatrix, weights: str) -> tuple[Measure, ...]:
    scale = matrix.scale
    options: dict[str, Any] = {"metric": scale}
    if scale in ("interval", "ratio"):
        options["values"] = code_values(matrix)
    kind: dict[str, Any] = {"weights": weights}
    if scale in ("interval", "ratio") and weights != "ordinal":
        kind = {"weights": value_weights(options["values"], weights)}
    ordered = (
        (Measure(f"{ALPHA} ({scale})", stats.krippendorff_alpha, options),)
        if scale != "nominal"
        else ()
    )
    return (
        Measure("per cent agreement", stats.percent_agreement),
        *ordered,
        Measure(f"{ALPHA} (nominal)" if ordered else ALPHA, stats.krippendorff_alpha),
        Measure(f"Cohen's kappa, {weights} weights", stats.cohen_kappa, kind, "two"),
        Measure(f"Scott's pi, {weights} weights", stats.scott_pi, kind, "two"),
        Measure(f"Fleiss' kappa, {weights} weights", stats.fleiss_kappa, kind, "more"),
        Measure(f"Conger's kappa, {weights} weights", stats.conger_kappa, kind, "more"),
        Measure(f"Brennan-Prediger, {weights} weights", stats.brennan_prediger, kind),
        Measure(f"Gwet's AC2, {weights} weights", stats.gwet_ac2, kind),
    )
