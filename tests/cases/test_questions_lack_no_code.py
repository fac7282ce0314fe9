"""What an interviewer asks lacks no code: no count says that it is still to be coded."""

from __future__ import annotations

import json

import pytest

from tests.helpers import write_csv
from tests.made import quick_workspace
from textmine.corpus import load_corpus
from textmine.corpus.hierarchy import only_to_code, to_code, where_answered

TURNS = 8
NAMES = ("I01", "I02", "I03")


@pytest.fixture
def command(tmp_path, run_in):
    space = quick_workspace(tmp_path / "ws")
    run = run_in(space.root)
    folder = space.root / "talks"
    folder.mkdir()
    for name in NAMES:
        lines = []
        for turn in range(TURNS):
            lines += [
                f"Interviewer: What happened in year {turn}, when the {name} grant came?",
                f"Respondent {name}: We hired {turn} people, and the mill of {name} was mended.",
            ]
        (folder / f"{name}.txt").write_text("\n\n".join(lines), encoding="utf-8")
    ran = run(*"corpus import talks --name talks".split())
    assert ran.code == 0, ran.err
    corpus = load_corpus(space, "talks")
    answers = [
        i
        for i, kind in zip(corpus.ids, corpus.column("meta.turn"), strict=True)
        if kind == "answer"
    ]
    assert len(answers) == len(NAMES) * TURNS
    write_csv(
        space.root / "c.csv",
        ["document", "tone"],
        [[one, "ab"[n % 2]] for n, one in enumerate(answers)],
    )
    ran = run(
        *"coding import c.csv --corpus talks --codebook t --create-codebook --dimension tone "
        "--map tone=tone --coder ann".split()
    )
    assert ran.code == 0, ran.err
    write_csv(space.root / "p.csv", ["thread_id", "kind"], [[name, "firm"] for name in NAMES])
    run.space, run.answers = space, answers
    return run


def said(ran):
    assert ran.code == 0, ran.err
    return " ".join((ran.out + ran.err).split())


def test_tables_and_exports_say_so(command):
    told = said(command(*"tabulate talks".split()))
    assert "All 24 documents are coded" in told
    assert "24 turns are questions or titles, and not counted" in told
    told = said(command(*"coding export talks --shape documents --out e.csv".split()))
    assert "are not coded" not in told
    assert "24 turns are questions or titles" in told


def test_people_have_their_answers(command):
    corpus = load_corpus(command.space, "talks")
    threads = sorted(set(corpus.column("thread_id")))
    write_csv(
        command.space.root / "p.csv", ["thread_id", "kind"], [[one, "firm"] for one in threads]
    )
    said(command(*"participants import talks p.csv".split()))
    ran = command(*"participants list talks -f json".split())
    rows = json.loads(ran.out)["rows"]
    assert [(row["documents"], row["coded_documents"]) for row in rows] == [(TURNS, TURNS)] * 3


def test_nobody_is_asked_to_code_a_question(command):
    said(command(*"coding sample talks --all --include-coded --coders bob".split()))
    told = said(command(*"coding sheets talks --codebook t --out s -f csv".split()))
    assert "24 documents for bob" in told
    told = said(command(*"corpus check talks -f json".split()))
    assert "documents have no code on" not in told


def test_one_rule_says_which(command):
    corpus = load_corpus(command.space, "talks")
    assert sum(to_code(corpus)) == 24
    first = corpus.ids[0]
    assert sum(to_code(corpus, [first])) == 25
    asked = corpus.select([kind == "question" for kind in corpus.column("meta.turn")], ())
    assert len(only_to_code(asked)) == 24


def test_themes_are_of_answers_alone(command):
    told = "24 turns that no respondent speaks are left out, such as questions"
    for name in ("fit", "sweep"):
        assert told in command("topics", name, "talks", "--topics", "2").err
        asked = command("topics", name, "talks", "--topics", "2", "--where", "turn=question").err
        assert told not in asked
    talks = load_corpus(command.space, "talks")
    assert where_answered(talks, ["author!=x"]) == (["author!=x", "turn!=question"], 24)
    assert where_answered(talks, ["meta.turn = answer"]) == (["meta.turn = answer"], 0)
