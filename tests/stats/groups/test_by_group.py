"""Codes by group with whole clusters moved, and paired inside people."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy.stats import permutation_test, ttest_1samp

from textmine.errors import InputError
from textmine.stats.groups.by_group import codes_by_group

LABELS = np.repeat(np.arange(10), 8)
SIDE = (np.arange(10) % 2)[LABELS]


def drawn(n_codes: int = 1, seed: int = 0, share: float = 0.4) -> np.ndarray:
    return (np.random.default_rng(seed).random((LABELS.size, n_codes)) < share).astype(int)


def test_shares_and_counts_of_groups():
    codes = drawn(2)
    result = codes_by_group(codes, SIDE, LABELS, n_permutations=19)
    for one in result.codes:
        of_code = codes[:, one.code]
        assert one.counts == tuple(of_code[g == SIDE].sum() for g in (0, 1))
        assert one.shares == pytest.approx([of_code[g == SIDE].mean() for g in (0, 1)])
        assert one.differences[0].value == pytest.approx(one.shares[0] - one.shares[1])
        assert not one.differences[0].interval.defined
    assert (result.n_units, result.n_clusters, result.paired) == ((40, 40), (5, 5), False)


def test_all_assignments_are_gone_through_where_few():
    codes = drawn(seed=3)
    result = codes_by_group(codes, SIDE, LABELS)
    assert (result.exact, result.n_assignments) == (True, 252)
    assert result.least_p == 2 / 252
    shares = codes.ravel().reshape(10, 8).mean(axis=1)
    found = abs(shares[::2].mean() - shares[1::2].mean())
    apart = [
        abs(shares[list(one)].mean() - np.delete(shares, list(one)).mean())
        for one in combinations(range(10), 5)
    ]
    # With clusters of one size the error falls as the difference grows: the same order.
    assert result.codes[0].p == pytest.approx(np.mean(np.array(apart) >= found - 1e-9))


def test_paired_flips_are_those_of_scipy():
    rng = np.random.default_rng(5)
    people, rounds = np.repeat(np.arange(9), 16), np.tile(np.repeat([0, 1], 8), 9)
    codes = (rng.random(144) < 0.3 + 0.2 * rounds).astype(int)
    result = codes_by_group(codes[:, None], rounds, None, people, intervals=True)
    own = codes.reshape(9, 2, 8).mean(axis=2)
    flips = permutation_test(
        (own[:, 0], own[:, 1]), lambda a, b: abs((a - b).mean()),
        permutation_type="samples", alternative="greater", n_resamples=np.inf,
    )  # fmt: skip
    assert (result.exact, result.n_assignments, result.paired) == (True, 512, True)
    assert result.codes[0].p == pytest.approx(flips.pvalue)
    interval = result.codes[0].differences[0].interval
    student = ttest_1samp(own[:, 0] - own[:, 1], 0).confidence_interval()
    assert (interval.low, interval.high) == pytest.approx((student.low, student.high))


def test_people_of_one_round_take_no_part():
    people = np.array([0, 0, 1, 1, 2, 2, 3])
    rounds = np.array([0, 1, 0, 1, 0, 1, 0])
    result = codes_by_group(np.array([[1, 0, 1, 0, 1, 0, 1]]).T, rounds, None, people)
    assert (result.n_moved, result.n_left_out, result.n_assignments) == (3, 1, 8)
    assert result.codes[0].p == 2 / 8


def test_groups_inside_clusters_are_compared_inside_them():
    role = np.tile([0, 1], 40)
    result = codes_by_group(role[:, None], role, LABELS)
    assert (result.paired, result.n_moved) == (True, 10)
    assert result.codes[0].p == 2 / 1024


def test_three_rounds_with_a_gap():
    people = np.repeat(np.arange(6), 3)[:-1]
    rounds = np.tile([0, 1, 2], 6)[:-1]
    codes = (rounds == 2).astype(int)
    result = codes_by_group(codes[:, None], rounds, None, people, n_permutations=499)
    assert [one.value for one in result.codes[0].differences] == [0, -1, -1]
    assert result.codes[0].p < 0.05


def test_a_planted_code_stands_out_among_many():
    codes = drawn(9, seed=2)
    codes[:, 4] = SIDE
    result = codes_by_group(codes, SIDE, LABELS)
    assert [one.code for one in result.codes if one.adjusted <= 0.05] == [4]


def test_codes_without_variety_and_groups_of_one_cluster_have_no_p():
    codes = np.column_stack([np.ones(80, dtype=int), np.zeros(80, dtype=int)])
    found = codes_by_group(codes, SIDE, LABELS, intervals=True)
    assert all(np.isnan(one.p) for one in found.codes)
    assert "nothing says" in found.codes[0].differences[0].interval.reason
    alone = codes_by_group(drawn()[:16], SIDE[:16], LABELS[:16], intervals=True)
    assert np.isnan(alone.codes[0].p)
    assert "cannot change places" in alone.reason
    assert "A group has 1 of the clusters" in alone.codes[0].differences[0].interval.reason


@pytest.mark.parametrize(
    ("codes", "groups"),
    [([[2], [0]], [0, 1]), ([[1], [0]], [0, 0]), ([[1], [0]], [0, 2]), ([[1]], [0, 1])],
)
def test_what_does_not_fit_is_refused(codes, groups):
    with pytest.raises(InputError):
        codes_by_group(codes, groups)
