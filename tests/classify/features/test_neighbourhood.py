"""What stands beside a row: its thread's rows and no others."""

from __future__ import annotations

import numpy as np

from textmine.classify.features.columns import neighbourhood, surrounded


def test_neighbours_of_a_short_thread_by_hand():
    around = neighbourhood([["a", "b", "c"], ["x"]])
    assert not around.alone
    scores = np.array([[1.0], [2.0], [4.0], [100.0]])
    table = surrounded(scores, around)
    own, before2, before, after, after2 = table[:, :5].T
    assert own.tolist() == [1, 2, 4, 100]
    assert before2.tolist() == [0, 0, 1, 0]
    assert before.tolist() == [0, 1, 2, 0]
    assert after.tolist() == [2, 4, 0, 0]
    assert after2.tolist() == [4, 0, 0, 0]
    for mean in table[:, 5:].T:
        assert mean.tolist() == [3.0, 2.5, 1.5, 0.0]


def test_windows_have_their_reach():
    scores = np.arange(40, dtype=float)[:, None]
    table = surrounded(scores, neighbourhood([[str(i) for i in range(40)]]))
    assert table[20, 5] == np.mean([18, 19, 21, 22])
    assert table[0, 6] == np.mean(range(1, 6))
    assert table[39, 8] == np.mean(range(39))


def test_another_thread_says_nothing():
    threads = [[f"a{i}" for i in range(7)], [f"b{i}" for i in range(5)]]
    around = neighbourhood(threads)
    scores = np.random.default_rng(0).normal(size=(12, 2))
    other = scores.copy()
    other[7:] += 10
    assert (surrounded(scores, around)[:7] == surrounded(other, around)[:7]).all()


def test_alone():
    assert neighbourhood([["a"], ["b"]]).alone
