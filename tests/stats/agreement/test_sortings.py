"""Two sortings of codes compared, and the homogeneity of themes."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from textmine.errors import InputError
from textmine.stats.agreement.sortings import compare_sortings, homogeneity


def from_table(table: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    counts = np.array(table)
    rows, columns = (np.repeat(one.ravel(), counts.ravel()) for one in np.indices(counts.shape))
    return rows, columns


def test_the_example_of_yeung_and_ruzzo():
    """Yeung & Ruzzo (2001): Rand .711, adjusted .313."""
    found = compare_sortings(*from_table([[1, 1, 0], [1, 2, 1], [0, 0, 4]]))
    assert round(found.adjusted_rand, 3) == 0.313
    assert round((found.together + found.apart) / found.n_pairs, 3) == 0.711
    assert found.n_pairs == 45


@pytest.mark.parametrize("seed", range(5))
def test_index_and_pairs_are_those_counted_by_others(seed):
    rng = np.random.default_rng(seed)
    first, second = rng.integers(0, 4, 20), rng.integers(5, 8, 20)
    found = compare_sortings(first, second, n_permutations=19)
    assert found.adjusted_rand == pytest.approx(adjusted_rand_score(first, second))
    disputed = [
        (j, k)
        for j, k in combinations(range(20), 2)
        if (first[j] == first[k]) != (second[j] == second[k])
    ]
    assert [(one.first, one.second) for one in found.disputed] == disputed
    assert len(disputed) == found.first_only + found.second_only
    assert sum(found.disputed_by_code) == 2 * len(disputed)
    swapped = compare_sortings(second, first, n_permutations=19)
    assert swapped.adjusted_rand == pytest.approx(found.adjusted_rand)


def test_names_of_groups_do_not_count():
    first = np.repeat([0, 1, 2], 5)
    found = compare_sortings(first, 7 - first)
    assert (found.adjusted_rand, found.disputed, found.p) == (1, (), 1 / 5000)


@pytest.mark.slow
def test_random_sortings_have_p_below_a_tenth_in_a_tenth():
    rng = np.random.default_rng(0)
    p = [
        compare_sortings(rng.integers(0, 4, 25), rng.integers(0, 5, 25), n_permutations=99).p
        for _ in range(200)
    ]
    assert 0.03 < np.mean(np.array(p) <= 0.1) < 0.16


def test_one_group_of_all_has_a_reason():
    found = compare_sortings([0, 0, 0], [1, 1, 1])
    assert np.isnan(found.adjusted_rand)
    assert np.isnan(found.p)
    assert "nothing can differ" in found.reason


def test_themes_of_like_passages_stand_out_and_others_do_not():
    rng = np.random.default_rng(1)
    codes = np.repeat(np.arange(12), 4)
    themes = np.repeat([2, 5, 9], 4)
    places = rng.normal(size=(3, 6))[np.repeat(np.arange(3), 4)][codes] * 0.6
    points = places + rng.normal(size=(48, 6))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    found = homogeneity(points @ points.T, codes, themes, n_permutations=499)
    assert found.within > found.between
    assert found.p < 0.01
    assert len(found.themes) == 3
    other = homogeneity(points @ points.T, codes, np.tile([0, 1, 2], 4), n_permutations=499)
    assert other.p > 0.05


def test_passages_of_one_code_do_not_make_its_theme_homogeneous():
    codes = np.repeat(np.arange(6), 3)
    alike = (codes[:, None] == codes).astype(float)
    found = homogeneity(alike, codes, [0, 0, 0, 1, 1, 1], n_permutations=99)
    assert (found.within, found.between, found.p) == (0, 0, 1)


def test_themes_that_cannot_be_compared_have_a_reason():
    found = homogeneity(np.eye(3), [0, 1, 2], [0, 1, 2])
    assert "two codes in one theme" in found.reason
    assert np.isnan(found.p)


def test_what_does_not_fit_is_refused():
    with pytest.raises(InputError):
        compare_sortings([0, 1], [0])
    with pytest.raises(InputError):
        homogeneity(np.eye(3), [0, 1, 5], [0, 1])
    with pytest.raises(InputError):
        homogeneity(np.eye(2), [0, 1, 1], [0, 1])
