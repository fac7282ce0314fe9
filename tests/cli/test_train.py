from __future__ import annotations

import csv
import io

import pytest

from textmine.classify.scoring.score_table import UNGROUPED
from textmine.store import read_manifest


@pytest.mark.slow
def test_scores_of_every_dimension_as_json(in_small, small):
    ran = in_small("train", "small", "--name", "m", "--format", "json")
    assert ran.code == 0
    rows = ran.rows
    assert {row["score"] for row in rows} == {
        "macro-F1", "kappa", "accuracy", "precision", "recall", "F1"
    }  # fmt: skip
    assert {row["protocol"] for row in rows} == {"threads held out", UNGROUPED}
    assert all(0 <= row["value"] <= 1 and row["low"] <= row["value"] <= row["high"] for row in rows)
    assert "Saved as model 'm'" in ran.err
    written = (small.root / "models" / "m" / "scores.csv").read_text(encoding="utf-8")
    assert [row["score"] for row in csv.DictReader(io.StringIO(written))] == [
        row["score"] for row in rows
    ]


@pytest.mark.slow
def test_options_are_kept_in_the_manifest(in_small, small):
    ran = in_small(
        *"train small --folds 3 --metric kappa --seed 5 --profile fast --format csv".split()
    )
    assert ran.code == 0
    manifest = read_manifest(small.root / "models" / "small-model", "classifier")
    assert manifest.seed == 5
    assert manifest.settings["folds"] == 3
    assert manifest.settings["metric"] == "kappa"
    assert next(csv.DictReader(io.StringIO(ran.out)))["dimension"] == "subject"


@pytest.mark.slow
def test_a_table_for_people(in_small):
    ran = in_small("train", "small", "--coder", "ann", "--dimension", "subject")
    assert ran.code == 0
    assert "subject: 48 documents coded by ann, 16 threads, 2 folds; chosen:" in ran.out
    assert "leaks" in ran.out


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ("train nothing", 1, "There is no corpus 'nothing'"),
        ("train small --coder bob", 1, "There is no coder 'bob'"),
        ("train small --dimension topic", 1, "has no dimension 'topic'"),
        ("train small --codebook none", 1, "There is no codebook 'none'"),
        ("train small --where thread_id=t00", 1, "training needs 10 at the least"),
        ("train small --where thread_id=t99", 1, "No document of 'small' has thread_id=t99"),
        ("train small --where nonsense", 1, "'nonsense' is not a condition"),
        ("train small --folds 1", 1, "Setting 'train.folds'"),
        ("train small --encoder no-such", 1, "embedding"),  # is missing, or its extra is
        ("train small --name ../up", 1, "'../up' cannot be a name"),
        ("train small --metric f2", 2, "f2"),
        ("train small --profile slow", 1, "Setting 'nlp.profile'"),
        ("train", 2, "Missing argument"),
        ("train small --nonsense", 2, "No such option"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(in_small, small, arguments, code, sentence):
    ran = in_small(*arguments.split())
    assert ran.code == code
    assert sentence in ran.err
    assert ran.out == ""
    assert "Traceback" not in ran.err
    assert not list((small.root / "models").iterdir())


def test_a_corpus_without_codings(in_trained):
    ran = in_trained("train", "forum-new")
    assert ran.code == 1
    assert "This corpus has no codings" in ran.err
