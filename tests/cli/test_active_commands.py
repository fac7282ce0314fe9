"""textmine coding sample --active, and coding stop."""

from __future__ import annotations

import csv
import io
import shutil

import pytest

from tests.helpers import visible_files
from textmine.coding import open_draws

ACTIVE = ("coding", "sample", "forum-new", "--active", "forum-model")


def test_a_model_chooses_beside_a_random_part(trained, in_trained):
    ran = in_trained(*ACTIVE, "--n", "10", "--coders", "ann", "--format", "csv")
    assert ran.code == 0, ran.err
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert [(row["stratum"], row["n"]) for row in rows] == [
        ("all", "3"),
        ("chosen by forum-model", "7"),
    ]
    assert "3 documents are random, 7 chosen by 'forum-model'" in ran.err
    assert "Train the next model under a new name" in ran.err
    assert "Documents a coder: ann 10." in ran.err
    draw = open_draws(trained).find("forum-new")
    assert len(draw.chosen) == 7
    listed = in_trained("coding", "draws", "forum-new", "-f", "json").rows[0]
    assert (listed["n"], listed["at random"]) == (10, 3)
    assert listed["method"] == "simple random, and 7 chosen by forum-model"
    again = in_trained(*ACTIVE, "--n", "5", "--random-share", "0.6")
    assert "3 documents are random" in again.err
    draw = open_draws(trained).find("forum-new")
    assert len(draw.drawn) == 5
    method = f"simple random, and {len(draw.chosen)} chosen by forum-model"
    assert method in " ".join(again.out.split())


def test_a_random_draw_says_what_need_not_be_coded(trained, in_trained):
    assert in_trained(*ACTIVE, "--n", "12").code == 0
    ran = in_trained("coding", "sample", "forum-new", "--n", "10")
    assert ran.code == 0, ran.err
    before = len(open_draws(trained).find("forum-new").design["given_before"])
    assert before
    assert f"{before} of the random documents need no coder" in ran.err


def test_sheets_hold_the_chosen_documents_too(trained, in_trained):
    sheets = ("--coders", "ann", "--out", "sheets", "--codebook", "ling-martins-2015")
    ran = in_trained(*ACTIVE, "--n", "10", *sheets)
    assert ran.code == 0, ran.err
    assert "10 documents for ann." in ran.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--n", "10", "--random-share", "0.1"), "--random-share must be in [0.3, 1). Got 0.1"),
        (("--all",), "leave --all and --again out"),
        (("--n", "999"), "999 documents are too many"),
        (("--n", "10", "--active", "none"), "none"),
    ],
)
def test_an_active_draw_that_cannot_be(trained, in_trained, arguments, told):
    before = visible_files(trained.root)
    command = ACTIVE[:3] if "--active" in arguments else ACTIVE
    ran = in_trained(*command, *arguments)
    assert (ran.code, ran.out) == (2 if told.startswith(("--", "leave")) else 1, "")
    assert told in ran.err
    assert visible_files(trained.root) == before


@pytest.mark.slow
def test_successive_models_are_compared(trained, in_trained):
    models = trained.root / "models"
    for name in ("m2", "m3", "m4"):
        shutil.copytree(models / "forum-model", models / name)
    stop = ("coding", "stop", "forum-model", "m2", "m3")
    ran = in_trained(*stop, "--corpus", "forum-new", "--format", "csv")
    assert ran.code == 0, ran.err
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert [(row["model"], row["next"]) for row in rows[:2]] == [
        ("forum-model", "m2"),
        ("m2", "m3"),
    ]
    assert {float(row["kappa"]) for row in rows if row["kappa"]} == {1.0}
    assert {int(row["n"]) for row in rows} == {24}
    assert "not settled. The rule looks at 3 pairs of successive models, and there are 2" in ran.err
    ran = in_trained(*stop, "m4", "--corpus", "forum-new")
    assert "goal_orientation: settled. The mean kappa of the last 3 pairs is 1.000" in ran.err
    assert in_trained("coding", "stop", "m2", "--corpus", "forum-new").code == 1


def test_an_active_draw_names_the_models_to_compare(trained, in_trained):
    models = trained.root / "models"
    shutil.copytree(models / "forum-model", models / "m2")
    assert in_trained(*ACTIVE, "--n", "5").code == 0
    ran = in_trained(*ACTIVE[:-1], "m2", "--n", "5")
    assert "textmine coding stop forum-model m2 --corpus forum-new" in ran.err
