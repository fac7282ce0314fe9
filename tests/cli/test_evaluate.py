from __future__ import annotations

import csv
import io

import pytest

from tests.made import TRAINED_ON


def test_scores_on_unseen_documents(in_trained):
    ran = in_trained("evaluate", "forum-model", "forum", "--format", "json")
    assert ran.code == 0
    rows = ran.rows
    assert {row["dimension"] for row in rows} == {"knowledge_domain", "goal_orientation"}
    assert {row["protocol"] for row in rows} == {"unseen documents"}
    (n,) = {row["n"] for row in rows if row["score"] == "accuracy"}
    assert n < 131 - TRAINED_ON
    beside = 131 - TRAINED_ON - n
    for name in ("knowledge_domain", "goal_orientation"):
        assert f"{131 - n} documents coded on '{name}' are left out" in ran.err
    assert f"{TRAINED_ON} were trained on, {beside} stand in a thread" in ran.err


@pytest.mark.slow
def test_formats_agree(in_trained):
    arguments = ("evaluate", "forum-model", "forum", "--coder", "coder-1", "--format")
    as_json = in_trained(*arguments, "json").rows
    as_csv = list(csv.DictReader(io.StringIO(in_trained(*arguments, "csv").out)))
    assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in as_json] == as_csv
    shown = " ".join(in_trained(*arguments, "table").out.split())
    assert "Rows: the coder; columns: the machine" in shown
    assert f"{as_json[0]['n']} documents coded by coder-1" in shown


def test_a_page_of_the_scores(in_trained, trained):
    assert in_trained("evaluate", "forum-model", "forum", "--report", "scored").code == 0
    folder = trained.root / "reports" / "scored"
    assert (folder / "tables" / "confusion_goal_orientation.csv").exists()
    assert "How well 'forum-model' codes what it has not seen" in (
        (folder / "report.html").read_text(encoding="utf-8").replace("&#39;", "'")
    )


def test_trained_documents_alone_are_refused(in_trained):
    ran = in_trained("evaluate", "forum-model", "forum", "--where", "thread_id=T01")
    assert ran.code == 1
    assert "is new to 'forum-model'" in ran.err
    assert "A score on them would only flatter" in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ("evaluate forum-model forum-new", 1, "This corpus has no codings"),
        ("evaluate forum-model forum --coder bob", 1, "There is no coder 'bob'"),
        ("evaluate gone forum", 1, "There is no model 'gone'"),
        ("evaluate forum-model forum --nonsense", 2, "No such option"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(in_trained, arguments, code, sentence):
    ran = in_trained(*arguments.split())
    assert ran.code == code
    assert sentence in ran.err
    assert ran.out == ""


def test_a_machine_is_not_scored_against_itself(in_trained):
    in_trained("apply", "forum-model", "forum-new", "--record", "--out", "c.csv")
    ran = in_trained("evaluate", "forum-model", "forum-new")
    assert ran.code == 1
    assert "no codings" in ran.err
