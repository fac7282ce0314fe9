"""Coherence on units that were held out."""

from __future__ import annotations

import numpy as np

from textmine.topics.bags import count_known_words, count_words
from textmine.topics.engines.registry import ENGINES
from textmine.topics.judging.coherence import document_npmi
from textmine.topics.judging.held_out import held_out_npmi
from textmine.topics.listing import top_words


def _fit(units, n_topics):
    bags = count_words(units, 1, 1.0)

    def fit(places):
        counts = count_known_words([units[place] for place in places], bags.words)
        fitted = ENGINES["nmf"].fit(counts, n_topics, 0)
        return fitted.topic_word, top_words(fitted.topic_word, bags.words, 5)

    return fit


def test_noise_is_coherent_where_it_was_fitted_and_nowhere_else():
    draw = np.random.default_rng(0)
    noise = [[f"w{word}" for word in draw.choice(60, 4)] for _ in range(200)]
    fit = _fit(noise, 6)
    reference, tops = fit(range(200))
    inside = float(document_npmi(tops, noise).mean())
    outside = held_out_npmi(fit, noise, range(200), reference)
    assert inside > outside.npmi + 0.15
    assert outside.npmi < 0
    assert outside.per_topic.shape == (6,)


def test_true_subjects_stay_coherent():
    draw = np.random.default_rng(0)
    subjects = [[f"{name}{i}" for i in range(6)] for name in "abc"]
    units = [list(draw.choice(subjects[i % 3], 4)) for i in range(150)]
    fit = _fit(units, 3)
    assert held_out_npmi(fit, units, range(150), fit(range(150))[0]).npmi > 0.3


def test_groups_stay_whole():
    units = [["a", "b"]] * 4 + [["c", "d"]] * 4
    seen = []

    def fit(places):
        seen.append(sorted(places))
        return np.eye(4), [["a", "b"], ["c", "d"], [], []]

    held_out_npmi(fit, units, [0] * 4 + [1] * 4, np.eye(4))
    assert sorted(seen) == [[0, 1, 2, 3], [4, 5, 6, 7]]


def test_one_group_alone_cannot_be_held_out():
    found = held_out_npmi(lambda places: (np.eye(2), []), [["a", "b"]] * 3, [0] * 3, np.eye(2))
    assert np.isnan(found.npmi)
    assert "one group" in found.reason
