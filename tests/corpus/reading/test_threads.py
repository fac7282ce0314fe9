"""Circles of parents, and how they are cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import LONG, raw
from textmine.corpus.reading.columns import map_columns
from textmine.corpus.reading.rows import check_rows
from textmine.corpus.reading.threads import bad_links, circles, cut_circles, roots

_NAMES = [f"d{n}" for n in range(8)]


@given(st.lists(st.sampled_from(["", *_NAMES]), min_size=8, max_size=8))
def test_after_the_cut_no_circle_is_left_and_nothing_else_is_changed(parents):
    kept, cut = cut_circles(_NAMES, parents, range(8))
    before = circles(dict(zip(_NAMES, parents, strict=True)))
    assert circles(dict(zip(_NAMES, kept, strict=True))) == []
    assert not list(bad_links(_NAMES, kept))
    assert len(cut) == len(before)
    for place, parent in enumerate(parents):
        assert kept[place] == ("" if place in cut else parent)
    assert all(kept[_NAMES.index(root)] == "" for root in roots(_NAMES, kept))


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
