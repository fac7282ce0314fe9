"""The commands on memos: what is typed, what is said, what is refused."""

from __future__ import annotations

import csv
import io

import pytest

from tests.cases.test_two_commands_at_once import at_once


def test_memos_from_the_first_to_the_last(coded, run, tmp_path):
    book = "ling-martins-2015:goal_orientation"
    assert run("memo", "add", "Is A too wide?", "--code", f"{book}:A", "--type", "open-question",
               "--by", "ann").code == 0  # fmt: skip
    said = run("memo", "add", "Look.", "--document", "forum:17", "--span", "0-12", "--link", "1")
    assert "Memo 2 on document forum:17 0-12 (“" in said.err
    (tmp_path / "why.txt").write_bytes("Wir prüfen das.\r\nZweimal.".encode("utf-8-sig"))
    assert run("memo", "add", "--file", str(tmp_path / "why.txt"), "--type", "method").code == 0
    rows = run("memo", "list", "-f", "json").rows
    assert [row["about"] for row in rows] == ["code", "document", "project"]
    assert rows[2]["text"] == "Wir prüfen das.\nZweimal."
    assert run("memo", "list", "--open").out == ""
    assert "answered by 2" in run("memo", "list", "--code", f"{book}:A").out
    assert "version 2" in run("memo", "change", "1", "Is A wide?").err
    assert "says that already" in run("memo", "change", "1", "Is A wide?").err
    assert "Is A too wide?" in run("memo", "show", "1").out
    assert "withdrawn" in run("memo", "remove", "2", "--reason", "done").err
    assert "Is A wide?" in run("memo", "list", "--open").out
    assert run("undo").code == 0
    assert "answered by 2" in run("memo", "list").out
    assert "the withdrawal of memo 2" in run("undo", "--list").out.replace("\n", " ")
    for kind in ("csv", "xlsx", "md"):
        assert run("memo", "export", "--out", str(tmp_path / f"m.{kind}")).code == 0
    for kind in ("csv", "xlsx"):
        assert (
            "0 memos are new, 0 have a new"
            in run("memo", "import", str(tmp_path / f"m.{kind}")).err
        )
    assert "## code ling-martins-2015:goal_orientation:A" in (tmp_path / "m.md").read_text("utf-8")


def test_what_is_typed_wrong_is_said(coded, run, tmp_path):
    for arguments, code, said in (
        (["add"], 2, "--file"),
        (["add", "x", "--file", "y"], 2, "--file"),
        (["add", "x", "--code", "a:b"], 2, "CODEBOOK:DIMENSION:CODE"),
        (["add", "x", "--span", "1-2"], 2, "--document"),
        (["add", "x", "--corpus", "forum", "--case", "forum:n"], 2, "one thing"),
        (["add", "x", "--corpus", "forun"], 1, "Did you mean 'forum'"),
        (["add", "x", "--theme", "nope:T01"], 1, "no model 'nope'"),
        (["add", "x", "--link", "4"], 1, "no memo 4"),
        (["add", "x", "--type", "idea"], 2, "open-question"),
        (["add", "--file", "nowhere.txt"], 1, "nowhere.txt"),
        (["show", "1"], 1, "no memo 1"),
        (["change", "1", "x"], 1, "There are none yet"),
        (["change", "1"], 2, "say what"),
        (["remove", "1"], 2, "--reason"),
        (["remove", "1", "--reason", "x"], 1, "no memo 1"),
        (["export", "--out", "m.pdf"], 2, ".xlsx"),
        (["list", "--document", "forum:nope"], 1, "no document 'nope'"),
    ):
        ran = run("memo", *arguments)
        assert (ran.code, ran.out) == (code, ""), (arguments, ran)
        assert said in ran.err, (arguments, ran.err)
    assert run("memo", "list").code == 0


def test_memos_in_a_report_and_beside_codings(coded, run):
    run("memo", "add", "A thought.")
    assert run("memo", "list", "--report", "memos").code == 0
    assert "A thought." in (coded.root / "reports/memos/report.html").read_text("utf-8")
    assert run("memo", "list", "--type", "coding").code == 0


@pytest.mark.slow
def test_memos_that_are_added_at_once_are_all_kept(forum, run):
    commands = [f"memo add thought-{n} --document forum:{n + 1}" for n in range(4)]
    assert at_once(forum.root, *commands) == [0, 0, 0, 0]
    rows = list(csv.DictReader(io.StringIO(run("memo", "list", "-f", "csv").out)))
    assert sorted(row["memo"] for row in rows) == ["1", "2", "3", "4"]
    assert sorted(row["text"] for row in rows) == [f"thought-{n}" for n in range(4)]
