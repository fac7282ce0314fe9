"""Fields of documents from the names of their files."""

from __future__ import annotations

import unicodedata

import pytest

from textmine.corpus import ReadOptions, read_documents
from textmine.errors import InputError

TALK = (
    "Interviewer: How was it?\nB: We helped each other.\nInterviewer: And then?\n"
    "B: We went on with the plan.\nInterviewer: Why?\nB: It was needed.\n"
)


def read(folder, pattern):
    return read_documents(folder, ReadOptions(from_name=pattern))


def test_who_answers_is_called_as_the_file_says(tmp_path):
    for name in ("case1_P1_round1", "case1_P1_round2", "case2_P2_round1", "Notes"):
        (tmp_path / f"{name}.txt").write_text(TALK)
    (tmp_path / "case2_P3_round2.txt").write_text(TALK + "C: I was there too.\nC: Really.\n")
    reading = read(tmp_path, "{case}_{author}_round{round}")
    found = reading.checked.documents
    answers = found[found["meta.turn"] == "answer"].drop_duplicates(["thread_id", "author"])
    assert answers[["author", "meta.case", "meta.round"]].fillna("").values.tolist() == [
        ["B", "", ""],
        ["P1", "case1", "1"],
        ["P1", "case1", "2"],
        ["P2", "case2", "1"],
        ["B", "case2", "2"],
        ["C", "case2", "2"],
    ]
    assert set(found[found["meta.turn"] == "question"]["author"]) == {"Interviewer"}
    said = reading.checked.remarks
    assert "of case1_P1_round1.txt: case 'case1', author 'P1', round '1'" in said
    assert "case, of names of files: 2 values: case1, case2" in said
    unfit = "1 of 5 files do not fit --from-name, and have none of these values: Notes.txt"
    assert unfit in said
    several = "several people answer, and are called as in the transcript, in: case2_P3_round2.txt"
    assert several in said
    assert not any("answering in several interviews" in remark for remark in said)


def test_dates_folders_and_parts_of_no_use(tmp_path):
    (tmp_path / "Nord").mkdir()
    name = unicodedata.normalize("NFD", "2021-03-04 Interview Müller v2.1.md")
    (tmp_path / "Nord" / name).write_text("A text that nobody speaks.")
    found = read(tmp_path, "{site}/{date} interview {author} {-}").checked.documents.iloc[0]
    assert str(found["created_at"])[:10] == "2021-03-04"
    assert (found["author"], found["meta.site"]) == ("Müller", "Nord")


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("{case}-{author}", "fits no file: a_b.txt. Write it as in"),
        ("{case}{author}", "has nothing between two parts"),
        ("{case}_{case}", "names a part twice"),
        ("a_b", "names no part of a file's name"),
        ("{}_b", "has '{}'"),
        ("{a_b", "has a brace"),
        ("{a}_b}", "has a brace without its other"),
        ("{text}_{b}", "have a column 'text' already"),
    ],
)
def test_patterns_that_are_none(tmp_path, pattern, sentence):
    (tmp_path / "a_b.txt").write_text("A text.")
    with pytest.raises(InputError) as raised:
        read(tmp_path, pattern)
    assert sentence in str(raised.value)


def test_tables_have_columns_instead(tmp_path):
    (tmp_path / "a.csv").write_text("id,text\n1,A text.\n")
    with pytest.raises(InputError, match="--from-name has no meaning for the reader 'csv'"):
        read(tmp_path / "a.csv", "{case}")
