from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import InputError
from textmine.stats.systems.conformal import (
    conformal_coverage,
    conformal_sets,
    conformal_thresholds,
)


def drawn(n, shares, sharpness=1.5, seed=0):
    """Calibrated probabilities (n, K) and one code a unit, drawn from them."""
    draw = np.random.default_rng(seed)
    logits = np.log(shares) + draw.normal(0, sharpness, (n, len(shares)))
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    codes = (draw.random((n, 1)) > p.cumsum(axis=1)).sum(axis=1)
    return p, np.eye(len(shares), dtype=bool)[np.minimum(codes, len(shares) - 1)]


@given(
    st.integers(0, 60),
    st.integers(0, 10_000),
    st.floats(0.5, 0.98),
    st.floats(0.5, 0.98),
)
def test_sets_grow_as_the_promise_does(n, seed, one, other):
    p, gold = drawn(n, [0.6, 0.3, 0.1], seed=seed)
    new, _ = drawn(20, [0.6, 0.3, 0.1], seed=seed + 1)
    low, high = sorted((one, other))
    smaller = conformal_sets(new, conformal_thresholds(p, gold, low))
    larger = conformal_sets(new, conformal_thresholds(p, gold, high))
    assert (larger >= smaller).all()


@pytest.mark.parametrize(("level", "fewest"), [(0.9, 9), (0.8, 4), (0.95, 19), (0.5, 1)])
def test_a_code_with_too_few_examples_is_always_in_the_set(level, fewest):
    for n in (fewest - 1, fewest):
        p = np.column_stack([np.linspace(0.4, 0.9, n + 50), np.linspace(0.6, 0.1, n + 50)])
        gold = np.zeros((n + 50, 2), dtype=bool)
        gold[:n, 0] = True
        gold[n:, 1] = True
        found = conformal_thresholds(p, gold, level)
        assert found.n.tolist() == [n, 50]
        assert found.always.tolist() == [n < fewest, False]
        assert conformal_sets([[0.0, 1.0]], found)[0, 0] == (n < fewest)


def test_a_threshold_by_hand():
    # ceil(11 x .9) = 10 of 10 examples must reach it, and ceil(20 x .9) = 18 of 19.
    p = np.linspace(0.05, 0.95, 19)[:, None]
    yes = np.ones((19, 1), dtype=bool)
    assert conformal_thresholds(p, yes).lowest[0] == pytest.approx(0.10)
    assert conformal_thresholds(p[:10], yes[:10]).lowest[0] == pytest.approx(0.05)
    assert conformal_sets([[0.05], [0.04]], conformal_thresholds(p[:10], yes[:10])).tolist() == [
        [True],
        [False],
    ]


def test_every_code_is_covered_the_rare_one_too():
    shares = [0.7, 0.25, 0.05]
    covered = np.zeros((300, 3))
    for seed in range(300):
        p, gold = drawn(400, shares, seed=2 * seed)
        new, codes = drawn(2000, shares, seed=2 * seed + 1)
        inside = conformal_sets(new, conformal_thresholds(p, gold))
        covered[seed] = [inside[codes[:, code], code].mean() for code in range(3)]
    assert covered.mean(axis=0) == pytest.approx([0.9, 0.9, 0.92], abs=0.02)
    assert (covered.mean(axis=0) >= 0.895).all()


def test_with_certainty_these_very_thresholds_keep_the_promise():
    shares = [0.7, 0.25, 0.05]
    kept = np.zeros((200, 3))
    for seed in range(200):
        p, gold = drawn(800, shares, seed=2 * seed)
        new, codes = drawn(20_000, shares, seed=2 * seed + 1)
        inside = conformal_sets(new, conformal_thresholds(p, gold, certainty=0.9))
        kept[seed] = [inside[codes[:, code], code].mean() >= 0.9 for code in range(3)]
    assert (kept.mean(axis=0) >= 0.85).all()


def test_certainty_needs_more_examples():
    # (1 - .9^n) reaches .9 at n = 22.
    for n, always in ((21, True), (22, False)):
        p, yes = np.linspace(0, 1, n)[:, None], np.ones((n, 1), dtype=bool)
        assert conformal_thresholds(p, yes, certainty=0.9).always.tolist() == [always]


def test_several_codes_a_unit_are_each_covered():
    draw = np.random.default_rng(3)
    p = draw.beta(1, 3, (1500, 4))
    gold = draw.random((1500, 4)) < p
    fold = np.arange(1500) % 5
    found = conformal_coverage(p, gold, fold)
    assert [code.value for code in found.codes] == pytest.approx([0.9] * 4, abs=0.04)
    assert [code.n for code in found.codes] == gold.sum(axis=0).tolist()
    assert found.lowest == min(code.value for code in found.codes)


def test_coverage_is_measured_on_folds_that_had_no_say():
    p, gold = drawn(600, [0.7, 0.27, 0.03], seed=4)
    fold = np.arange(600) % 3
    found = conformal_coverage(p, gold, fold)
    inside = np.zeros_like(gold)
    for held_out in range(3):
        test = fold == held_out
        inside[test] = conformal_sets(p[test], conformal_thresholds(p[~test], gold[~test]))
    assert found.sizes.tolist() == inside.sum(axis=1).tolist()
    assert found.mean_size == inside.sum() / 600
    for code, each in enumerate(found.codes):
        assert each.covered == inside[gold[:, code], code].sum()
        assert each.interval.low <= each.value <= each.interval.high


def test_dependent_units_make_intervals_wider():
    p, gold = drawn(200, [0.6, 0.4], seed=5)
    p, gold, clusters = (np.repeat(part, 5, axis=0) for part in (p, gold, np.arange(200)))
    plain = conformal_coverage(p, gold, clusters % 4).codes[0].interval
    wide = conformal_coverage(p, gold, clusters % 4, clusters=clusters).codes[0].interval
    assert wide.high - wide.low > 1.5 * (plain.high - plain.low)


def test_a_code_without_examples_is_covered_by_nothing():
    p, gold = drawn(100, [0.6, 0.4], seed=6)
    p, gold = np.column_stack([p, np.zeros(100)]), np.column_stack([gold, np.zeros(100, bool)])
    found = conformal_coverage(p, gold, np.arange(100) % 2)
    assert found.codes[2].always
    assert np.isnan(found.codes[2].value)
    assert found.codes[2].interval.reason == "There are no units."
    assert found.lowest == min(found.codes[0].value, found.codes[1].value)


@pytest.mark.parametrize(
    "call",
    [
        lambda: conformal_thresholds([[0.1, 0.9]], [[True]]),
        lambda: conformal_thresholds([0.1, 0.9], [True, False]),
        lambda: conformal_thresholds([[0.1]], [[True]], level=1),
        lambda: conformal_thresholds([[0.1]], [[True]], certainty=0),
        lambda: conformal_sets([[0.1, 0.9]], conformal_thresholds([[0.1]], [[True]])),
        lambda: conformal_coverage([[0.1]], [[True]], [0]),
    ],
)
def test_what_does_not_fit_is_refused(call):
    with pytest.raises(InputError):
        call()
