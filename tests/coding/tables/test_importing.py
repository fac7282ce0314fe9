"""Coders' tables, long and wide, into codings."""

from __future__ import annotations

import csv

import pytest

from tests.conftest import FORUM
from tests.helpers import raw, visible_files, write_csv
from textmine.codebook import find_codebook
from textmine.coding import CodingRequest, import_codings, misfits, open_codings
from textmine.coding.tables.layout import guess_layout
from textmine.errors import BadRowsError, InputError, NotFoundError

BOOK = "ling-martins-2015"
GOAL, DOMAIN = "goal_orientation", "knowledge_domain"


def _do(space, path, rejected=None, dry_run=False, **request):
    request = {"corpus": "forum", "codebook": BOOK} | request
    return import_codings(space, CodingRequest(path, **request), rejected, dry_run=dry_run)


def _said(space):
    return {
        (coding.document, coding.dimension, coding.coder): coding.code
        for coding in open_codings(space).current("forum")
    }


def test_the_sample_codings(coded):
    store = open_codings(coded)
    codings = store.current("forum")
    assert len(codings) == 786
    assert {(coding.coder, coding.origin) for coding in codings} == {
        ("coder-1", "human"),
        ("coder-2", "human"),
        ("agreed", "adjudicated"),
    }
    assert sum(bool(coding.memo) for coding in codings) == 25
    assert {coding.created_at[:4] for coding in codings} == {"2014"}
    done = _do(coded, FORUM / "codings.csv")
    assert (done.new, done.unchanged, done.empty) == (0, 786, 0)
    assert [entry.coding for entry in store.history("forum")] == codings


LONG = [
    ["document", "coder", "dimension", "code"],
    ["1", "ann", GOAL, "A"],
    ["1", "bob", GOAL, "B"],
    ["2", "ann", DOMAIN, "3"],
]
LONG_SAID = {("1", GOAL, "ann"): "A", ("1", GOAL, "bob"): "B", ("2", DOMAIN, "ann"): "3"}


@pytest.mark.parametrize(
    ("rows", "request_", "said"),
    [
        (LONG, {}, LONG_SAID),
        ([["message_id", "annotator", "variable", "label"], *LONG[1:]], {}, LONG_SAID),
        (
            [["d", "who", "what", "code"], *LONG[1:]],
            {"document": "d", "coder": "who", "dimension": "what"},
            LONG_SAID,
        ),
        (
            [["T", "m", "coder", "dimension", "code"], ["", "1", "ann", GOAL, "A"]],
            {"document": "m"},
            {("1", GOAL, "ann"): "A"},
        ),
        (
            [["id", "code"], ["1", "A"]],
            {"coder": "ann", "dimension": GOAL},
            {("1", GOAL, "ann"): "A"},
        ),
        (
            [["id", "coder", "code"], ["1", "ann", "A"]],
            {"dimension": GOAL},
            {("1", GOAL, "ann"): "A"},
        ),
        (
            [["id", GOAL, DOMAIN], ["1", "A", "1"], ["2", "", "2"]],
            {"coder": "ann"},
            {("1", GOAL, "ann"): "A", ("1", DOMAIN, "ann"): "1", ("2", DOMAIN, "ann"): "2"},
        ),
        (
            [["id", "coder", GOAL], ["1", "ann", "A"], ["1", "bob", "C"]],
            {},
            {("1", GOAL, "ann"): "A", ("1", GOAL, "bob"): "C"},
        ),
        (
            [["id", f"{GOAL}:ann", f"{GOAL}:bob"], ["1", "A", "B"]],
            {},
            {("1", GOAL, "ann"): "A", ("1", GOAL, "bob"): "B"},
        ),
        (
            [["id", f"ann_{GOAL}", f"coder-2.{DOMAIN}"], ["1", "A", "1"]],
            {},
            {("1", GOAL, "ann"): "A", ("1", DOMAIN, "coder-2"): "1"},
        ),
        ([["id", f"{GOAL.upper()} ann"], ["1", "A"]], {}, {("1", GOAL, "ann"): "A"}),
        (
            [["id", "x", "y"], ["1", "A", "B"]],
            {"mapped": (f"x={GOAL}:ann", f"y={GOAL}:bob")},
            {("1", GOAL, "ann"): "A", ("1", GOAL, "bob"): "B"},
        ),
        (
            [["id", "x", "y=1"], ["1", "A", "2"]],
            {"mapped": (f"x={GOAL}", f"y=1={DOMAIN}"), "coder": "ann"},
            {("1", GOAL, "ann"): "A", ("1", DOMAIN, "ann"): "2"},
        ),
    ],
)
def test_layouts(forum, tmp_path, rows, request_, said):
    path = write_csv(tmp_path / "t.csv", rows[0], rows[1:])
    assert _do(forum, path, **request_).new == len(said)
    assert _said(forum) == said


