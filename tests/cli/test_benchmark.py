"""textmine benchmark."""

from __future__ import annotations

import csv
import io

import pytest

from tests.helpers import visible_files, write_csv
from tests.report.reading import page_of, refuse_anything_active, texts_of

GOAL = "goal_orientation"
HERE = ("benchmark", "forum", "--coders", "coder-1,coder-2", "--resamples", "100")


def test_formats_hold_every_figure_with_the_same_columns(in_trained):
    ran = in_trained(*HERE, "--system", "forum-model", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    figures = {row["figure"] for row in rows}
    assert {"gap (kappa)", "human ceiling (kappa)", "change of alpha", "recall"} <= figures
    ran = in_trained(*HERE, "--system", "forum-model", "-f", "json")
    assert len(ran.rows) == len(rows)


def test_a_gate_on_the_gap_and_on_a_score(in_trained):
    gated = (*HERE, "--system", "forum-model", "-f", "csv", "--fail-under")
    ran = in_trained(*gated, "-0.01")
    assert ran.code == 3
    assert "forum-model on goal_orientation of forum: the gap to the coders is -" in ran.err
    assert "figure" in ran.out
    assert in_trained(*gated, "-1").code == 0
    ran = in_trained(*gated, "0.99", "--of", "kappa")
    assert (ran.code, "kappa is 0." in ran.err) == (3, True)


def test_a_gap_that_nobody_can_measure_is_no_pass(in_trained):
    alone = ("benchmark", "forum", "--system", "coder-1", "--coders", "coder-2")
    ran = in_trained(*alone, "--fail-under", "-1", "-f", "csv")
    assert ran.code == 3
    assert "undefined (it needs the codes of two people or more)" in ran.err


@pytest.mark.slow
def test_a_page_for_the_reviewer(in_trained, trained):
    rows = [[str(number), "<b>A"[3:]] for number in range(1, 41)]
    path = write_csv(trained.root / "<i>.csv", ["id", GOAL], rows)
    arguments = ("--system", "forum-model", "--system", f"<i>={path}", "--report", "bench")
    ran = in_trained(*HERE, *arguments)
    assert ran.code == 0, ran.err
    folder = trained.root / "reports" / "bench"
    page = page_of(folder)
    refuse_anything_active(page)
    assert "by that test" in texts_of(page) or "may not stand in" in texts_of(page)
    assert "<i>" in texts_of(page)
    assert (folder / "tables.xlsx").is_file()
    before = visible_files(folder)
    assert "It replaces the former one." in in_trained(*HERE, *arguments).err
    assert visible_files(folder) == before


def test_what_is_missing_is_said(in_trained):
    ran = in_trained("benchmark", "forum", "--system", "nobody")
    assert ran.code == 1
    assert "There is no model, file or coder 'nobody'" in ran.err
    assert in_trained("benchmark", "forum").code == 2
