from __future__ import annotations

import numpy as np
import pytest

from textmine.errors import InputError
from textmine.stats.shares.quantification import adjusted_shares, quantify, rogan_gladen


@pytest.mark.parametrize(
    ("counted", "sensitivity", "specificity", "share"),
    [
        (0.10, 0.90, 0.95, 0.0588235),
        (0.30, 0.80, 0.90, 0.2857143),
        (0.02, 0.8, 0.9, 0),
        (1, 0.8, 0.9, 1),
    ],
)
def test_rogan_gladen(counted, sensitivity, specificity, share):
    assert rogan_gladen(counted, sensitivity, specificity) == pytest.approx(share, abs=1e-7)


@pytest.mark.parametrize(("sensitivity", "specificity"), [(0.5, 0.5), (0.2, 0.7)])
def test_rogan_gladen_of_a_machine_that_knows_nothing(sensitivity, specificity):
    assert np.isnan(rogan_gladen(0.3, sensitivity, specificity))


def test_two_codes_at_once_are_rogan_gladen():
    confusion = np.array([[0.8, 0.1], [0.2, 0.9]])
    assert adjusted_shares(confusion, np.array([0.3, 0.7]))[0] == pytest.approx(0.2857143, abs=1e-6)


def test_shares_stay_on_the_simplex():
    confusion = np.array([[0.7, 0.2, 0.1], [0.2, 0.6, 0.2], [0.1, 0.2, 0.7]])
    found = adjusted_shares(confusion, np.array([0.9, 0.05, 0.05]))
    assert found.sum() == pytest.approx(1)
    assert found.min() >= 0
    exact = np.array([0.5, 0.3, 0.2])
    assert adjusted_shares(confusion, confusion @ exact) == pytest.approx(exact, abs=1e-6)


def _machine(rng, codes, k=3):
    confusion = np.array([[0.8, 0.15, 0.1], [0.1, 0.7, 0.2], [0.1, 0.15, 0.7]])
    return np.eye(k)[[rng.choice(k, p=confusion[:, code]) for code in codes]]


def test_other_shares_are_found_again():
    rng = np.random.default_rng(1)
    known = rng.choice(3, 900, p=[0.4, 0.3, 0.3])
    new = rng.choice(3, 3000, p=[0.1, 0.2, 0.7])
    target = _machine(rng, new)
    found = quantify(np.eye(3)[known], _machine(rng, known), target)
    truth = np.array([0.1, 0.2, 0.7])
    assert np.abs(found.value - truth).max() < 0.05 < np.abs(target.mean(axis=0) - truth).max()
    for share, interval in zip(truth, found.intervals, strict=True):
        assert interval.low <= share <= interval.high


def test_several_codes_are_rogan_gladen_each():
    labels = np.array([[1, 1], [1, 0], [0, 1], [0, 0], [1, 0]], dtype=float)
    said = np.array([[0.9, 0.6], [0.7, 0.2], [0.3, 0.8], [0.1, 0.1], [0.5, 0.3]])
    target = np.array([[0.6, 0.5], [0.2, 0.1]])
    found = quantify(labels, said, target, one_code=False)
    expected = [rogan_gladen(0.4, 0.7, 0.8), rogan_gladen(0.3, 0.7, 0.8)]
    assert found.value == pytest.approx(expected)


def test_a_code_without_examples_is_undefined():
    labels, said = np.eye(3)[[0, 1, 0, 1]], np.eye(3)[[0, 1, 1, 1]]
    found = quantify(labels, said, said)
    assert np.isnan(found.value[2])
    assert "No hand-coded unit has the code" in found.intervals[2].reason
    assert found.value[:2].sum() == pytest.approx(1)


def test_no_chance_is_involved():
    rng = np.random.default_rng(0)
    labels = np.eye(2)[rng.integers(0, 2, 50)]
    said = np.clip(labels + rng.normal(0, 0.3, labels.shape), 0, 1)
    one, other = (quantify(labels, said, said) for _ in range(2))
    assert one.intervals == other.intervals


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(InputError, match="must have one shape"):
        quantify(np.eye(2), np.eye(3), np.eye(3))
