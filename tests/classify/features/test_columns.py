"""The columns that a classifier reads: neighbours, order, edges."""

from __future__ import annotations

import pandas as pd
import pytest

from textmine.classify.features.columns import EDGE, NUMERIC, unit_columns
from textmine.config import NlpSettings
from textmine.corpus import Corpus, CorpusInfo
from textmine.nlp import prepare_texts

FAST = NlpSettings(profile="fast")
INFO = CorpusInfo(name="c", source={}, columns={}, counts={})
DAY = pd.Timestamp("2013-09-02")


def corpus_of(rows):
    """Rows of (id, thread, day or None, position), the text being the id's own word."""
    table = pd.DataFrame(rows, columns=["id", "thread_id", "day", "position"])
    table["text"] = [f"word{identity}" for identity in table["id"]]
    days = pd.to_timedelta(pd.to_numeric(table.pop("day")), unit="D")
    if days.notna().any():
        table["created_at"] = (DAY + days).astype("datetime64[us]")
    return Corpus("c", table, INFO)


def columns_of(corpus):
    return unit_columns(corpus, prepare_texts(corpus.texts, FAST))


def neighbours(columns):
    own = {text: identity for identity, text in columns["words"].items()} | {EDGE: ""}
    before, after = columns["before"].map(own), columns["after"].map(own)
    return {identity: (before[identity], after[identity]) for identity in columns.index}


TWO = [
    ("a", "t1", 1, 1),
    ("x", "t2", 1, 2),
    ("b", "t1", 2, 3),
    ("y", "t2", 2, 4),
    ("c", "t1", 3, 5),
]


def test_neighbours_never_cross_threads():
    found = neighbours(columns_of(corpus_of(TWO)))
    assert found == {
        "a": ("", "b"),
        "b": ("a", "c"),
        "c": ("b", ""),
        "x": ("", "y"),
        "y": ("x", ""),
    }


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        ([("a", "t", 3, 1), ("b", "t", 1, 2), ("c", "t", 2, 3)], "bca"),
        ([("a", "t", 1, 3), ("b", "t", 1, 1), ("c", "t", 1, 2)], "bca"),
        ([("c", "t", 1, 1), ("a", "t", 1, 1), ("b", "t", 1, 1)], "abc"),
        ([("a", "t", None, 2), ("b", "t", None, 3), ("c", "t", None, 1)], "cab"),
        ([("a", "t", 3, 2), ("b", "t", None, 3), ("c", "t", 9, 1)], "cab"),
    ],
    ids=["date", "position", "id", "no dates", "a date missing"],
)
def test_order_in_a_thread_is_date_then_position_then_id(rows, order):
    found = neighbours(columns_of(corpus_of(rows)))
    assert found[order[0]] == ("", order[1])
    assert found[order[1]] == (order[0], order[2])
    assert found[order[2]] == (order[1], "")


def test_row_order_changes_nothing():
    corpus = corpus_of(TWO)
    mixed = Corpus("c", corpus.documents.iloc[[3, 0, 4, 2, 1]].reset_index(drop=True), INFO)
    expected, found = columns_of(corpus), columns_of(mixed)
    assert list(found.index) == mixed.ids
    pd.testing.assert_frame_equal(found.loc[corpus.ids], expected)


def test_documents_without_a_thread_stand_alone():
    found = neighbours(columns_of(corpus_of([("a", None, 1, 1), ("b", None, 2, 2)])))
    assert found == {"a": ("", ""), "b": ("", "")}


def test_positions_and_surroundings():
    columns = columns_of(corpus_of([(f"{i:02d}", "t", i, i) for i in range(40)]))
    assert list(columns["position_opens"])[:3] == [1, 0, 0]
    assert list(columns["position_second"])[:3] == [0, 1, 0]
    assert list(columns["position_closes"])[-2:] == [0, 1]
    assert columns["position_place"].tolist() == pytest.approx([i / 39 for i in range(40)])
    expected = " ".join(columns["words"][f"{place:02d}"] for place in range(5, 36))
    assert columns["around"]["20"] == expected
    assert len(columns["around"]["00"].split()) == 3 * 16


def test_every_block_has_its_columns():
    columns = columns_of(corpus_of(TWO))
    for names in NUMERIC.values():
        assert set(names) <= set(columns)
        assert columns[list(names)].notna().all(axis=None)
    assert (columns["clauses"] == "").all()
