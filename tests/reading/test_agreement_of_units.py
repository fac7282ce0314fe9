"""Coders held against each other on threads, by what they say of the messages of these."""

from __future__ import annotations

import json
from collections import defaultdict

import pytest

from textmine.coding import current_codings
from textmine.corpus import load_corpus
from textmine.reading.rolling_units import codings_of_units
from textmine.schema import with_fields

GOAL = "goal_orientation"


@pytest.fixture
def current(coded):
    return current_codings(coded, load_corpus(coded, "forum"))


def _by_hand(current, rule):
    """Return thread and coder -> the codes of the thread, counted one by one."""
    threads = dict(zip(current.corpus.ids, current.corpus.column("thread_id"), strict=True))
    said = defaultdict(list)
    for one in current.human():
        if one.dimension == GOAL:
            said[threads[one.document], one.coder].append(one.code)
    return {
        key: {
            code for code in codes if code and (rule == "any" or 2 * codes.count(code) > len(codes))
        }
        for key, codes in said.items()
    }


@pytest.mark.parametrize("rule", ["any", "majority"])
def test_each_coder_s_passages_say_which_codes_a_unit_has(current, rule):
    found = defaultdict(set)
    for one in codings_of_units(current, "threads", rule):
        if one.dimension == GOAL:
            found[one.document, one.coder] |= {one.code} - {None}
    assert found == _by_hand(current, rule)


def test_who_saw_a_suggestion_for_one_passage_did_not_code_the_unit_blind(current):
    first = next(one for one in current.human() if one.dimension == GOAL)
    seen = with_fields(first, suggested_by="model:m")
    items = tuple(seen if one is first else one for one in current)
    units = codings_of_units(
        type(current)(items, current.codebook, current.corpus), "threads", "any"
    )
    thread = dict(zip(current.corpus.ids, current.corpus.column("thread_id"), strict=True))
    key = (thread[first.document], first.coder, GOAL)
    of_unit = [one for one in units if (one.document, one.coder, one.dimension) == key]
    assert {one.suggested_by for one in of_unit} == {"model:m"}
    assert sum(one.suggested_by != "" for one in units) == len(of_unit)


def test_the_command_measures_units_by_the_rule(coded, run_in, current):
    run = run_in(coded.root)
    told = run("agreement", "forum", "--level", "threads", "--rule", "majority", "--format", "json")
    assert told.code == 0
    assert "A thread has a code that more than half of its passages have" in told.err
    said = _by_hand(current, "majority")
    coders = sorted({coder for _, coder in said})
    threads = sorted({unit for unit, _ in said if all((unit, who) in said for who in coders)})
    equal = [len({frozenset(said[unit, who]) for who in coders}) == 1 for unit in threads]
    [row] = [
        one
        for one in json.loads(told.out)["rows"]
        if (one["dimension"], one["figure"]) == (GOAL, "share of equal sets")
    ]
    assert row["n"] == len(threads)
    assert row["value"] == pytest.approx(sum(equal) / len(threads), abs=1e-6)
    assert 0 < sum(equal) < len(threads)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--rule", "any"), "you named no units"),
        (("--level", "threads", "--rule", "any", "--show", "spans"), "is about spans in texts"),
        (("--level", "threads", "--rule", "any", "--by", "thread"), "no units within threads"),
    ],
)
def test_what_cannot_be_asked_for_together_is_said(coded, run_in, words, said):
    told = run_in(coded.root)("agreement", "forum", *words)
    assert told.code != 0
    assert said in told.err
