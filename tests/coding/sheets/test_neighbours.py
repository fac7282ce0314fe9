"""What a coder sees before and after a document: enough to decide, no more than the coder may."""

from __future__ import annotations

import pandas as pd
import pytest

from textmine.coding.sheets.neighbours import neighbours_of, thread_titles
from textmine.corpus import Corpus, CorpusInfo
from textmine.errors import InputError

INFO = CorpusInfo(name="c", source={}, columns={}, counts={})
TALK = pd.DataFrame(
    {
        "id": ["3", "1", "2", "9"],
        "text": ["YES, it can happen,", "Can it\nhappen?", "x" * 400, "alone"],
        "thread_id": ["T", "T", "T", None],
        "position": [3, 1, 2, 1],
        "author": ["ann", "bea", "ann", "cy"],
        "title": [None, "The bus", None, None],
    }
)


def _talk(**columns):
    return Corpus("c", TALK.assign(**columns), INFO)


def test_neighbours_stand_in_reading_order_and_are_cut():
    before, after = neighbours_of(_talk(), 2, 1, with_author=True)
    first, second = before[0].split("\n")
    assert first == "bea: Can it happen?"
    assert second == "ann: " + "x" * 300 + " …"
    assert (before[1], after[1]) == ("", "ann: " + "x" * 300 + " …")
    assert (before[3], after[3]) == ("", "")


def test_who_may_not_see_authors_sees_whether_the_same_person_speaks():
    before, after = neighbours_of(_talk(), None, None, with_author=False)
    assert before[0].startswith("(same person) xxx")
    assert before[2] == "(another person) Can it happen?"
    assert after[2] == "(same person) YES, it can happen,"
    assert "ann" not in "".join([*before, *after])
    nameless, _ = neighbours_of(_talk(author=None), None, None, with_author=False)
    assert nameless[2] == "Can it happen?"


def test_a_corpus_without_threads_has_none_unless_they_are_asked_for():
    assert not any(map(any, neighbours_of(_talk(thread_id=None), None, None, with_author=True)))
    with pytest.raises(InputError, match="has no threads"):
        neighbours_of(_talk(thread_id=None), 2, None, with_author=True)


def test_a_thread_has_the_title_of_the_document_that_has_one():
    assert thread_titles(_talk()) == ["The bus", "The bus", "The bus", ""]
