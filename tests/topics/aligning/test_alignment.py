"""Two corpora held against each other."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.corpus import load_corpus
from textmine.errors import InputError
from textmine.stats.moving import compare_sides
from textmine.topics.aligning.alignment import align_corpora


def test_equal_sides_are_told_apart_as_often_as_p_says():
    draw = np.random.default_rng(0)
    small = 0
    for seed in range(60):
        values = draw.normal(size=(80, 1)) + np.repeat(draw.normal(size=(20, 1)), 4, axis=0)
        found = compare_sides(
            values, np.arange(80) < 40, np.arange(80) // 4, n_permutations=199, seed=seed
        )
        small += found.p[0] <= 0.1
    assert 1 <= small <= 13  # binomial(60, .1): 1 to 13 but once in a thousand


def test_few_long_documents_against_many_short_ones():
    """Two documents of 40 units with the mark in 9 of 10, 60 single units with it in 1 of 10."""
    values = np.array(
        [[float(i % 10 != 0)] for i in range(160)] + [[float(i % 10 == 0)] for i in range(60)]
    )
    clusters = np.concatenate([np.arange(160) // 40, np.arange(60) + 4])
    found = compare_sides(values, np.arange(220) < 160, clusters)
    assert found.p[0] < 0.01
    assert found.first[0] == pytest.approx(0.9)
    assert found.n_clusters == (4, 60)


def test_eight_long_documents_do_not_outweigh_hundreds_of_short_voices():
    """Eight documents of 300 units with a theme in 1 of 50, 300 voices of 2 units with it in half;
    each document has a theme of its own, in half of its units and in 1 of 50 of the others.
    """
    draw = np.random.default_rng(2)
    clusters = np.concatenate([np.repeat(np.arange(8), 300), 8 + np.repeat(np.arange(300), 2)])
    on_first = clusters < 8
    theme = draw.random(3000) < np.where(on_first, 0.02, 0.5)
    own = draw.random((3000, 8)) < np.where(clusters[:, None] == np.arange(8), 0.5, 0.02)
    values = np.column_stack([theme, own]).astype(float)
    found = compare_sides(values, on_first, clusters, n_permutations=499)
    assert found.p_adjusted[0] < 0.01
    assert found.first[0] == pytest.approx(0.02, abs=0.01)
    assert found.second[0] == pytest.approx(0.5, abs=0.05)


def test_a_cluster_on_both_sides_and_an_empty_side_are_refused():
    values = np.ones((4, 1))
    with pytest.raises(InputError, match="in both groups"):
        compare_sides(values, np.array([True, False, False, False]), np.zeros(4, dtype=int))
    with pytest.raises(InputError, match="no units"):
        compare_sides(values, np.ones(4, dtype=bool), np.arange(4))


def test_a_corpus_against_a_part_of_itself(small):
    corpus = load_corpus(small, "small")
    half = [place % 2 == 0 for place in range(len(corpus))]
    settings = small.settings.override("topics", n_topics=3)
    one = corpus.select(half, ("even",))
    two = corpus.select([not kept for kept in half], ("odd",))
    found = align_corpora(small, one, two, settings, "document")
    assert repr(found) == repr(align_corpora(small, one, two, settings, "document"))
    assert len(found.themes) == 3
    assert found.n_units == (24, 24)
    assert all(theme.verdict in ("shared", "not settled") for theme in found.themes)
    assert sum(theme.first.presence for theme in found.themes) == pytest.approx(1, abs=0.05)