@pytest.mark.parametrize(
    ("header", "request_", "sentence"),
    [
        (["x", "coder", "code"], {}, "no column that looks like the document's id.*--document"),
        (["id", "coder", "code"], {}, "not clear which dimension.*--dimension NAME.*" + GOAL),
        (["id", "dimension", "code"], {}, "does not say who gave the codes.*--coder NAME"),
        (["id", "coder", "x"], {}, r"No column of t\.csv holds codes.*--map COLUMN=DIMENSION"),
        (["id", "coder", "x"], {"mapped": ("x",)}, "'x' is not a mapping"),
        (["id", "coder", "x"], {"mapped": ("x=",)}, "'x=' is not a mapping"),
        (["id", "coder", "x"], {"mapped": ("x=a:",)}, "'x=a:' is not a mapping"),
        (["id", "coder", "mood"], {"mapped": ("modo=a",)}, "no column 'modo'. Did you mean 'mood'"),
        (["id", "coder", "code"], {"document": "idd"}, "no column 'idd'. Did you mean 'id'"),
    ],
)
def test_layouts_that_are_not_clear(header, request_, sentence):
    with pytest.raises(InputError, match=sentence):
        guess_layout(raw(header, ["1"] * len(header)), [GOAL, DOMAIN], **request_)


def test_the_layout_is_told():
    layout = guess_layout(raw(["id", "coder", "goal", "goal:ann", "memo:goal"]), ["goal"])
    assert layout.describe() == (
        "document in id; goal = goal by coder in coder; goal:ann = goal by ann"
    )


@pytest.mark.parametrize(
    ("typed", "code"),
    [("A", "A"), ("a", "A"), (" c ", "C"), ("achieving ends", "B"), ("Achieving ENDS", "B")],
)
def test_codes_by_id_or_name_in_any_case(forum, tmp_path, typed, code):
    path = write_csv(tmp_path / "t.csv", ["id", GOAL], [["1", typed]])
    _do(forum, path, coder="ann")
    assert _said(forum) == {("1", GOAL, "ann"): code}


@pytest.mark.parametrize(
    ("row", "column", "problem"),
    [
        (["1", "ann", GOAL, "D"], "code", f"'D' is not a code of '{GOAL}' in codebook '{BOOK}'"),
        (["1", "ann", GOAL, "achieving end"], "code", "Did you mean 'achieving ends'?"),
        (["1", "ann", GOAL, "1"], "code", f"'1' is not a code of '{GOAL}'"),
        (["999", "ann", GOAL, "A"], "document", "corpus 'forum' has no document '999'"),
        (["", "ann", GOAL, "A"], "document", "no document is named"),
        (["1", "ann", "goal", "A"], "code", f"codebook '{BOOK}' has no dimension 'goal'"),
        (["1", "", GOAL, "A"], "code", "no coder is named"),
        (["1", "ann", GOAL, "A", "robot"], "code", "origin 'robot' is none of human, machine"),
        (["1", "ann", GOAL, "A", "", "1.5"], "code", "sampling probability '1.5' is not a number"),
        (["1", "ann", GOAL, "A", "", "x"], "code", "sampling probability 'x' is not a number"),
    ],
)
def test_bad_rows_are_named(forum, tmp_path, row, column, problem):
    header = ["document", "coder", "dimension", "code", "origin", "sampling_probability"]
    row = row + [""] * (len(header) - len(row))
    good = ["2", "ann", GOAL, "A", "human", "0.5"]
    path = write_csv(tmp_path / "t.csv", header, [good, row])
    before = visible_files(forum.root)
    with pytest.raises(BadRowsError) as caught:
        _do(forum, path)
    assert [(p.row, p.column) for p in caught.value.problems] == [(3, column)]
    assert problem in str(caught.value)
    assert visible_files(forum.root) == before


def test_a_document_that_is_not_there_is_named_once_a_row(forum, tmp_path):
    path = write_csv(tmp_path / "t.csv", ["id", "ann", "ben"], [["1", "A", "B"], ["999", "A", "C"]])
    with pytest.raises(BadRowsError) as caught:
        _do(forum, path, mapped=(f"ann={GOAL}:ann", f"ben={GOAL}:ben"))
    assert [problem.row for problem in caught.value.problems] == [3]


def test_two_codes_by_one_coder_for_one_document(forum, tmp_path):
    rows = [
        ["1", "ann", "A"],
        ["2", "ann", "A"],
        ["1", "ann", "B"],
        ["3", "ann", "A"],
        ["3", "ann", "A"],
    ]
    path = write_csv(tmp_path / "t.csv", ["id", "coder", GOAL], rows)
    with pytest.raises(BadRowsError) as caught:
        _do(forum, path)
    assert [problem.row for problem in caught.value.problems] == [2, 4]
    assert "ann gives document '1' more than one code" in str(caught.value)
    done = _do(forum, path, tmp_path / "aside.csv")
    assert (done.new, done.rejected) == (2, 2)
    assert _said(forum) == {("2", GOAL, "ann"): "A", ("3", GOAL, "ann"): "A"}


