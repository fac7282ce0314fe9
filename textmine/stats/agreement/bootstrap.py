"""Bootstrap intervals of the agreement coefficients, over units or over clusters of units."""

from __future__ import annotations

from typing import Any

from numpy.typing import ArrayLike

from textmine.stats.agreement.coefficients import CoefficientFunction, totals_form_of
from textmine.stats.agreement.kappas import check_two_coders, cohen_kappa, scott_pi
from textmine.stats.counts import FloatArray, check_codes
from textmine.stats.intervals import Interval, check_level, percentile_interval, undefined_interval
from textmine.stats.resampling import (
    Pool,
    check_clusters,
    check_resampling,
    make_pool,
    resampled_totals,
)
from textmine.stats.totals import TotalsForm


def bootstrap_interval(
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
    """Compute the percentile bootstrap interval of an agreement coefficient.

    `coefficient` is one of the functions of this package, `options` its own arguments (weights,
    metric, values). Codes are (n_units, n_coders), -1 = missing. Units that the coefficient does
    not use (those with no code; for alpha and percent agreement, with fewer than two) are not
    drawn. `clusters` (n_units,) are ints of 0 or more: units of one cluster, such as the messages
    of a thread, are drawn together. The same seed gives the same interval, in any order of units.
    Resamples in which the coefficient is undefined are counted and left out. With fewer than two
    units or clusters, or more than half of the resamples undefined, the interval is undefined,
    with a reason. Raises `InputError` for bad codes, clusters, level, n_resamples or seed.
    Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.

    >>> import numpy as np
    >>> from textmine.stats.agreement.alpha import krippendorff_alpha
    >>> coders = "123321412...", "1233224125.3", ".3332342251.", "12332441251."
    >>> codes = np.array([[".12345".index(code) - 1 for code in coder] for coder in coders]).T
    >>> interval = bootstrap_interval(krippendorff_alpha, codes, 5, seed=1)
    >>> interval.low < 0.743 < interval.high, interval.n, interval.resampled
    (True, 11, 'units')
    """
    check_level(level)
    check_resampling(n_resamples, seed)
    if coefficient in (cohen_kappa, scott_pi):
        check_two_coders(coefficient.__name__, codes, "another coefficient")
    form = totals_form_of(coefficient, n_categories, **options)
    pool = unit_pool(form, codes, clusters)
    if pool.n < 2:
        reason = f"There are fewer than two {pool.resampled} to draw from."
        return undefined_interval(level, "percentile", pool.n, reason, pool.resampled)
    values = resampled_values(form, pool, n_resamples, seed)
    return percentile_interval(values, level, n=pool.n, resampled=pool.resampled)


def unit_pool(form: TotalsForm, codes: ArrayLike, clusters: ArrayLike | None) -> Pool:
    """Pool the units that a coefficient uses, or their clusters."""
    checked = check_codes(codes, form.n_categories)
    labels = check_clusters(clusters, len(checked))
    rows, used = form.rows(checked)
    return make_pool(
        form.features(rows.rows),
        rows.index,
        rows.multiplicity,
        None if labels is None else labels[used],
    )


def resampled_values(form: TotalsForm, pool: Pool, n_resamples: int, seed: int) -> FloatArray:
    """Return the coefficient in each resample: (n_resamples,), nan where undefined."""
    return form.solve(resampled_totals(pool, n_resamples, seed)).value
