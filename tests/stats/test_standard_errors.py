"""Standard errors of Cohen's kappa and of Fleiss' kappa under no agreement."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa

from textmine.errors import InputError
from textmine.stats import (
    codes_from_table,
    cohen_kappa_error,
    fleiss_kappa,
    fleiss_kappa_null_error,
    per_category,
)

from .published import ABSTRACTORS, COHEN_1960, FCE_1969, FCE_1969_WEIGHTS, FLEISS_1971, RATERS_4


@pytest.mark.parametrize(
    ("codes", "weights", "error", "null_error"),
    [
        # Cohen's table of 1960 with the errors of Fleiss, Cohen and Everitt (1969).
        pytest.param(COHEN_1960, "identity", 0.051002, 0.051979, id="cohen-1960"),
        pytest.param(FCE_1969, "identity", 0.053711, 0.055512, id="fce-1969"),
        pytest.param(FCE_1969, FCE_1969_WEIGHTS, 0.056994, 0.065336, id="fce-1969-weighted"),
        # irrCAC, table cont3x3abstractors; null error recomputed by statsmodels below.
        pytest.param(ABSTRACTORS, "identity", 0.05891, None, id="abstractors"),
    ],
)
def test_published_errors(codes, weights, error, null_error):
    found = cohen_kappa_error(codes, 3, weights)
    assert found.standard_error == pytest.approx(error, abs=1e-6 if null_error else 5e-6)
    if null_error:
        assert found.null_standard_error == pytest.approx(null_error, abs=1e-6)
        assert found.z == pytest.approx(found.value / null_error, rel=1e-4)


@pytest.mark.parametrize(
    ("weights", "variance", "null_variance"),
    [("identity", 0.002885, 0.003082), (FCE_1969_WEIGHTS, 0.003248, 0.004269)],
)
def test_published_variances_of_1969(weights, variance, null_variance):
    found = cohen_kappa_error(FCE_1969, 3, weights)
    assert round(found.standard_error**2, 6) == variance
    assert round(found.null_standard_error**2, 6) == null_variance


def test_interval_of_cohen_1960():
    interval = cohen_kappa_error(COHEN_1960, 3).interval()
    assert (round(interval.low, 6), round(interval.high, 6)) == (0.391564, 0.591487)
    assert (interval.method, interval.n) == ("normal", 200)


@pytest.mark.parametrize("weights", ["identity", "linear", "quadratic"])
def test_agrees_with_statsmodels(weights):
    table = np.array([[20, 5, 1, 0], [3, 14, 4, 2], [2, 2, 18, 6], [0, 1, 3, 9]])
    options = {"identity": None, "linear": "linear", "quadratic": "quadratic"}
    expected = cohens_kappa(table, wt=options[weights])
    found = cohen_kappa_error(codes_from_table(table), 4, weights)
    assert found.value == pytest.approx(expected.kappa)
    assert found.standard_error == pytest.approx(expected.std_kappa)
    assert found.null_standard_error == pytest.approx(expected.std_kappa0)


def test_only_units_of_both_coders_count():
    half_coded = np.vstack([COHEN_1960, [[0, -1], [-1, 2]]])
    assert cohen_kappa_error(half_coded, 3) == cohen_kappa_error(COHEN_1960, 3)


@pytest.mark.parametrize(
    ("codes", "reason"),
    [([[1, 1], [1, 1]], "one and the same code"), ([[1], [0]], "Only one coder")],
)
def test_undefined_cohen_error_has_a_reason(codes, reason):
    found = cohen_kappa_error(codes, 2)
    assert np.isnan(found.standard_error)
    assert reason in found.reason
    assert not found.interval().defined


def test_three_coders_are_refused():
    with pytest.raises(InputError, match="Got 3"):
        cohen_kappa_error(RATERS_4[:, :3], 5)


def test_fleiss_null_error_of_1979():
    # Fleiss, Nee and Landis (1979) on the diagnoses of Fleiss (1971); R's irr prints z = 17.7.
    found = fleiss_kappa_null_error(FLEISS_1971, 5)
    assert round(found.null_standard_error, 6) == 0.024374
    assert round(found.null_standard_error_per_category, 6) == 0.047140
    assert round(found.z, 3) == 17.652
    assert found.n == 30


def test_fleiss_null_error_is_not_the_formula_of_1971():
    # Fleiss (1971) equation 13, which the paper of 1979 withdraws, gives .027503.
    found = fleiss_kappa(FLEISS_1971, 5)
    p, n, m = np.array(found.prevalence), 30, 6
    chance = (p**2).sum()
    spread = chance - (2 * m - 3) * chance**2 + 2 * (m - 2) * (p**3).sum()
    withdrawn = np.sqrt(2 / (n * m * (m - 1)) * spread) / (1 - chance)
    assert round(float(withdrawn), 6) == 0.027503
    assert fleiss_kappa_null_error(FLEISS_1971, 5).null_standard_error < withdrawn


def test_fleiss_by_category_of_1971():
    # Fleiss (1971), table 3: .245 .245 .520 .471 .566.
    kappas = [round(kappa.value, 4) for kappa in per_category(fleiss_kappa, FLEISS_1971, 5)]
    assert kappas == [0.2448, 0.2448, 0.5200, 0.4711, 0.5661]


def test_fleiss_null_error_needs_equal_numbers_of_codes():
    found = fleiss_kappa_null_error(RATERS_4, 5)
    assert np.isnan(found.null_standard_error)
    assert "Here they have 1 to 4" in found.reason


def test_fleiss_null_error_of_one_category():
    found = fleiss_kappa_null_error([[1, 1], [1, 1]], 2)
    assert np.isnan(found.z)
    assert "one and the same code" in found.reason
