"""Least squares with errors that allow for units which stand in clusters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.errors import InputError
from textmine.stats.counts import FloatArray
from textmine.stats.intervals import check_level
from textmine.stats.resampling import check_clusters


@dataclass(frozen=True)
class ClusteredFit:
    """Coefficients of several outcomes on the same covariates.

    `coefficients` is (n_covariates, n_outcomes); `covariance` (n_outcomes, n_covariates,
    n_covariates) is robust against clusters and unequal variances. `n` units stand in `n_clusters`.
    """

    coefficients: FloatArray
    covariance: FloatArray
    n: int
    n_clusters: int

    @property
    def errors(self) -> FloatArray:
        """Standard errors, (n_covariates, n_outcomes)."""
        variances = np.diagonal(self.covariance, axis1=1, axis2=2).T
        return np.asarray(np.sqrt(np.maximum(variances, 0)))


def clustered_ols(
    outcomes: ArrayLike, covariates: ArrayLike, clusters: ArrayLike | None = None
) -> ClusteredFit:
    """Regress each outcome on the covariates by ordinary least squares.

    `outcomes` is (n_units, n_outcomes), `covariates` (n_units, n_covariates) with a column of ones
    if there is to be a constant, `clusters` (n_units,) ints of 0 or more; None makes each unit its
    own. The covariance is the sandwich over clusters times G / (G - 1) x (n - 1) / (n - k), as in
    Stata and statsmodels (CR1). Raises `InputError` where the covariates determine each other,
    where there are no more units than covariates, and with fewer than two clusters. Source: Liang
    and Zeger (1986); Cameron and Miller (2015), A practitioner's guide to cluster-robust
    inference, equations 10 to 12.

    >>> fit = clustered_ols([[1.0], [2.0], [2.0], [4.0]], [[1, 0], [1, 0], [1, 1], [1, 1]])
    >>> fit.coefficients.ravel().round(4).tolist(), fit.errors.ravel().round(4).tolist()
    ([1.5, 1.5], [0.5, 1.118])
    """
    y, x = (np.asarray(one, dtype=np.float64) for one in (outcomes, covariates))
    if y.ndim != 2 or x.ndim != 2 or len(y) != len(x):
        raise InputError(
            "'outcomes' and 'covariates' must be tables with a row a unit. "
            f"Got shapes {y.shape} and {x.shape}."
        )
    if not (np.isfinite(y).all() and np.isfinite(x).all()):
        raise InputError("'outcomes' and 'covariates' must be numbers.", hint="Leave out the rest.")
    n, k = x.shape
    if n <= k:
        raise InputError(f"{n} units are too few for {k} covariates.")
    if np.linalg.matrix_rank(x) < k:
        raise InputError("The covariates determine each other.", hint="Leave one of them out.")
    labels = check_clusters(clusters, n)
    _, place = np.unique(np.arange(n) if labels is None else labels, return_inverse=True)
    n_clusters = int(place.max()) + 1
    if n_clusters < 2:
        raise InputError("All units stand in one cluster: nothing tells how figures would vary.")
    q, r = np.linalg.qr(x)
    bread = np.linalg.inv(r) @ np.linalg.inv(r).T
    coefficients = np.linalg.solve(r, q.T @ y)
    residuals = y - x @ coefficients
    scale = n_clusters / (n_clusters - 1) * (n - 1) / (n - k)
    covariance = np.empty((y.shape[1], k, k))
    for outcome in range(y.shape[1]):
        sums = np.zeros((n_clusters, k))
        np.add.at(sums, place, x * residuals[:, [outcome]])
        covariance[outcome] = scale * bread @ (sums.T @ sums) @ bread
    return ClusteredFit(coefficients, covariance, n, n_clusters)


@dataclass(frozen=True)
class Wald:
    """t test and interval of coefficients, arrays of one shape."""

    low: FloatArray
    high: FloatArray
    t: FloatArray
    p: FloatArray
    df: int


def wald(value: ArrayLike, error: ArrayLike, n_clusters: int, level: float = 0.95) -> Wald:
    """Test coefficients against 0 by t with one degree of freedom less than there are clusters.

    Undefined (nan) where the error is 0. Source: Cameron and Miller (2015), section 6.

    >>> result = wald([1.5], [0.5], 31)
    >>> round(float(result.t[0]), 2), round(float(result.p[0]), 5)
    (3.0, 0.00539)
    """
    from scipy.special import stdtr, stdtrit

    b, se = np.asarray(value, dtype=np.float64), np.asarray(error, dtype=np.float64)
    df = n_clusters - 1
    t = np.divide(b, se, out=np.full(b.shape, np.nan), where=se > 0)
    half = np.where(se > 0, se, np.nan) * stdtrit(df, (1 + check_level(level)) / 2)
    return Wald(b - half, b + half, t, np.asarray(2 * stdtr(df, -np.abs(t))), df)


def joint_p(fit: ClusteredFit, rows: list[int], outcome: int, extra: FloatArray) -> float:
    """Return the p value that all of several coefficients of an outcome are 0, by F.

    `rows` are places of covariates, `extra` a covariance (n_covariates, n_covariates) added to the
    fit's. F has n_clusters - 1 degrees of freedom below. nan where the covariance is singular.
    Source: Cameron and Miller (2015), section 6.
    """
    from scipy.special import fdtrc

    b = fit.coefficients[rows, outcome]
    variance = (fit.covariance[outcome] + extra)[np.ix_(rows, rows)]
    if np.linalg.matrix_rank(variance) < len(rows):
        return float("nan")
    f = float(b @ np.linalg.solve(variance, b)) / len(rows)
    return float(fdtrc(len(rows), fit.n_clusters - 1, f))
