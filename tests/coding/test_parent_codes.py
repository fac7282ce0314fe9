"""Nested codes read at a higher level."""

from __future__ import annotations

import pytest

from textmine.codebook import Code, Codebook, Dimension
from textmine.coding import Codings, matrices_of, rolled_up
from textmine.errors import InputError
from textmine.schema import Coding

GAPS = Dimension(
    id="gap",
    name="Gap",
    labels="multi",
    codes=(
        Code(id="inside", name="endogenous", codable=False, stage="selective"),
        Code(id="firms", name="firm to firm", parent="inside", stage="axial"),
        Code(id="rivals", name="rivals", parent="firms", stage="open"),
        Code(id="outside", name="exogenous", codable=False, stage="selective"),
        Code(id="world", name="firm to global", parent="outside", stage="axial"),
    ),
)
BOOK = Codebook(name="b", dimensions=(GAPS,))


def _codings(*said):
    codings = [Coding("c", unit, "gap", code, coder, codebook="b") for unit, coder, code in said]
    return Codings(tuple(codings), BOOK)


@pytest.mark.parametrize(
    ("level", "codes", "categories"),
    [
        ("top", ["inside", "outside"], ["inside", "outside"]),
        ("selective", ["inside", "outside"], ["inside", "outside"]),
        ("axial", ["firms", "world"], ["firms", "world"]),
        ("open", ["rivals", "firms", "world"], ["firms", "rivals", "world"]),
    ],
)
def test_levels(level, codes, categories):
    codings = _codings(("1", "ann", "rivals"), ("1", "ann", "firms"), ("1", "ann", "world"))
    raised = rolled_up(codings, level)
    assert [coding.code for coding in raised] == codes
    assert raised.codebook.dimension("gap").code_ids == categories


def test_a_branch_without_the_stage_is_read_as_its_highest_code_below():
    codes = (
        Code(id="giving", name="giving first", stage="selective"),
        Code(id="lending", name="lending", parent="giving", stage="axial"),
        Code(id="tools", name="tools", parent="lending", stage="open"),
        Code(id="knowing", name="knowing", stage="axial"),
        Code(id="faces", name="faces", parent="knowing", stage="open"),
        Code(id="talk", name="talk"),
    )
    book = Codebook(name="b", dimensions=(Dimension(id="gap", name="Gap", codes=codes),))
    codings = [
        Coding("c", code, "gap", code, "ann", codebook="b") for code in ("tools", "faces", "talk")
    ]
    codings = Codings(tuple(codings), book)
    for level, read in (
        ("selective", ["giving", "knowing", "talk"]),
        ("axial", ["lending", "knowing", "talk"]),
        ("open", ["tools", "faces", "talk"]),
    ):
        raised = rolled_up(codings, level)
        assert [coding.code for coding in raised] == read
        assert sorted(raised.codebook.dimension("gap").code_ids) == sorted(read)


def test_codes_that_no_code_of_the_stage_stands_above_are_named():
    codings = _codings(("1", "ann", "rivals"), ("1", "ann", "world"))
    assert rolled_up(codings, "axial").remarks == ()
    loose = Code(id="tools", name="tools", stage="open")
    book = BOOK.model_copy(
        update={"dimensions": (GAPS.model_copy(update={"codes": (*GAPS.codes, loose)}),)}
    )
    raised = rolled_up(Codings(codings.items, book), "selective")
    assert raised.codebook.dimension("gap").code_ids == ["inside", "outside", "tools"]
    (remark,) = raised.remarks
    assert remark.startswith("gap: tools stays as it is, for no code of the stage 'selective'")
    assert rolled_up(Codings(codings.items, book), "top").remarks == ()


def test_a_heading_that_nothing_is_read_as_is_left_out():
    codes = (
        Code(id="all", name="everything", codable=False),
        *(code.model_copy(update={"parent": code.parent or "all"}) for code in GAPS.codes),
    )
    book = Codebook(name="b", dimensions=(GAPS.model_copy(update={"codes": codes}),))
    raised = rolled_up(Codings(_codings(("1", "ann", "rivals")).items, book), "axial")
    assert raised.codebook.dimension("gap").code_ids == ["firms", "world"]


def test_coders_who_differ_below_can_agree_above():
    codings = _codings(("1", "ann", "rivals"), ("1", "bob", "firms"), ("2", "ann", None))
    [below] = matrices_of(codings, BOOK, ["ann", "bob"])
    raised = rolled_up(codings, "top")
    [above] = matrices_of(raised, raised.codebook, ["ann", "bob"])
    assert below.codes[0, 0] != below.codes[0, 1]
    assert above.codes[0, 0] == above.codes[0, 1]
    assert above.typed(above.codes[1, 0]) == "-"


def test_what_cannot_be_rolled_up():
    with pytest.raises(InputError, match="There is no level 'axle'"):
        rolled_up(_codings(), "axle")
    flat = Codebook(
        name="f",
        dimensions=(
            Dimension(id="d", name="D", codes=(Code(id="a", name="A"), Code(id="b", name="B"))),
        ),
    )
    with pytest.raises(InputError, match="No code of 'f' is grouped under another"):
        rolled_up(Codings((), flat), "top")
