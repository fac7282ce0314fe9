"""Probabilities from scores: what is found again, what stays in bounds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from textmine.classify.learning.calibration import (
    Calibration,
    fit_calibration,
    logistic,
    read_calibration,
    softmax,
)
from textmine.stats.systems.reliability_curve import calibration_error

SCORES = arrays(
    np.float64, st.tuples(st.integers(2, 30), st.integers(2, 5)), elements=st.floats(-1e3, 1e3)
)


def drawn(probabilities, seed=0):
    """A class for each row of probabilities, as marks."""
    draw = np.random.default_rng(seed)
    places = (draw.random((len(probabilities), 1)) > probabilities.cumsum(axis=1)).sum(axis=1)
    return np.eye(probabilities.shape[1], dtype=bool)[places.clip(max=probabilities.shape[1] - 1)]


@pytest.mark.parametrize("temperature", [0.2, 1.0, 4.0])
def test_a_known_temperature_and_shift_are_found_again(temperature):
    logits = np.random.default_rng(0).normal(0, 2, (900, 3))
    shifts = np.array([0.0, 1.0, -1.0])
    gold = drawn(softmax(logits + shifts))
    found = fit_calibration(logits * temperature, gold, "single", np.arange(900) % 5)
    assert found.temperature == pytest.approx(temperature, rel=0.25)
    assert np.diff(found.shifts) == pytest.approx([1.0, -2.0], abs=0.35)
    assert not found.curves


def test_a_bent_score_is_straightened_by_isotonic_curves_from_a_thousand():
    draw = np.random.default_rng(1)
    p = draw.random((4000, 1))
    p = np.hstack([p, 1 - p])
    gold = drawn(p)
    bent = np.sign(p - 0.5) * np.abs(p - 0.5) ** 4  # flat in the middle, steep at the ends
    found = fit_calibration(bent, gold, "single", np.arange(4000) % 5)
    assert found.curves
    plain = Calibration("single", found.temperature, found.shifts)
    target = gold.argmax(axis=1)
    assert calibration_error(found.probabilities(bent), target) < 0.02
    assert calibration_error(plain.probabilities(bent), target) > 0.05
    few = fit_calibration(bent[:900], gold[:900], "single", np.arange(900) % 5)
    assert not few.curves


def test_several_codes_have_probabilities_of_their_own():
    logits = np.random.default_rng(2).normal(0, 2, (800, 2))
    gold = np.random.default_rng(3).random((800, 2)) < logistic(logits)
    found = fit_calibration(3 * logits, gold, "multi", np.arange(800) % 5)
    assert found.probabilities(3 * logits) == pytest.approx(logistic(logits), abs=0.08)


@given(SCORES, st.sampled_from(["single", "multi"]), st.integers(0, 5))
@settings(deadline=None, max_examples=40)
def test_any_scores_become_probabilities(scores, labels, seed):
    draw = np.random.default_rng(seed)
    gold = (
        np.eye(scores.shape[1], dtype=bool)[draw.integers(scores.shape[1], size=len(scores))]
        if labels == "single"
        else draw.random(scores.shape) < 0.3
    )
    found = fit_calibration(scores, gold, labels, np.arange(len(scores)) % 3)
    p = found.probabilities(scores)
    assert np.isfinite(p).all()
    assert ((p >= 0) & (p <= 1)).all()
    if labels == "single":
        assert p.sum(axis=1) == pytest.approx(np.ones(len(scores)))


def test_a_calibration_is_stored_and_read():
    made = Calibration("single", 0.5, (0.1, -0.1), (((0.0, 1.0), (0.2, 0.8)),) * 2)
    again = read_calibration(made.as_dict(), "single")
    scores = np.random.default_rng(0).normal(size=(5, 2))
    assert again == made
    assert (again.probabilities(scores) == made.probabilities(scores)).all()
