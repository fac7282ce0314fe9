"""Circles of parents, and how they are cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import LONG, raw
from textmine.corpus.reading.columns import map_columns
from textmine.corpus.reading.packed import packed
from textmine.corpus.reading.rows import check_rows
from textmine.corpus.reading.threads import (
    bad_links,
    circles,
    cut_circles,
    roots,
    thread_roots,
)

_NAMES = [f"d{n}" for n in range(8)]


@given(st.lists(st.sampled_from(["", *_NAMES]), min_size=8, max_size=8))
def test_after_the_cut_no_circle_is_left_and_nothing_else_is_changed(parents):
    kept, cut = cut_circles(_NAMES, parents, range(8))
    before = circles(dict(zip(_NAMES, parents, strict=True)))
    assert circles(dict(zip(_NAMES, kept, strict=True))) == []
    assert not list(bad_links(packed(_NAMES), packed(kept)))
    assert len(cut) == len(before)
    for place, parent in enumerate(parents):
        assert kept[place] == ("" if place in cut else parent)
    assert all(kept[_NAMES.index(root)] == "" for root in roots(_NAMES, kept))


@given(
    st.lists(st.sampled_from(["", "gone", *_NAMES]), min_size=8, max_size=8),
    st.lists(st.sampled_from(_NAMES), min_size=8, max_size=8) | st.just(_NAMES),
)
def test_columns_tell_of_links_what_is_seen_document_by_document(parents, ids):
    parent_of = dict(zip(ids, parents, strict=True))
    circular = {identity for circle in circles(parent_of) for identity in circle}
    bad = [
        (place, parent not in parent_of and parent != identity)
        for place, (identity, parent) in enumerate(zip(ids, parents, strict=True))
        if parent and (parent == identity or parent not in parent_of or identity in circular)
    ]
    found = bad_links(packed(ids), packed(parents))
    assert [(link.place, link.is_orphan) for link in found] == bad
    assert thread_roots(packed(ids), packed(parents)).to_pylist() == roots(ids, parents)


def test_a_circle_is_cut_at_its_first_by_date_and_named():
    table = raw(
        ["id", "text", "date", "reply_to"],
        ["a", LONG, "2024-01-03", "b"],
        ["b", LONG, "2024-01-01", "c"],
        ["c", LONG, "2024-01-02", "a"],
        ["d", LONG, "2024-01-04", "d"],
    )
    mapping = map_columns(table, {})
    assert len(check_rows(table, mapping).problems) == 4
    checked = check_rows(table, mapping, cut_cycles=True)
    assert checked.problems == []
    documents = checked.documents
    assert list(documents["parent_id"]) == ["b", None, "a", None]
    assert list(documents["meta.cut_parent"]) == [None, "c", None, "d"]
    assert list(documents["thread_id"]) == ["b", "b", "b", "d"]
    assert any("2 circles" in one and "'b' answers 'c' no more" in one for one in checked.remarks)
