"""What every engine must do."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from textmine.choices import EngineName
from textmine.errors import InputError
from textmine.topics import ENGINES
from textmine.topics.bags import count_known_words, count_words
from textmine.topics.engines.engine import Guide
from textmine.topics.engines.smoothed import neighbours

TEA, RAIL = "tea milk cup pot leaf".split(), "rail bus tram stop fare".split()


def units(n=40):
    draw = np.random.default_rng(0)
    mixed = [list(draw.choice(TEA if i % 2 else RAIL, 6)) for i in range(n)]
    return [*mixed, [], ["unknown"]]


@pytest.fixture
def bags():
    return count_words(units(), 2, 1.0)


PACKAGES = {
    "gibbs-lda": "tomotopy",
    "dmr": "tomotopy",
    "stm": "topica",
    "keyatm": "topica",
    "btm": "topica",
}


@pytest.fixture(params=ENGINES)
def engine(request):
    if request.param in PACKAGES:
        pytest.importorskip(PACKAGES[request.param], reason="the extra 'topics' is not installed")
    return ENGINES[request.param]


@pytest.fixture
def guide(bags):
    """What engines that need more than counts are told: groups, vectors, words for two topics."""
    about_tea = np.array([[float(i % 2), float(i % 2 == 0), 0.1] for i in range(42)])
    return Guide(
        seeds=tuple(tuple(bags.words.index(word) for word in words[:2]) for words in (TEA, RAIL)),
        labels=tuple("ab"[i % 2] for i in range(42)),
        vectors=about_tea,
    )


def test_rows_sum_to_one_and_empty_units_to_zero(engine, bags, guide):
    fitted = engine.fit(bags.counts, 2, 42, guide)
    assert fitted.topic_word.shape == (2, len(bags.words))
    assert fitted.topic_word.sum(axis=1) == pytest.approx(np.ones(2))
    assert fitted.unit_topic.sum(axis=1) == pytest.approx([1.0] * 40 + [0.0, 0.0])
    assert (fitted.topic_word >= 0).all()
    assert (fitted.unit_topic >= 0).all()


def test_two_subjects_are_told_apart(engine, bags, guide):
    if engine is ENGINES["hdp"]:
        pytest.skip("forty units are too few for a process that settles the number of topics")
    fitted = engine.fit(bags.counts, 2, 42, guide)
    main = fitted.unit_topic[:40].argmax(axis=1)
    assert len(set(main[::2])) == 1
    assert len(set(main[1::2])) == 1
    assert main[0] != main[1]


@pytest.mark.slow
def test_the_same_twice(engine, bags, guide):
    one, two = engine.fit(bags.counts, 2, 42, guide), engine.fit(bags.counts, 2, 42, guide)
    assert one.topic_word.tobytes() == two.topic_word.tobytes()
    assert one.unit_topic.tobytes() == two.unit_topic.tobytes()


def test_placing_the_training_units_finds_them_where_they_were(engine, bags, guide):
    fitted = engine.fit(bags.counts, 2, 42, guide)
    placed = engine.place(bags.counts, fitted.parameters, 42, guide)
    assert placed == pytest.approx(fitted.unit_topic, abs=0.02)


def test_placing_changes_no_parameter(engine, bags, guide):
    fitted = engine.fit(bags.counts, 2, 42, guide)
    before = {name: array.copy() for name, array in fitted.parameters.items()}
    new = count_known_words([["tea", "milk", "rocket"], ["rocket"], []], bags.words)
    placed = engine.place(new, fitted.parameters, 42, Guide(vectors=np.eye(3)))
    assert placed.sum(axis=1) == pytest.approx([1, 0, 0])
    for name, array in before.items():
        assert np.array_equal(array, fitted.parameters[name])


def test_counting_words():
    bags = count_words([["b", "a", "a"], ["a", "c"], ["b"], ["b"]], 2, 0.75)
    assert bags.words == ("a", "b")
    assert bags.counts.toarray().tolist() == [[2, 1], [1, 0], [0, 1], [0, 1]]
    assert count_words([["a", "b", "c"], ["a", "b", "c"], ["a"]], 2, 0.7).words == ("b", "c")


@pytest.mark.parametrize(
    ("texts", "shared"), [([["a"], ["b"]], 0), ([], 0), ([["a"], ["a"], ["b"]], 1)]
)
def test_units_that_share_no_words_are_refused(texts, shared):
    with pytest.raises(InputError, match=rf"{len(texts)} units share only {shared} content words?"):
        count_words(texts, 2, 1.0)


@pytest.mark.parametrize("name", ["smoothed", "nmf"])
def test_words_given_for_a_topic_lead_it(name):
    draw = np.random.default_rng(1)
    given = "school pupil teacher lesson".split()
    rare = [list(draw.choice(given, 4)) for _ in range(6)]
    bags = count_words([*units(60), *rare], 2, 1.0)
    columns = tuple(bags.words.index(word) for word in given[:2])
    fitted = ENGINES[name].fit(bags.counts, 3, 42, Guide(seeds=(columns,)))
    first = {bags.words[place] for place in np.argsort(-fitted.topic_word[0])[:4]}
    assert first == set(given)


def test_neighbours_are_words_of_the_same_units_and_not_those_seen_once():
    often = [["tea", "milk"]] * 12 + [["rail", "bus"]] * 12 + [["tea", "bus"]]
    bags = count_words(often, 1, 1.0)
    near = neighbours(bags.counts).toarray()
    at = bags.words.index
    assert near[at("tea"), at("milk")] == pytest.approx(1)
    assert not near[at("tea"), at("bus")]
    assert not near[at("tea"), at("rail")]
    assert near.sum(axis=1) == pytest.approx(np.ones(4))


def test_the_names_of_the_settings_are_those_of_the_registry():
    assert set(get_args(EngineName)) == set(ENGINES)
