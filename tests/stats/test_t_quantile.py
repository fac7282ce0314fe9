"""The quantiles of Student's t are those of scipy."""

import pytest
from scipy.special import stdtrit

from textmine.stats.unseen_units import t_quantile

P = (0.5, 0.5001, 0.6, 0.9, 0.95, 0.975, 0.9995, 0.999999, 0.025)


@pytest.mark.parametrize("df", [1, 1.5, 2, 2.7, 5, 13.3, 36, 131, 4932, 9_999, 10_001, 1e7])
def test_quantiles_are_those_of_scipy(df: float) -> None:
    found = [t_quantile(df, p) for p in P]
    assert found == pytest.approx(stdtrit(df, P).tolist(), rel=1e-7, abs=1e-9)
