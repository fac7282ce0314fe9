"""Learning curves through the library and the command line."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from tests.classify.learning.test_nested import made_problem
from textmine.classify.learning.learn_and_code import learn
from textmine.classify.next_to_code.curve import growing_parts


def test_parts_grow_in_whole_groups_and_never_touch_what_is_held_out():
    problem = made_problem(n_threads=40)
    test, parts = growing_parts(problem, 1)
    held = set(problem.groups[test])
    assert 0.15 < test.mean() < 0.35
    for smaller, larger in pairwise(parts):
        assert not (smaller & ~larger).any()
    for part in parts:
        assert held.isdisjoint(problem.groups[part])
        for group in np.unique(problem.groups[part]):
            assert part[problem.groups == group].all()
    assert (parts[-1] | test).all()


def test_what_is_not_learned_from_has_no_say():
    from dataclasses import replace

    problem = made_problem(n_threads=30)
    units = problem.groups < 20
    before = learn(problem, units, 3, "macro_f1", 0)
    other = problem.gold.copy()
    other[~units] = other[~units][::-1]
    after = learn(replace(problem, gold=other), units, 3, "macro_f1", 0)
    assert (before.probabilities == after.probabilities).all()
    assert (before.given[~units] == problem.gold[~units]).all(axis=1).mean() > 0.8
    assert before.held_out[~units].sum() == 0


def test_a_code_never_seen_is_never_given():
    problem = made_problem(n_threads=30)
    units = (problem.groups < 20) & ~problem.gold[:, 2]
    found = learn(problem, units, 3, "macro_f1", 0)
    assert not found.given[:, 2].any()
    assert (found.given.sum(axis=1) == 1).all()
    only = (problem.groups < 20) & problem.gold[:, 0]
    assert learn(problem, only, 3, "macro_f1", 0).given[:, 0].all()
