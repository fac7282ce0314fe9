"""What few or unequal clusters leave of a regression: CR2, its degrees of freedom, its bias.

All is worked out in the coordinates of an orthonormal base of the covariates, where the hat matrix
of a cluster is Q_g Q_g'. A cluster of many units needs no more coordinates than covariates.
"""

from dataclasses import dataclass

import numpy as np

from textmine.arrays import Floats, Ints

_ALL = 1e-9
"""A leverage as near to 1 as that is 1: the cluster alone decides its fit."""
_MOST_ALIKE = 1e6


@dataclass(frozen=True)
class Leverage:
    """How much each of G clusters weighs in the fit of k covariates, by its hat matrix.

    `total` (G, k) are the sums of the rows of Q in a cluster, `sizes` (G,) its units; `values` and
    `vectors` are the eigenvalues (G, k) and eigenvectors (G, k, k) of Q_g'Q_g, of which `values`
    are leverages, 0 to 1.
    """

    total: Floats
    sizes: Floats
    values: Floats
    vectors: Floats

    def scaled(self, factors: Floats) -> Floats:
        """Return the matrices (G, k, k) of the same vectors with other values."""
        return np.asarray((self.vectors * factors[:, None, :]) @ np.swapaxes(self.vectors, 1, 2))

    @property
    def adjustment(self) -> Floats:
        """CR2's factor of each direction, (1 - leverage)^(-1/2); 0 where a cluster decides it."""
        room = 1 - self.values
        return np.where(room > _ALL, 1 / np.sqrt(np.maximum(room, _ALL)), 0.0)


def leverage_of(q: Floats, place: Ints) -> Leverage:
    """Return the leverage of clusters: `q` (n, k) is orthonormal, `place` (n,) numbers clusters."""
    n_clusters, k = int(place.max()) + 1, q.shape[1]
    sizes = np.bincount(place, minlength=n_clusters)
    order = np.argsort(place, kind="stable")
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    rows = q[order]
    total = np.add.reduceat(rows, starts, axis=0)
    values, vectors = np.zeros((n_clusters, k)), np.zeros((n_clusters, k, k))
    # A cluster of one unit has one direction, its own.
    single = np.flatnonzero(sizes == 1)
    values[single, 0] = (total[single] ** 2).sum(axis=1)
    length = np.sqrt(np.maximum(values[single, :1], np.finfo(float).tiny))
    vectors[single, :, 0] = total[single] / length
    several = np.flatnonzero(sizes > 1)
    if several.size:
        inner = np.add.reduceat(rows[:, :, None] * rows[:, None, :], starts, axis=0)
        values[several], vectors[several] = np.linalg.eigh(inner[several])
    return Leverage(total, sizes.astype(float), np.clip(values, 0, 1), vectors)


@dataclass(frozen=True)
class Parts:
    """What each of G clusters adds to the expected variance of CR2, for k contrasts.

    With p_g = (I - H)_g' A_g Q_g D, the product of the parts of two clusters is
    p_g'p_h = (g = h) own_g - shared_g'shared_h, all (G, k, k) (k coordinates by k contrasts in
    `shared`).
    """

    own: Floats
    shared: Floats


def parts_of(leverage: Leverage, contrasts: Floats) -> Parts:
    """Return the parts of clusters; `contrasts` D is (k, k), a column a coefficient."""
    own = leverage.scaled(leverage.values * leverage.adjustment**2)
    shared = leverage.scaled(leverage.values * leverage.adjustment)
    return Parts(contrasts.T @ own @ contrasts, shared @ contrasts)


def bell_mccaffrey(parts: Parts, variances: Floats) -> Floats:
    """Return the degrees of freedom of each contrast, (k,): (tr B)^2 / tr(B^2), B_gh = p_g'p_h.

    `variances` (k,) are those of contrasts where the errors of units are independent and of
    variance 1; nan where CR2 misses a part of it, for one cluster alone decides the contrast.
    Source: Bell and McCaffrey (2002), Bias reduction in standard errors for linear regression with
    multi-stage samples, section 4; formula (Imbens and Kolesár 2016, section III) with one
    covariate that parts equal clusters in n and m: (n + m)^2 (n - 1)(m - 1) over
    n^2 (n - 1) + m^2 (m - 1).
    """
    own = np.diagonal(parts.own, axis1=1, axis2=2)
    lengths = (parts.shared**2).sum(axis=1)
    products = np.einsum("gic,gjc->cij", parts.shared, parts.shared, optimize=True)
    trace = (own - lengths).sum(axis=0)
    squares = (own**2 - 2 * own * lengths).sum(axis=0) + (products**2).sum(axis=(1, 2))
    decided = trace > (1 - 1e-6) * variances
    return np.where(decided, trace**2 / np.where(decided, squares, 1.0), np.nan)


