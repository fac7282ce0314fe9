"""Learning curves through the library and the command line."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from tests.classify.learning.test_nested import made_problem
from textmine.classify.next_to_code import curve
from textmine.classify.next_to_code.curve import growing_parts, learn
from textmine.classify.scoring.scoring import GoldCodes
from textmine.config import Settings, silent
from textmine.report.learning_curve import curve_section


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


def test_codes_in_an_order_have_a_curve_of_weighted_kappa(monkeypatch):
    problem = made_problem(n_threads=16)
    neighbours = np.roll(problem.gold, 1, axis=1)
    wrong = np.arange(len(problem.rows)) % 4 == 0  # one in four is a code off

    def learned(problem, *_):
        return np.where(wrong[:, None], neighbours, problem.gold)

    monkeypatch.setattr(curve, "learn_and_code", learned)
    codes = GoldCodes("d", "ann", "single", True, tuple("abc"), {})
    plain = curve._curve(codes, problem, "thread", Settings(), 3, silent)
    ordinal = replace(problem, ordinal=True)
    ordered = curve._curve(codes, ordinal, "thread", Settings(), 3, silent)
    assert plain.weighted_kappa is None
    assert ordered.kappa.means == plain.kappa.means
    assert ordered.weighted_kappa.means[-1] != pytest.approx(ordered.kappa.means[-1], abs=0.01)
    (table,) = curve_section([ordered]).tables
    assert list(table.for_people[0])[1:] == [
        "weighted kappa [95 %]",
        "kappa [95 %]",
        "macro-F1 [95 %]",
    ]
