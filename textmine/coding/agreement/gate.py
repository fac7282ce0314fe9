"""The alpha of each dimension, as a limit looks at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textmine.coding.agreement.reliability import DimensionAgreement
from textmine.stats.systems.gates import undefined_score
from textmine.stats.systems.scores import Score


def alphas(results: Sequence[DimensionAgreement]) -> Mapping[str, Score]:
    """Return the alpha of each dimension, crossed ones left out; undefined where there is none."""
    return {result.dimension: _alpha(result) for result in results if not result.crossed}


def _alpha(result: DimensionAgreement) -> Score:
    if not result.has_alpha:
        return undefined_score("all units have the same set of codes")
    alpha = result.alpha
    return Score(alpha.coefficient.value, alpha.interval, alpha.n, alpha.coefficient.reason)
