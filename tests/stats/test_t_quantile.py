"""The quantiles of Student's t are those of scipy."""

import pytest
from scipy.special import stdtrit

from textmine.stats.t_quantile import t_quantile


@pytest.mark.parametrize("df", [1, 1.5, 2, 2.7, 5, 13.3, 36, 131, 4932, 9_999, 10_001, 1e7])
@pytest.mark.parametrize("p", [0.5, 0.5001, 0.6, 0.9, 0.95, 0.975, 0.9995, 0.999999, 0.025])
def test_quantiles_are_those_of_scipy(df: float, p: float) -> None:
    assert t_quantile(df, p) == pytest.approx(float(stdtrit(df, p)), rel=1e-7, abs=1e-9)
