"""How many units coders must code, planned from codes that they gave already."""

from __future__ import annotations

from textmine.coding.agreement.agreement_input import AgreementInput
from textmine.coding.agreement.measures import alpha_of
from textmine.stats.agreement.planning import AgreementPlan, plan_from_pilot


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
