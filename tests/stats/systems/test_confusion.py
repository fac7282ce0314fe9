"""The confusion matrix and the figures from it, against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics

from textmine.errors import InputError
from textmine.stats import confusion_matrix
from textmine.stats.systems.confusion import (
    accuracy_of,
    f1_of,
    kappa_of,
    macro_f1_of,
    precision_of,
    recall_of,
)


@pytest.mark.parametrize("seed", range(10))
def test_agrees_with_sklearn(seed):
    rng = np.random.default_rng(seed)
    gold, predicted = rng.integers(0, 4, 60), rng.integers(1, 5, 60)
    matrix = confusion_matrix(gold, predicted, 6)
    assert matrix.tolist() == metrics.confusion_matrix(gold, predicted, labels=range(6)).tolist()
    both = np.stack([matrix, matrix.T]).astype(float)
    for cells, (truth, guess) in zip(both, [(gold, predicted), (predicted, gold)], strict=True):
        precision, recall, f1, _ = metrics.precision_recall_fscore_support(
            truth, guess, labels=range(6), zero_division=np.nan
        )
        assert precision_of(cells) == pytest.approx(precision, nan_ok=True)
        assert recall_of(cells) == pytest.approx(recall, nan_ok=True)
        assert f1_of(cells) == pytest.approx(f1, nan_ok=True)
        assert accuracy_of(cells) == pytest.approx(metrics.accuracy_score(truth, guess))
        assert kappa_of(cells) == pytest.approx(metrics.cohen_kappa_score(truth, guess))
        assert macro_f1_of(cells, np.arange(6)) == pytest.approx(
            metrics.f1_score(truth, guess, average="macro", zero_division=np.nan)
        )
    # A stack of matrices gives the figures of each.
    assert f1_of(both)[1] == pytest.approx(f1_of(both[1]), nan_ok=True)
    assert kappa_of(both)[1] == pytest.approx(kappa_of(both[1]))


def test_an_empty_matrix_has_no_figures():
    empty = np.zeros((2, 2))
    for figure in (accuracy_of, kappa_of):
        assert np.isnan(figure(empty))
    assert np.isnan(macro_f1_of(empty, np.arange(2)))


@pytest.mark.parametrize(
    ("gold", "predicted", "sentence"),
    [
        ([0, 1], [0], "same length. Got 2 and 1"),
        ([0, -1], [0, 1], r"Code -1 of unit 1 \(counted from 0\) in 'gold'"),
        ([0, 1], [0, 3], "in 'predicted' is outside the codebook of 3 categories. Use 0 to 2"),
        ([0.5], [1], "'gold' array must hold integers"),
        ([[0]], [0], "must have 1 dimension"),
    ],
)
def test_bad_labels_are_a_sentence(gold, predicted, sentence):
    with pytest.raises(InputError, match=sentence):
        confusion_matrix(gold, predicted, 3)
