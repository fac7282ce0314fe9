"""From probabilities to codes."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.classify.learning.thresholds import Decision, score_codes, settle_decision


def test_a_rare_code_is_favoured_where_macro_f1_gains():
    draw = np.random.default_rng(0)
    gold = np.zeros((2000, 2), dtype=bool)
    gold[:, 1] = draw.random(2000) < 0.08
    gold[:, 0] = ~gold[:, 1]
    signal = 1.5 * gold[:, 1] + draw.normal(size=2000)
    odds = np.exp(1.5 * signal - 1.5**2 / 2) * 0.08 / 0.92
    p = np.column_stack([1 / (1 + odds), odds / (1 + odds)])
    plain = Decision("single", favours=(0.0, 0.0))
    chosen, value = settle_decision(p, gold, "single", "macro_f1")
    assert value > score_codes(plain.give(p), gold, "single", "macro_f1") + 0.03
    assert chosen.favours[1] < chosen.favours[0] < 0


def test_exactly_one_code_is_given_and_the_score_is_that_of_it():
    p = np.random.default_rng(1).dirichlet(np.ones(3), 50)
    gold = np.eye(3, dtype=bool)[np.random.default_rng(2).integers(3, size=50)]
    decision, value = settle_decision(p, gold, "single", "kappa")
    given = decision.give(p)
    assert (given.sum(axis=1) == 1).all()
    assert value == score_codes(given, gold, "single", "kappa")


def test_thresholds_of_several_codes():
    draw = np.random.default_rng(3)
    gold = draw.random((400, 2)) < [0.5, 0.1]
    p = np.clip(0.3 * gold + 0.1 + 0.05 * draw.normal(size=gold.shape), 0.01, 0.99)
    decision, value = settle_decision(p, gold, "multi", "macro_f1")
    assert all(0.15 < edge < 0.4 for edge in decision.thresholds)
    assert value > 0.95
    assert (decision.give(p) == (decision.preference(p) >= 0)).all()


@pytest.mark.parametrize("metric", ["macro_f1", "kappa"])
def test_scores_by_hand(metric):
    gold = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], dtype=bool)
    given = np.array([[1, 0], [0, 1], [0, 1], [0, 1]], dtype=bool)
    expected = {"macro_f1": (2 / 3 + 4 / 5) / 2, "kappa": 0.5}[metric]
    assert score_codes(given, gold, "single", metric) == pytest.approx(expected)
    assert score_codes(given, gold, "multi", metric) == pytest.approx(expected)


def test_metrics_differ_where_a_class_is_rare():
    gold = np.zeros((10, 2), dtype=bool)
    gold[:9, 0] = gold[9, 1] = True
    lazy = np.tile([True, False], (10, 1))
    assert score_codes(lazy, gold, "single", "macro_f1") == pytest.approx((2 * 9 / 19) / 2)
    assert score_codes(lazy, gold, "single", "kappa") == 0
