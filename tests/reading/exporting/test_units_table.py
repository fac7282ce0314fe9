"""Units by codes: what a cell means, whose codes they are, and by which rule they are rolled up."""

from __future__ import annotations

import csv
from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from tests.made import add_corpus, quick_workspace
from textmine.codebook import Code, Codebook, Dimension, save_codebook
from textmine.coding import current_codings, open_codings
from textmine.corpus import load_corpus
from textmine.errors import InputError
from textmine.reading.coded_at import CodedAt
from textmine.reading.coded_units import coded_units
from textmine.reading.exporting.files import codings_table, export_codings, r_names
from textmine.reading.exporting.table import ExportRequest
from textmine.reading.rolling_units import rolled_units
from textmine.schema import Coding

BOOK = Codebook(
    name="b",
    dimensions=(
        Dimension(
            id="sign",
            name="Sign",
            labels="multi",
            roles=("sender",),
            codes=(Code(id="tell", name='"telling"'), Code(id="show", name="showing")),
        ),
        Dimension(
            id="tone",
            name="Tone",
            scale="ordinal",
            codes=(Code(id="low", name="l"), Code(id="mid", name="m"), Code(id="high", name="h")),
        ),
    ),
)


def _one(document, dimension, code, coder="ann", **more):
    return Coding("c", document, dimension, code, coder, codebook="b", **more)


SAID = [
    _one("a1", "sign", "tell", start=0, end=3),
    _one("a1", "sign", "show", start=4, end=7),
    _one("a2", "sign", "tell", role="sender"),
    _one("a3", "sign", None),
    _one("a1", "tone", "low"),
    _one("a2", "tone", "high"),
    _one("a3", "tone", "low"),
    _one("b1", "tone", "mid"),
    _one("b1", "tone", "low", "bob"),
    _one("a2", "tone", "high", "bob"),
    _one("b2", "tone", "high", "model:m", origin="machine", model="m", probability=0.75),
]


@pytest.fixture
def space(tmp_path):
    space = quick_workspace(tmp_path / "ws")
    rows = [
        {"id": name, "text": "One two.", "thread_id": name[0].upper(), "author": who, "town": town}
        for name, who, town in (
            ("a1", "ann", "Ely"), ("a2", "bea", "Rye"), ("a3", "ann", "Ely"),
            ("b1", "bea", ""), ("b2", "cy", "=Ely"), ("c1", "cy", "Rye"),
        )
    ]  # fmt: skip
    add_corpus(space, "c", rows, tmp_path / "c.csv")
    save_codebook(space, BOOK)
    open_codings(space).append(SAID)
    return space


def _cells(space, **request):
    table = codings_table(space, load_corpus(space, "c"), ExportRequest(**request))
    return {c.name: list(cells) for c, cells in zip(table.columns, table.cells, strict=True)}, table


def test_what_nobody_coded_is_empty_and_never_0(space):
    cells, table = _cells(space, shape="documents", coder="ann")
    assert cells["document"] == ["a1", "a2", "a3", "b1", "b2", "c1"]
    assert cells["sign.tell"] == [1, 0, 0, None, None, None]
    assert cells["sign.tell.sender"] == [0, 1, 0, None, None, None]
    assert cells["tone.low"] == [1, 0, 1, 0, None, None]
    assert any("2 of 6 documents are not coded" in one for one in table.remarks)
    assert any("Spans, memos and rounds are in --shape long alone" in one for one in table.remarks)


@pytest.mark.parametrize(
    ("rule", "tell", "high", "low"),
    [("any", [1, None, None], [1, 0, None], [1, 0, None]),
     ("majority", [0, None, None], [0, 0, None], [1, 0, None]),
     ("highest", [1, None, None], [1, 0, None], [0, 0, None])],
)  # fmt: skip
def test_rules_by_which_passages_speak_for_interviews(space, rule, tell, high, low):
    cells, table = _cells(space, shape="interviews", coder="ann", at=CodedAt("interviews", rule))
    assert cells["interview"] == ["A", "B", "C"]
    assert (cells["documents"], cells["coded_documents"]) == ([3, 2, 1], [3, 1, 0])
    assert cells["sign.tell"] == tell
    assert (cells["tone.high"], cells["tone.low"]) == (high, low)
    assert any("a code that" in one or "highest code" in one or "has a code" in one
               for one in table.remarks)  # fmt: skip


def test_highest_needs_a_dimension_that_is_ordered(space):
    corpus = load_corpus(space, "c")
    passages = coded_units(current_codings(space, corpus).by("ann"), "passages", ["sign"])
    with pytest.raises(InputError, match="None of these dimensions has an order"):
        rolled_units(passages, corpus, "interviews", BOOK, "highest")


