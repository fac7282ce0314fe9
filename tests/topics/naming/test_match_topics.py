"""Which topic of a refit is which former one."""

from __future__ import annotations

import numpy as np

from textmine.topics.judging.stability import Refit
from textmine.topics.naming.match_topics import identify


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
    both = identify(_fit(BUS, RENT, ARTS), IDS, _fit(("aemn", range(8)), ARTS))
    assert both.ids == ("T04", "T03")
    assert both.sentences == ["T01 and T02 were merged into T04, which is new."]


def test_a_small_topic_goes_into_one_that_stays():
    small = ("efgh", range(4, 6))
    found = identify(_fit(BUS, small, ARTS), IDS, _fit(("abcd", range(6)), ARTS))
    assert found.ids == ("T01", "T03")
    assert found.sentences == ["T02 went into T01."]


def test_a_topic_split_in_two():
    found = identify(
        _fit(("abcdef", range(8)), ARTS),
        ("T01", "T02"),
        _fit(("abcd", range(5)), ("efgh", range(5, 8)), ARTS),
    )
    assert found.ids == ("T01", "T03", "T02")
    assert found.sentences == ["T03 is new, split from T01."]


def test_a_topic_of_which_two_new_ones_were_made():
    found = identify(
        _fit(("abcd", range(8)), ARTS),
        ("T01", "T02"),
        _fit(("mnop", range(4)), ("efgh", range(4, 8)), ARTS),
    )
    assert found.ids == ("T03", "T04", "T02")
    assert found.sentences == ["T01 was split into T03 and T04, which are new."]


def test_a_topic_with_other_words_on_the_same_units():
    found = identify(_fit(("abcd", range(6)), ARTS), ("T01", "T02"), _fit(("mnop", range(4)), ARTS))
    assert found.ids == ("T03", "T02")
    assert found.sentences == ["T01 changed so much that it is T03 now."]
