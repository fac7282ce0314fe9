from __future__ import annotations

import pytest

from textmine.corpus.reading.raw import RawTable
from textmine.errors import BadRowsError, InputError
from textmine.privacy import REVIEW_COLUMNS, Decision, read_decisions, review_rows
from textmine.privacy.decisions import Sighting, review_items
from textmine.privacy.finding import Found


def _seen(text, certainty, *, keep=False, document="d1"):
    found = Found(0, len(text), "person", "a rule", certainty, keep)
    return Sighting(document, text, f">>{text}<<", found, "" if keep else "Anna")


def _table(rows, columns=("text",)):
    columns = list(rows[0]) if rows else list(columns)
    numbers = list(range(2, len(rows) + 2))
    return RawTable("r.csv", columns, [list(row.values()) for row in rows], numbers, {})


def test_only_what_is_mostly_uncertain_is_asked():
    items = review_items(
        [
            _seen("Tom", "sure"), _seen("Tom", "sure"), _seen("Tom", "unsure"),
            _seen("Ada", "unsure"), _seen("Ada", "unsure", document="d2"),
            _seen("CFPB", "unsure", keep=True),
        ]
    )  # fmt: skip
    assert [(one.text, one.times, one.documents, one.proposed) for one in items] == [
        ("Ada", 2, 2, "replace"),
        ("CFPB", 1, 1, "keep"),
    ]
    assert tuple(review_rows(items)[0]) == REVIEW_COLUMNS


def test_decisions_are_read_and_rows_may_be_added():
    rows = [
        {"text": "Ada", "type": "place", "decision": "Replace"},
        {"text": "Big  Al", "type": "", "decision": "replace"},
        {"text": "CFPB", "type": "organisation", "decision": "keep"},
        {"text": "later", "type": "person", "decision": ""},
    ]
    assert read_decisions(_table(rows)) == {
        "Ada": Decision(True, "place"),
        "Big Al": Decision(True, "person"),
        "CFPB": Decision(False, "organisation"),
    }


def test_bad_rows_are_named_together():
    rows = [
        {"text": "Ada", "type": "", "decision": "maybe"},
        {"text": "", "type": "", "decision": "keep"},
        {"text": "X", "type": "planet", "decision": "keep"},
        {"text": "Y", "type": "", "decision": "keep"},
        {"text": "Y", "type": "", "decision": "replace"},
    ]
    with pytest.raises(BadRowsError) as caught:
        read_decisions(_table(rows))
    assert [problem.row for problem in caught.value.problems] == [2, 3, 4, 6]
    with pytest.raises(InputError, match="no column 'decision'"):
        read_decisions(_table([]))
