"""Units as arrays of words say the same as lists of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from textmine.nlp.tokens import joined, tokens_of
from textmine.topics.bags import count_known_words, count_words, find_phrases, join_phrases, without

UNITS = st.lists(st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=8), max_size=6)


@given(UNITS, UNITS)
def test_units_come_back_as_they_were(one, two):
    tokens = tokens_of(one)
    assert list(tokens) == one
    assert [tokens[place] for place in range(len(one))] == one
    assert list(tokens[1:3]) == one[1:3]
    assert list(tokens[::-1]) == one[::-1]
    assert list(tokens.take([0] * 2 if one else [])) == one[:1] * 2
    assert list(joined([tokens, tokens_of(two)])) == [*one, *two]
    assert list(without(tokens, ["B"])) == [[w for w in unit if w != "b"] for unit in one]


@given(UNITS, st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=3))
def test_phrases_are_joined_from_left_to_right(units, phrases):
    wanted = []
    for unit in units:
        rest, words = list(unit), []
        while rest:
            if tuple(rest[:2]) in phrases:
                words.append("_".join(rest[:2]))
                rest = rest[2:]
            else:
                words.append(rest.pop(0))
        wanted.append(words)
    assert list(join_phrases(units, phrases)) == wanted


def test_phrases_are_found_inside_units_alone():
    units = [["low", "carbon"], ["plan", "low", "carbon"]] * 3 + [["carbon"], ["plan", "plan"]] * 6
    assert find_phrases(units) == (("low", "carbon"),)


@given(UNITS)
def test_counts_are_those_of_lists(units):
    counts = count_known_words(units, ["c", "a", "x"]).toarray()
    assert counts.tolist() == [[unit.count("c"), unit.count("a"), 0] for unit in units]


def test_words_of_too_few_or_too_many_units_are_not_counted():
    bags = count_words([["b", "a", "a"], ["b", "c"], ["b", "a"], ["c"]], 2, 0.5)
    assert bags.words == ("a", "c")
    assert bags.counts.toarray().tolist() == [[2, 0], [0, 1], [1, 0], [0, 1]]
