from __future__ import annotations

import numpy as np
import pytest

from textmine.stats.groups.soft_association import soft_association
from textmine.stats.shares.means_by_group import means_by
from textmine.stats.words.keyness import frex

# Agresti (2013), Categorical Data Analysis, table 3.2 and section 3.3.1: gender by party.
AGRESTI = np.array([[762, 327, 468], [484, 239, 477]])


def test_hard_codes_give_the_figures_of_agresti():
    rows = np.repeat([0, 0, 0, 1, 1, 1], AGRESTI.ravel())
    columns = np.repeat([0, 1, 2, 0, 1, 2], AGRESTI.ravel())
    found = soft_association(
        np.eye(2)[rows], np.eye(3)[columns], n_permutations=499, n_resamples=100
    )
    assert found.table == tuple(tuple(map(float, row)) for row in AGRESTI)
    assert found.cramers_v == pytest.approx(np.sqrt(30.070149 / 2757), abs=1e-6)
    assert found.residuals[0] == pytest.approx((4.502, 0.699, -5.316), abs=0.4)
    assert found.expected[0] == pytest.approx((703.7, 319.6, 533.7), abs=2)
    assert found.p == 1 / 500


def test_permutations_agree_with_all_of_them():
    # Fisher's lady tasting tea, 3 of 4 right: all 70 orders, two-sided 34/70.
    cups, said = np.eye(2)[[0, 0, 0, 0, 1, 1, 1, 1]], np.eye(2)[[0, 0, 0, 1, 0, 1, 1, 1]]
    found = soft_association(cups, said, n_resamples=100)
    assert found.p == pytest.approx(34 / 70, abs=0.03)
    assert (found.permuted, found.n_clusters) == ("units", 8)


def test_clusters_are_what_is_exchanged():
    """Without clusters the test finds what is not there in most samples, with them it does not."""
    found = {"units": 0, "clusters": 0}
    for seed in range(25):
        draw = np.random.default_rng(seed)
        clusters = np.repeat(np.arange(24), draw.integers(4, 7, 24))
        first, second = draw.integers(0, 2, (2, 24))[:, clusters]
        second = np.where(draw.random(clusters.size) < 0.1, 1 - second, second)
        for labels in (None, clusters):
            sides = np.eye(2)[first], np.eye(2)[second]
            test = soft_association(*sides, labels, n_permutations=99, n_resamples=100)
            found[test.permuted] += test.p <= 0.05
    assert found["units"] >= 5
    assert found["clusters"] <= 4


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
