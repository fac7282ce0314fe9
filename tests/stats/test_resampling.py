"""Drawing with replacement: the totals, the pools, and the seed."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.stats.resampling import Pool, make_pool, resampled_totals

FEATURES = np.array([[1.0, 0.0], [0.0, 2.0], [3.0, 3.0]])


@pytest.mark.parametrize("multiplicity", [[1, 1, 1], [100, 50, 50]], ids=["rows", "binomials"])
def test_totals_are_those_of_as_many_draws(multiplicity):
    multiplicity = np.array(multiplicity)
    pool = Pool(np.column_stack([np.ones(3), FEATURES]), multiplicity, "units")
    totals = resampled_totals(pool, 4000, seed=3)
    assert set(totals[:, 0]) == {float(multiplicity.sum())}
    share = multiplicity / multiplicity.sum()
    expected = multiplicity @ FEATURES
    variance = pool.n * (share @ FEATURES**2 - (share @ FEATURES) ** 2)
    assert totals[:, 1:].mean(axis=0) == pytest.approx(expected, rel=0.02)
    assert totals[:, 1:].var(axis=0) == pytest.approx(variance, rel=0.1)


def test_both_ways_of_drawing_give_whole_numbers_of_draws():
    for multiplicity in ([2, 1, 1], [90, 5, 5]):
        pool = Pool(np.eye(3), np.array(multiplicity), "units")
        totals = resampled_totals(pool, 50, seed=0)
        assert (totals == np.round(totals)).all()
        assert (totals.sum(axis=1) == sum(multiplicity)).all()


def test_units_pool_keeps_the_different_rows():
    pool = make_pool(FEATURES, np.array([0, 0, 2]), np.array([2, 0, 1]), None)
    assert (pool.n, pool.resampled) == (3, "units")
    assert pool.features is FEATURES


def test_clusters_pool_adds_up_the_units_of_a_cluster():
    index, clusters = np.array([0, 1, 0, 2]), np.array([7, 3, 7, 3])
    pool = make_pool(FEATURES, index, np.array([2, 1, 1]), clusters)
    assert (pool.n, pool.resampled) == (2, "clusters")
    assert pool.features.tolist() == [[3, 5], [2, 0]]


def test_chunks_do_not_change_the_draws(monkeypatch):
    pool = Pool(FEATURES, np.array([50, 20, 30]), "units")
    whole = resampled_totals(pool, 40, seed=5)
    monkeypatch.setattr("textmine.stats.resampling.CHUNK", 21)
    assert resampled_totals(pool, 40, seed=5).tolist() == whole.tolist()
