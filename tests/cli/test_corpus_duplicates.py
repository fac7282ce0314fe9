from __future__ import annotations

import csv

import pytest

from tests.corpus.duplicates.test_edits import MINE, TEXTS
from tests.helpers import visible_files, write_csv
from textmine.corpus import load_corpus


@pytest.fixture
def letters(workspace, run):
    rows = [(f"m{place}", text) for place, text in enumerate([*TEXTS, "Something else."])]
    write_csv(workspace.root / "l.csv", ["id", "text"], rows)
    assert run("corpus", "import", "l.csv", "--name", "letters").code == 0
    return workspace


def test_groups_are_printed_and_stored(letters, run):
    before = load_corpus(letters, "letters").documents
    ran = run("corpus", "duplicates", "letters")
    assert ran.code == 0
    assert "largest groups" in ran.out
    assert "n = 6 documents, 1 group" in ran.err
    assert "4 documents (66.7 %) are a copy of another one" in ran.err
    after = load_corpus(letters, "letters")
    assert after.column("meta.duplicate_group") == ["1"] * 5 + [""]
    assert after.column("meta.duplicate_first").count("no") == 4
    each = ("corpus", "export", "letters", "--where", "duplicate_first=yes", "--out", "o.jsonl")
    assert run(*each).code == 0
    assert len((letters.root / "o.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    assert after.texts == list(before["text"])
    once = visible_files(letters.root)
    assert run("corpus", "duplicates", "letters").code == 0
    assert visible_files(letters.root) == once


def test_rows_for_programs(letters, run):
    (row,) = run("corpus", "duplicates", "letters", "-f", "json").rows
    assert (row["n"], row["kind"], row["template"]) == (5, "near", "m0")
    assert run("corpus", "duplicates", "letters", "-f", "csv").out.startswith("group,n,copies,kind")


def test_the_threshold_is_obeyed(letters, run):
    (row,) = run("corpus", "duplicates", "letters", "--threshold", "1", "-f", "json").rows
    assert (row["n"], row["copies"], row["kind"]) == (4, 2, "exact")
    ran = run("corpus", "duplicates", "letters", "--threshold", "0.1")
    assert ran.code == 2
    assert ran.out == ""


def test_a_dry_run_stores_nothing(letters, run):
    before = visible_files(letters.root)
    ran = run("corpus", "duplicates", "letters", "--dry-run", "--passages", "added")
    assert ran.code == 0
    assert "Dry run" in ran.err
    assert visible_files(letters.root) == before


def test_edits_and_passages(letters, run):
    ran = run("corpus", "duplicates", "letters", "--edits", "e.csv", "--passages", "added")
    assert ran.code == 0
    with (letters.root / "e.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["document", "group", "kind", "text", "start", "end"]
    stored = load_corpus(letters, "letters")
    texts = dict(zip(stored.ids, stored.texts, strict=True))
    added = [row for row in rows if row["kind"] == "added"]
    assert len(added) == 2
    for row in added:
        assert texts[row["document"]][int(row["start"]) : int(row["end"])] == row["text"]
    assert load_corpus(letters, "added").texts == [MINE]
    again = run("corpus", "duplicates", "letters", "--passages", "added")
    assert again.code == 1
    assert "There is a corpus 'added' already, 1 document." in again.err
    assert run("corpus", "duplicates", "letters", "--passages", "added", "--replace").code == 0


def test_no_such_corpus_and_no_such_folder(letters, run):
    assert run("corpus", "duplicates", "none").code == 1
    before = visible_files(letters.root)
    ran = run("corpus", "duplicates", "letters", "--edits", "no/e.csv")
    assert ran.code == 1
    assert "does not exist" in ran.err
    assert visible_files(letters.root) == before


def test_tabulate_counts_copies_once(in_small, small):
    ran = in_small("tabulate", "small", "--per", "group")
    assert ran.code == 1
    assert "textmine corpus duplicates small" in ran.err
    assert in_small("corpus", "duplicates", "small", "--threshold", "0.4").code == 0
    copies = sum(
        kind in ("exact", "near")
        for kind in load_corpus(small, "small").column("meta.duplicate_kind")
    )
    by_message = in_small("tabulate", "small", "-f", "json").rows
    ran = in_small("tabulate", "small", "--per", "group", "-f", "json")
    assert ran.code == 0
    assert "48 documents with codes are" in ran.err
    assert ran.rows[0]["n"] == by_message[0]["n"] - copies + (copies > 0) * len(
        set(load_corpus(small, "small").column("meta.duplicate_group")) - {""}
    )


@pytest.mark.parametrize(("threshold", "files"), [("0.6", ["duplicates.csv"]), ("1", [])])
def test_a_page_of_copies_or_of_none(workspace, run, threshold, files):
    rows = [
        ("a", "The bus is late every single day."),
        ("b", "The bus is late every single night."),
    ]
    write_csv(workspace.root / "two.csv", ["id", "text"], rows)
    assert run("corpus", "import", "two.csv").code == 0
    ran = run("corpus", "duplicates", "two", "--threshold", threshold, "--report", "copies")
    assert ran.code == 0, ran.err
    page = workspace.root / "reports" / "copies"
    assert [path.name for path in (page / "tables").iterdir()] == files
    assert (page / "tables.xlsx").is_file() == bool(files)
    assert "n = 2 documents" in (page / "report.html").read_text(encoding="utf-8")


def test_texts_of_two_corpora_are_told_where_both_are_counted(letters, run):
    again = [(f"n{place}", text.upper()) for place, text in enumerate([*TEXTS[:2], "Yes."])]
    write_csv(letters.root / "m.csv", ["id", "text"], again)
    assert run("corpus", "import", "m.csv", "--name", "more").code == 0
    said = "2 documents of 'more' count twice: another of these corpora has their text"
    assert said in run("words", "letters", "--against", "more").err
    assert said not in run("words", "letters").err
    assert run("report", "letters", "more", "--name", "both").code == 0
    page = (letters.root / "reports/both/report.html").read_text(encoding="utf-8")
    assert "in another corpus of this report, and count in both: 2." in page
