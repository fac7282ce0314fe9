"""Folds that cut no group."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.classify.learning.problem import assign_folds


@st.composite
def coded(draw):
    n = draw(st.integers(4, 60))
    gold = draw(st.lists(st.integers(0, 3), min_size=n, max_size=n))
    groups = draw(st.lists(st.integers(0, 12), min_size=n, max_size=n))
    groups[0], groups[1] = 0, 1
    gold[0] = gold[1]
    return np.eye(4, dtype=bool)[gold], np.array(groups)


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
    sizes = np.bincount(assign_folds(gold, None, n_folds, 0))
    assert sizes.min() >= 1
    assert sizes.max() - sizes.min() <= 4


def test_where_units_take_several_codes_the_rarest_is_spread():
    gold = np.zeros((40, 3), dtype=bool)
    gold[:, 0] = True
    gold[:8, 2] = True
    fold = assign_folds(gold, None, 4, 0)
    assert np.bincount(fold[:8]).tolist() == [2, 2, 2, 2]


def test_units_without_a_code_have_a_fold():
    gold = np.zeros((20, 2), dtype=bool)
    gold[:5, 1] = True
    assert len(np.unique(assign_folds(gold, np.arange(20), 4, 0))) == 4