def test_any_is_what_coded_units_says(space):
    corpus = load_corpus(space, "c")
    codings = current_codings(space, corpus).by("ann")
    for level in ("documents", "interviews", "authors"):
        direct = coded_units(codings, level)
        rolled = rolled_units(coded_units(codings, "passages"), corpus, level, BOOK)
        assert rolled.units == direct.units
        assert rolled.members == direct.members
        assert rolled.passages.tolist() == direct.passages.tolist()
        assert rolled.coded.tolist() == direct.coded.tolist()


def test_counts_and_ids(space):
    cells, _ = _cells(space, shape="interviews", coder="ann", cells="counts")
    assert cells["tone.low"] == [2, 0, None]
    cells, _ = _cells(space, shape="interviews", coder="ann", cells="ids")
    assert cells["sign.tell"] == ["a1:0-3", None, None]
    assert cells["tone.low"] == ["a1; a3", "-", None]


def test_coders_have_columns_of_their_own_and_machines_apart(space):
    cells, _ = _cells(space, shape="documents", coder="each", machine=True)
    assert cells["ann.tone.mid"] == [0, 0, 0, 1, None, None]
    assert cells["bob.tone.mid"] == [None, 0, None, 0, None, None]
    assert cells["machine.m.tone.high"] == [None, None, None, None, 1, None]
    assert cells["machine.m.tone.high.probability"] == [None, None, None, None, 0.75, None]
    together, _ = _cells(space, shape="documents", coder="all")
    assert together["tone.low"][3] == together["tone.mid"][3] == 1
    assert together["tone.high"] == [0, 1, 0, 0, None, None]
    with pytest.raises(InputError, match="no coder 'cy'"):
        _cells(space, shape="documents", coder="cy")


def test_machines_stand_in_a_column_of_their_own_in_a_long_table_too(space):
    cells, _ = _cells(space)
    assert [one for one in cells["machine_code"] if one] == ["high"]
    assert cells["code"][cells["machine_code"].index("high")] is None


def test_attributes_go_along(space):
    more = {"shape": "interviews", "coder": "ann", "attributes": ("town", "author")}
    cells, _ = _cells(space, **more)
    assert cells["town"] == ["Ely; Rye", "=Ely", "Rye"]
    assert cells["author"] == ["ann; bea", "bea; cy", "cy"]
    cells, _ = _cells(space, attributes=("town",), text=True)
    assert cells["passage"][0] == "One"


def test_parquet_keeps_what_is_not_coded_apart_from_0(space):
    target = space.root / "d.parquet"
    request = ExportRequest("documents", "ann")
    export_codings(space, load_corpus(space, "c"), request, target)
    assert pq.read_table(target)["tone.low"].to_pylist() == [1, 0, 1, 0, None, None]


def test_for_r_there_is_na_and_a_script_that_lists_the_codes(space):
    target = space.root / "d.csv"
    request = ExportRequest("documents", "ann", attributes=("town",))
    _, said = export_codings(space, load_corpus(space, "c"), request, target, r=True)
    with target.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["tone.low"] for row in rows] == ["1", "0", "1", "0", "NA", "NA"]
    assert [row["town"] for row in rows] == ["Ely", "Rye", "Ely", "NA", "'=Ely", "Rye"]
    script = (space.root / "d.R").read_text(encoding="utf-8")
    assert '"tone" = c("l" = "low", "m" = "mid", "h" = "high")' in script
    assert '"\\"telling\\"" = "tell"' in script
    assert "d.R reads it in R" in said[-1]


def test_names_that_r_takes():
    assert r_names(["a b", "a.b", "1", ".5", "_x", "TRUE", "ü"]) == [
        *("a.b", "a.b.1", "X1", "X.5", "X_x", "TRUE.", "ü")
    ]


def test_two_columns_of_one_name_are_refused(space):
    twins = Codebook(
        name="twins",
        dimensions=(
            Dimension(
                id="d",
                name="D",
                labels="multi",
                roles=("x",),
                codes=(Code(id="a", name="a"), Code(id="a.x", name="b")),
            ),
        ),
    )
    save_codebook(space, twins)
    more = [
        replace(_one("a1", "d", c, role=r), codebook="twins") for c, r in (("a", "x"), ("a.x", ""))
    ]
    open_codings(space).append(more)
    with pytest.raises(InputError, match=r"Two columns would have the name 'd\.a\.x'"):
        _cells(space, shape="documents", codebook="twins")


def test_the_command_says_what_it_wrote(coded, run):
    ran = run("coding", "export", "forum", "--out", "i.csv", "--shape", "interviews")
    assert ran.code == 0, ran.err
    assert "36 interviews in 9 columns written to i.csv." in ran.err
    ran = run("coding", "export", "forum", "--out", "i.doc")
    assert (ran.code, "Cannot export to 'i.doc'" in ran.err) == (1, True)
    ran = run("coding", "export", "forum", "--out", "l.csv", "--where", "thread_id=T01")
    assert "30 codings in 21 columns" in ran.err
    assert "what they are of is not among those asked for" in ran.err
