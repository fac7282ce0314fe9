from __future__ import annotations

import csv
import io

import pytest

from tests.helpers import visible_files
from tests.made import add_corpus, filled, run_at
from textmine.cells.spreadsheet import neutralise
from textmine.cli.output import marked
from textmine.coding import open_codings
from textmine.corpus import load_corpus


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def coded_rows(trained, tmp_path_factory):
    filled(trained, tmp_path_factory.getbasetemp(), "of-coded-rows", _apply)
    return rows_of((trained.root / "coded.csv").read_text(encoding="utf-8-sig"))


def _apply(space):
    ran = run_at(space.root, *"apply forum-model forum-new --out coded.csv".split())
    assert ran.out == ""
    assert "synthetic" in ran.err
    assert "not prevalence" in ran.err


def test_columns(coded_rows, trained):
    each = ("", "_name", "_probability", "_runner_up", "_runner_up_probability")
    assert list(coded_rows[0]) == [
        "id",
        "thread_id",
        "author",
        *(f"knowledge_domain{part}" for part in each),
        *(f"goal_orientation{part}" for part in each),
        "cell",
        "coded_by",
    ]
    assert [row["id"] for row in coded_rows] == load_corpus(trained, "forum-new").ids


def test_values(coded_rows):
    for row in coded_rows:
        for name in ("knowledge_domain", "goal_orientation"):
            first, second = (
                float(row[f"{name}_probability"]),
                float(row[f"{name}_runner_up_probability"]),
            )
            assert 0 <= first <= 1
            assert 0 <= second <= 1
            assert first + second <= 1 + 1e-3
            assert row[name] != row[f"{name}_runner_up"]
        assert row["cell"] == row["goal_orientation"] + row["knowledge_domain"]
        assert row["coded_by"] == "model:forum-model"


def test_stdout_is_the_same_data_and_nothing_is_recorded(in_trained, trained, coded_rows):
    before = visible_files(trained.root)
    ran = in_trained("apply", "forum-model", "forum-new")
    assert rows_of(ran.out) == coded_rows
    assert visible_files(trained.root) == before


def test_a_part_of_a_corpus(in_trained, coded_rows):
    thread = coded_rows[5]["thread_id"]
    ran = in_trained("apply", "forum-model", "forum-new", "--where", f"thread_id={thread}")
    assert rows_of(ran.out) == [row for row in coded_rows if row["thread_id"] == thread]


def test_odd_texts_and_names_survive(in_trained, trained, tmp_path):
    odd = [
        "😀👩‍👩‍👧",
        "مرحبا بالعالم",
        "עברית",
        "a\nb",
        'quo"te, comma',
        "=1+1",
        "ﬁ\u200b\u202e",
        "x" * 9000,
    ]
    rows = [
        {"id": f"{i}{words[:9]}", "author": words[:9], "text": words} for i, words in enumerate(odd)
    ]
    add_corpus(trained, "odd", rows, tmp_path / "odd.csv")
    ran = in_trained("apply", "forum-model", "odd")
    assert ran.code == 0
    corpus = load_corpus(trained, "odd")
    shown = [marked(neutralise(one)) for one in corpus.column("author")]
    assert [row["id"] for row in rows_of(ran.out)] == [marked(one) for one in corpus.ids]
    assert [row["author"] for row in rows_of(ran.out)] == shown
    written = in_trained("apply", "forum-model", "odd", "--out", tmp_path / "odd-codes.csv")
    assert written.code == 0
    kept = rows_of((tmp_path / "odd-codes.csv").read_text(encoding="utf-8-sig"))
    assert [row["id"] for row in kept] == corpus.ids
    assert "😀" in ran.out
    assert "مرحبا" in ran.out


def tabulated(run, *more):
    ran = run("tabulate", "forum", "--format", "json", *more)
    assert ran.code == 0
    return ran.rows, ran.err


def test_recorded_codes_are_machine_codes_and_change_no_human_one(in_trained, trained):
    before = open_codings(trained).current("forum")
    table = tabulated(in_trained)
    ran = in_trained("apply", "forum-model", "forum", "--record", "--out", "c.csv")
    assert ran.code == 0
    assert "262 machine codings recorded under the coder 'model:forum-model'" in ran.err
    after = open_codings(trained).current("forum")
    machine = [coding for coding in after if coding.origin == "machine"]
    assert [coding for coding in after if coding.origin != "machine"] == before
    assert len(machine) == 262
    assert {coding.coder for coding in machine} == {"model:forum-model"}
    assert tabulated(in_trained) == table
    again = in_trained("apply", "forum-model", "forum", "--record", "--out", "c.csv")
    assert "0 machine codings recorded" in again.err


def test_tabulating_a_machine_warns_and_gives_no_interval(in_trained):
    in_trained("apply", "forum-model", "forum", "--record", "--where", "thread_id=T20")
    rows, said = tabulated(in_trained, "--coder", "model:forum-model")
    assert "Counts made by a machine (model:forum-model)" in said
    assert "Do not report them as prevalence" in said
    assert all(row["low"] is None and row["high"] is None for row in rows)
    shown = in_trained("tabulate", "forum", "--coder", "model:forum-model")
    assert "Counts made by a machine" in shown.err


def test_tabulating_a_corpus_that_only_a_machine_coded(in_trained):
    in_trained("apply", "forum-model", "forum-new", "--record", "--out", "c.csv")
    ran = in_trained("tabulate", "forum-new", "--coder", "model:forum-model")
    assert ran.code == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ("apply forum-modle forum-new", 1, "Did you mean 'forum-model'"),
        ("apply forum-model forum-old", 1, "There is no corpus 'forum-old'"),
        ("apply forum-topics forum-new", 1, "is a topics folder"),
        ("apply forum-model forum-new --out gone/x.csv", 1, "does not exist"),
        ("apply forum-model forum-new --out models", 1, "is a folder"),
        ("apply forum-model forum-new --nonsense", 2, "No such option"),
        ("apply forum-model", 2, "Missing argument"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(in_trained, trained, arguments, code, sentence):
    before = visible_files(trained.root)
    ran = in_trained(*arguments.split())
    assert ran.code == code
    assert sentence in ran.err
    assert ran.out == ""
    assert visible_files(trained.root) == before
