"""Do topics come back?"""

from __future__ import annotations

import numpy as np
import pytest

from textmine.topics.bags import count_words
from textmine.topics.engines.engine import UNGUIDED
from textmine.topics.engines.registry import ENGINES
from textmine.topics.judging.judgement import Recipe, judge, kept_judgement
from textmine.topics.judging.stability import Refit, matched, measure_stability


def _units(noise, n=120):
    draw = np.random.default_rng(0)
    subjects = [[f"{name}{i}" for i in range(8)] for name in "abc"]
    words = [word for subject in subjects for word in subject]
    return [
        list(draw.choice(words if draw.random() < noise else subjects[i % 3], 5)) for i in range(n)
    ]


def _judged(units, n_topics, groups=None):
    bags = count_words(units, 1, 1.0)
    recipe = Recipe(ENGINES["nmf"], bags, UNGUIDED, n_topics, 8, 0)
    whole = ENGINES["nmf"].fit(bags.counts, n_topics, 0)
    numbers = np.arange(len(units)) if groups is None else np.asarray(groups)
    return judge(recipe, whole.topic_word, whole.unit_topic, units, numbers, lambda *_: None)


def test_true_subjects_come_back_and_noise_does_not():
    draw = np.random.default_rng(1)
    chance = [[f"w{word}" for word in draw.choice(200, 6)] for _ in range(120)]
    true, noise = _judged(_units(0.0), 3).stability, _judged(chance, 6).stability
    assert (true.subsamples > 0.9).all()
    assert true.stable.all()
    assert noise.subsamples.mean() < 0.6
    assert true.order == pytest.approx(1, abs=0.02)
    assert true.n_fits == 10


def test_a_fit_is_like_itself_and_a_topic_without_match_is_lost():
    one = Refit(np.arange(4), np.eye(4)[:, :2], [["a", "b"], ["c", "d"]])
    assert matched(one, one).tolist() == [1, 1]
    fewer = Refit(np.arange(4), np.eye(4)[:, :1], [["a", "b"]])
    assert matched(one, fewer).tolist() == [1, 0]
    assert matched(one, Refit(np.arange(4), np.eye(4)[:, 2:], [["x"], ["y"]])).tolist() == [0, 0]


def test_units_are_compared_where_both_fits_had_them():
    one = Refit(np.arange(4), np.eye(4), [[str(i)] for i in range(4)])
    later = Refit(np.array([2, 3]), np.eye(4)[[2, 3]], [[str(i)] for i in range(4)])
    assert matched(one, later).tolist() == [0.5, 0.5, 1, 1]


def test_groups_are_left_out_whole():
    seen = []

    def fit(places, seed):
        seen.append(set(places.tolist()))
        return Refit(places, np.ones((len(places), 1)), [["a"]])

    groups = np.repeat(np.arange(10), 3)
    measure_stability(fit, Refit(np.arange(30), np.ones((30, 1)), [["a"]]), groups, 0, 4)
    for places in seen[:4]:
        assert len(places) == 24
        assert all(len(places & {3 * g, 3 * g + 1, 3 * g + 2}) in (0, 3) for g in range(10))


def test_what_a_manifest_keeps_comes_back():
    judged = _judged(_units(0.2, 40), 3)
    kept = kept_judgement(judged.as_details(), 3)
    assert kept.stability.subsamples == pytest.approx(judged.stability.subsamples, abs=1e-6)
    assert kept.held_out.npmi == pytest.approx(judged.held_out.npmi, abs=1e-6)
    older = kept_judgement({}, 3)
    assert np.isnan(older.stability.subsamples).all()
    assert older.stability.n_fits == 0
