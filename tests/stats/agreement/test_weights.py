"""Weights and metrics: their formulas, and sentences for bad ones."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.errors import InputError
from textmine.stats import cohen_kappa
from textmine.stats.agreement.weights import (
    WEIGHTS,
    fixed_distances,
    interval_distances,
    ordinal_distances,
    ratio_distances,
    similarity,
)


@pytest.mark.parametrize(
    ("name", "first_row"),
    [
        ("identity", [1, 0, 0, 0, 0]),
        ("linear", [1, 0.75, 0.5, 0.25, 0]),
        ("quadratic", [1, 0.9375, 0.75, 0.4375, 0]),
        # Gwet (2014): 1 - C(|k - l| + 1, 2) / C(5, 2).
        ("ordinal", [1, 0.9, 0.7, 0.4, 0]),
    ],
)
def test_weights_of_five_categories(name, first_row):
    weights = WEIGHTS[name](5)
    assert weights[0] == pytest.approx(first_row)
    assert weights == pytest.approx(weights.T)
    assert weights == pytest.approx(weights[::-1, ::-1])


@pytest.mark.parametrize("name", WEIGHTS)
def test_two_categories_make_all_weights_the_identity(name):
    assert WEIGHTS[name](2) == pytest.approx(np.eye(2))


def test_ordinal_distances_follow_the_definition():
    # Krippendorff (2011): (sum of n_g for g in c..k - (n_c + n_k) / 2)^2.
    totals = np.array([9.0, 13.0, 10.0, 5.0, 3.0])
    for c in range(5):
        for k in range(c, 5):
            expected = (totals[c : k + 1].sum() - (totals[c] + totals[k]) / 2) ** 2
            assert ordinal_distances(totals)[c, k] == pytest.approx(expected)
            assert ordinal_distances(totals)[k, c] == pytest.approx(expected)


def test_interval_and_ratio_distances():
    assert interval_distances([1, 3]).tolist() == [[0, 4], [4, 0]]
    assert ratio_distances([1, 3]).tolist() == [[0, 0.25], [0.25, 0]]
    assert ratio_distances([0, 2]).tolist() == [[0, 1], [1, 0]]


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        ("quadratc", r"no weights called 'quadratc'.*'quadratic'"),
        ([[1, 0], [0, 1]], r"shape \(3, 3\).*Got shape \(2, 2\)"),
        ([[1, 0, 0], [0.5, 1, 0], [0, 0, 1]], "symmetric"),
        ([[0, 1, 3], [1, 0, 6], [3, 6, 0]], r"1 on the diagonal.*1 - w / w.max\(\)"),
        ([[1, 2, 0], [2, 1, 0], [0, 0, 1]], "at most 1 elsewhere"),
        ([[1, np.nan, 0], [np.nan, 1, 0], [0, 0, 1]], "finite"),
    ],
)
def test_bad_weights_are_a_sentence(weights, sentence):
    with pytest.raises(InputError, match=sentence):
        similarity(weights, 3)
    with pytest.raises(InputError, match=sentence):
        cohen_kappa([[0, 1]], 3, weights)


@pytest.mark.parametrize(
    ("metric", "values", "sentence"),
    [
        ("interval", [1, 2], r"one number for each of the 3 categories. Got shape \(2,\)"),
        ("interval", [1, 2, np.inf], "finite numbers"),
        ("ratio", [-1, 2, 3], "values of 0 or more. Got -1"),
        (np.eye(3), None, "0 on the diagonal"),
        (-1 + np.eye(3), None, "0 or more"),
    ],
)
def test_bad_metrics_are_a_sentence(metric, values, sentence):
    with pytest.raises(InputError, match=sentence):
        fixed_distances(metric, 3, values)
