"""Table 1 of the sample, and counts of partly coded corpora."""

from __future__ import annotations

from dataclasses import replace

import pytest

from textmine.codebook import find_codebook
from textmine.coding import Codings, final_codes, open_codings, the_codebook
from textmine.corpus import load_corpus
from textmine.errors import InputError
from textmine.reading.counting.tabulation import tabulate_codes
from textmine.report.code_counts import reading_of
from textmine.schema import Coding
from textmine.stats import wilson_interval

BOOK = find_codebook("ling-martins-2015")
TABLE_1 = {"A1": 34, "A2": 3, "A3": 45, "B1": 18, "B2": 4, "B3": 13, "C1": 5, "C2": 5, "C3": 4}


@pytest.fixture
def codings(coded):
    return open_codings(coded).current("forum")


@pytest.fixture
def counted(coded):
    corpus = load_corpus(coded, "forum")

    def count(codings, coder=None, **more):
        return tabulate_codes(Codings(tuple(codings), BOOK, corpus), coder, **more)

    return count


def test_table_1_of_the_sample(codings, counted):
    table = counted(codings)
    assert {row + column: share.count for (row, column), share in table.cells.items()} == TABLE_1
    assert [round(share.percent) for share in table.cells.values()] == [
        26,
        2,
        34,
        14,
        3,
        10,
        4,
        4,
        3,
    ]
    assert [share.count for share in table.row_totals.values()] == [82, 35, 14]
    assert [round(share.percent) for share in table.column_totals.values()] == [44, 9, 47]
    assert (table.coder, table.origin, table.n, table.incomplete) == (
        "agreed",
        "adjudicated",
        131,
        0,
    )
    assert table.census
    assert all(share.interval is None for share in table.cells.values())
    assert table.cell_names["C3"] == "manipulative self-presentation to dominate"


def test_partly_coded_corpora_have_wilson_intervals_where_chance_drew_them(codings, counted):
    some = [
        replace(coding, sampling_probability=40 / 131)
        for coding in codings
        if int(coding.document) <= 40
    ]
    table = counted(some, "coder-1")
    assert (table.n, table.n_corpus, table.census) == (40, 131, False)
    for share in (*table.cells.values(), *table.row_totals.values(), *table.column_totals.values()):
        assert share.interval == wilson_interval(share.count, 40)
        assert share.interval.low <= share.count / 40 <= share.interval.high
    assert "all drawn with the same chance" in reading_of(table)


def test_documents_that_no_draw_could_take_leave_no_interval(codings, counted):
    some = [replace(c, sampling_probability=0.3) for c in codings if int(c.document) <= 40]
    table = counted(some, "coder-1", n_beyond=7)
    assert all(share.interval is None for share in table.cells.values())
    assert "no draw could take 7 of the others" in reading_of(table)


def test_without_a_draw_there_is_no_interval_and_that_is_said(codings, counted):
    table = counted([coding for coding in codings if int(coding.document) <= 40], "coder-1")
    assert all(share.interval is None for share in table.cells.values())
    assert "40 of 131 documents are coded, and no draw says" in reading_of(table)


def test_machine_counts_have_no_interval(codings, counted):
    machine = [replace(coding, origin="machine", coder="m") for coding in codings[:60]]
    table = counted(machine, "m")
    assert table.origin == "machine"
    assert all(share.interval is None for share in table.cells.values())


def test_documents_with_one_side_only_are_counted_apart(codings, counted):
    some = [c for c in codings if not (c.document == "5" and c.dimension == "goal_orientation")]
    table = counted(some, "agreed")
    assert (table.n, table.incomplete) == (130, 1)


def test_one_dimension_alone(codings, counted):
    table = counted(codings, dimension="knowledge_domain")
    assert table.columns is None
    assert [share.count for share in table.row_totals.values()] == [57, 12, 62]
    with pytest.raises(InputError, match="no dimension 'goal'"):
        counted(codings, dimension="goal")


def _by(*coders):
    return [Coding("c", "1", "d", "A", coder, origin) for coder, origin in coders]


@pytest.mark.parametrize(
    ("coders", "given", "chosen"),
    [
        ([("ann", "human")], None, "ann"),
        ([("ann", "human"), ("m", "machine")], None, "ann"),
        ([("ann", "human"), ("bob", "human"), ("agreed", "adjudicated")], None, "agreed"),
        ([("ann", "human"), ("bob", "human")], "bob", "bob"),
        ([("ann", "human"), ("bob", "human")], None, "ann and bob, who agree"),
        ([("m", "machine")], "m", "m"),
    ],
)
def test_whose_codes_stand(coders, given, chosen):
    assert final_codes(_by(*coders), given, machine=True).who() == chosen


@pytest.mark.parametrize(
    ("coders", "given", "sentence"),
    [
        ([], None, "This corpus has no codings"),
        ([("ann", "human")], "an", "There is no coder 'an'. Did you mean 'ann'"),
        ([("m", "machine")], None, r"no codings by people: only machines coded it \(m\)"),
    ],
)
def test_whose_codes_is_not_clear(coders, given, sentence):
    with pytest.raises(InputError, match=sentence):
        final_codes(_by(*coders), given).on("d")


@pytest.mark.parametrize(
    ("codebooks", "sentence"), [([], "no codings"), (["b1", "b2"], "several codebooks: b1, b2")]
)
def test_which_codebook_is_not_clear(codebooks, sentence):
    codings = [replace(_by(("ann", "human"))[0], codebook=name) for name in codebooks]
    with pytest.raises(InputError, match=sentence):
        the_codebook(codings)


def test_no_document_with_both_codes(codings, counted):
    one_side = [coding for coding in codings if coding.dimension == "knowledge_domain"]
    with pytest.raises(InputError, match="No document has codes by agreed on goal_orientation and"):
        counted(one_side)


def test_documents_drawn_with_unequal_chances_give_counts_and_no_interval(coded, counted):
    codings = [
        replace(coding, sampling_probability=0.2 if coding.document < "5" else 0.8)
        for coding in open_codings(coded).current("forum")
    ]
    table = counted(codings, coder="agreed", n_corpus=1000)
    assert table.chances == (0.2, 0.8)
    assert all(share.interval is None for share in table.row_totals.values())
    assert "counts of the sample, not shares of the corpus" in reading_of(table)
    equal = [replace(coding, sampling_probability=0.131) for coding in codings]
    assert counted(equal, coder="agreed", n_corpus=1000).row_totals["A"].interval is not None


def test_chosen_documents_among_drawn_ones_give_counts_and_no_interval(coded, counted):
    codings = [
        replace(coding, sampling_probability=None if coding.document < "5" else 0.2)
        for coding in open_codings(coded).current("forum")
    ]
    table = counted(codings, coder="agreed", n_corpus=1000)
    chosen = {coding.document for coding in codings if coding.document < "5"}
    assert (table.chances, table.n_unknown) == (None, len(chosen))
    assert all(share.interval is None for share in table.row_totals.values())
    assert f"{len(chosen)} of them chosen and not drawn by chance" in reading_of(table)
