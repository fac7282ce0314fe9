"""What stands of several batches: whole statements, and spans that are added to others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from textmine.coding.store import CodingStore
from textmine.schema import Coding

ONE = Coding("c", "1", "tone", "p", "ann", codebook="b", created_at="2020-01-01")


def span(start, end, code="p", **more):
    return replace(ONE, start=start, end=end, code=code, **more)


FIRST = [span(0, 4), span(5, 9, "n"), span(20, 30)]


@pytest.fixture
def store(tmp_path):
    made = CodingStore(f"sqlite:///{tmp_path}/codings.db")
    made.append(FIRST)
    return made


def places(store):
    return sorted((one.start, one.end, one.code) for one in store.current("c"))


@pytest.mark.parametrize(
    ("given", "stands", "told"),
    [
        ([span(5, 9, "p")], [(0, 4, "p"), (5, 9, "p"), (20, 30, "p")], (1, 0, 1, 2)),
        ([span(8, 22, "n")], [(0, 4, "p"), (8, 22, "n")], (1, 0, 1, 1)),
        ([span(40, 50)], [*[(0, 4, "p"), (5, 9, "n"), (20, 30, "p")], (40, 50, "p")], (1, 0, 0, 3)),
        (FIRST, [(0, 4, "p"), (5, 9, "n"), (20, 30, "p")], (0, 3, 0, 0)),
        (FIRST[:1], [(0, 4, "p"), (5, 9, "n"), (20, 30, "p")], (0, 1, 0, 0)),
        ([FIRST[0], span(5, 9, "p")], [(0, 4, "p"), (5, 9, "p"), (20, 30, "p")], (1, 1, 1, 1)),
        ([replace(ONE, code=None)], [(None, None, None)], (1, 0, 1, 0)),
    ],
)
def test_spans_replace_what_they_overlap(store, given, stands, told):
    done = store.compare(given)
    assert store.append(given) == done
    assert (done.new, done.unchanged, done.replaced, done.kept) == told
    assert places(store) == stands
    assert store.append(given).new == 0


def test_a_complete_table_withdraws_what_it_lacks(store):
    done = store.append(FIRST[:1], complete=True)
    assert (done.new, done.replaced, done.kept) == (1, 1, 0)
    assert places(store) == [(0, 4, "p")]
    assert store.append(FIRST[:1], complete=True).new == 0
    store.append([span(50, 60)])
    assert places(store) == [(0, 4, "p"), (50, 60, "p")]


def test_other_coders_and_dimensions_are_not_touched(store):
    store.append([span(0, 9, coder="bob"), span(0, 9, dimension="goal")])
    assert len(store.current("c")) == 5


def test_none_is_counted_apart(store):
    done = store.append([replace(ONE, document="2", code=None), replace(ONE, document="3")])
    assert (done.new, done.none) == (2, 1)
