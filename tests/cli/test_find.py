"""textmine find: what is typed and what is read, at once, and where nobody may write."""

from __future__ import annotations

import csv
import io

import pytest

from tests.cases.test_two_commands_at_once import at_once
from tests.stress.rights import closed, may_be_stopped, without_rights
from textmine.corpus import load_corpus


def _rows(out):
    return list(csv.DictReader(io.StringIO(out)))


def test_rows_for_programs_are_verbatim_with_their_offsets(coded, run):
    texts = dict(
        zip(*(getattr(load_corpus(coded, "forum"), n) for n in ("ids", "texts")), strict=True)
    )
    ran = run("find", "tenant* OR bus", "forum", "--in", "texts", "-f", "csv")
    rows = _rows(ran.out)
    assert len(rows) > 5
    for row in rows:
        text = texts[row["id"]]
        assert text[int(row["start"]) : int(row["end"])] == row["passage"]
        for place in row["places"].split():
            start, end = map(int, place.split(".."))
            found = text[start:end].casefold()
            assert found == "bus" or found.startswith("tenant")
    same = run("find", "tenant* OR bus", "forum", "--in", "texts", "-f", "json").rows
    assert [row["passage"] for row in same] == [row["passage"] for row in rows]


def test_people_read_the_best_passage_and_how_many_say_it(coded, run):
    run("memo", "add", "The night bus comes up twice.", "--by", "ann")
    ran = run("find", '"night bus"')
    assert "«night bus»" in " ".join(ran.out.split()) or "«night" in ran.out
    assert "Memos" in ran.out
    assert "In 2 of 131 texts" in ran.err
    assert "counts of words" in ran.err
    assert run("find", "knowledge", "--in", "codes").err == "Found in 6 of 67 codes.\n"
    assert "ling-martins-2015" not in run("find", "bus", "forum", "--in", "codes").out
    assert run("find", "xyzzy").out == ""
    assert "In none of 131 texts." in run("find", "xyzzy").err


def test_documents_with_a_code_are_searched(coded, run):
    ran = run("find", "bus", "forum", "--code", "goal_orientation=A", "-f", "csv")
    wanted = {row["id"] for row in _rows(ran.out) if row["kind"] == "text"}
    every = {row["id"] for row in _rows(run("find", "bus", "forum", "-f", "csv").out)}
    assert wanted < every
    assert "of 82 texts with goal_orientation=A, at" in ran.err


def test_what_is_typed_wrong_is_said(coded, run):
    for arguments, code, said in (
        (["bus", "nope"], 1, "one pair of quotation marks"),
        (["bus (night"], 1, "closing bracket is missing"),
        (["bus", "--code", "x"], 2, "DIMENSION=CODE"),
        (["bus", "--code", "goal=A"], 1, "goal_orientation"),
        (["bus", "--in", "codes", "--author", "x"], 2, "--in codes"),
        (["bus", "--in", "nowhere"], 2, "themes"),
        (["bus", "--author", "nobody"], 1, "Nothing is by 'nobody'"),
        (["bus", "--where", "nothing=1"], 1, "no column"),
        ([""], 1, "nothing to look for"),
        ([], 2, "words"),
    ):
        ran = run("find", *arguments)
        assert (ran.code, ran.out) == (code, ""), (arguments, ran)
        assert said in ran.err, (arguments, ran.err)


def test_themes_are_found_and_a_page_is_written(trained, in_trained):
    assert in_trained("topics", "name", "forum-topics", "T01", "Zeppelins at dawn").code == 0
    rows = in_trained("find", "zeppelin*", "forum", "-f", "json").rows
    assert [(row["kind"], row["id"], row["what"]) for row in rows] == [("theme", "T01", "name")]
    assert in_trained("find", "zeppelin*", "forum-new", "--in", "themes").out == ""
    assert in_trained("memo", "add", "Odd.", "--theme", "forum-topics:zeppelins at dawn").code == 0
    assert "theme forum-topics:T01" in in_trained("memo", "list").out
    assert in_trained("find", "bus", "forum", "--report", "found").code == 0
    page = (trained.root / "reports/found/report.html").read_text("utf-8")
    assert "«bus»" in page


@pytest.mark.slow
def test_searches_at_once_find_the_same(forum, run):
    assert at_once(forum.root, *["find bus forum"] * 4) == [0, 0, 0, 0]
    assert len(list((forum.scratch / "found").iterdir())) == 1
    assert "In 5 of 131 texts" in run("find", "bus", "forum").err


@pytest.mark.skipif(not may_be_stopped(), reason="nobody can be stopped here")
def test_who_may_not_write_searches_all_the_same(forum, run):
    wanted = run("find", "bus", "forum", "-f", "csv").out
    for path in (forum.scratch / "found").iterdir():
        path.unlink()
    with closed(forum.root), without_rights():
        ran = run("find", "bus", "forum", "-f", "csv")
    assert (ran.code, ran.out) == (0, wanted), ran.err
    assert not list((forum.scratch / "found").iterdir())
