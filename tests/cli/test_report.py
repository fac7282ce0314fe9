from __future__ import annotations

import pytest

from tests.helpers import visible_files


@pytest.mark.slow
def test_the_whole_report(in_trained, trained):
    ran = in_trained("report", "forum")
    assert ran.code == 0
    files = visible_files(trained.root / "reports" / "forum")
    assert {"report.html", "tables.xlsx", "manifest.json", "figures/agreement.svg"} <= set(files)


@pytest.mark.slow
def test_notes_beside_a_report_stay(in_trained, trained):
    in_trained("report", "forum-new", "--model", "forum-topics")
    note = trained.root / "reports" / "forum-new" / "my notes.txt"
    note.write_text("mine", encoding="utf-8")
    in_trained("report", "forum-new", "--model", "forum-topics")
    assert note.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ("report gone", 1, "There is no corpus 'gone'"),
        ("report forum --model gone", 1, "There is no model 'gone'"),
        ("report forum --coder bob", 1, "There is no coder 'bob'"),
        ("report forum --name a/b", 1, "'a/b' cannot be a name"),
        ("report forum --nonsense", 2, "No such option"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(in_trained, trained, arguments, code, sentence):
    ran = in_trained(*arguments.split())
    assert ran.code == code
    assert sentence in ran.err
    assert not list((trained.root / "reports").iterdir())


@pytest.mark.parametrize("name", ["../x", "a/b", ".hidden"])
def test_a_page_that_cannot_be_is_refused_before_anything_is_written(in_trained, trained, name):
    ran = in_trained("agreement", "forum", "--disagreements", "d.csv", "--report", name)
    assert ran.code == 1
    assert f"'{name}' cannot be a name" in ran.err
    assert ran.out == ""
    assert not (trained.root / "d.csv").exists()