def joint_degrees(parts: Parts, rows: list[int], covariance: Floats) -> float:
    """Return eta, the degrees of freedom of the covariance of several contrasts.

    `covariance` (q, q) of the contrasts `rows` is that where errors are independent, of variance 1.
    eta = q (q + 1) over the sum of the variances of the entries of CR2, which is scaled to the
    identity. Source: Pustejovsky and Tipton (2018), Small-sample methods for cluster-robust
    variance estimation and hypothesis testing in fixed effects models, section 3.2 (HTZ).
    """
    values, vectors = np.linalg.eigh(covariance)
    scale = (vectors / np.sqrt(values)) @ vectors.T
    own = scale @ parts.own[:, rows][:, :, rows] @ scale
    shared = parts.shared[:, :, rows] @ scale
    g, k, n = shared.shape
    inner = np.swapaxes(shared, 1, 2) @ shared
    flat = shared.reshape(g, -1)
    products = flat.T @ flat
    traces, inner_traces = (np.trace(matrix, axis1=1, axis2=2) for matrix in (own, inner))
    first = (traces**2 - 2 * traces * inner_traces).sum() + (products**2).sum()
    crossed = products.reshape(k, n, k, n)
    second = (own * np.swapaxes(own - 2 * inner, 1, 2)).sum()
    second += np.einsum("asbt,atbs->", crossed, crossed)
    return float(n * (n + 1) / (first + second))


def alikeness(residuals: Floats, place: Ints, leverage: Leverage) -> Floats:
    """Return the variance between clusters over that within, of each outcome: (n_outcomes,).

    By moments: the sum of squares of `residuals` (n, n_outcomes) and that of clusters' sums over
    their sizes, whose expectations under a random effect of clusters are known. 0 with one unit a
    cluster, where nothing tells.
    """
    n, n_clusters = len(residuals), len(leverage.sizes)
    if n == n_clusters:
        return np.zeros(residuals.shape[1])
    sums = np.zeros((n_clusters, residuals.shape[1]))
    np.add.at(sums, place, residuals)
    sizes, total = leverage.sizes, leverage.total
    lengths = (total**2).sum(axis=1)
    seen = np.einsum("gi,ij,gj->g", total, total.T @ total, total, optimize=True)
    expected = np.array(
        [
            [n - total.shape[1], n - lengths.sum()],
            [(1 - lengths / sizes).sum(), (sizes - 2 * lengths + seen / sizes).sum()],
        ]
    )
    squares = np.stack([(residuals**2).sum(axis=0), (sums**2 / sizes[:, None]).sum(axis=0)])
    within, between = np.linalg.lstsq(expected, squares, rcond=None)[0]
    between = np.maximum(between, 0)
    return np.asarray(between / np.maximum(within, np.maximum(between, 1e-300) / _MOST_ALIKE))


def share_kept(leverage: Leverage, parts: Parts, contrasts: Floats, alike: Floats) -> Floats:
    """Return what share CR2 keeps of the variance of contrasts where units of a cluster are alike.

    `alike` (n_outcomes,) is as `alikeness` returns; the result is (k, n_outcomes). CR2 is unbiased
    where the errors of units are independent, and where clusters are of one size; a cluster with
    most of the units whose units are alike pulls the fit to itself, and CR2 is too small. Source:
    Bell and McCaffrey (2002), section 3, on the bias under another covariance; the random effect,
    Imbens and Kolesár (2016), Robust standard errors in small samples, section IV.
    """
    total = leverage.total
    inside = leverage.scaled(leverage.adjustment) @ contrasts
    # The part of a cluster's own random effect, then what all effects do to the fit.
    gathered = np.einsum("gk,gkc->gc", total, inside)
    pulled = np.einsum("gk,gkc->gc", total, parts.shared)
    spread = np.einsum("gic,ij,gjc->gc", parts.shared, total.T @ total, parts.shared, optimize=True)
    alone = (np.diagonal(parts.own, axis1=1, axis2=2) - (parts.shared**2).sum(axis=1)).sum(axis=0)
    together = (gathered**2 - 2 * gathered * pulled + spread).sum(axis=0)
    true_alone = (contrasts**2).sum(axis=0)
    true_together = ((total @ contrasts) ** 2).sum(axis=0)
    return np.asarray(
        (alone[:, None] + together[:, None] * alike)
        / (true_alone[:, None] + true_together[:, None] * alike)
    )


def skewness_of(leverage: Leverage, contrasts: Floats, residuals: Floats, place: Ints) -> Floats:
    """Return how skewed the coefficients vary, (k, n_outcomes), by the means of all clusters.

    Sum of w_g^3 over (sum of w_g^2)^(3/2), the weights of the means of clusters in a coefficient,
    times the skewness of the means of `residuals` (n, n_outcomes). Few clusters on one side do not
    show that such means are skewed, but all of them do. t of a skewed mean is too sure on one side
    (Hall 1992, On the removal of skewness by transformation).
    """
    sums = np.zeros((len(leverage.sizes), residuals.shape[1]))
    np.add.at(sums, place, residuals)
    means = sums / leverage.sizes[:, None]
    spread = (means**2).mean(axis=0)
    skewed = (means**3).mean(axis=0) / np.where(spread > 0, spread, 1.0) ** 1.5
    weights = leverage.total @ contrasts
    inner = contrasts.T @ leverage.scaled(leverage.values) @ contrasts
    squares = leverage.sizes @ np.diagonal(inner, axis1=1, axis2=2)
    return np.asarray(((weights**3).sum(axis=0) / squares**1.5)[:, None] * skewed)
