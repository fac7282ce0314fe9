"""Disagreements are settled by people or by majority; who settled them and why is kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import openpyxl
import pytest

from textmine.codebook import Code, Codebook, Dimension, save_codebook
from textmine.coding import (
    adjudicate_by_majority,
    adjudicate_from_sheet,
    case_rows,
    open_codings,
    read_open_cases,
    write_cases,
)
from textmine.coding.adjudication.majority import settle_by_majority
from textmine.coding.statements import GivenCode
from textmine.corpus import load_corpus
from textmine.errors import BadRowsError, InputError
from textmine.schema import Coding

BOOK = Codebook(
    name="b",
    dimensions=(
        Dimension(id="tone", name="T", codes=(Code(id="p", name="P"), Code(id="n", name="N"))),
        Dimension(
            id="theme",
            name="T",
            labels="multi",
            codes=tuple(Code(id=code, name=code) for code in "xyz"),
        ),
    ),
)


def _codings(votes, dimension="tone", document="1"):
    return [
        Coding("c", document, dimension, code, coder, codebook="b")
        for coder, codes in votes.items()
        for code in codes or [None]
    ]


@pytest.mark.parametrize(
    ("votes", "settled"),
    [
        ({"ann": "p", "bob": "p"}, ["p"]),
        ({"ann": "p", "bob": "n"}, None),
        ({"ann": "p", "bob": "n", "cat": "p"}, ["p"]),
        ({"ann": "p", "bob": "n", "cat": "p", "dan": "n"}, None),
    ],
)
def test_a_majority_is_more_than_half(votes, settled):
    found = settle_by_majority(_codings(votes), BOOK, sorted(votes))
    assert [c.code for c in found.codings] == (settled or [])
    assert len(found.open) == (settled is None)
    assert found.unanimous + found.by_majority == (settled is not None)
    for coding in found.codings:
        assert (coding.coder, coding.origin, coding.entered_by) == (
            "agreed",
            "adjudicated",
            "majority",
        )
        assert coding.memo.startswith("p: ann") or coding.memo.startswith("n: bob; p: ann")


@pytest.mark.parametrize(
    ("votes", "settled"),
    [
        ({"ann": "xy", "bob": "xy"}, ["x", "y"]),
        ({"ann": "xy", "bob": "x"}, None),
        ({"ann": "xy", "bob": "x", "cat": "xz"}, ["x"]),
        ({"ann": "x", "bob": "y", "cat": "z"}, [None]),
        ({"ann": "", "bob": ""}, [None]),
    ],
)
def test_each_code_of_a_set_is_settled_by_itself(votes, settled):
    found = settle_by_majority(_codings(votes, "theme"), BOOK, sorted(votes))
    assert [c.code for c in found.codings] == (settled or [])
    assert len(found.open) == (settled is None)


def test_one_coder_is_no_majority_unless_accepted():
    codings = _codings({"ann": "p"})
    assert settle_by_majority(codings, BOOK, ["ann"]).codings == ()
    found = settle_by_majority(codings, BOOK, ["ann"], accept_single=True)
    assert ([c.code for c in found.codings], found.single) == (["p"], 1)


@pytest.fixture
def disputed(forum):
    """Two coders differ on the first of two documents, by tone and by theme."""
    save_codebook(forum, BOOK)
    one, two = load_corpus(forum, "forum").ids[:2]
    codings = [
        *_codings({"ann": "p", "bob": "n"}, "tone", one),
        *_codings({"ann": "p", "bob": "p"}, "tone", two),
        *_codings({"ann": "xy", "bob": "y"}, "theme", one),
    ]
    memoed = [replace(c, corpus="forum", memo="unsure" * (c.coder == "ann")) for c in codings]
    open_codings(forum).append(memoed)
    return forum


def _agreed(space):
    return [c for c in open_codings(space).current("forum") if c.coder == "agreed"]


@pytest.mark.parametrize("name", ["open.xlsx", "open.csv"])
def test_a_sheet_goes_out_and_comes_back(disputed, tmp_path, name):
    open_cases = read_open_cases(disputed, "forum")
    rows = case_rows(open_cases.cases, {}, open_cases.coders)
    assert [(row["dimension"], row["ann"], row["bob"]) for row in rows] == [
        ("tone", "p", "n"),
        ("theme", "x; y", "y"),
    ]
    assert rows[0]["memos"] == "ann: unsure"
    path = tmp_path / name
    write_cases(path, rows, open_cases.codebook)
    _fill(path, {0: ("n", "bob is right"), 1: ("", "")})
    done, read = adjudicate_from_sheet(disputed, open_cases, path, "ann and bob")
    assert (done.new, read.open) == (1, 1)
    [coding] = _agreed(disputed)
    assert (coding.code, coding.memo, coding.entered_by) == ("n", "bob is right", "ann and bob")
    again = read_open_cases(disputed, "forum")
    assert ([case.dimension for case in again.cases], again.settled) == (["theme"], 1)
    settled = adjudicate_by_majority(disputed, again)
    assert settled.unanimous == 1
    assert Counter(c.entered_by for c in _agreed(disputed)) == {"ann and bob": 1, "majority": 1}


def test_what_is_wrong_on_a_sheet_is_named_by_cell(disputed, tmp_path):
    open_cases = read_open_cases(disputed, "forum")
    path = tmp_path / "open.xlsx"
    write_cases(path, case_rows(open_cases.cases, {}, open_cases.coders), open_cases.codebook)
    _fill(path, {0: ("p; n", ""), 1: ("w", "")})
    with pytest.raises(BadRowsError) as caught:
        adjudicate_from_sheet(disputed, open_cases, path, "ann")
    said = str(caught.value)
    assert "sheet 'adjudicate', cell G2: 2 codes (p, n) where 'tone' takes one" in said
    assert "sheet 'adjudicate', cell G3: 'w' is not a code of 'theme'" in said
    assert _agreed(disputed) == []


def test_nothing_to_adjudicate_with_one_coder(forum):
    save_codebook(forum, BOOK)
    unit = load_corpus(forum, "forum").ids[0]
    [coding] = _codings({"ann": "p"}, "tone", unit)
    open_codings(forum).append([replace(coding, corpus="forum")])
    with pytest.raises(InputError, match=r"codes of 1 human coder\(s\): ann"):
        read_open_cases(forum, "forum")


def test_what_stands_for_a_code():
    assert [GivenCode(None).typed, GivenCode("a").typed, GivenCode("a", "r").typed] == [
        "-",
        "a",
        "a:r",
    ]


def _fill(path, resolved):
    """Type into the columns `resolved` and `reason` as a person would."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        sheet = book.active
        names = [cell.value for cell in sheet[1]]
        for row, (code, reason) in resolved.items():
            sheet.cell(row + 2, names.index("resolved") + 1, code or None)
            sheet.cell(row + 2, names.index("reason") + 1, reason or None)
        book.save(path)
    else:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        for row, pair in resolved.items():
            lines[row + 1] = lines[row + 1].removesuffix(",,") + "," + ",".join(pair)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_majority_that_is_no_more_is_withdrawn(disputed):
    open_cases = read_open_cases(disputed, "forum")
    adjudicate_by_majority(disputed, open_cases)
    [settled] = _agreed(disputed)
    unit = settled.document
    changed = replace(settled, code="n", coder="bob", origin="human", memo="", entered_by="")
    open_codings(disputed).append([changed])
    found = adjudicate_by_majority(disputed, read_open_cases(disputed, "forum"))
    assert unit in {case.document for case in found.open}
    assert _agreed(disputed) == []
    last = open_codings(disputed).history("forum", unit)[-1]
    assert (last.coding.withdrawn, last.coding.memo) == (True, "no majority any more")
    again = replace(changed, code="p")
    open_codings(disputed).append([again])
    adjudicate_by_majority(disputed, read_open_cases(disputed, "forum"))
    assert [coding.code for coding in _agreed(disputed)] == ["p"]


def test_a_sheet_that_may_be_half_filled_in_is_not_overwritten(disputed, tmp_path):
    open_cases = read_open_cases(disputed, "forum")
    rows = case_rows(open_cases.cases, {}, open_cases.coders)
    path = tmp_path / "open.csv"
    write_cases(path, rows, open_cases.codebook)
    with pytest.raises(InputError, match="exists already"):
        write_cases(path, rows, open_cases.codebook)


def test_names_that_would_be_mixed_up(disputed):
    open_cases = read_open_cases(disputed, "forum")
    [row, _] = case_rows(open_cases.cases, {}, ("text", "ann"))
    assert list(row) == ["document", "dimension", "text (coder)", "ann", "memos", "text"]
    with pytest.raises(InputError, match="means what most coders say"):
        adjudicate_from_sheet(disputed, open_cases, disputed.root / "x.csv", "Majority")
    human = replace(
        _codings({"agreed": "p"})[0], corpus="forum", document=open_cases.cases[0].document
    )
    open_codings(disputed).append([human])
    with pytest.raises(InputError, match="called 'agreed', as adjudicated codes are"):
        read_open_cases(disputed, "forum")
