"""Codes of documents, of whole units, or of units by a rule: one way for every command."""

from __future__ import annotations

import pytest

from textmine.coding import current_codings
from textmine.corpus import load_corpus
from textmine.errors import UsageError
from textmine.reading.coded_at import CodedAt, by_rule, codings_at, rule_of_units
from textmine.reading.coded_units import coded_units
from textmine.reading.rolling_units import rolled_units

GOAL = "goal_orientation"


@pytest.fixture
def final(coded):
    return current_codings(coded, load_corpus(coded, "forum")).by("agreed")


@pytest.mark.parametrize("level", ["documents", "interviews", "threads", "authors"])
@pytest.mark.parametrize("rule", ["any", "majority"])
def test_units_have_the_codes_that_the_rule_gives_them(final, level, rule):
    corpus = final.corpus
    passages = coded_units(final, "passages", [GOAL])
    rolled = rolled_units(passages, corpus, level, final.codebook, rule)
    found = coded_units(by_rule(final, CodedAt(level, rule), (GOAL,)), level, [GOAL])
    assert found.units == rolled.units
    column = {code: place for place, code in enumerate(found.codes)}
    for place, code in enumerate(rolled.codes):
        assert found.passages[:, column[code]].tolist() == rolled.passages[:, place].tolist()
    assert found.coded.all(axis=1).tolist() == rolled.coded.all(axis=1).tolist()


def test_any_changes_nothing_but_what_is_said(final):
    found = by_rule(final, CodedAt("threads", "any"))
    assert found.items == final.items
    assert found.final == final.final
    assert found.remarks[-1] == "A thread has a code that any of its passages has."


def test_a_rule_leaves_no_sample(final):
    found = by_rule(final, CodedAt("threads", "majority"), (GOAL,))
    assert len(found) == len(final)
    assert "no sample of the corpus" in found.by_whom.selection(GOAL)
    assert not found.by_whom.selection("knowledge_domain")
    others = [one for one in final if one.dimension != GOAL]
    assert [one for one in found if one.dimension != GOAL] == others


def test_codes_by_a_rule_are_handed_down_to_each_document(final):
    corpus = final.corpus
    by_thread = by_rule(final, CodedAt("threads", "majority"), (GOAL,))
    threads = coded_units(by_thread, "threads", [GOAL])
    down = by_rule(final, CodedAt("threads", "majority", roll_down=True), (GOAL,))
    documents = coded_units(down, "documents", [GOAL])
    assert len(documents.units) == len(corpus)
    of = dict(zip(corpus.ids, corpus.column("thread_id"), strict=True))
    row = {thread: place for place, thread in enumerate(threads.units)}
    column = {code: place for place, code in enumerate(threads.codes)}
    for place, code in enumerate(documents.codes):
        expected = [bool(threads.given[row[of[one]], column[code]]) for one in documents.units]
        assert documents.given[:, place].tolist() == expected


def test_what_cannot_be_asked_for_together():
    with pytest.raises(UsageError, match="you named no units"):
        CodedAt(rule="majority")
    for level in (None, "documents"):
        with pytest.raises(UsageError, match="you named none"):
            CodedAt(level, roll_down=True)
    with pytest.raises(UsageError, match="has no passage"):
        CodedAt("cases").need_passages()
    CodedAt("cases", roll_down=True).need_passages()


def test_the_rule_of_what_is_counted_is_said_once():
    assert rule_of_units(CodedAt(), None) == rule_of_units(CodedAt(), "passages") == []
    assert rule_of_units(CodedAt("interviews", "majority"), "interviews") == []
    said = ["A case has a code that any of its passages has."]
    assert rule_of_units(CodedAt("interviews", "majority"), "cases") == said
    assert rule_of_units(CodedAt("cases", roll_down=True), "cases") == said


def test_nothing_is_coded_at_a_level_is_said(coded):
    with pytest.raises(ValueError, match="No interviews of 'forum' are coded as a whole"):
        codings_at(coded, load_corpus(coded, "forum"), CodedAt("threads"))
