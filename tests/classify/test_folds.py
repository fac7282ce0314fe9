"""Folds, the choice of a candidate, and the leak that grouping prevents."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.classify.candidates import BLOCKS, CANDIDATES, make_features
from textmine.classify.crossval import (
    OutOfFold,
    assign_folds,
    choose_candidate,
    fit_classifier,
    honest_predictions,
)


@st.composite
def coded(draw):
    n = draw(st.integers(4, 60))
    gold = draw(st.lists(st.integers(0, 3), min_size=n, max_size=n))
    groups = draw(st.lists(st.integers(0, 12), min_size=n, max_size=n))
    groups[0], groups[1] = 0, 1
    gold[0] = gold[1]
    return np.array(gold), np.array(groups)


@given(coded(), st.integers(2, 8), st.integers(0, 3))
@settings(deadline=None)
def test_no_group_is_cut_and_every_unit_has_a_fold(units, n_folds, seed):
    gold, groups = units
    fold = assign_folds(gold, groups, n_folds, seed)
    assert len(fold) == len(gold)
    assert set(fold) <= set(range(n_folds))
    for group in np.unique(groups):
        assert len(set(fold[groups == group])) == 1
    assert 2 <= len(np.unique(fold)) <= min(n_folds, len(np.unique(groups)))
    assert (fold == assign_folds(gold, groups, n_folds, seed)).all()


@given(coded(), st.integers(2, 8))
@settings(deadline=None)
def test_without_groups_folds_are_of_like_size(units, n_folds):
    gold, _ = units
    fold = assign_folds(gold, None, n_folds, 0)
    sizes = np.bincount(fold)
    assert sizes.min() >= 1
    assert sizes.max() - sizes.min() <= len(np.unique(gold))


def scores_of(predicted, n_classes=2):
    return np.eye(n_classes)[predicted]


def test_each_fold_is_predicted_by_the_winner_of_the_others():
    gold = np.array([0, 1, 0, 1, 0, 1])
    fold = np.array([0, 0, 1, 1, 2, 2])
    good_at_first = np.array([0, 1, 1, 0, 1, 0])  # right in fold 0 only
    good_later = np.array([1, 0, 0, 1, 0, 1])  # right in folds 1 and 2
    oof = OutOfFold({"first": scores_of(good_at_first), "later": scores_of(good_later)}, fold)
    assert choose_candidate(oof, gold, "macro_f1")[0] == "later"
    honest = honest_predictions(oof, gold, "macro_f1").argmax(axis=1)
    assert list(honest[fold == 0]) == [1, 0]  # others choose "later", which is wrong here
    assert list(honest[fold == 1]) == [1, 0]  # others tie, and ties go to the first
    assert list(honest[fold == 2]) == [1, 0]


def test_a_fold_has_no_say_in_who_predicts_it():
    draw = np.random.default_rng(1)
    gold = draw.integers(0, 3, 60)
    fold = np.repeat([0, 1, 2], 20)
    scores = {name: draw.normal(size=(60, 3)) for name in ("one", "two", "three")}
    before = honest_predictions(OutOfFold(scores, fold), gold, "kappa")
    other = gold.copy()
    other[fold == 1] = draw.permutation(other[fold == 1])
    after = honest_predictions(OutOfFold(scores, fold), other, "kappa")
    assert (before[fold == 1] == after[fold == 1]).all()


@pytest.mark.parametrize("metric", ["macro_f1", "kappa"])
def test_ties_go_to_the_first_candidate(metric):
    gold = np.array([0, 1, 0, 1])
    same = scores_of(gold)
    oof = OutOfFold({"b": same, "a": same}, np.array([0, 0, 1, 1]))
    best, values = choose_candidate(oof, gold, metric)
    assert best == "b"
    assert values == {"b": 1.0, "a": 1.0}


def test_metrics_differ_where_a_class_is_rare():
    gold = np.array([0] * 9 + [1])
    lazy, odd = scores_of(np.zeros(10, dtype=int)), scores_of(np.array([1] * 3 + [0] * 6 + [1]))
    oof = OutOfFold({"lazy": lazy, "odd": odd}, np.zeros(10, dtype=int))
    _, f1 = choose_candidate(oof, gold, "macro_f1")
    _, kappa = choose_candidate(oof, gold, "kappa")
    assert f1["lazy"] == pytest.approx((2 * 9 / 19) / 2)
    assert kappa["lazy"] == 0
    assert kappa["odd"] > 0


def test_one_class_in_a_training_part_does_not_crash():
    classifier = fit_classifier("linear-svm", np.ones((3, 2)), np.array([1, 1, 1]), 0)
    assert list(classifier.predict(np.zeros((2, 2)))) == [1, 1]


def test_candidates_read_blocks_that_there_are():
    for candidate in CANDIDATES.values():
        assert set(candidate.blocks) <= set(BLOCKS)
        assert candidate.title


def test_a_block_that_nothing_fills_is_left_out():
    import pandas as pd

    columns = pd.DataFrame({"words": ["<s> a </s>"] * 4, "clauses": [""] * 4})
    names = [name for name, _, _ in make_features(("words", "clauses"), columns).transformers]
    assert names == ["words"]
