"""Which word of a benchmark scale alpha surely reaches."""

from __future__ import annotations

from math import nan

from textmine.coding.agreement.reliability import DimensionAgreement
from textmine.stats.agreement.benchmark_scale import (
    SCALES,
    BenchmarkResult,
    benchmark_probabilities,
)

_NORMAL = 1.96
"""Standard errors between a figure and the limits of its 95 % interval."""


def words_for_alpha(result: DimensionAgreement) -> tuple[BenchmarkResult, ...]:
    """Return for each scale how likely each of its words is for alpha of a dimension.

    The normal is as wide below and above alpha as its interval is. An interval of no width is
    none: coders who never differed may differ on the next unit.
    """
    value, interval = result.alpha.coefficient.value, result.alpha.interval
    below, above = value - interval.low, interval.high - value
    if not below + above > 0:
        below = above = nan
    return tuple(
        benchmark_probabilities(value, below / _NORMAL, scale, error_above=above / _NORMAL)
        for scale in SCALES
    )
