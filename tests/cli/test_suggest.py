from __future__ import annotations

import csv
import io

import pytest

from tests.helpers import visible_files
from textmine.coding import open_codings

SUGGEST = ("suggest", "forum", "--codebook", "ling-martins-2015", "--profile", "fast")


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.slow
def test_suggestions_are_marked_and_none_is_recorded(run, forum):
    before = visible_files(forum.root)
    ran = run(*SUGGEST)
    assert ran.code == 0
    rows = rows_of(ran.out)
    assert len(rows) == 131
    assert {row["suggested_by"] for row in rows} == {"codebook:ling-martins-2015@1"}
    assert rows[0]["suggestion 1 (goal_orientation)"].split(" ")[0] in "ABC"
    for row in rows:
        first, second = (row[f"likeness {place} (knowledge_domain)"] for place in (1, 2))
        assert 1 >= float(first) >= float(second) > 0
    assert "They are no codings, and none is recorded" in ran.err
    assert visible_files(forum.root) == before
    assert open_codings(forum).current("forum") == []


@pytest.mark.slow
def test_a_part_into_a_file(run, forum):
    whole = rows_of(run(*SUGGEST, "--n", "3").out)
    ran = run(*SUGGEST, "--n", "3", "--where", "thread_id=T02", "--out", "s.csv")
    assert (ran.code, ran.out) == (0, "")
    written = rows_of((forum.root / "s.csv").read_text(encoding="utf-8-sig"))
    assert 0 < len(written) < 131
    of = {row["document"]: row for row in whole}
    assert [row["suggestion 3 (goal_orientation)"] for row in written] == [
        of[row["document"]]["suggestion 3 (goal_orientation)"] for row in written
    ]
    assert "see s.csv" in ran.err


@pytest.mark.slow
def test_sheets_with_suggestions_come_back_with_the_codes_that_people_typed(run, forum):
    run("coding", "sample", "forum", "--n", "6", "--coders", "ann")
    ran = run(*SUGGEST, "--sheets", "first", "--sheet-format", "csv")
    assert ran.code == 0
    path = forum.root / "first" / "forum-draw-1-ann.csv"
    rows = rows_of(path.read_text(encoding="utf-8-sig"))
    assert len(rows) == 6
    assert all("(" in row["machine (goal_orientation)"] for row in rows)
    assert {row["goal_orientation"] for row in rows} == {""}
    untouched = run("coding", "import", path)
    assert untouched.code == 1
    assert "No document of" in untouched.err
    rows[0]["goal_orientation"] = "C"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert run("coding", "import", path).code == 0
    (coding,) = open_codings(forum).current("forum")
    assert (coding.document, coding.code, coding.coder, coding.origin) == (
        rows[0]["document"],
        "C",
        "ann",
        "human",
    )


def test_codes_with_only_a_name_are_named(run, forum):
    run("codebook", "new", "themes", "--dimension", "theme=rent:rents,rooms:rooms")
    ran = run("suggest", "forum", "--codebook", "themes", "--profile", "fast")
    assert ran.code == 1
    assert "has names and nothing else" in ran.err
    assert ran.out == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ("suggest gone --codebook ling-martins-2015", 1, "There is no corpus 'gone'"),
        ("suggest forum --codebook gone", 1, "gone"),
        ("suggest forum", 2, "--codebook"),
        ("suggest forum --codebook ling-martins-2015 --draw d", 2, "go with --sheets"),
        ("suggest forum --codebook ling-martins-2015 --sheets x --out y", 2, "leave --out"),
        ("suggest forum --codebook ling-martins-2015 --sheets x", 1, "'forum' has no draw yet"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(run, forum, arguments, code, sentence):
    before = visible_files(forum.root)
    ran = run(*arguments.split(), *(["--profile", "fast"] if code == 1 else []))
    assert ran.code == code
    assert sentence in ran.err
    assert ran.out == ""
    assert visible_files(forum.root) == before