def test_a_row_that_is_put_aside_gives_no_coding(forum, tmp_path):
    rows = [["1", "A", "1"], ["2", "Z", "2"], ["3", "C", ""]]
    path = write_csv(tmp_path / "t.csv", ["id", GOAL, DOMAIN], rows)
    done = _do(forum, path, tmp_path / "aside.csv", coder="ann")
    assert (done.new, done.rejected, done.empty) == (3, 1, 1)
    assert {document for document, _, _ in _said(forum)} == {"1", "3"}
    with (tmp_path / "aside.csv").open(encoding="utf-8-sig", newline="") as stream:
        aside = list(csv.reader(stream))
    assert [row[0] for row in aside] == ["row", "3"]
    assert aside[1][2:] == ["2", "Z", "2"]


def test_a_dry_run_writes_nothing(forum):
    before = visible_files(forum.root)
    done = _do(forum, FORUM / "codings.csv", dry_run=True)
    assert (done.new, done.unchanged) == (786, 0)
    assert visible_files(forum.root) == before


def test_a_codebook_of_the_codes_found(forum, tmp_path):
    rows = [["1", "Yes", "x"], ["2", "no", "x"], ["3", "yes", "y"], ["4", "", ""]]
    path = write_csv(tmp_path / "t.csv", ["id", "asks", "kind"], rows)
    mapped = ("asks=asks:ann", "kind=kind:ann")
    done = _do(forum, path, codebook="mine", create_codebook=True, mapped=mapped)
    assert (done.new, done.created, done.empty) == (6, 4, 2)
    book = find_codebook("mine", forum)
    assert {d.id: d.code_ids for d in book.dimensions} == {
        "asks": ["no", "yes"],
        "kind": ["x", "y"],
    }
    assert _said(forum)["3", "asks", "ann"] == "yes"
    assert misfits(open_codings(forum), book) == []
    assert _do(forum, path, codebook="mine", create_codebook=True, mapped=mapped).new == 0


@pytest.mark.parametrize(
    ("name", "rows", "request_", "error", "sentence"),
    [
        ("my book", [["1", "a"], ["2", "b"]], {}, InputError, "'my book' cannot be a name"),
        ("mine", [["1", "a"], ["2", "A"]], {}, InputError, "uses one code only on 'code': 'a'"),
        ("mine", [["1", ""]], {}, InputError, "holds no code"),
        (
            "mine",
            [["1", "a"], ["2", "b"]],
            {"dimension": "a b"},
            InputError,
            "'a b' cannot be the name of a dimension",
        ),
        (BOOK, [["1", "a"], ["2", "b"]], {}, InputError, "is there already, with other codes"),
        ("mine", [["1", "a"], ["999", "b"]], {}, BadRowsError, "no document '999'"),
    ],
)
def test_codebooks_that_cannot_be_made(forum, tmp_path, name, rows, request_, error, sentence):
    path = write_csv(tmp_path / "t.csv", ["id", "code"], rows)
    before = visible_files(forum.root)
    with pytest.raises(error, match=sentence):
        _do(forum, path, codebook=name, create_codebook=True, coder="ann", **request_)
    assert visible_files(forum.root) == before


def test_misfits_name_the_codings_that_a_changed_codebook_lost(coded):
    book = find_codebook(BOOK)
    goal = book.dimension(GOAL)
    smaller = book.model_copy(
        update={
            "dimensions": (
                book.dimension(DOMAIN),
                goal.model_copy(update={"codes": goal.codes[:2]}),
            ),
            "product": None,
        }
    )
    lost = misfits(open_codings(coded), smaller)
    assert f"forum 30: {GOAL} = C by agreed" in lost or all(" = C by " in line for line in lost)
    assert len(lost) == sum(coding.code == "C" for coding in open_codings(coded).current("forum"))


def test_what_is_not_there(forum, tmp_path):
    path = write_csv(tmp_path / "t.csv", ["id", GOAL], [["1", "A"]])
    with pytest.raises(NotFoundError, match="no corpus 'forun'"):
        _do(forum, path, corpus="forun", coder="ann")
    with pytest.raises(NotFoundError, match="no codebook 'ling'"):
        _do(forum, path, codebook="ling", coder="ann")
    with pytest.raises(InputError, match="holds no code"):
        _do(forum, write_csv(tmp_path / "e.csv", ["id", GOAL], [["1", ""]]), coder="ann")


def test_columns_of_another_text_or_person_are_no_spans_and_no_roles(forum, tmp_path):
    header = ["id", "start", "end", "role", GOAL]
    path = write_csv(tmp_path / "t.csv", header, [["1", "90000", "90010", "freelancer", "A"]])
    assert _do(forum, path, coder="ann").new == 1
    [coding] = open_codings(forum).current("forum")
    assert (coding.start, coding.end, coding.role) == (None, None, "")
    with pytest.raises(BadRowsError, match="is not within the"):
        _do(forum, path, coder="ann", spans="start,end")
    for spans in ("start", "start,stop"):
        with pytest.raises(InputError, match=r"two columns|no column 'stop'"):
            _do(forum, path, coder="ann", spans=spans)
