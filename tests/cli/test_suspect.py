from __future__ import annotations

import csv
import io
import shutil

import pytest

from tests.helpers import visible_files

COLUMNS = [
    "document",
    "dimension",
    "coder",
    "coder's code",
    "machine's code",
    "probability of coder's",
    "probability of machine's",
    "text",
]


def test_suspects_of_every_dimension_and_nothing_is_changed(in_trained, trained):
    before = visible_files(trained.root)
    ran = in_trained("suspect", "forum-model", "--format", "json")
    assert ran.code == 0
    rows = ran.rows
    assert {row["dimension"] for row in rows} == {"knowledge_domain", "goal_orientation"}
    for row in rows:
        assert list(row) == COLUMNS
        assert row["coder"] == "agreed"
        assert row["coder's code"] != row["machine's code"]
        assert row["probability of coder's"] < row["probability of machine's"]
        assert row["text"]
    assert visible_files(trained.root) == before


def test_formats_agree(in_trained):
    as_json = in_trained("suspect", "forum-model", "-f", "json").rows
    as_csv = list(
        csv.DictReader(io.StringIO(in_trained("suspect", "forum-model", "-f", "csv").out))
    )
    assert [{name: str(cell) for name, cell in row.items()} for row in as_json] == as_csv
    shown = in_trained("suspect", "forum-model").out
    assert "goal_orientation: codes by agreed to read again" in shown
    assert as_json[0]["document"] in shown


def test_one_dimension_and_the_first_few(in_trained):
    ran = in_trained(
        "suspect", "forum-model", "--dimension", "goal_orientation", "--limit", "2", "-f", "json"
    )
    former = in_trained(
        "suspect", "forum-model", "--dimension", "goal_orientation", "--n=2", "-f", "json"
    )
    assert former.rows == ran.rows
    every = in_trained("suspect", "forum-model", "-f", "json").rows
    goals = [row for row in every if row["dimension"] == "goal_orientation"]
    assert ran.rows == goals[:2]
    assert "knowledge_domain" not in ran.err


def test_a_file_has_whole_texts_and_runs_nothing(in_trained, trained):
    ran = in_trained("suspect", "forum-model", "--out", "suspects.csv")
    assert (ran.code, ran.out) == (0, "")
    assert "See suspects.csv" in ran.err
    with (trained.root / "suspects.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == COLUMNS
    assert all(row["text"][:1] not in "=+-@" for row in rows)


def test_without_the_training_corpus_there_are_no_texts(in_trained, trained):
    shutil.rmtree(trained.root / "corpora" / "forum")
    ran = in_trained("suspect", "forum-model", "-f", "json")
    assert ran.code == 0
    assert {row["text"] for row in ran.rows} == {""}
    assert "no texts" in ran.err
    assert "documents)" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ("suspect gone", 1, "There is no model 'gone'"),
        ("suspect forum-model --dimension goal_orient", 1, "Did you mean 'goal_orientation'"),
        ("suspect forum-model --limit 0", 2, "--limit"),
        ("suspect forum-model --out gone/x.csv", 1, "does not exist"),
        ("suspect", 2, "Missing argument"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(in_trained, arguments, code, sentence):
    ran = in_trained(*arguments.split())
    assert ran.code == code
    assert sentence in ran.err
    assert ran.out == ""
