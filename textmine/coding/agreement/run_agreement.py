"""Measure everything on what was read, or plan how many units coders must code."""

from dataclasses import replace

from textmine.coding.agreement.agreement_input import (
    AgreementInput,
    AgreementRequest,
    no_second_round,
)
from textmine.coding.agreement.comparisons import by_coder, by_pair, over_time, with_herself
from textmine.coding.agreement.measures import alpha_of
from textmine.coding.agreement.reliability import DimensionAgreement, Estimate, measure_agreement
from textmine.coding.code_matrix import CodeMatrix
from textmine.errors import InputError
from textmine.stats.agreement.planning import AgreementPlan, plan_from_pilot

_MOST_CODERS = 12
"""Above so many coders a list of pairs, or of coders, is not read by anybody."""


def measure_all(data: AgreementInput, request: AgreementRequest) -> list[DimensionAgreement]:
    """Measure every matrix, with the details asked for."""
    rounds = _with_themselves(data, request) if data.rounds else {}
    results = []
    for matrix in data.matrices:
        result = measure_agreement(matrix, data.resampling, request.weights)
        details = [*_details(matrix, data, request), *rounds.get(matrix.dimension, [])]
        results.append(replace(result, details=tuple(details)))
    return results


def _details(matrix: CodeMatrix, data: AgreementInput, request: AgreementRequest) -> list[Estimate]:
    estimates: list[Estimate] = []
    wanted = set(request.details) & {"pairs", "coders", "time"}
    if wanted and len(matrix.coders) > _MOST_CODERS:
        raise InputError(
            f"'{matrix.dimension}' has {len(matrix.coders)} coders; {', '.join(sorted(wanted))} "
            f"can be shown of {_MOST_CODERS} at the most.",
            hint="Name some of them: --coders A,B,C.",
        )
    if "pairs" in wanted:
        estimates += by_pair(matrix, data.resampling, request.weights)
    if "coders" in wanted:
        estimates += by_coder(matrix, data.resampling, request.weights)
    if "time" in wanted:
        estimates += over_time(matrix, data.order, data.resampling, request.weights)
    return estimates


def _with_themselves(data: AgreementInput, request: AgreementRequest) -> dict[str, list[Estimate]]:
    coders = data.matrices[0].coders
    estimates = (
        with_herself(data.rounds, data.codebook, coders, data.resampling, request.weights)
        if data.codebook is not None
        else {}
    )
    if not estimates:
        raise no_second_round(coders)
    return estimates


def plan_from_codes(data: AgreementInput, width: float) -> dict[str, AgreementPlan]:
    """Return for each dimension the plan for an interval of alpha no wider than `width`.

    Whole clusters are drawn where the intervals of the pilot take units together. Raises InputError
    for a width that is not above 0, and where a dimension has no alpha.
    """
    plans = {}
    for matrix in data.matrices:
        measure = alpha_of(matrix)
        plans[matrix.dimension] = plan_from_pilot(
            matrix.codes,
            matrix.n_values,
            width,
            clusters=data.resampling.labels(matrix.units),
            metric=measure.options.get("metric", "nominal"),
            seed=data.resampling.seed,
        )
    return plans
