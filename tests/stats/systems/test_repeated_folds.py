"""The corrected resampled t test against scikit-learn's example, and Dietterich's 5 x 2."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats as scipy_stats
from sklearn.datasets import make_moons
from sklearn.model_selection import RepeatedStratifiedKFold, cross_val_score
from sklearn.svm import SVC

from textmine.errors import InputError
from textmine.stats.systems.friedman import corrected_t


@pytest.fixture(scope="module")
def auc_differences():
    """AUC of rbf - linear kernels in 10 x 10 folds of 100 units.

    scikit-learn's example "Statistical comparison of models using grid search".
    """
    x, y = make_moons(noise=0.352, random_state=1, n_samples=100)
    folds = RepeatedStratifiedKFold(n_splits=10, n_repeats=10, random_state=0)
    rbf, linear = (
        cross_val_score(SVC(kernel=kernel, random_state=0), x, y, scoring="roc_auc", cv=folds)
        for kernel in ("rbf", "linear")
    )
    return rbf - linear


def test_the_example_of_scikit_learn(auc_differences):
    result = corrected_t(auc_differences, n_train=90, n_test=10)
    assert result.t == pytest.approx(0.750313, abs=1e-6)
    assert result.p_two_sided / 2 == pytest.approx(0.227423, abs=1e-6)
    assert (result.n, result.df) == (100, 99)
    uncorrected = corrected_t(auc_differences, n_train=90, n_test=0)
    assert uncorrected.t == pytest.approx(2.611165, abs=1e-6)
    assert uncorrected.p_two_sided / 2 == pytest.approx(0.005213, abs=1e-6)


def test_without_correction_it_is_the_plain_t_test():
    d = np.random.default_rng(0).normal(0.02, 0.05, 20)
    expected = scipy_stats.ttest_1samp(d, 0)
    result = corrected_t(d, 1, 0)
    assert (result.t, result.p_two_sided) == pytest.approx((expected.statistic, expected.pvalue))
    assert result.standard_error == pytest.approx(d.std(ddof=1) / np.sqrt(20))


def test_the_other_way_round_is_the_mirror_image():
    d = np.random.default_rng(1).normal(0.02, 0.05, 10)
    one, other = corrected_t(d, 80, 20), corrected_t(-d, 80, 20)
    assert one.t == pytest.approx(-other.t)
    assert one.p_two_sided == pytest.approx(other.p_two_sided)


@pytest.mark.parametrize(
    ("differences", "reason"),
    [([0.1, 0.1, 0.1], "same in every fold"), ([0.1], "Two folds"), ([], "Two folds")],
)
def test_no_spread_is_undefined_with_a_reason(differences, reason):
    result = corrected_t(differences, 80, 20)
    assert np.isnan([result.t, result.p_two_sided]).all()
    assert reason in result.reason


@pytest.mark.parametrize("sizes", [(0, 10), (90, -1)])
def test_bad_sizes_are_refused(sizes):
    with pytest.raises(InputError, match="'n_train'"):
        corrected_t([0.1, 0.2], *sizes)


def test_bad_differences_are_refused():
    with pytest.raises(InputError, match="finite"):
        corrected_t([0.1, np.nan], 90, 10)
    with pytest.raises(InputError, match="1-dimensional"):
        corrected_t([[0.1, 0.2]], 90, 10)
