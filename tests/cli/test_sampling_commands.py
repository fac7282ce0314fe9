"""textmine coding sample, draws, sheets, and import of a sheet that came back."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from tests.helpers import visible_files
from textmine.coding import current_codings, open_codings, open_draws
from textmine.corpus import load_corpus

BOOK = "ling-martins-2015"
SAMPLE = ("coding", "sample", "forum")


def test_a_draw_is_printed_with_its_strata_and_coders(forum, run):
    drawn = ("--n", "60", "--by", "created_at:month", "--coders", "ann,bob", "--shared", "0.3")
    ran = run(*SAMPLE, *drawn, "--format", "csv")
    assert ran.code == 0, ran.err
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert [(row["stratum"], row["N"], row["n"]) for row in rows] == [
        ("2013-09", "50", "23"),
        ("2013-10", "32", "15"),
        ("2013-11", "24", "11"),
        ("2013-12", "11", "5"),
        ("2014-01", "14", "6"),
    ]
    assert all(float(row["probability"]) == int(row["n"]) / int(row["N"]) for row in rows)
    assert "Documents a coder: ann 39, bob 39; 18 of 60 go to every coder." in ran.err
    assert "agreement on 18 documents is known only roughly" in ran.err
    table = run(*SAMPLE, "--share", "0.5", "--seed", "3")
    title = "draw-2 of 'forum': 36 of 131 documents, simple random, seed 3"
    assert title in " ".join(table.out.split())


def test_draws_are_listed(forum, run):
    assert "No documents of 'forum' were drawn yet" in run("coding", "draws", "forum").err
    assert run(*SAMPLE, "--n", "9", "--name", "pilot", "--coders", "ann").code == 0
    assert run(*SAMPLE, "--n", "40", "--by", "group", "--allocation", "equal").code == 0
    rows = run("coding", "draws", "forum", "--format", "json").rows
    assert [(row["draw"], row["n"], row["coders"], row["method"]) for row in rows] == [
        ("pilot", 9, "ann 9", "simple random"),
        ("draw-1", 40, "", "stratified random by group (equal)"),
    ]
    assert "pilot" in run("coding", "draws", "forum").out
    assert run("coding", "draws", "none").code == 1


@pytest.mark.slow
def test_sheets_are_written_filled_in_and_imported(forum, run):
    ran = run(*SAMPLE, "--n", "8", "--coders", "ann,bob", "--out", "sheets", "--codebook", BOOK)
    assert ran.code == 0, ran.err
    assert "sheets/forum-draw-1-ann.xlsx: 8 documents for ann." in ran.err
    path = forum.root / "sheets" / "forum-draw-1-ann.xlsx"
    workbook = load_workbook(path)
    header = [cell.value for cell in workbook["coding"][1]]
    column = header.index("goal_orientation") + 1
    workbook["coding"].cell(2, column).value = "A  knowledge sharing and co-creation"
    workbook["coding"].cell(3, column).value = "Q"
    workbook.save(path)
    ran = run("coding", "import", path)
    assert ran.code == 1
    assert "sheet 'coding', cell K3: 'Q' is not a code of 'goal_orientation'" in ran.err
    workbook["coding"].cell(3, column).value = "B"
    workbook.save(path)
    ran = run("coding", "import", path)
    assert ran.code == 0, ran.err
    codings = open_codings(forum).current("forum")
    assert sorted(coding.code for coding in codings) == ["A", "B"]
    standing = current_codings(forum, load_corpus(forum, "forum"))
    assert [one.sampling_probability for one in standing] == pytest.approx([8 / 131] * 2)


def test_sheets_as_csv_for_one_coder(forum, run):
    assert run(*SAMPLE, "--n", "8", "--coders", "ann,bob").code == 0
    sheets = ("coding", "sheets", "forum", "--codebook", BOOK, "--out", "out")
    ran = run(*sheets, "--format", "csv", "--coders", "bob")
    assert ran.code == 0, ran.err
    assert [path.name for path in (forum.root / "out").iterdir()] == ["forum-draw-1-bob.csv"]
    assert "author" not in (forum.root / "out" / "forum-draw-1-bob.csv").read_text("utf-8-sig")


def test_a_second_coding_is_drawn(coded, run):
    ran = run(*SAMPLE, "--n", "20", "--again", "coder-1")
    assert ran.code == 0, ran.err
    assert "coder-1 codes them again, in round 2, without her old codes." in ran.err


def test_what_is_coded_without_a_draw_is_told(coded, run):
    ran = run(*SAMPLE, "--n", "20")
    assert ran.code == 1
    assert "131 left out because they are coded and were never drawn" in ran.err
    ran = run(*SAMPLE, "--n", "20", "--include-coded")
    assert ran.code == 0, ran.err
    assert "131 documents of the frame carry codes and were never drawn before." in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--n", "2", "--by", "thread_id"), 1, "2 documents cannot be spread over"),
        (("--n", "2", "--out", "s"), 2, "--out and --codebook go together"),
        (("--n", "2", "--out", "s", "--codebook", "none", "--coders", "a"), 1, "no codebook"),
        ((), 2, "0 of --n, --share and --all"),
        (("--n", "5", "--share", ".5"), 2, "2 of --n, --share and --all"),
    ],
)
def test_a_draw_that_cannot_be_is_not_kept(forum, run, arguments, code, told):
    before = visible_files(forum.root)
    ran = run(*SAMPLE, *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err
    assert visible_files(forum.root) == before
    assert open_draws(forum).all("forum") == []
