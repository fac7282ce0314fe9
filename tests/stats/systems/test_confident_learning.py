from __future__ import annotations

import numpy as np
import pytest

from textmine.errors import InputError
from textmine.stats.systems.confident_learning import find_label_errors

# Worked by hand. Thresholds: A (.9 + .8 + .7 + .2) / 4 = .65, B (.8 + .7 + .3 + .9) / 4 = .675.
# Units 0, 1, 2 count as A, 3 as B, 4, 5 and 7 as B, 6 as A: counts [[3, 1], [1, 3]].
LABELS = [0, 0, 0, 0, 1, 1, 1, 1]
PROBABILITY_OF_A = np.array([0.9, 0.8, 0.7, 0.2, 0.2, 0.3, 0.7, 0.1])
BOTH = np.column_stack([PROBABILITY_OF_A, 1 - PROBABILITY_OF_A])


def test_a_worked_example():
    found = find_label_errors(BOTH, LABELS)
    assert found.joint == pytest.approx(np.array([[0.375, 0.125], [0.125, 0.375]]))
    assert found.n_wrong == pytest.approx(2)
    assert found.likely.tolist() == [-1, -1, -1, 1, -1, -1, 0, -1]
    assert found.margin[[3, 6]] == pytest.approx([-0.6, -0.4])
    assert found.order.tolist() == [3, 6]


def test_rows_are_scaled_to_how_often_a_label_was_given():
    # Another unit that counts as nothing: .66 < .672 and .34 < .65.
    p = np.vstack([BOTH, [0.34, 0.66]])
    found = find_label_errors(p, [*LABELS, 1])
    assert found.likely[8] == -1
    # Its row has 5 labels now, in the proportions of the 4 confident ones.
    assert found.joint.sum(axis=1) == pytest.approx([4 / 9, 5 / 9])
    assert found.joint[1] == pytest.approx(np.array([1, 3]) / 4 * 5 / 9)


def noisy(n=3000, rate=0.1, seed=0, k=3):
    """Probabilities of a good model, labels of which some were turned at random, and which."""
    draw = np.random.default_rng(seed)
    true = draw.integers(0, k, n)
    logits = draw.normal(0, 1, (n, k)) + 4 * np.eye(k)[true]
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    flipped = draw.random(n) < rate
    labels = np.where(flipped, (true + draw.integers(1, k, n)) % k, true)
    return p, labels, true, flipped


@pytest.mark.parametrize("rate", [0.05, 0.1, 0.2])
def test_turned_labels_are_found_and_counted(rate):
    p, labels, true, flipped = noisy(rate=rate)
    found = find_label_errors(p, labels)
    assert found.n_wrong == pytest.approx(flipped.sum(), rel=0.25)
    assert flipped[found.order[: flipped.sum() // 2]].mean() > 0.95
    hit = found.order[flipped[found.order]]
    assert hit.size > 0.8 * flipped.sum()
    assert (found.likely[hit] == true[hit]).mean() > 0.95
    assert found.interval.low < found.n_wrong < found.interval.high


def test_a_weak_model_takes_its_own_mistakes_for_the_coders():
    draw = np.random.default_rng(1)
    labels = draw.integers(0, 3, 900)
    logits = draw.normal(0, 1, (900, 3)) + 0.8 * np.eye(3)[labels]
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    assert find_label_errors(p, labels).n_wrong > 200


def test_order_is_by_margin_and_suspects_only():
    p, labels, _, _ = noisy(400, 0.2, 2)
    found = find_label_errors(p, labels)
    assert (np.diff(found.margin[found.order]) >= 0).all()
    assert set(found.order) == set(np.flatnonzero(found.likely >= 0))
    assert (found.likely[found.order] != labels[found.order]).all()
    assert found.joint.sum() == pytest.approx(1)


def test_the_most_probable_code_is_no_suspect():
    # Code 1 is rare and never sure: .2 reaches its threshold of .2, .6 not that of code 0.
    p = [[0.9, 0.1], [0.9, 0.1], [0.7, 0.3], [0.8, 0.2]]
    found = find_label_errors(p, [0, 0, 0, 1])
    assert found.joint[0, 1] > 0
    assert found.order.tolist() == []


def test_codes_that_nobody_gave_and_single_codes():
    found = find_label_errors(np.column_stack([BOTH, np.zeros(8)]), LABELS)
    assert found.order.tolist() == [3, 6]
    assert found.joint[2].tolist() == [0, 0, 0]
    one = find_label_errors(np.ones((5, 1)), [0] * 5)
    assert (one.n_wrong, one.order.tolist()) == (0, [])


def test_clusters_are_drawn_whole():
    p, labels, _, _ = noisy(150, 0.2, 3)
    p, labels, clusters = (np.repeat(part, 4, axis=0) for part in (p, labels, np.arange(150)))
    plain = find_label_errors(p, labels).interval
    wide = find_label_errors(p, labels, clusters=clusters).interval
    assert (plain.resampled, wide.resampled) == ("units", "clusters")
    assert wide.high - wide.low > 1.5 * (plain.high - plain.low)
    assert find_label_errors(p, labels, clusters=clusters).interval == wide
    nothing = find_label_errors(p, labels, clusters=np.zeros(600, dtype=int)).interval
    assert not nothing.defined


@pytest.mark.parametrize(
    "arguments",
    [
        ([[0.5, 0.5]], [2]),
        ([[0.5, 0.5]], [-1]),
        ([[0.5, 0.5]], [0, 1]),
        ([0.5, 0.5], [0, 1]),
        (np.zeros((0, 2)), []),
    ],
)
def test_what_does_not_fit_is_refused(arguments):
    with pytest.raises(InputError):
        find_label_errors(*arguments)
