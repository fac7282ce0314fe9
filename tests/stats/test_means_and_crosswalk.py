from __future__ import annotations

import numpy as np
import pytest

from textmine.stats.association import association
from textmine.stats.frex import frex
from textmine.stats.means_by import means_by
from textmine.stats.soft_association import soft_association


def test_hard_codes_give_the_v_of_a_table():
    # Agresti (2013), table 3.2, a tenth of it.
    table = np.array([[76, 33, 47], [48, 24, 48]])
    rows = np.repeat([0, 0, 0, 1, 1, 1], table.ravel())
    columns = np.repeat([0, 1, 2, 0, 1, 2], table.ravel())
    found = soft_association(np.eye(2)[rows], np.eye(3)[columns], n_permutations=499)
    plain = association(table)
    assert found.cramers_v == pytest.approx(plain.cramers_v)
    assert np.array(found.residuals) == pytest.approx(np.array(plain.adjusted_residuals), abs=0.4)
    assert found.expected[0][0] == pytest.approx(plain.expected[0][0], abs=0.6)


def test_unrelated_codings_have_no_corrected_v():
    rng = np.random.default_rng(3)
    w, y = rng.dirichlet(np.ones(4), 80), np.eye(3)[rng.integers(0, 3, 80)]
    found = soft_association(w, y, np.arange(80) // 2, n_permutations=499)
    assert found.p > 0.05
    assert found.interval.low == 0
    assert found.corrected_v < found.cramers_v


def test_one_cluster_cannot_move_and_two_say_little():
    found = soft_association(np.eye(2)[[0, 1, 1]], np.eye(2)[[0, 1, 1]], [4, 4, 4])
    assert np.isnan(found.p)
    assert "one cluster" in found.reason
    two = soft_association(np.eye(2)[[0, 1, 1]], np.eye(2)[[0, 1, 1]], [0, 1, 1])
    assert two.p > 0.4
    assert two.least_p == pytest.approx(0.5, abs=0.05)


def test_units_in_any_order_give_the_same_means():
    rng = np.random.default_rng(1)
    values, parts, clusters = rng.random((30, 2)), rng.integers(0, 3, 30), rng.integers(0, 9, 30)
    order = rng.permutation(30)
    one = means_by(values, parts, clusters, n_resamples=200)
    other = means_by(values[order], parts[order], clusters[order], n_resamples=200)
    assert [m.interval.low for m in one.means] == pytest.approx(
        [m.interval.low for m in other.means]
    )


def test_a_part_in_one_cluster_is_not_compared():
    found = means_by([[0.1], [0.2], [0.9], [0.8]], [0, 0, 1, 1], [0, 1, 2, 2])
    assert not found.means[1].interval.defined
    assert np.isnan(found.differences[0].p)


def test_a_word_of_one_topic_comes_before_a_common_one():
    scores = frex([[0.5, 0.4, 0.1], [0.6, 0.0, 0.4]], exclusive=0.7)
    assert scores[0].argmax() == 1
    assert scores[1, 1] == 0
    # By hand: ranks of weight 2/3 and of share 1, so 1 / (.3 / (2/3) + .7 / 1).
    assert scores[0, 1] == pytest.approx(1 / (0.3 / (2 / 3) + 0.7))
