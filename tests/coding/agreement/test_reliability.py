"""Agreement from stored codings and from plain tables."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.helpers import raw
from textmine.codebook import find_codebook
from textmine.coding import (
    Resampling,
    TableRequest,
    list_disagreements,
    matrices_of,
    measure_agreement,
    open_codings,
    read_code_tables,
    said_disagreements,
)
from textmine.errors import BadRowsError, InputError

BOOK = find_codebook("ling-martins-2015")
CODERS = ("coder-1", "coder-2")
FEW = Resampling(n_resamples=100)


@pytest.fixture
def matrices(coded):
    return matrices_of(open_codings(coded).current("forum"), BOOK, CODERS)


def test_the_sample(matrices):
    assert [m.dimension for m in matrices] == [
        "knowledge_domain",
        "goal_orientation",
        "communicative practice",
    ]
    assert [m.crossed for m in matrices] == [False, False, True]
    same = [int((m.codes[:, 0] == m.codes[:, 1]).sum()) for m in matrices]
    assert same == [108, 110, 90]
    kappas = []
    for matrix in matrices:
        result = measure_agreement(matrix, FEW)
        values = {estimate.name: estimate.coefficient.value for estimate in result.estimates}
        kappas.append(round(values["Cohen's kappa"], 3))
        assert result.n_shared == result.n_units == 131
        assert sum(code.prevalence for code in result.codes) == pytest.approx(1)
        assert sum(code.n_codes for code in result.codes) == 262
    assert kappas == [0.694, 0.703, 0.605]


def test_disagreements_of_the_sample(matrices):
    found = list_disagreements(matrices[:2])
    assert len(found) == 23 + 21
    assert all(set(item.codes) == set(CODERS) for item in found)


def test_what_follows_from_another_dimension_is_listed_once(matrices):
    derived = replace(matrices[0], dimension="theory", derived_from="knowledge_domain")
    every = [*matrices[:2], derived]
    assert list_disagreements(every) == list_disagreements(matrices[:2])
    told = said_disagreements(every)
    assert told.startswith("44 disagreements (those on 'theory', which follows from")
    assert said_disagreements(matrices) == "44 disagreements"
    assert len(list_disagreements([derived])) == 23
    assert measure_agreement(derived, FEW).derived_from == "knowledge_domain"


def test_units_are_resampled_or_threads(matrices):
    clusters = np.arange(131) // 4
    threads = dict(zip(matrices[0].units, map(int, clusters), strict=True))
    by_unit = measure_agreement(matrices[0], FEW)
    by_thread = measure_agreement(matrices[0], Resampling(threads, 100))
    assert (by_unit.resampled, by_thread.resampled) == ("units", "threads")
    assert by_unit.estimates[3].coefficient == by_thread.estimates[3].coefficient
    assert by_unit.estimates[3].interval != by_thread.estimates[3].interval
    assert by_unit == measure_agreement(matrices[0], FEW)


def test_cohen_is_for_two_coders(coded):
    three = matrices_of(open_codings(coded).current("forum"), BOOK, (*CODERS, "agreed"))
    names = [e.name for e in measure_agreement(three[0], FEW).estimates]
    assert "Cohen's kappa" not in names
    assert "Fleiss' kappa" in names


def test_no_coding_of_this_codebook(coded):
    other = BOOK.model_copy(
        update={
            "name": "other",
            "product": None,
            "dimensions": tuple(d.model_copy(update={"id": "x_" + d.id}) for d in BOOK.dimensions),
        }
    )
    with pytest.raises(
        InputError, match="None of coder-1, coder-2 gave a code of codebook 'other'"
    ):
        matrices_of(open_codings(coded).current("forum"), other, CODERS)


LONG = raw(["unit", "coder", "code"], ["u1", "ann", "x"], ["u1", "bob", "y"], ["u2", "ann", "y"])


def test_a_long_table():
    [matrix] = read_code_tables([LONG]).matrices
    assert (matrix.units, matrix.coders, matrix.categories) == (
        ("u1", "u2"),
        ("ann", "bob"),
        ("x", "y"),
    )
    assert matrix.codes.tolist() == [[0, 1], [1, -1]]


def test_a_wide_table_leaves_out_ids_and_texts():
    table = raw(
        ["id", "text", "ann", "bob", "empty"],
        ["1", "a text that is far longer than any code could ever be", "x", "y", ""],
        ["2", "another text that is far longer than any code could be", "y", "", ""],
    )
    [matrix] = read_code_tables([table]).matrices
    assert matrix.coders == ("ann", "bob")
    assert matrix.units == ("1", "2")
    assert matrix.codes.tolist() == [[0, 1], [1, -1]]
    [named] = read_code_tables([table], TableRequest(("bob", "ann"), ("z", "y", "x"))).matrices
    assert named.coders == ("bob", "ann")
    assert named.codes.tolist() == [[1, 2], [-1, 1]]


@pytest.mark.parametrize(
    ("table", "coders", "categories", "sentence"),
    [
        (raw(["id", "ann"], ["1", "x"]), (), (), r"codes of one coder only \(ann\)"),
        (raw(["id", "ann", "bob"], ["1", "x", "y"]), ("an", "bob"), (), "Did you mean 'ann'"),
        (
            raw(["id", "ann", "bob"], ["1", "x", "y"]),
            ("ann", "bob"),
            ("x",),
            "code 'y' by bob .* not among",
        ),
        (raw(["id", "ann", "bob"]), (), (), "a header and no rows"),
        (raw(["id", "ann", "bob"], ["1", "", ""]), (), (), "holds no code"),
        (raw(["unit", "coder", "code"], ["1", "ann", ""]), (), (), "holds no code"),
        (raw(["unit", "coder", "code"], ["1", "ann", "x"]), (), (), r"one coder only \(ann\)"),
    ],
)
def test_tables_that_cannot_be_measured(table, coders, categories, sentence):
    with pytest.raises(InputError, match=sentence):
        read_code_tables([table], TableRequest(coders, categories))


def test_a_second_code_in_a_long_table_is_not_dropped_silently():
    rows = [["1", "ann", "x"], ["1", "bob", "x"], ["1", "ann", "y"], ["1", "bob", "x"]]
    with pytest.raises(BadRowsError) as caught:
        read_code_tables([raw(["unit", "coder", "code"], *rows)])
    assert [(p.row, p.problem) for p in caught.value.problems] == [
        (4, "ann gives '1' a second code, after 'x'")
    ]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["1", "x", ""], ["2", "", "y"]], "No document has codes of two of the coders ann, bob"),
    ],
)
def test_nothing_coded_twice(rows, sentence):
    request = TableRequest(coders=("ann", "bob"))
    [matrix] = read_code_tables([raw(["id", "ann", "bob"], *rows)], request).matrices
    with pytest.raises(InputError, match=sentence):
        measure_agreement(matrix)
