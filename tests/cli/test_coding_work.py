"""textmine coding adjudicate, history, plan; and the closer looks of textmine agreement."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from tests.helpers import write_csv
from textmine.coding import open_codings

GOAL = "goal_orientation"
PAIR = ("--coders", "coder-1,coder-2")


def _rows(ran):
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


def test_adjudicate_from_end_to_end(coded, run):
    ran = run("coding", "adjudicate", "forum", *PAIR)
    assert (ran.code, ran.out) == (0, "")
    assert "44 cases were resolved before" in ran.err
    open_codings(coded).append(
        [
            replace(coding, document="1", code="B", coder="cat", origin="human", memo="why not")
            for coding in open_codings(coded).current("forum")
            if (coding.document, coding.coder, coding.dimension) == ("2", "coder-1", GOAL)
        ]
    )
    book = ("--codebook", "ling-martins-2015")
    ran = run("coding", "adjudicate", "forum", *book, "--coders", "coder-1,cat")
    assert ran.code == 0


def test_settled_cases_are_not_open_again(forum, run):
    rows = [["1", "ann", GOAL, "A"], ["1", "bob", GOAL, "B"], ["2", "ann", GOAL, "A"]]
    rows += [["2", "bob", GOAL, "A"], ["3", "ann", GOAL, "C"]]
    write_csv(forum.root / "c.csv", ["id", "coder", "dimension", "code"], rows)
    book = ("--corpus", "forum", "--codebook", "ling-martins-2015")
    assert run("coding", "import", "c.csv", *book).code == 0
    refused = run("coding", "adjudicate", "forum", "--sheet", "x.docx")
    assert (refused.code, "End the name in .xlsx or .csv" in refused.err) == (1, True)
    listed = _rows(run("coding", "adjudicate", "forum", "-f", "csv"))
    assert [(row["document"], row["ann"], row["bob"]) for row in listed] == [("1", "A", "B")]
    assert "1 case is open" in run("coding", "adjudicate", "forum").out
    ran = run("coding", "adjudicate", "forum", "--sheet", "open.csv")
    assert "1 case written to open.csv" in ran.err
    text = (forum.root / "open.csv").read_text(encoding="utf-8-sig")
    (forum.root / "done.csv").write_text(
        text.rstrip("\n").removesuffix(",,") + ",B,it asks for money\n", encoding="utf-8"
    )
    refused = run("coding", "adjudicate", "forum", "--resolved", "done.csv")
    assert refused.code == 2
    ran = run("coding", "adjudicate", "forum", "--resolved", "done.csv", "--by", "cat")
    assert "1 code is settled by cat" in ran.err
    ran = run("coding", "adjudicate", "forum", "--majority", "--accept-single")
    assert "1 unanimous, 0 by majority, 1 by a single coder, 0 left open." in ran.err
    agreed = {
        c.document: (c.code, c.entered_by)
        for c in open_codings(forum).current("forum")
        if c.coder == "agreed"
    }
    assert agreed == {"1": ("B", "cat"), "2": ("A", "majority"), "3": ("C", "majority")}
    ran = run("coding", "history", "forum", "1", "-f", "json")
    said = ran.rows
    assert [(row["coder"], row["code"], row["by"]) for row in said] == [
        ("ann", "A", ""),
        ("bob", "B", ""),
        ("agreed", "B", "cat"),
    ]
    assert said[2]["memo"] == "it asks for money"
    assert {row["stands"] for row in said} == {"yes"}


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("history", "forum", "999"), 1, "'forum' has no document '999'"),
        (("adjudicate", "forum", "--coders", "coder-1,eve"), 1, "There is no coder 'eve'"),
        (("adjudicate", "forum", "--accept-single"), 2, "has no meaning without --majority"),
        (("plan",), 2, "name a pilot, or say what to assume"),
        (("plan", "--alpha", "0.7", "--shares", "a,b"), 2, "'a,b' are not shares"),
        (("plan", "--alpha", "0.7", "--shares", "0.7,0.7"), 1, "add up to 1"),
        (("plan", "forum", "--width", "0"), 2, "--width"),
    ],
)
def test_what_cannot_be_done(coded, run, arguments, code, sentence):
    ran = run("coding", *arguments)
    assert ran.code == code
    assert sentence in " ".join(ran.err.replace("│", " ").split())


def test_a_document_that_nobody_coded(forum, run):
    ran = run("coding", "history", "forum", "1")
    assert (ran.code, ran.out) == (0, "")
    assert "was never coded" in ran.err


@pytest.mark.slow
def test_a_plan_from_a_pilot_and_without(coded, run):
    ran = run("coding", "plan", "forum", *PAIR, "--width", "0.25", "-f", "csv")
    rows = _rows(ran)
    enough = {row["dimension"]: row for row in reversed(rows) if row["enough"]}
    assert set(enough) == {"knowledge_domain", GOAL, "communicative practice"}
    assert all(float(row["width of the interval"]) > 0.2 for row in enough.values())
    assert all(60 < int(row["messages"]) < 200 for row in enough.values())
    assert "of the pilot give" in ran.err
    wide = _rows(
        run("coding", "plan", "--width", "0.3", "--alpha", "0.7", "--shares", ".5,.5", "-f", "csv")
    )
    close = _rows(
        run("coding", "plan", "--width", "0.15", "--alpha", "0.7", "--shares", ".5,.5", "-f", "csv")
    )

    def needed(rows):
        return min(int(row["messages"]) for row in rows if row["enough"])

    assert 3 < needed(close) / needed(wide) < 5


def test_words_come_with_their_probability(coded, run):
    ran = run("agreement", "forum", *PAIR, "--show", "words", "-f", "json")
    rows = ran.rows
    goal = [row for row in rows if row["dimension"] == GOAL and row["scale"] == "landis-koch"]
    assert sum(row["probability"] for row in goal) == pytest.approx(1, abs=1e-5)
    assert [row["word"] for row in goal if row["to report"]] == ["moderate"]
    krippendorff = [row for row in rows if row["dimension"] == GOAL and row["from"] == 0.667]
    assert krippendorff[0]["this or better"] < 0.95
    two = run("agreement", "forum", *PAIR, "--show", "words", "--show", "spans", "-f", "json")
    assert two.code == 2


def test_spans_are_compared_by_place_and_code(forum, run):
    rows = [
        ["1", "ann", "A", "0", "40"],
        ["1", "bob", "A", "0", "38"],
        ["1", "ann", "B", "60", "90"],
        ["1", "bob", "C", "60", "90"],
        ["2", "ann", "A", "5", "30"],
        ["2", "bob", "A", "5", "30"],
    ]
    write_csv(forum.root / "s.csv", ["id", "coder", "code", "start", "end"], rows)
    book = ("--corpus", "forum", "--codebook", "ling-martins-2015", "--dimension", GOAL)
    book += ("--spans", "start,end")
    assert run("coding", "import", "s.csv", *book).code == 0
    ran = run("agreement", "forum", "--show", "spans", "-f", "json")
    assert ran.code == 0, ran.err
    rows = ran.rows
    figures = {(row["figure"].split(":")[0], row["code"]): row for row in rows}
    assert {"u-alpha", "|u-alpha", "cu-alpha", "(k)u-alpha"} <= {name for name, _ in figures}
    assert figures["u-alpha", ""]["spans"] == 6
    both = [float(figures[name, ""]["value [95 %]"].split()[0]) for name in ("u-alpha", "|u-alpha")]
    assert both[0] < both[1]
    none = run("agreement", "forum", "--show", "words")
    assert none.code == 0


def test_no_spans_is_said(coded, run):
    assert "Nobody marked spans" in run("agreement", "forum", *PAIR, "--show", "spans").err


def test_importing_a_coded_corpus_again_says_what_becomes_of_its_codings(coded, run):
    write_csv(coded.root / "m.csv", ["id", "text"], [["1", "Quite another text."]])
    ran = run("corpus", "import", "m.csv", "--name", "forum")
    assert ran.code == 1
    assert "What rests on it: 786 codings by agreed, coder-1, coder-2." in ran.err
    ran = run("corpus", "import", "m.csv", "--name", "forum", "--replace")
    assert ran.code == 0
    assert "Of its 786 codings 0 stand" in ran.err
    assert "6 codings are set aside: the texts" in ran.err
    assert "780 codings are set aside: their documents are no longer in the corpus" in ran.err
