"""A limit that agreement has to reach."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.coding.agreement.reliability import DimensionAgreement
from textmine.errors import GateError


def hold_gate(results: Sequence[DimensionAgreement], limit: float, *, lower: bool = False) -> None:
    """Raise GateError when alpha of a dimension is undefined or below the limit (-1 to 1).

    With `lower` it is the lower limit of its interval that counts. Crossed dimensions are left out.
    """
    what = "the lower limit of alpha" if lower else "alpha"
    missed = []
    for result in (one for one in results if not one.crossed):
        if not result.has_alpha:
            missed.append(
                f"{result.dimension}: alpha is undefined (all units have the same set of codes)"
            )
            continue
        figure = result.alpha.interval.low if lower else result.alpha.coefficient.value
        if not figure >= limit:
            missed.append(f"{result.dimension}: {what} is {figure:.3f}")
    if missed:
        raise GateError(
            f"{'; '.join(missed)}; wanted: {limit:g} or more.",
            hint="Look at the disagreements, sharpen the codebook, code again.",
        )
