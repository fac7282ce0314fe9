"""The interval that an agreement coefficient is reported with: which method when."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from numpy.typing import ArrayLike

from textmine.stats.agreement import percent_agreement
from textmine.stats.bootstrap import bootstrap_interval
from textmine.stats.coefficients import CoefficientFunction
from textmine.stats.intervals import Interval
from textmine.stats.jackknife import jackknife_interval

FEW = 100
"""Below so many units or clusters the percentile bootstrap is too narrow."""


def agreement_interval(
    coefficient: CoefficientFunction,
    codes: ArrayLike,
    n_categories: int,
    *,
    clusters: ArrayLike | None = None,
    n_resamples: int = 1000,
    level: float = 0.95,
    seed: int = 0,
    **options: Any,
) -> Interval:
    """Compute the interval of an agreement coefficient by the method that covers well.

    With 100 units or clusters and more it is the percentile bootstrap, with fewer the jackknife
    with t quantiles on the arcsine scale: benchmarks/coverage_agreement.py has both. Where the
    jackknife is undefined, as for coders who never differ, it is the bootstrap with a reason. Per
    cent agreement has no limit below 0.
    Arguments and errors are those of `bootstrap_interval`.

    >>> from textmine.stats.alpha import krippendorff_alpha
    >>> agreement_interval(krippendorff_alpha, [[0, 0], [1, 1], [0, 1]] * 20, 2).method
    'jackknife-t'
    >>> agreement_interval(krippendorff_alpha, [[0, 0], [1, 1], [0, 1]] * 40, 2).method
    'percentile'
    """
    options_of_both = {"clusters": clusters, "level": level, **options}
    jackknife = jackknife_interval(coefficient, codes, n_categories, **options_of_both)
    if jackknife.n < FEW and (jackknife.defined or jackknife.n < 2):
        share = coefficient is percent_agreement
        return replace(jackknife, low=max(jackknife.low, 0.0)) if share else jackknife
    bootstrap = bootstrap_interval(
        coefficient, codes, n_categories, n_resamples=n_resamples, seed=seed, **options_of_both
    )
    if jackknife.n < FEW and bootstrap.defined and not bootstrap.reason:
        warning = f"{jackknife.reason} The interval says little of those not yet seen."
        return replace(bootstrap, reason=warning)
    return bootstrap
