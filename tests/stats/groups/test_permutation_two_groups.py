"""Means of two sides compared by permuting whole clusters."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from textmine.errors import InputError
from textmine.stats.moving import compare_sides, step_down


def _units(generator, n_clusters, size, rates):
    """Units of clusters whose own rates scatter about the rates of the columns."""
    own = generator.dirichlet(6 * np.asarray(rates), n_clusters)
    counts = [generator.multinomial(size, one) for one in own]
    values = np.concatenate([np.repeat(np.eye(len(rates)), count, axis=0) for count in counts])
    return values, np.repeat(np.arange(n_clusters), size)


def _both(generator, first, second, rates, other_rates):
    one, clusters = _units(generator, *first, rates)
    two, others = _units(generator, *second, other_rates)
    on_first = np.arange(len(one) + len(two)) < len(one)
    return (
        np.concatenate([one, two]),
        on_first,
        np.concatenate([clusters, others + clusters.max() + 1]),
    )


def test_means_are_those_of_the_units():
    values = np.array([[1.0], [0], [1], [1], [0]])
    found = compare_sides(values, np.array([1, 1, 0, 0, 0], bool), np.array([0, 1, 2, 2, 3]))
    assert found.first.tolist() == [0.5]
    assert found.second == pytest.approx([2 / 3])
    assert found.n_clusters == (2, 2)
    assert found.least_p == pytest.approx(1 / 6)


def test_p_is_that_of_all_ways_to_part_the_clusters():
    values = np.array([0.9, 0.8, 0.7, 0.2, 0.3, 0.1])[:, None]
    found = compare_sides(values, np.arange(6) < 3, np.arange(6), n_permutations=4000, seed=1)
    apart = [
        abs(values[list(three)].mean() - values[[i for i in range(6) if i not in three]].mean())
        for three in combinations(range(6), 3)
    ]
    exact = np.mean([one >= apart[0] - 1e-9 for one in apart])
    assert exact == pytest.approx(0.1)
    assert found.p[0] == pytest.approx(exact, abs=0.02)
    assert found.p_adjusted[0] == found.p[0]


def test_step_down_by_hand():
    apart = np.array([[5.0, 3, 1], [1, 4, 0], [0, 0, 2], [6, 0, 0]])
    assert step_down(apart).tolist() == [0.5, 0.5, 0.5]
    assert step_down(apart[:, [2, 0, 1]]).tolist() == [0.5, 0.5, 0.5]


def test_many_columns_need_no_smaller_p():
    generator = np.random.default_rng(3)
    noise = generator.random((12, 40)) < 0.5
    noise[:, 0] = np.arange(12) < 6
    found = compare_sides(noise.astype(float), np.arange(12) < 6, np.arange(12))
    assert found.p_adjusted[0] < 0.05
    assert found.p[0] * 40 > 0.05
    assert (found.p_adjusted >= found.p).all()


@pytest.mark.slow
def test_no_difference_is_seldom_found_and_a_large_one_mostly():
    rates = np.full(8, 1 / 8)
    without = np.array([0.0, *[1 / 7] * 7])
    false, true = 0, 0
    for seed in range(40):
        generator = np.random.default_rng(seed)
        sides = ((24, 20), (60, 6))
        same = _both(generator, *sides, rates, rates)
        false += bool((compare_sides(*same, n_permutations=199).p_adjusted < 0.05).any())
        lacking = _both(generator, *sides, rates, without + 1e-9)
        true += bool(compare_sides(*lacking, n_permutations=199).p_adjusted[0] < 0.05)
    assert false <= 5
    assert true >= 30


def test_the_same_seed_gives_the_same_p():
    values, on_first, clusters = _both(
        np.random.default_rng(1), (5, 9), (7, 4), np.full(3, 1 / 3), np.full(3, 1 / 3)
    )
    one, two = (compare_sides(values, on_first, clusters, seed=4) for _ in range(2))
    assert one.p.tobytes() == two.p.tobytes()


def test_what_cannot_be_compared():
    values = np.ones((4, 1))
    with pytest.raises(InputError, match="in both groups"):
        compare_sides(values, np.array([1, 0, 0, 0], bool), np.array([0, 0, 1, 1]))
    with pytest.raises(InputError, match="no units"):
        compare_sides(values, np.ones(4, bool), np.arange(4))
    constant = compare_sides(values, np.arange(4) < 2, np.arange(4), n_permutations=50)
    assert constant.p.tolist() == [1.0]
