"""Friedman, Nemenyi and Wilcoxon against Demsar (2006) and scipy."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest
from scipy import stats as scipy_stats

from textmine.errors import InputError
from textmine.stats.systems.friedman import (
    exact_p,
    friedman,
    nemenyi_difference,
    rank_systems,
)

# Demsar (2006), table 6: AUC of C4.5, C4.5+m, C4.5+cf and C4.5+m+cf on 14 data sets. The printed
# table has .975 twice in one row; the paper ranked unrounded figures, so one is .97501 here.
DEMSAR_2006 = np.array(
    [
        [float(x) for x in row.split()]
        for row in (
            ".763 .768 .771 .798|.599 .591 .590 .569|.954 .971 .968 .967|.628 .661 .654 .657|"
            ".882 .888 .886 .898|.936 .931 .916 .931|.661 .668 .609 .685|.583 .583 .563 .625|"
            ".775 .838 .866 .875|1 1 1 1|.940 .962 .965 .962|.619 .666 .614 .669|"
            ".972 .981 .97501 .975|.957 .978 .946 .970"
        ).split("|")
    ]
)
PRINTED = np.where(DEMSAR_2006 == 0.97501, 0.975, DEMSAR_2006)


def test_friedman_is_that_of_demsar_2006():
    result = friedman(DEMSAR_2006)
    assert [round(rank, 3) for rank in result.mean_ranks] == [3.143, 2.0, 2.893, 1.964]
    assert result.chi2 == pytest.approx(9.278571, abs=1e-6)
    assert result.f == pytest.approx(3.686313, abs=1e-6)
    assert (result.df, result.f_df, result.n_data_sets) == (3, (3, 39), 14)
    assert result.p == pytest.approx(scipy_stats.chi2.sf(result.chi2, 3))
    assert result.f_p == pytest.approx(scipy_stats.f.sf(result.f, 3, 39))
    # The critical value in the paper, F(3, 39) at .05, is 2.85.
    assert result.f_p < 0.05


def test_the_printed_table_gives_other_figures():
    result = friedman(PRINTED)
    assert [round(rank, 3) for rank in result.mean_ranks] == [3.143, 2.0, 2.929, 1.929]
    assert result.chi2 == pytest.approx(9.857143, abs=1e-6)
    # scipy corrects for ties.
    assert scipy_stats.friedmanchisquare(*PRINTED.T).statistic == pytest.approx(10.952381, abs=1e-6)


def test_nemenyi_is_that_of_demsar_2006():
    at_5, at_10 = nemenyi_difference(4, 14), nemenyi_difference(4, 14, 0.1)
    assert at_5.q == pytest.approx(2.569032, abs=1e-5)
    assert at_5.critical_difference == pytest.approx(1.253559, abs=1e-5)
    assert at_10.q == pytest.approx(2.291342, abs=1e-5)
    # Table 5 (a) of the paper, alpha .05, two to ten classifiers.
    printed = [1.960, 2.343, 2.569, 2.728, 2.850, 2.949, 3.031, 3.102, 3.164]
    found = [nemenyi_difference(k, 14).q for k in range(2, 11)]
    assert found == pytest.approx(printed, abs=1e-3)


@pytest.mark.parametrize("seed", range(5))
def test_ranks_and_tests_are_those_of_scipy(seed):
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, 12, (11, 4)) / 10
    expected = np.array([scipy_stats.rankdata(-row) for row in scores])
    assert rank_systems(scores) == pytest.approx(expected)
    untied = rng.random((9, 5))
    test = scipy_stats.friedmanchisquare(*untied.T)
    result = friedman(untied)
    assert (result.chi2, result.p) == pytest.approx((test.statistic, test.pvalue))


def test_what_is_undefined_has_a_reason():
    alike = friedman([[1, 2, 3]] * 4)
    assert (alike.chi2, alike.f, alike.f_p) == (8, np.inf, 0)
    assert "ranks the systems alike" in alike.reason
    single = friedman([[1, 2, 3]])
    assert np.isnan(single.f)
    assert "One data set" in single.reason
    tied = friedman(np.ones((5, 3)))
    assert (tied.chi2, tied.p, tied.f_p) == (0, 1, 1)


@pytest.mark.parametrize("scores", [[], [1, 2], [[1], [2]], [[1, np.nan]]])
def test_bad_scores_are_refused(scores):
    with pytest.raises(InputError, match="'scores'"):
        friedman(scores)


def test_bad_parameters_are_refused():
    for wrong in [(1, 5, 0.05), (3, 0, 0.05), (3, 5, 0)]:
        with pytest.raises(InputError, match="Nemenyi"):
            nemenyi_difference(*wrong)


@pytest.mark.parametrize(
    ("sums", "p"),
    # The exact table of Friedman (1937), three systems: over three data sets, then over four.
    [([3, 6, 9], 0.028), ([4, 5, 9], 0.194), ([4, 8, 12], 0.0046), ([5, 7, 12], 0.042)],
)
def test_exact_p_of_the_table(sums, p):
    n = sum(sums) // 6
    ranks = next(
        np.array(rows)
        for rows in product(permutations([1.0, 2.0, 3.0]), repeat=n)
        if np.sum(rows, axis=0).tolist() == sums
    )
    assert exact_p(ranks) == pytest.approx(p, abs=6e-4)
    assert friedman(-ranks).exact_p == exact_p(ranks)


def test_too_many_orders_are_not_counted():
    assert np.isnan(friedman(np.random.default_rng(0).random((14, 4))).exact_p)
