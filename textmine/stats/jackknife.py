"""Jackknife intervals of the agreement coefficients, for few units or few clusters of units.

With 8 to 15 clusters the percentile bootstrap is too narrow; benchmarks/coverage_agreement.py has
both beside each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from textmine.errors import InputError, did_you_mean
from textmine.stats.agreement import check_two_coders, cohen_kappa, scott_pi
from textmine.stats.bootstrap import unit_pool
from textmine.stats.coefficients import CoefficientFunction, design_of
from textmine.stats.counts import FloatArray
from textmine.stats.design import TINY
from textmine.stats.intervals import Interval, check_level, undefined_interval

METHOD = "jackknife-t"


@dataclass(frozen=True)
class Transform:
    """A scale on which a coefficient is nearer to normal: to it, and back."""

    forward: Callable[[FloatArray], FloatArray]
    back: Callable[[float], float]


TRANSFORMS: dict[str, Transform] = {
    "arcsine": Transform(
        lambda value: np.arcsin(np.clip(value, -1, 1)),
        lambda angle: float(np.sin(np.clip(angle, -np.pi / 2, np.pi / 2))),
    ),
    "fisher": Transform(
        lambda value: np.arctanh(np.clip(value, -1 + TINY, 1 - TINY)),
        lambda z: float(np.tanh(z)),
    ),
    "none": Transform(lambda value: value, lambda value: float(min(value, 1.0))),
}


def jackknife_interval(
    coefficient: CoefficientFunction,
    codes: ArrayLike,
    n_categories: int,
    *,
    clusters: ArrayLike | None = None,
    level: float = 0.95,
    transform: str = "arcsine",
    **options: Any,
) -> Interval:
    """Compute the jackknife interval of an agreement coefficient, leaving out a unit at a time.

    `coefficient`, `codes`, `clusters` and `options` are those of `bootstrap_interval`; with
    `clusters`, a cluster is left out at a time. The interval is value +- t standard errors on the
    scale of `transform` (a name in `TRANSFORMS`), with as many degrees of freedom as units or
    clusters less one. The arcsine is the scale on which the error of a proportion does not depend
    on its size; it keeps the limits within -1 and 1. No chance is involved. The interval is
    undefined, with a reason, with fewer than two units or clusters, where the coefficient is the
    same whichever is left out, and where it is undefined without one of them. Raises `InputError`
    for bad codes, clusters or level, or an unknown transform. Source: Tukey (1958), Bias and
    confidence in not-quite large samples; Miller (1974), The jackknife: a review, section 3.

    >>> from textmine.stats.alpha import krippendorff_alpha
    >>> coders = "123321412...", "1233224125.3", ".3332342251.", "12332441251."
    >>> codes = np.array([[".12345".index(code) - 1 for code in coder] for coder in coders]).T
    >>> interval = jackknife_interval(krippendorff_alpha, codes, 5)
    >>> interval.low < 0.743 < interval.high, interval.n, interval.resampled
    (True, 11, 'units')
    """
    # scipy.stats takes a second to import; this does not.
    from scipy.special import stdtrit

    check_level(level)
    if transform not in TRANSFORMS:
        raise InputError(
            f"There is no transform called '{transform}'.", hint=did_you_mean(transform, TRANSFORMS)
        )
    if coefficient in (cohen_kappa, scott_pi):
        check_two_coders(coefficient.__name__, codes, "another coefficient")
    design = design_of(coefficient, n_categories, **options)
    pool = unit_pool(design, codes, clusters)
    n, times = pool.n, pool.multiplicity

    def undefined(reason: str) -> Interval:
        return undefined_interval(level, METHOD, n, reason, pool.resampled)

    if n < 2:
        return undefined(f"There are fewer than two {pool.resampled} to leave out.")
    totals = (times @ pool.features)[None, :]
    value = design.solve(totals).value
    left_out = design.solve(totals - pool.features).value
    if np.isnan(value).any() or np.isnan(left_out).any():
        n_undefined = n if np.isnan(value).any() else int(times[np.isnan(left_out)].sum())
        return undefined(
            f"The coefficient is undefined without {n_undefined} of the {n} {pool.resampled}."
        )
    scale = TRANSFORMS[transform]
    centre, each = scale.forward(value)[0], scale.forward(left_out)
    spread = times @ (each - times @ each / n) ** 2
    error = float(np.sqrt((n - 1) / n * spread))
    if error < TINY:
        return undefined(f"The coefficient is the same without any of the {n} {pool.resampled}.")
    half = float(stdtrit(n - 1, (1 + level) / 2)) * error
    return Interval(
        low=scale.back(centre - half),
        high=scale.back(centre + half),
        level=level,
        method=METHOD,
        n=n,
        n_resamples=n,
        resampled=pool.resampled,
    )
