"""From probabilities to codes."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.classify.learning.thresholds import (
    Decision,
    metric_for,
    score_codes,
    settle_decision,
)
from textmine.classify.trained.training_report import SizesOfSets


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


def test_each_code_is_given_as_often_as_coders_gave_it_where_little_can_be_told():
    draw = np.random.default_rng(4)
    gold = draw.random((500, 3)) < [0.4, 0.1, 0.02]
    odds = (
        np.log([0.4 / 0.6, 0.1 / 0.9, 0.02 / 0.98]) + 0.6 * gold + 0.5 * draw.normal(size=(500, 3))
    )
    decision, _ = settle_decision(1 / (1 + np.exp(-odds)), gold, "multi", "macro_f1")
    given = decision.give(1 / (1 + np.exp(-odds)))
    assert given.sum(axis=0).tolist() == gold.sum(axis=0).tolist()


def test_a_code_that_nobody_gave_and_one_that_all_have_keep_a_threshold():
    gold = np.tile([True, False], (6, 1))
    decision, _ = settle_decision(np.tile([0.99, 0.01], (6, 1)), gold, "multi", "macro_f1")
    assert decision.thresholds == (0.5, 0.5)


def test_ordered_codes_are_given_by_their_expected_place():
    draw = np.random.default_rng(5)
    level = draw.integers(4, size=600)
    seen = level + draw.normal(size=600)
    p = np.exp(-((seen[:, None] - np.arange(4)) ** 2) / 4)
    p /= p.sum(axis=1, keepdims=True)
    gold = np.eye(4, dtype=bool)[level]
    decision, value = settle_decision(p, gold, "single", "weighted_kappa")
    given = decision.give(p)
    assert (given.sum(axis=1) == 1).all()
    assert decision.stretch >= 1.25
    assert value == score_codes(given, gold, "single", "weighted_kappa")
    plain = Decision("single", stretch=1.0, middle=decision.middle)
    assert value > score_codes(plain.give(p), gold, "single", "weighted_kappa") + 0.02
    assert decision.preference(np.array([[1.0, 0, 0, 0]])).argmax() == 0
    assert decision.preference(np.array([[0.5, 0, 0, 0.5]])).argmax() in (1, 2)


@pytest.mark.parametrize(
    ("asked", "labels", "ordinal", "settles"),
    [
        ("by_scale", "single", False, "macro_f1"),
        ("by_scale", "single", True, "weighted_kappa"),
        ("by_scale", "multi", True, "macro_f1"),
        ("kappa", "single", True, "kappa"),
        ("macro_f1", "single", True, "macro_f1"),
        ("weighted_kappa", "single", False, "kappa"),
        ("weighted_kappa", "multi", True, "kappa"),
    ],
)
def test_the_scale_chooses_the_score(asked, labels, ordinal, settles):
    assert metric_for(asked, labels, ordinal=ordinal) == settles


def test_the_card_compares_the_numbers_of_codes_and_warns_where_they_differ():
    gold = np.array([[1, 1], [1, 0], [0, 0], [0, 1]], dtype=bool)
    same = SizesOfSets.of(gold, gold[::-1]).told("topic")
    assert same == (
        "A document has 1.00 codes on 'topic' by the coder and 1.00 by the machine; 25% and 25% "
        "have none."
    )
    many = SizesOfSets.of(gold, gold | [True, False])
    assert (many.people, many.machine, many.people_none, many.machine_none) == (1.0, 1.5, 0.25, 0.0)
    assert many.told("topic").endswith("do not read the machine's number of codes as the coders'.")
