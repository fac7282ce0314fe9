"""A system beside each coder, against the majority of the others."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.errors import InputError
from textmine.stats import cohen_kappa, krippendorff_alpha
from textmine.stats.systems.coder_comparison import against_others, majority_codes, replaced_alpha


@pytest.fixture
def coded():
    draw = np.random.default_rng(5)
    truth = draw.integers(0, 3, 120)
    shares = (0.9, 0.8, 0.7)
    codes = np.column_stack(
        [np.where(draw.random(120) < s, truth, draw.integers(0, 3, 120)) for s in shares]
    )
    codes[draw.random(codes.shape) < 0.1] = -1
    system = np.where(draw.random(120) < 0.6, truth, 0)
    system[:4] = -1
    return codes, system


def test_a_majority_needs_no_equal():
    codes = [[0, 0, 1], [0, 1, 2], [1, 1, 1], [-1, -1, 2], [-1, -1, -1], [0, 0, -1]]
    assert majority_codes(codes, 3).tolist() == [0, -1, 1, 2, -1, 0]


def test_no_majority_includes_the_coder_it_is_compared_with(coded):
    """Recompute by hand: filter the units, take the others' majority, score both against it."""
    codes, system = coded
    result = against_others(codes, system, 3, "kappa", n_resamples=100)
    for coder, one in enumerate(result.coders):
        majority = majority_codes(np.delete(codes, coder, axis=1), 3)
        used = (codes[:, coder] >= 0) & (system >= 0) & (majority >= 0)
        assert one.n == used.sum()
        for said, score in ((codes[:, coder], one.human), (system, one.system)):
            pair = np.column_stack([majority[used], said[used]])
            assert score.value == pytest.approx(cohen_kappa(pair, 3).value)
        assert one.gap.value == pytest.approx(one.system.value - one.human.value)
        assert one.gap.interval.low <= one.gap.value <= one.gap.interval.high
    assert result.ceiling.value == pytest.approx(np.mean([c.human.value for c in result.coders]))
    assert result.gap.value == pytest.approx(result.system.value - result.ceiling.value)


def test_ties_of_the_others_are_left_out_and_counted():
    codes = np.array([[0, 0, 1], [1, 1, 1], [0, 0, 0]])
    result = against_others(codes, [0, 1, 0], 2, "accuracy", n_resamples=100)
    assert [(one.n, one.ties) for one in result.coders] == [(2, 1), (2, 1), (3, 0)]


def test_two_coders_and_one(coded):
    codes, system = coded
    two = against_others(codes[:, :2], system, 3, n_resamples=100)
    assert two.reason.startswith("With two coders")
    assert two.coders[0].human.value == pytest.approx(two.coders[1].human.value)
    one = against_others(codes[:, :1], system, 3, n_resamples=100)
    assert np.isnan(one.gap.value)
    assert one.gap.reason.startswith("Only one coder")


def test_one_code_only_is_undefined_with_a_reason():
    result = against_others(np.zeros((20, 3), dtype=int), np.zeros(20, dtype=int), 2)
    assert np.isnan(result.gap.value)
    assert result.gap.reason == "The kappa is undefined: one code only."


def test_replacing_a_coder_by_a_copy_changes_nothing(coded):
    codes, _ = coded
    codes = np.where(codes < 0, 0, codes)
    result = replaced_alpha(codes, codes[:, 1], 3, n_resamples=100)
    assert result.coders[1].change.value == 0
    assert (result.coders[1].change.interval.low, result.coders[1].change.interval.high) == (0, 0)
    assert result.humans.value == pytest.approx(krippendorff_alpha(codes, 3).value)


@pytest.mark.parametrize("metric", ["nominal", "ordinal"])
def test_replaced_alpha_is_alpha_of_the_replaced_codes(coded, metric):
    codes, system = coded
    result = replaced_alpha(codes, system, 3, metric, n_resamples=100)
    used = (system >= 0) & ((codes >= 0).sum(axis=1) >= 2)
    for coder, one in enumerate(result.coders):
        replaced = codes[used].copy()
        gave = replaced[:, coder] >= 0
        replaced[gave, coder] = system[used][gave]
        assert one.alpha.value == pytest.approx(krippendorff_alpha(replaced, 3, metric).value)
        assert one.change.interval.low <= one.change.value <= one.change.interval.high


def test_clusters_are_drawn_whole(coded):
    codes, system = coded
    threads = np.arange(120) // 6
    result = against_others(codes, system, 3, clusters=threads, n_resamples=100)
    assert (result.gap.interval.n, result.gap.interval.resampled) == (20, "clusters")
    again = against_others(codes, system, 3, clusters=threads, n_resamples=100)
    assert again == result


@pytest.mark.parametrize(
    ("system", "sentence"),
    [([0, 1], "a code, or -1, for each of the 3 units"), ([0, 1, 5], "outside the codebook")],
)
def test_bad_systems(system, sentence):
    with pytest.raises(InputError, match=sentence):
        against_others([[0, 0], [1, 1], [0, 1]], system, 2)
