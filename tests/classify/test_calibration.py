from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.dummy import DummyClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from textmine.classify.calibration import (
    calibration_error,
    class_scores,
    fit_temperature,
    softmax,
)

FEATURES = np.array([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.1, 0.9], [1.0, 1.0], [0.8, 1.0]])
SCORES = arrays(
    np.float64, st.tuples(st.integers(1, 6), st.integers(2, 5)), elements=st.floats(-1e3, 1e3)
)


def test_scores_of_two_classes_are_symmetric_and_rank_as_predicted():
    gold = np.array([0, 0, 1, 1, 0, 1])
    classifier = LinearSVC(random_state=0).fit(FEATURES, gold)
    scores = class_scores(classifier, FEATURES, 2)
    assert scores.shape == (6, 2)
    assert scores.sum(axis=1) == pytest.approx(np.zeros(6))
    assert (scores.argmax(axis=1) == classifier.predict(FEATURES)).all()


@pytest.mark.parametrize("make", [lambda: LinearSVC(random_state=0), ComplementNB])
@pytest.mark.parametrize("gold", [[0, 0, 2, 2, 0, 2], [1, 1, 3, 3, 0, 0]])
def test_a_class_never_seen_is_far_below_all(make, gold):
    classifier = make().fit(FEATURES, np.array(gold))
    scores = class_scores(classifier, FEATURES, 4)
    absent = [place for place in range(4) if place not in gold]
    assert (scores[:, absent] == -1000).all()
    assert set(scores.argmax(axis=1)) <= set(gold)
    assert softmax(scores, 1.0)[:, absent].max() < 1e-6


def test_a_classifier_that_saw_one_class_always_says_it():
    gold = np.full(6, 2)
    classifier = DummyClassifier(strategy="most_frequent").fit(FEATURES, gold)
    scores = class_scores(classifier, FEATURES, 3)
    assert (scores.argmax(axis=1) == 2).all()
    assert softmax(scores, 0.5) == pytest.approx(np.tile([0, 0, 1], (6, 1)))


@pytest.mark.parametrize("temperature", [0.2, 1.0, 4.0])
def test_a_known_temperature_is_found_again(temperature):
    draw = np.random.default_rng(0)
    logits = draw.normal(0, 2, (20_000, 3))
    shares = softmax(logits, 1.0)
    gold = (draw.random((20_000, 1)) > shares.cumsum(axis=1)).sum(axis=1)
    assert fit_temperature(logits * temperature, gold) == pytest.approx(temperature, rel=0.05)


@given(SCORES, st.floats(0.02, 20))
def test_rows_of_a_softmax_sum_to_one_and_keep_the_order(scores, temperature):
    shares = softmax(scores, temperature)
    assert shares.sum(axis=1) == pytest.approx(np.ones(len(scores)))
    assert ((shares >= 0) & (shares <= 1)).all()
    best = np.arange(len(scores)), scores.argmax(axis=1)
    assert (shares[best] == shares.max(axis=1)).all()


@pytest.mark.parametrize(
    ("shares", "gold", "error"),
    [
        ([[1.0, 0.0], [0.0, 1.0]], [0, 1], 0.0),
        ([[1.0, 0.0], [0.0, 1.0]], [1, 0], 1.0),
        ([[0.75, 0.25]] * 4, [0, 0, 0, 1], 0.0),
        ([[0.75, 0.25]] * 4, [0, 0, 1, 1], 0.25),
        ([[0.95, 0.05]] * 2 + [[0.55, 0.45]] * 2, [0, 1, 0, 0], 0.5 * 0.45 + 0.5 * 0.45),
        ([[0.3, 0.7]], [1], 0.3),
    ],
)
def test_calibration_error_by_hand(shares, gold, error):
    assert calibration_error(np.array(shares), np.array(gold)) == pytest.approx(error)
