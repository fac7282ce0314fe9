"""Least squares with errors that allow for units which stand in clusters."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats, Ints
from textmine.errors import InputError
from textmine.stats.groups import few_clusters
from textmine.stats.intervals import check_level
from textmine.stats.resampling import check_clusters


@dataclass(frozen=True)
class ClusteredFit:
    """Coefficients of several outcomes on the same covariates.

    `coefficients` is (n_covariates, n_outcomes); `covariance` (n_outcomes, n_covariates,
    n_covariates) is robust against clusters and unequal variances. `df` (n_covariates,) are the
    degrees of freedom of its diagonal, nan where one cluster alone decides a coefficient and
    nothing tells how it would vary. `skewness` (n_covariates, n_outcomes) is that of coefficients:
    above .3 or so, few skewed clusters stand on one side, and t is too sure. `n` units stand in
    `n_clusters`. `bread` (n_covariates, n_covariates) is the inverse of X'X, `parts` what each
    cluster adds to the covariance.
    """

    coefficients: Floats
    covariance: Floats
    df: Floats
    skewness: Floats
    n: int
    n_clusters: int
    bread: Floats
    parts: few_clusters.Parts

    @property
    def errors(self) -> Floats:
        """Standard errors, (n_covariates, n_outcomes); nan where one cluster alone decides."""
        variances = np.diagonal(self.covariance, axis1=1, axis2=2).T
        return np.where(np.isnan(self.df)[:, None], np.nan, np.sqrt(np.maximum(variances, 0)))

    def at_least(self, variances: Floats) -> ClusteredFit:
        """Return the fit with no variance below those given, (n_covariates, n_outcomes).

        Covariances grow with the variances, so that correlations stay.
        """
        now = np.diagonal(self.covariance, axis1=1, axis2=2).T
        ratio = np.divide(variances, now, out=np.ones(now.shape), where=now > 0)
        return replace(self, covariance=_scaled(self.covariance, np.maximum(ratio, 1)))


def clustered_ols(
    outcomes: ArrayLike, covariates: ArrayLike, clusters: ArrayLike | None = None
) -> ClusteredFit:
    """Regress each outcome on the covariates by ordinary least squares.

    `outcomes` is (n_units, n_outcomes), `covariates` (n_units, n_covariates) with a column of ones
    if there is to be a constant, `clusters` (n_units,) ints of 0 or more; None makes each unit its
    own. The covariance is CR2, (X'X)^-1 (sum over clusters of X_g' A_g e_g e_g' A_g X_g) (X'X)^-1
    with A_g = (I - H_gg)^(-1/2), over the share of it that is kept where units of a cluster are as
    alike as the residuals say (`share_kept`; 1 with clusters of one size). Raises `InputError`
    where the covariates determine each other, where there are no more units than covariates, and
    with fewer than two clusters. Source: Bell and McCaffrey (2002); Imbens and Kolesár (2016), who
    find 2.5 degrees of freedom where 3 of 30 are of one kind.

    >>> fit = clustered_ols([[1.0], [2.0], [2.0], [4.0]], [[1, 0], [1, 0], [1, 1], [1, 1]])
    >>> fit.coefficients.ravel().round(4).tolist(), fit.errors.ravel().round(4).tolist()
    ([1.5, 1.5], [0.5, 1.118])
    >>> kind = np.repeat([0, 1], [27, 3])
    >>> fit = clustered_ols(np.sin(np.arange(30.0))[:, None], np.column_stack([np.ones(30), kind]))
    >>> round(float(fit.df[1]), 1)
    2.5
    """
    y, x, cluster_of = _checked(outcomes, covariates, clusters)
    q, r = np.linalg.qr(x)
    inverse = np.linalg.inv(r)
    coefficients = inverse @ (q.T @ y)
    residuals = y - x @ coefficients
    leverage = few_clusters.leverage_of(q, cluster_of)
    parts = few_clusters.parts_of(leverage, inverse.T)
    bread = inverse @ inverse.T
    covariance = inverse @ _meat(leverage, q, residuals, cluster_of) @ inverse.T
    alike = few_clusters.alikeness(residuals, cluster_of, leverage)
    share = few_clusters.share_kept(leverage, parts, inverse.T, alike)
    return ClusteredFit(
        coefficients,
        _scaled(covariance, 1 / np.maximum(share, 1e-9)),
        few_clusters.bell_mccaffrey(parts, np.diagonal(bread)),
        few_clusters.skewness_of(leverage, inverse.T, residuals, cluster_of),
        len(x),
        len(leverage.sizes),
        bread,
        parts,
    )


def _checked(
    outcomes: ArrayLike, covariates: ArrayLike, clusters: ArrayLike | None
) -> tuple[Floats, Floats, Ints]:
    y, x = (np.asarray(values, dtype=np.float64) for values in (outcomes, covariates))
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
    _, cluster_of = np.unique(np.arange(n) if labels is None else labels, return_inverse=True)
    if cluster_of.max() < 1:
        raise InputError("All units stand in one cluster: nothing tells how figures would vary.")
    return y, x, cluster_of.astype(np.int64)


def _meat(
    leverage: few_clusters.Leverage, q: Floats, residuals: Floats, cluster_of: Ints
) -> Floats:
    """Return the sum over clusters of adjusted scores with themselves, (n_outcomes, k, k)."""
    weight = leverage.scaled(leverage.adjustment)
    meat = np.empty((residuals.shape[1], q.shape[1], q.shape[1]))
    for outcome in range(residuals.shape[1]):
        sums = np.zeros((len(leverage.sizes), q.shape[1]))
        np.add.at(sums, cluster_of, q * residuals[:, [outcome]])
        adjusted = np.einsum("gij,gj->gi", weight, sums)
        meat[outcome] = adjusted.T @ adjusted
    return meat


def _scaled(covariance: Floats, factors: Floats) -> Floats:
    """Multiply variances by factors (n_covariates, n_outcomes), and covariances alike."""
    roots = np.sqrt(factors).T
    return np.asarray(covariance * roots[:, :, None] * roots[:, None, :])


@dataclass(frozen=True)
class Wald:
    """t test and interval of coefficients, arrays of one shape."""

    low: Floats
    high: Floats
    t: Floats
    p: Floats
    df: Floats


def wald(value: ArrayLike, error: ArrayLike, *, df: ArrayLike, level: float = 0.95) -> Wald:
    """Test coefficients against 0 by t with degrees of freedom of their own.

    Arrays of one shape, or shapes that go together. Undefined (nan) where the error is 0 or nan.

    >>> result = wald([1.5], [0.5], df=30)
    >>> round(float(result.t[0]), 2), round(float(result.p[0]), 5)
    (3.0, 0.00539)
    """
    from scipy.special import stdtr, stdtrit

    b, se, degrees = np.broadcast_arrays(
        *(np.asarray(values, dtype=np.float64) for values in (value, error, df))
    )
    se = np.where(se > 0, se, np.nan)
    t = b / se
    half = se * stdtrit(degrees, (1 + check_level(level)) / 2)
    return Wald(b - half, b + half, t, np.asarray(2 * stdtr(degrees, -np.abs(t))), degrees)


@dataclass(frozen=True)
class JointF:
    """Whether several coefficients are all 0: F, its degrees of freedom, p; nan where undefined."""

    f: float
    df: tuple[int, float]
    p: float


def joint_test(fit: ClusteredFit, rows: list[int], outcome: int) -> JointF:
    """Test that all of several coefficients of an outcome are 0.

    `rows` are places of covariates. With W the Wald statistic of q coefficients and eta the
    degrees of freedom of their covariance, (eta - q + 1) / (eta q) W is F with q and eta - q + 1.
    Undefined where eta - q + 1 is not above 0, for clusters are too few, and where the covariance
    is singular. Source: Pustejovsky and Tipton (2018), section 3.2 (HTZ); it is Hotelling's T
    squared, scaled.

    >>> y = [[0.1], [0.3], [0.2], [0.5], [0.4], [0.9], [0.8], [0.7]]
    >>> level = np.repeat([0, 1, 2], [3, 3, 2])
    >>> fit = clustered_ols(y, np.column_stack([np.ones(8), level == 1, level == 2]))
    >>> test = joint_test(fit, [1, 2], 0)
    >>> round(test.f, 3), round(test.df[1], 3)
    (17.792, 2.148)
    """
    from scipy.special import fdtrc

    q = len(rows)
    variance = fit.covariance[outcome][np.ix_(rows, rows)]
    eta = few_clusters.joint_degrees(fit.parts, rows, fit.bread[np.ix_(rows, rows)])
    below = eta - q + 1
    if not below > 0 or np.linalg.matrix_rank(variance) < q:
        return JointF(np.nan, (q, below), np.nan)
    b = fit.coefficients[rows, outcome]
    f = below / (eta * q) * float(b @ np.linalg.solve(variance, b))
    return JointF(f, (q, below), float(fdtrc(q, below, f)))
