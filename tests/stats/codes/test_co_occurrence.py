"""Pairs of codes against chance inside clusters: counts, lifts, nulls and refusals."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.errors import InputError
from textmine.stats.codes.co_occurrence import co_occurrence, column_mover

TALK = np.repeat(np.arange(12), 8)


def drawn(seed: int = 0, n_codes: int = 3) -> np.ndarray:
    return (np.random.default_rng(seed).random((TALK.size, n_codes)) < 0.3).astype(int)


def test_counts_and_what_chance_expects():
    codes = drawn()
    result = co_occurrence(codes, TALK, n_permutations=19)
    assert [(one.first, one.second) for one in result.pairs] == [(0, 1), (0, 2), (1, 2)]
    for one in result.pairs:
        first, second = codes[:, one.first], codes[:, one.second]
        sums = [np.bincount(TALK, column) for column in (first, second)]
        assert one.together == (first & second).sum()
        assert one.expected == pytest.approx((sums[0] * sums[1] / 8).sum())
        assert one.lift == pytest.approx(one.together / one.expected)
        assert one.interval.low < one.lift < one.interval.high
        assert (one.n_first, one.n_second) == (first.sum(), second.sum())
        assert one.adjusted >= one.p


def test_units_in_another_order_of_clusters_change_nothing_but_draws():
    codes, order = drawn(1), np.argsort(np.tile(np.arange(8), 12), kind="stable")
    found, again = (
        co_occurrence(*one, n_permutations=199)
        for one in ((codes, TALK), (codes[order], TALK[order]))
    )
    assert found == again


def test_codes_of_different_interviews_are_no_co_occurrence_inside_them():
    first = np.repeat(np.arange(12) % 2, 8)
    codes = np.column_stack([first, first])
    (inside,) = co_occurrence(codes, TALK).pairs
    assert (inside.together, inside.expected, inside.lift) == (48, 48.0, 1.0)
    assert np.isnan(inside.p)
    (free,) = co_occurrence(codes).pairs
    assert free.lift == 2
    assert free.p < 0.01


def test_two_codebooks_make_a_table_of_pairs():
    codes = drawn(2)
    planted = np.column_stack([codes[:, 0], drawn(3)[:, 0]])
    result = co_occurrence(codes, TALK, planted, n_permutations=199)
    assert len(result.pairs) == 6
    assert result.pairs[0].adjusted == 0.005
    assert min(one.adjusted for one in result.pairs[1:]) > 0.05


def test_a_planted_pair_stands_out_among_many():
    codes = drawn(5, 8)
    codes[:, 7] = codes[:, 2]
    result = co_occurrence(codes, TALK, n_permutations=499)
    out = [(one.first, one.second) for one in result.pairs if one.adjusted <= 0.05]
    assert out == [(2, 7)]


def test_rare_and_absent_codes_have_reasons():
    codes = np.zeros((TALK.size, 3), dtype=int)
    codes[0, :2] = 1
    result = co_occurrence(codes, TALK, n_permutations=19)
    once, never, _ = result.pairs
    assert (once.together, once.n_clusters, once.interval.defined) == (1, 1, False)
    assert "Both codes stand in 1 of the clusters" in once.interval.reason
    assert np.isnan(never.lift)
    assert result.n_tested == 1


@pytest.mark.parametrize("how", ["shift", "shuffle"])
def test_moves_keep_what_stands_in_each_cluster(how):
    codes = drawn(5).astype(float)
    scattered = np.random.default_rng(6).permutation(TALK)
    moved = column_mover(codes, scattered, how)(np.random.default_rng(0))
    assert (moved != codes).any()
    for one in range(12):
        assert (moved[scattered == one].sum(axis=0) == codes[scattered == one].sum(axis=0)).all()


def test_a_shift_keeps_neighbours():
    column = np.arange(8.0)[:, None]
    moved = column_mover(column, np.zeros(8, dtype=int), "shift")(np.random.default_rng(3)).ravel()
    assert sorted(set(np.diff(moved) % 8)) == [1]


@pytest.mark.parametrize(
    ("codes", "more"),
    [
        ([[2, 0]], {}),
        ([1, 0], {}),
        ([[1, 0]], {"clusters": [0, 1]}),
        ([[1, 0]], {"others": [[1], [0]]}),
        ([[1, 0]], {"null": "turn"}),
        ([[1, 0]], {"n_permutations": 0}),
    ],
)
def test_what_does_not_fit_is_refused(codes, more):
    with pytest.raises(InputError):
        co_occurrence(codes, **more)
