"""Cross-tables against Agresti's example, scipy and statsmodels, and permutation of clusters."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats as scipy_stats
from statsmodels.stats.contingency_tables import Table
from statsmodels.stats.multitest import multipletests

from textmine.errors import InputError
from textmine.stats.association import association, permutation_test

# Agresti, gender by party identification (US General Social Survey).
AGRESTI = [[762, 327, 468], [484, 239, 477]]


def test_the_example_of_agresti():
    result = association(AGRESTI)
    assert result.chi2 == pytest.approx(30.070149, abs=1e-6)
    assert result.g2 == pytest.approx(30.016693, abs=1e-6)
    assert (result.n, result.df, result.n_small) == (2757, 2, 0)
    assert result.chi2_p == pytest.approx(2.954e-07, rel=1e-3)
    assert result.cramers_v == pytest.approx(0.104436, abs=1e-6)
    first, second = result.adjusted_residuals
    assert [round(z, 3) for z in first] == [4.502, 0.699, -5.316]
    assert second == pytest.approx([-z for z in first])
    assert result.holm.rejected == (True, False, True) * 2
    assert result.benjamini_hochberg.rejected == (True, False, True) * 2


@pytest.mark.parametrize("seed", range(4))
def test_figures_are_those_of_scipy_and_statsmodels(seed):
    table = np.random.default_rng(seed).integers(1, 30, (3, 4))
    result = association(table)
    chi2 = scipy_stats.chi2_contingency(table, correction=False)
    g2 = scipy_stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
    assert (result.chi2, result.chi2_p) == pytest.approx((chi2.statistic, chi2.pvalue))
    assert (result.g2, result.g2_p) == pytest.approx((g2.statistic, g2.pvalue))
    assert result.cramers_v == pytest.approx(scipy_stats.contingency.association(table))
    assert np.array(result.expected) == pytest.approx(chi2.expected_freq)
    residuals = Table(table, shift_zeros=False).standardized_resids
    assert np.array(result.adjusted_residuals) == pytest.approx(residuals)
    cell_p = np.ravel(result.cell_p)
    assert cell_p == pytest.approx(2 * scipy_stats.norm.sf(np.abs(residuals.ravel())))
    assert result.holm.adjusted == pytest.approx(multipletests(cell_p, method="holm")[1])
    assert result.benjamini_hochberg.adjusted == pytest.approx(
        multipletests(cell_p, method="fdr_bh")[1]
    )
    assert result.n_small == (chi2.expected_freq < 5).sum()


def test_empty_rows_and_columns_are_left_out():
    full = association([[10, 0, 5], [2, 7, 6]])
    padded = association([[10, 0, 0, 5], [0, 0, 0, 0], [2, 0, 7, 6]])
    assert (padded.df, padded.chi2, padded.g2, padded.cramers_v) == pytest.approx(
        (full.df, full.chi2, full.g2, full.cramers_v)
    )
    assert np.isnan(padded.adjusted_residuals[1]).all()
    assert padded.holm.n == 6


@pytest.mark.parametrize("table", [[[3, 4]], [[3, 0], [4, 0]], [[0, 0], [0, 0]]])
def test_one_row_or_column_is_undefined_with_a_reason(table):
    result = association(table)
    assert np.isnan([result.chi2, result.g2, result.cramers_v, result.chi2_p]).all()
    assert "Fewer than two rows" in result.reason
    assert result.holm.n == 0


def test_permutations_agree_with_all_of_them():
    # Fisher's lady tasting tea, 3 of 4 right: all 70 orders, two-sided 34/70.
    test = permutation_test([0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 0, 1, 0, 1, 1, 1])
    assert test.p == pytest.approx(34 / 70, abs=0.02)
    assert test.chi2 == pytest.approx(2)
    assert (test.permuted, test.n_movable, test.n) == ("units", 8, 8)


def test_a_large_table_agrees_with_chi2():
    rng = np.random.default_rng(3)
    first, second = rng.integers(0, 3, (2, 300))
    second[:60] = first[:60]
    table = np.zeros((3, 3), dtype=int)
    np.add.at(table, (first, second), 1)
    test = permutation_test(first, second, n_permutations=1999)
    assert test.chi2 == pytest.approx(association(table).chi2)
    assert test.p == pytest.approx(association(table).chi2_p, abs=0.02)
    assert permutation_test(first, second, n_permutations=1999) == test


def nested(seed, n_clusters=24, constant_first=True):
    """Return codings that are independent over clusters but alike within each of them."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(4, 7, n_clusters)
    clusters = np.repeat(np.arange(n_clusters), sizes)
    first, second = rng.integers(0, 2, (2, n_clusters))[:, clusters]
    moved = rng.random((2, clusters.size)) < 0.1
    if not constant_first:
        first = np.where(moved[0], 1 - first, first)
    return first, np.where(moved[1], 1 - second, second), clusters


@pytest.mark.parametrize("constant_first", [True, False])
def test_clusters_are_what_is_exchanged(constant_first):
    """Without clusters the test finds what is not there in most samples, with them it does not."""
    found = {"units": 0, "clusters": 0}
    for seed in range(40):
        first, second, clusters = nested(seed, constant_first=constant_first)
        for labels in (None, clusters):
            test = permutation_test(first, second, labels, n_permutations=99)
            found[test.permuted] += test.p <= 0.05
    assert found["units"] >= 12
    assert found["clusters"] <= 6


def test_either_coding_may_be_the_one_that_is_constant():
    first, second, clusters = nested(1)
    one = permutation_test(first, second, clusters, n_permutations=199)
    other = permutation_test(second, first, clusters, n_permutations=199)
    assert (one.p, one.chi2, one.n_movable) == pytest.approx((other.p, other.chi2, 24))


def test_what_cannot_be_permuted_has_a_reason():
    single = permutation_test([0, 0, 0], [0, 1, 0])
    assert np.isnan(single.p)
    assert "fewer than two" in single.reason
    stuck = permutation_test([0, 1, 0, 1, 1], [0, 1, 1, 1, 0], [3, 3, 3, 3, 3])
    assert np.isnan(stuck.p)
    assert stuck.n_movable == 0
    assert "one cluster" in stuck.reason
    assert np.isnan(permutation_test(np.zeros(0, int), np.zeros(0, int)).p)


def test_bad_input_is_refused():
    with pytest.raises(InputError, match="counts"):
        association([[1, -1], [2, 3]])
    with pytest.raises(InputError, match="same length"):
        permutation_test([0, 1], [0])
    with pytest.raises(InputError, match="0 or more"):
        permutation_test([0, -1], [0, 1])
    with pytest.raises(InputError, match=r"'n_resamples'|'n_permutations'"):
        permutation_test([0, 1], [0, 1], n_permutations=0)
    with pytest.raises(InputError, match="cluster for each"):
        permutation_test([0, 1], [0, 1], [0])
