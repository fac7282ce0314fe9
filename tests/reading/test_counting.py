"""Counts of codes by other codes and by groups, in every unit: cells worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.test_coded_units import BOOK, INFO, TURNS
from textmine.coding import Codings
from textmine.corpus import LEVELS, Corpus
from textmine.errors import InputError
from textmine.reading.counting.tabulation import Counted, tabulate
from textmine.report.code_counts import counts_section
from textmine.schema import Coding

CORPUS = Corpus("c", TURNS, INFO)
SAID = [
    ("a1", "sign", "tell", "sender"),
    ("a1", "sign", "show", ""),
    ("a1", "level", "I", ""),
    ("a2", "sign", "tell", ""),
    ("a2", "level", "II", ""),
    ("b1", "sign", None, ""),
    ("b1", "level", "I", ""),
    ("b2", "sign", "tell", ""),
    ("b2", "level", "I", ""),
    ("b3", "sign", "show", ""),
]


def _codings(said=SAID, corpus=CORPUS, **more) -> Codings:
    items = [
        Coding("c", document, dimension, code, "ann", codebook="b", role=role, **more)
        for document, dimension, code, role in said
    ]
    return Codings(tuple(items), BOOK, corpus).by()


def _counts(table) -> dict[tuple[str, str], int]:
    return {cell: share.count for cell, share in table.cells.items() if share.count}


def test_two_dimensions_with_several_codes_and_roles():
    table = tabulate(_codings(), Counted("sign", "level"))
    assert table.row_codes == ("tell", "tell:sender", "show")
    assert _counts(table) == {
        ("tell:sender", "I"): 1,
        ("show", "I"): 1,
        ("tell", "II"): 1,
        ("tell", "I"): 1,
    }
    assert (table.n, table.incomplete, table.several) == (4, 1, 1)
    merged = tabulate(_codings(), Counted("sign", "level", roles=False))
    assert merged.row_codes == ("tell", "show")
    assert merged.row_totals["tell"].count == 3


def test_interviews_have_what_one_text_of_them_has_or_what_any_has():
    wanted = Counted("sign", "level", level="interviews", roles=False)
    found = tabulate(_codings(), wanted)
    assert _counts(found) == {
        ("tell", "I"): 2, ("tell", "II"): 1, ("show", "I"): 1,
    }  # fmt: skip
    assert (found.n, found.n_corpus) == (2, 2)
    anywhere = tabulate(_codings(), replace(wanted, together="unit"))
    assert _counts(anywhere) == {**_counts(found), ("show", "II"): 1}


def test_groups_have_an_n_of_their_own_and_a_unit_counts_in_each_of_its_groups():
    table = tabulate(_codings(), Counted("sign", "author", True, "cases", roles=False))
    assert table.column_codes == ("ann", "bea")
    assert _counts(table) == {
        ("tell", "ann"): 1, ("show", "ann"): 1, ("tell", "bea"): 1, ("show", "bea"): 1,
    }  # fmt: skip
    mixed = TURNS.assign(author=["ann", "bea", "bea", "bea", "bea"])
    there = _codings(corpus=Corpus("c", mixed, INFO))
    found = tabulate(there, Counted("sign", "author", True, "interviews", roles=False))
    assert {name: share.count for name, share in found.column_totals.items()} == {
        "ann": 1, "bea": 2,
    }  # fmt: skip
    assert (found.n, found.in_several) == (2, 1)
    assert found.row_totals["tell"].count == 2
    assert _counts(found)["tell", "bea"] == 2
    said = " ".join(counts_section([found]).sentences)
    assert "1 interview of several groups" in said
    assert "of those interviewed" in said


def test_spans_are_passages_and_their_number_in_the_text_is_not_known():
    said = [replace(one, start=0, end=7) for one in _codings().items if one.document == "a1"]
    table = tabulate(
        Codings(tuple(said), BOOK, CORPUS).by(), Counted("sign", level="passages", roles=False)
    )
    assert (table.n, table.n_corpus) == (1, None)
    assert "stretches of text that coders marked" in counts_section([table]).sentences[0]


def test_what_is_not_there_is_refused():
    with pytest.raises(InputError, match="no column 'town'"):
        tabulate(_codings(), Counted("sign", "town", True))
    with pytest.raises(InputError, match="No document has codes by ann on sign and level"):
        tabulate(_codings([SAID[0], SAID[8]]), Counted("sign", "level"))


DOCUMENTS = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "C"]),
        st.sampled_from(["x", "y", ""]),
        st.sets(st.sampled_from(["tell", "show"])),
        st.sampled_from(["I", "II"]),
    ),
    min_size=2,
    max_size=12,
)


def _made(documents, order=None) -> Codings:
    places = range(len(documents)) if order is None else order
    frame = pd.DataFrame(
        {
            "id": [f"d{place}" for place in places],
            "text": "some text",
            "thread_id": [documents[place][0] for place in places],
            "author": [documents[place][0] for place in places],
            "meta.round": [documents[place][1] for place in places],
            "meta.case": "one",
        }
    )
    said = []
    for place in places:
        _, _, signs, level = documents[place]
        said += [(f"d{place}", "sign", code, "") for code in sorted(signs) or [None]]
        said.append((f"d{place}", "level", level, ""))
    return _codings(said, Corpus("c", frame, INFO))


@given(DOCUMENTS, st.sampled_from(LEVELS), st.randoms())
def test_cells_add_up_and_order_changes_nothing(documents, level, random):
    codings = _made(documents)
    table = tabulate(codings, Counted("sign", "level", level=level))
    passages = tabulate(codings, Counted("sign", "level", level="passages"))
    for (row, column), share in table.cells.items():
        both = table.row_totals[row].count, table.column_totals[column].count
        assert share.count <= min(both) <= share.n == table.n
        assert share.count <= passages.cells[row, column].count
        assert bool(share.count) == bool(passages.cells[row, column].count)
    for row, total in table.row_totals.items():
        cells = [table.cells[row, column].count for column in table.column_codes]
        assert max(cells) <= total.count <= sum(cells)
        if level in ("passages", "documents"):
            assert total.count == sum(cells)
    order = list(range(len(documents)))
    random.shuffle(order)
    again = tabulate(_made(documents, order), Counted("sign", "level", level=level))
    assert again.cells == table.cells


@given(DOCUMENTS.filter(lambda made: any(one[1] for one in made)), st.sampled_from(LEVELS))
def test_groups_of_texts_add_up_to_what_has_a_group(documents, level):
    table = tabulate(_made(documents), Counted("sign", "round", True, level))
    for row, total in table.row_totals.items():
        cells = [table.cells[row, group] for group in table.column_codes]
        assert max(one.count for one in cells) <= total.count <= sum(one.count for one in cells)
        if not table.in_several:
            assert total.count == sum(one.count for one in cells)
    with_group = sum(bool(one[1]) for one in documents)
    if level in ("passages", "documents"):
        assert (table.n, table.incomplete) == (with_group, len(documents) - with_group)


@given(
    DOCUMENTS,
    st.sampled_from(LEVELS),
    st.sampled_from([None, 0.1, 0.5]),
    st.booleans(),
    st.sampled_from([None, "round", "level"]),
)
def test_no_interval_without_a_draw_that_covers_the_corpus(documents, level, chance, mixed, side):
    """Half of the documents are coded, with no, one or two chances to be drawn."""
    made = _made([*documents, ("D", "x", {"tell"}, "I")])
    items = [
        replace(one, sampling_probability=chance if not mixed or place % 2 else 0.25)
        for place, one in enumerate(made.items)
        if one.document != f"d{len(documents)}"
    ]
    codings = Codings(tuple(items), BOOK, made.corpus).by()
    wanted = Counted("sign", side, side == "round", level)
    try:
        table = tabulate(codings, wanted)
    except InputError:
        return
    chances = {codings.by_whom.chances.get(one.document) for one in codings}
    covered = len(chances) == 1 and None not in chances and level in ("passages", "documents")
    shares = [*table.cells.values(), *table.row_totals.values(), *table.column_totals.values()]
    limits = [share.interval for share in shares if share.interval is not None]
    if not covered:
        assert limits == []
    records = counts_section([table]).records
    assert records is not None
    assert (np.array([row["low"] is not None for row in records.rows]).sum() > 0) == bool(limits)
    if side is None and covered:
        assert len(limits) == len(shares)
