"""Scores where a unit takes several codes, against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, cohen_kappa_score, f1_score, precision_score

from textmine.errors import InputError
from textmine.stats import classification_scores
from textmine.stats.systems.confusion import confusion_matrix, weighted_kappa_of
from textmine.stats.systems.several_codes import several_code_scores

DRAW = np.random.default_rng(0)
GOLD = DRAW.random((80, 4)) < [0.5, 0.3, 0.1, 0.2]
GIVEN = GOLD ^ (DRAW.random((80, 4)) < 0.15)


def test_scores_are_those_of_scikit_learn():
    found = several_code_scores(GOLD, GIVEN)
    assert found.macro_f1.value == pytest.approx(f1_score(GOLD, GIVEN, average="macro"))
    assert found.accuracy.value == pytest.approx(accuracy_score(GOLD, GIVEN))
    kappas = [cohen_kappa_score(GOLD[:, k], GIVEN[:, k]) for k in range(4)]
    assert found.kappa.value == pytest.approx(np.mean(kappas))
    precision = precision_score(GOLD, GIVEN, average=None)
    assert [each.precision.value for each in found.classes] == pytest.approx(list(precision))
    assert [each.n_gold for each in found.classes] == GOLD.sum(axis=0).tolist()
    assert found.macro_f1.interval.low < found.macro_f1.value < found.macro_f1.interval.high


def test_repeats_count_once():
    groups = np.arange(80) // 4
    once = several_code_scores(GOLD, GIVEN, clusters=groups)
    thrice = several_code_scores(
        np.vstack([GOLD] * 3),
        np.vstack([GIVEN] * 3),
        clusters=np.tile(groups, 3),
        repeats=3,
    )
    assert thrice.n == once.n == 80
    assert thrice.macro_f1.value == pytest.approx(once.macro_f1.value)
    assert thrice.macro_f1.interval.low == pytest.approx(once.macro_f1.interval.low)
    assert thrice.classes[0].n_gold == once.classes[0].n_gold


def test_repeats_of_one_code_a_unit_count_once():
    gold, said = GOLD.argmax(axis=1), GIVEN.argmax(axis=1)
    groups = np.arange(80) // 4
    once = classification_scores(gold, said, 4, clusters=groups)
    twice = classification_scores(
        np.tile(gold, 2), np.tile(said, 2), 4, clusters=np.tile(groups, 2), repeats=2
    )
    assert twice.n == once.n
    assert twice.kappa.value == pytest.approx(once.kappa.value)
    assert twice.kappa.interval.low == pytest.approx(once.kappa.interval.low, rel=1e-3)
    assert twice.confusion == once.confusion


def test_weighted_kappa_is_that_of_scikit_learn():
    draw = np.random.default_rng(1)
    gold = draw.integers(5, size=200)
    said = np.clip(gold + draw.integers(-1, 2, size=200), 0, 4)
    expected = cohen_kappa_score(gold, said, weights="quadratic")
    matrix = confusion_matrix(gold, said, 5).astype(float)
    assert float(weighted_kappa_of(matrix)) == pytest.approx(expected)
    scores = classification_scores(gold, said, 5, ordinal=True)
    assert scores.weighted_kappa is not None
    assert scores.weighted_kappa.value == pytest.approx(expected)
    assert classification_scores(gold, said, 5).weighted_kappa is None


def test_shapes_that_differ_are_refused():
    with pytest.raises(InputError, match="tables of one shape"):
        several_code_scores(GOLD, GIVEN[:, :2])
    with pytest.raises(InputError, match="no units"):
        several_code_scores(np.zeros((0, 3)), np.zeros((0, 3)))
