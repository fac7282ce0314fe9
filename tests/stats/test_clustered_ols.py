from __future__ import annotations

import numpy as np
import pytest

from textmine.errors import InputError
from textmine.stats.clustered_ols import clustered_ols, wald

X = np.column_stack([np.ones(24), np.arange(24) % 5, (np.arange(24) // 8) == 1]).astype(float)
Y = (0.3 + 0.1 * np.sin(np.arange(24.0) ** 2)).reshape(-1, 1)
CLUSTERS = np.arange(24) // 3


def test_against_statsmodels():
    sm = pytest.importorskip("statsmodels.api")
    other = sm.OLS(Y.ravel(), X).fit(cov_type="cluster", cov_kwds={"groups": CLUSTERS})
    fit = clustered_ols(Y, X, CLUSTERS)
    assert fit.coefficients.ravel() == pytest.approx(other.params, abs=1e-12)
    assert fit.errors.ravel() == pytest.approx(other.bse, abs=1e-12)
    assert fit.n_clusters == 8


def test_t_with_one_degree_less_than_clusters():
    # Student's t table: 2.365 is the .975 quantile with 7 degrees of freedom.
    result = wald([2.3646], [1.0], 8)
    assert result.p[0] == pytest.approx(0.05, abs=1e-4)
    assert result.low[0] == pytest.approx(0, abs=1e-3)


def test_what_cannot_be_fitted_is_said():
    with pytest.raises(InputError, match="determine each other"):
        clustered_ols(Y, np.column_stack([X, X[:, 1]]), CLUSTERS)
    with pytest.raises(InputError, match="one cluster"):
        clustered_ols(Y, X, np.zeros(24, dtype=int))
