"""Shares of a corpus with a machine's help: few labels, margins, known parts, many at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from textmine.stats import wilson_interval
from textmine.stats.shares.corpus_shares import FEW, LabelledSample, estimate_shares
from textmine.stats.shares.sampling_design import known_chances, simple_random, whole_clusters

SIZE, N = 2000, 150
P = np.array([0.5, 0.3, 0.18, 0.02])


def _sample(seed: int = 0, one_code: bool = True) -> tuple[LabelledSample, np.ndarray]:
    rng = np.random.default_rng(seed)
    truth = np.eye(4)[rng.choice(4, SIZE, p=P)]
    machine = 0.5 * truth + 0.5 * rng.dirichlet(np.ones(4), SIZE)
    rows = rng.choice(SIZE, N, replace=False)
    sample = LabelledSample(
        truth[rows], machine[rows], machine.mean(axis=0), simple_random(N, SIZE), SIZE, one_code
    )
    return sample, truth.mean(axis=0)


def test_shares_sum_to_1_with_few_codes_left_to_the_hand():
    sample, _ = _sample()
    found = estimate_shares(sample)
    assert sample.labels[:, 3].sum() < FEW
    assert found.few == (False, False, False, True)
    assert sum(one.value for one in found.powered) == pytest.approx(1)
    assert found.powered[3] == found.hand[3]
    assert found.gain[3] == 1
    assert found.gain[:3].min() > 1
    assert found.overall_gain > 1
    for helped, hand in zip(found.powered[:3], found.hand[:3], strict=True):
        assert helped.interval.high - helped.interval.low < hand.interval.high - hand.interval.low


def test_hand_codes_of_an_endless_corpus_are_wilsons():
    sample, _ = _sample()
    endless = replace(sample, design=simple_random(N))
    for place, one in enumerate(estimate_shares(endless).hand):
        x = int(sample.labels[:, place].sum())
        wilson = wilson_interval(x, N)
        # The variance divides by n - 1.
        assert (one.interval.low, one.interval.high) == pytest.approx(
            (wilson.low, wilson.high), abs=0.001
        )


def test_a_large_part_of_the_corpus_makes_intervals_narrow():
    sample, _ = _sample()
    half = replace(sample, design=simple_random(N, 2 * N), size=2 * N)
    wide, narrow = estimate_shares(sample), estimate_shares(half)
    for one, other in zip(wide.hand, narrow.hand, strict=True):
        assert other.interval.high - other.interval.low < one.interval.high - one.interval.low


@pytest.mark.parametrize("method", ["ppi", "dsl"])
def test_intervals_hold_the_truth_most_of_the_time(method):
    held = []
    for seed in range(150):
        sample, truth = _sample(seed)
        found = estimate_shares(sample, method=method).powered
        held += [
            one.interval.low <= share <= one.interval.high
            for one, share in zip(found, truth, strict=True)
        ]
    assert 0.93 <= np.mean(held) <= 0.98


def test_several_codes_have_weights_of_their_own():
    sample, _ = _sample(one_code=False)
    noise = np.random.default_rng(3).random(sample.predicted.shape) * [0.0, 0.8, 1.5, 0]
    sample = replace(sample, predicted=sample.predicted + noise)
    found = estimate_shares(sample)
    assert found.tuning[3] == 0
    assert len(set(found.tuning[:3])) == 3


def test_margins_are_the_sums_of_their_cells():
    sample, _ = _sample()
    sums = np.array([[1.0, 0], [1, 0], [0, 1], [0, 1]])
    crossed = replace(sample, sums=sums, sum_labels=sample.labels @ sums)
    found = estimate_shares(crossed).powered
    values = [one.value for one in found]
    assert values[4:] == pytest.approx([values[0] + values[1], values[2] + values[3]])
    assert sum(values[4:]) == pytest.approx(1)


def test_known_documents_count_for_themselves():
    sample, _ = _sample()
    known = replace(sample, known=np.array([0.0, 500, 0, 0]), n_known=500)
    before, after = estimate_shares(sample), estimate_shares(known)
    for place, (one, other) in enumerate(zip(before.powered, after.powered, strict=True)):
        extra = 500 * (place == 1)
        assert other.value == pytest.approx((extra + SIZE * one.value) / (SIZE + 500))
        width = one.interval.high - one.interval.low
        assert other.interval.high - other.interval.low == pytest.approx(width * 0.8)


def test_simultaneous_intervals_are_wider():
    sample, _ = _sample()
    one, all_four = estimate_shares(sample), estimate_shares(sample, n_simultaneous=4)
    for single, joint in zip(one.powered, all_four.powered, strict=True):
        assert joint.interval.low < single.interval.low or single.interval.low == 0
        assert joint.interval.high > single.interval.high
        assert joint.interval.level == pytest.approx(0.9875)


def test_whole_threads_make_intervals_wider():
    sample, _ = _sample()
    order = np.argsort(sample.labels.argmax(axis=1), kind="stable")
    mixed = replace(sample, labels=sample.labels[order], predicted=sample.predicted[order])
    threads = replace(mixed, design=whole_clusters(np.arange(N) // 10, SIZE // 10))
    apart, together = estimate_shares(mixed), estimate_shares(threads)
    for one, other in zip(apart.hand[:3], together.hand[:3], strict=True):
        assert other.interval.high - other.interval.low > 1.5 * (
            one.interval.high - one.interval.low
        )
    assert together.hand[3].interval.defined


@pytest.mark.parametrize("method", ["ppi", "dsl"])
def test_chances_undo_a_tilted_draw(method):
    held, raw = [], []
    for seed in range(100):
        rng = np.random.default_rng(seed)
        truth = np.eye(2)[(rng.random(3000) < 0.2).astype(int)]
        chance = np.where(truth[:, 1] > 0, 0.15, 0.03)
        rows = np.flatnonzero(rng.random(3000) < chance)
        machine = np.full((3000, 2), 0.5)
        sample = LabelledSample(
            truth[rows],
            machine[rows],
            machine.mean(axis=0),
            known_chances(chance[rows]),
            3000,
            chances=chance[rows],
        )
        interval = estimate_shares(sample, method=method).powered[1].interval
        held.append(interval.low <= truth[:, 1].mean() <= interval.high)
        raw.append(truth[rows, 1].mean() - truth[:, 1].mean())
    assert np.mean(held) >= 0.9
    assert min(raw) > 0.2
