"""Which topic of a refit is which former one."""

from __future__ import annotations

import numpy as np

from textmine.topics.judging.stability import Refit
from textmine.topics.naming.identity import identify


def _fit(*topics):
    """A fit of units to topics, each given as (words, units)."""
    weights = np.zeros((12, len(topics)))
    for place, (_, units) in enumerate(topics):
        weights[list(units), place] = 1
    return Refit(np.arange(12), weights, [list(words) for words, _ in topics])


BUS, RENT, ARTS = ("abcd", range(4)), ("efgh", range(4, 8)), ("ijkl", range(8, 12))
IDS = ("T01", "T02", "T03")


def test_the_same_topics_in_another_order_keep_their_ids():
    found = identify(_fit(BUS, RENT, ARTS), IDS, _fit(ARTS, BUS, RENT))
    assert found.ids == ("T03", "T01", "T02")
    assert found.sentences == []


def test_a_new_topic_gets_an_id_that_was_never_given():
    found = identify(_fit(BUS, RENT), ("T01", "T02"), _fit(BUS, RENT, ARTS), ("T01", "T02", "T07"))
    assert found.ids == ("T01", "T02", "T08")
    assert found.sentences == ["T08 is new."]


def test_a_topic_that_is_gone_and_one_that_went_into_another():
    gone = identify(_fit(BUS, RENT, ARTS), IDS, _fit(BUS, RENT))
    assert gone.sentences == ["T03 is not there any more."]
    both = identify(_fit(BUS, RENT, ARTS), IDS, _fit(("abef", range(8)), ARTS))
    assert [one for one in both.sentences if "went into" in one]
    assert set(both.vanished) <= {"T01", "T02"}


def test_a_topic_split_in_two():
    found = identify(
        _fit(("abcdef", range(8)), ARTS),
        ("T01", "T02"),
        _fit(("abcd", range(5)), ("efgh", range(5, 8)), ARTS),
    )
    assert found.ids == ("T01", "T03", "T02")
    assert found.sentences == ["T03 is new, split from T01."]
