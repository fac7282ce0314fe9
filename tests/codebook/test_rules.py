"""Which rules the codes of one unit break, and what follows on derived dimensions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.codebook.made import FULL, codebooks, codes
from textmine.codebook import (
    Code,
    Codebook,
    Dimension,
    Rule,
    add_code,
    broken_rules,
    derived_codes,
    find_codebook,
    rule_sentence,
)

CLUSTERS = find_codebook("rozkwitalska-lis-2022")


@pytest.mark.parametrize(
    ("given_codes", "attributes", "broken"),
    [
        ({"community": ["participants"], "level": ["I"]}, {}, []),
        ({"community": ["participants"], "level": ["II"]}, {}, [1]),
        ({"community": ["cooperators"], "level": ["I"]}, {}, [2]),
        ({"community": ["cooperators"], "level": ["III"]}, {"sector": "metal"}, []),
        ({"community": ["cooperators"], "level": ["IV"]}, {"sector": "metal"}, [5]),
        ({"community": ["cooperators"], "level": ["IV"]}, {"sector": "ICT"}, []),
        ({"community": ["locomotives"], "level": ["IV"]}, {"sector": "ICT"}, []),
        ({"community": ["locomotives"], "level": ["II"]}, {}, [3]),
        ({"community": ["locomotives"], "level": ["IV"]}, {"sector": "metal"}, [5, 6]),
        ({"community": ["locomotives"]}, {"sector": "metal"}, [6]),
        ({"learning_symptom": ["inspiring", "educating"], "level": ["III"]}, {}, [4]),
        ({"learning_symptom": ["inspiring"], "level": ["III"]}, {}, []),
        ({"community": ["dead-souls"], "level": ["I"]}, {"sector": "metal"}, []),
        ({"community": ["locomotives"]}, {}, []),
        ({}, {"sector": "metal"}, []),
    ],
)
def test_the_rules_of_the_clusters(given_codes, attributes, broken):
    found = broken_rules(CLUSTERS, given_codes, attributes)
    assert [item.rule for item in found] == broken
    assert all(item.reason == CLUSTERS.rules[item.rule - 1].reason for item in found)


@pytest.mark.parametrize(
    ("given_codes", "attributes", "sentence"),
    [
        (
            {"community": ["locomotives"], "level": ["II"]},
            {},
            "community = locomotives with level = II: locomotives occur only at level IV",
        ),
        (
            {"community": ["locomotives"]},
            {"sector": "metal"},
            "sector = metal with community = locomotives: the metal clusters have no locomotives",
        ),
    ],
)
def test_the_sentence(given_codes, attributes, sentence):
    assert [b.sentence for b in broken_rules(CLUSTERS, given_codes, attributes)] == [sentence]


def test_a_rule_holds_for_open_codes_under_its_codes():
    book = add_code(
        CLUSTERS, "community", Code(id="visitors", name="v", parent="participants"), reason="seen"
    )
    found = broken_rules(book, {"community": ["visitors"], "level": ["II"]}, {})
    assert [item.sentence for item in found] == [
        "community = visitors with level = II: participants occur only at level I"
    ]
    deeper = add_code(book, "level", Code(id="Ia", name="", parent="I"), reason="seen")
    assert broken_rules(deeper, {"community": ["visitors"], "level": ["Ia"]}, {}) == []


def test_derived_codes_count():
    assert [b.rule for b in broken_rules(FULL, {"theme": ["c"]}, {"sector": "x"})] == [2]
    assert broken_rules(FULL, {"theme": ["a"]}, {"sector": "x"}) == []
    assert broken_rules(FULL, {"theme": ["c"]}, {"sector": "y"}) == []


def test_codes_that_are_not_in_the_codebook_break_no_rule_of_theirs():
    assert broken_rules(FULL, {"theme": ["gone"], "mood": ["x"], "tone": ["n"]}, {}) == []


def test_a_rule_without_condition_always_holds():
    rule = Rule(reason="no z", never={"tone": ("z",)})
    book = Codebook(
        name="b", dimensions=(Dimension(id="tone", name="", codes=codes("p", "z")),), rules=(rule,)
    )
    assert [b.sentence for b in broken_rules(book, {"tone": ["z"]}, {})] == ["tone = z: no z"]
    assert rule_sentence(rule) == "Always: tone never z."


@pytest.mark.parametrize(
    ("given_codes", "full"),
    [
        ({"theme": {"a"}}, {"theme": {"a"}, "kind": {"k"}}),
        ({"theme": ["a", "b", "d"]}, {"theme": {"a", "b", "d"}, "kind": {"k", "l"}}),
        ({"tone": ["p"]}, {"tone": {"p"}}),
        ({"theme": []}, {"theme": set()}),
        ({"theme": ["a"], "kind": ["l"]}, {"theme": {"a"}, "kind": {"k"}}),
        ({"kind": ["l"]}, {}),
    ],
)
def test_what_follows(given_codes, full):
    assert derived_codes(FULL, given_codes) == full


@settings(max_examples=50, deadline=None)
@given(codebooks(), st.data())
def test_deriving_twice_is_deriving_once(book, data):
    picked = {d.id: data.draw(st.sets(st.sampled_from(d.code_ids))) for d in book.coded_dimensions}
    once = derived_codes(book, picked)
    assert derived_codes(book, once) == once
    assert all(once[key] == value for key, value in picked.items())
    assert broken_rules(book, once, {}) == broken_rules(book, picked, {})
