from __future__ import annotations

import time

import numpy as np
import pytest

from tests.stats.dense_cr2 import dense_cr2
from textmine.errors import InputError
from textmine.stats.groups.clustered_ols import clustered_ols, joint_test, wald
from textmine.stats.groups.few_clusters import alikeness, leverage_of

X = np.column_stack([np.ones(24), np.arange(24) % 5, (np.arange(24) // 8) == 1]).astype(float)
Y = (0.3 + 0.1 * np.sin(np.arange(24.0) ** 2)).reshape(-1, 1)
CLUSTERS = np.arange(24) // 3


def unequal(seed=0):
    """Levels that are constant in clusters, a slope inside them, one big cluster and singletons."""
    rng = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(12), [1, 1, 1, 2, 3, 3, 4, 5, 5, 6, 9, 20])
    level = np.array([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2])[cluster]
    x = np.column_stack([np.ones(60), level == 1, level == 2, rng.normal(size=60)]).astype(float)
    y = rng.normal(size=(60, 2)) + 0.8 * rng.normal(size=(12, 2))[cluster]
    return y, x, cluster


def random_effects(y, x, cluster):
    """The covariance of units under the random effect that the residuals of an outcome show."""
    q, _ = np.linalg.qr(x)
    alike = alikeness(y - q @ (q.T @ y), cluster, leverage_of(q, cluster))
    same = cluster[:, None] == cluster
    return [np.eye(len(y)) + one * same for one in alike]


@pytest.mark.parametrize(("sort", "seed"), [(True, 0), (False, 1), (False, 2)])
def test_against_whole_matrices(sort, seed):
    y, x, cluster = unequal(seed)
    if not sort:
        order = np.random.default_rng(seed).permutation(60)
        y, x, cluster = y[order], x[order], cluster[order] * 7 + 3
    fit = clustered_ols(y, x, cluster)
    place = np.unique(cluster, return_inverse=True)[1]
    for outcome, true in enumerate(random_effects(y, x, place)):
        dense = dense_cr2(y[:, outcome], x, cluster, [1, 2], true)
        assert fit.df == pytest.approx(dense.df, rel=1e-8)
        variances = np.diag(dense.covariance) / dense.kept
        assert fit.errors[:, outcome] ** 2 == pytest.approx(variances, rel=1e-8)
        test = joint_test(fit, [1, 2], outcome)
        assert test.df[1] == pytest.approx(dense.eta - 1, rel=1e-8)


@pytest.mark.parametrize("clusters", [CLUSTERS, None], ids=["equal clusters", "units"])
def test_nothing_is_taken_out_where_nothing_is_off(clusters):
    # With clusters of one size and covariates constant in them CR2 is unbiased.
    x = np.column_stack([np.ones(24), CLUSTERS >= 5]).astype(float)
    place = np.arange(24) if clusters is None else clusters
    dense = dense_cr2(Y.ravel(), x, place, [0, 1], np.eye(24))
    fit = clustered_ols(Y, x, clusters)
    assert fit.covariance[0] == pytest.approx(dense.covariance, rel=1e-9)


def test_units_alone_are_hc2_of_statsmodels():
    sm = pytest.importorskip("statsmodels.api")
    fit = clustered_ols(Y, X)
    other = sm.OLS(Y.ravel(), X).fit(cov_type="HC2")
    assert fit.coefficients.ravel() == pytest.approx(other.params, abs=1e-12)
    assert fit.errors.ravel() == pytest.approx(other.bse, abs=1e-12)
    assert fit.n_clusters == 24


@pytest.mark.parametrize("rare", [2, 3, 5, 10])
def test_degrees_of_two_sides_are_those_of_the_paper(rare):
    # Imbens and Kolesár (2016): a covariate that parts equal clusters in n and m.
    n, m = rare, 30 - rare
    x = np.column_stack([np.ones(90), np.arange(90) // 3 < rare]).astype(float)
    fit = clustered_ols(np.random.default_rng(0).random((90, 1)), x, np.arange(90) // 3)
    formula = (n + m) ** 2 * (n - 1) * (m - 1) / (n**2 * (n - 1) + m**2 * (m - 1))
    assert fit.df[1] == pytest.approx(formula, rel=1e-9)


def test_one_coefficient_tested_jointly_is_its_t_test():
    y, x, cluster = unequal()
    fit = clustered_ols(y, x, cluster)
    alone = wald(fit.coefficients[3], fit.errors[3], df=fit.df[3])
    joint = joint_test(fit, [3], 1)
    assert joint.p == pytest.approx(float(alone.p[1]), rel=1e-9)
    assert joint.df == (1, pytest.approx(fit.df[3]))


def test_what_one_cluster_decides_has_no_error():
    x = np.column_stack([np.ones(24), CLUSTERS == 2, CLUSTERS > 4]).astype(float)
    fit = clustered_ols(Y, x, CLUSTERS)
    assert np.isnan(fit.df).tolist() == [False, True, False]
    assert np.isnan(fit.errors[1]).all()
    assert np.isnan(wald(fit.coefficients, fit.errors, df=fit.df[:, None]).p[1]).all()
    # So has everything that is held against the one cluster of its own kind.
    against = np.column_stack([np.ones(24), CLUSTERS % 2, CLUSTERS > 0]).astype(float)
    assert np.isnan(clustered_ols(Y, against, CLUSTERS).df[[0, 2]]).all()


def test_too_few_clusters_for_a_joint_test():
    x = np.column_stack([np.ones(24), *[one == (CLUSTERS % 4) for one in (1, 2, 3)]]).astype(float)
    test = joint_test(clustered_ols(Y, x, CLUSTERS), [1, 2, 3], 0)
    assert test.df[1] < 1
    singular = joint_test(clustered_ols(np.zeros((24, 1)), X, CLUSTERS), [1, 2], 0)
    assert np.isnan(singular.p)


def test_no_variance_below_a_floor():
    fit = clustered_ols(Y, X, CLUSTERS)
    floor = fit.errors**2 * np.array([[0.0], [4.0], [0.5]])
    raised = fit.at_least(floor)
    assert raised.errors / fit.errors == pytest.approx(np.array([[1.0], [2.0], [1.0]]))
    assert raised.covariance[0, 0, 1] == pytest.approx(2 * fit.covariance[0, 0, 1])


def test_t_of_the_table():
    # Student's t table: 2.365 is the .975 quantile with 7 degrees of freedom.
    result = wald([2.3646], [1.0], df=7)
    assert result.p[0] == pytest.approx(0.05, abs=1e-4)
    assert result.low[0] == pytest.approx(0, abs=1e-3)


def test_what_cannot_be_fitted_is_said():
    with pytest.raises(InputError, match="determine each other"):
        clustered_ols(Y, np.column_stack([X, X[:, 1]]), CLUSTERS)
    with pytest.raises(InputError, match="one cluster"):
        clustered_ols(Y, X, np.zeros(24, dtype=int))


def test_five_thousand_units_take_no_time():
    rng = np.random.default_rng(0)
    x = np.column_stack([np.ones(5000), rng.normal(size=(5000, 9))])
    begin = time.process_time()
    fit = clustered_ols(rng.random((5000, 20)), x, rng.integers(0, 500, 5000))
    for outcome in range(20):
        joint_test(fit, [1, 2, 3, 4], outcome)
    assert time.process_time() - begin < 2
