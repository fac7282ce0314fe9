"""Answers to open questions become documents; Qualtrics' three rows of header."""

from __future__ import annotations

import csv
import io

import pytest

from tests.helpers import write_csv
from textmine.corpus import Corpus, ReadOptions, group_labels, import_corpus, read_documents
from textmine.corpus.reading.platforms.qualtrics import read_qualtrics
from textmine.corpus.reading.readers import read_raw
from textmine.corpus.reading.tables.questions import open_questions
from textmine.errors import InputError

HEADER = [
    "Response ID",
    "Q1. Do you support the plan?",
    "Q2. Why do you say so?",
    "Where do you live?",
    "Is there anything else that you would like to say?",
]
ROWS = [
    [
        "901",
        "Yes",
        "The road is far too narrow for buses 🚌",
        "Hull",
        "Please plant more trees there",
    ],
    ["902", "No", "Nobody asked the shops in the street", "Goole", ""],
    ["903", "Yes", "  ", "Hull", ""],
    ["904", "Yes", "I cycle there with my children daily", "Hull", "The lights take much too long"],
]


@pytest.fixture
def survey(tmp_path):
    return write_csv(tmp_path / "survey.csv", HEADER, ROWS)


def test_open_questions_are_guessed(survey):
    assert open_questions(read_raw(survey)) == [HEADER[2], HEADER[4]]


@pytest.mark.parametrize("questions", [("all",), (HEADER[2], HEADER[4])])
def test_each_answer_is_a_document_of_its_respondent(survey, workspace, questions):
    reading = read_documents(survey, ReadOptions(questions=questions))
    documents = reading.checked.documents
    assert list(documents["id"]) == ["901.q2", "901.c5", "902.q2", "904.q2", "904.c5"]
    assert list(documents["author"]) == ["901", "901", "902", "904", "904"]
    assert documents["title"][1] == documents["meta.question"][1] == HEADER[4]
    assert list(documents[f"meta.{HEADER[1]}"]) == ["Yes", "Yes", "No", "Yes", "Yes"]
    assert "thread_id" not in documents
    assert documents["text"][0] == ROWS[0][2]
    assert any("5 answers of 4 respondents; 3 empty" in one for one in reading.checked.remarks)
    corpus: Corpus = import_corpus(workspace, "s", reading).corpus
    assert len(set(group_labels(corpus))) == 3


def test_one_question_keeps_the_ids(survey):
    reading = read_documents(survey, ReadOptions(questions=(HEADER[4],)))
    assert list(reading.checked.documents["id"]) == ["901.c5", "904.c5"]
    assert f"meta.{HEADER[2]}" in reading.checked.documents


def test_without_an_id_respondents_are_numbered_and_stay_together(tmp_path):
    path = write_csv(tmp_path / "t.csv", HEADER[1:], [row[1:] for row in ROWS])
    documents = read_documents(path, ReadOptions(questions=("all",))).checked.documents
    assert list(documents["id"][:2]) == ["r1.q2", "r1.c4"]
    assert documents["author"][0] == documents["author"][1] == "r1"


def test_a_survey_that_is_not_asked_for_questions_says_so(survey):
    reading = read_documents(survey)
    assert any("--question all" in remark for remark in reading.checked.remarks)
    said = read_documents(survey, columns={"text": HEADER[2], "id": "-"}).checked
    assert not any("--question all" in remark for remark in said.remarks)


@pytest.mark.parametrize(
    ("questions", "columns", "sentence"),
    [
        (("Q9",), {}, "no column 'Q9'"),
        (("all",), {"text": HEADER[2]}, "contradict"),
    ],
)
def test_questions_that_cannot_be(survey, questions, columns, sentence):
    with pytest.raises(InputError, match=sentence):
        read_documents(survey, ReadOptions(questions=questions), columns)


def test_no_open_question_and_no_answer(tmp_path):
    path = write_csv(tmp_path / "t.csv", ["id", "Do you agree?"], [["1", "Yes"], ["2", ""]])
    with pytest.raises(InputError, match="looks like an open question"):
        read_documents(path, ReadOptions(questions=("all",)))
    path = write_csv(tmp_path / "u.csv", ["id", "Why?"], [["1", ""], ["2", " "]])
    with pytest.raises(InputError, match="has an answer"):
        read_documents(path, ReadOptions(questions=("Why?",)))


def test_a_respondent_twice_is_a_problem_and_both_answers_are_put_aside(tmp_path):
    path = write_csv(tmp_path / "t.csv", HEADER, [*ROWS, ROWS[0]])
    reading = read_documents(path, ReadOptions(questions=("all",)), {"id": HEADER[0]})
    assert {problem.row for problem in reading.checked.problems} == {6}
    assert len(reading.checked.documents) == 5


QUALTRICS = [
    ["StartDate", "ResponseId", "RecordedDate", "Q1", "Q2", "Q2_5_TEXT", "UserLanguage"],
    [
        "Start Date",
        "Response ID",
        "Recorded Date",
        "How old\nare you?",
        "<b>Why</b>, so?",
        "Other",
        "",
    ],
    [f'{{"ImportId":"{name}"}}' for name in "abcdefg"],
    ["2024-01-01", "R_1", "2024-01-02 10:00:00", "40", "It is much too far, for us", "", "EN"],
    ["2024-01-01", "R_2", "2024-01-03 10:00:00", "50", "We like the new road, a lot", "x", "EN"],
]


@pytest.mark.parametrize(("ending", "codec"), [(".csv", "utf-8-sig"), (".tsv", "utf-16")])
def test_qualtrics(tmp_path, ending, codec):
    text = io.StringIO()
    csv.writer(text, delimiter="," if ending == ".csv" else "\t").writerows(QUALTRICS)
    path = tmp_path / f"q{ending}"
    path.write_bytes(text.getvalue().encode(codec))
    reading = read_documents(path, ReadOptions(questions=("all",)))
    assert reading.table.labels["Q1"] == "How old are you?"
    documents = reading.checked.documents
    assert list(documents["id"]) == ["R_1.q2", "R_2.q2"]
    assert list(documents["title"]) == ["Why , so?"] * 2
    assert list(documents["meta.question"]) == ["Q2"] * 2
    assert list(documents["lang"]) == ["EN"] * 2
    assert str(documents["created_at"][0]) == "2024-01-02 10:00:00"
    by_label = read_documents(path, ReadOptions(questions=("Why , so?",)))
    assert list(by_label.checked.documents["id"]) == ["R_1.q2", "R_2.q2"]


def test_qualtrics_without_its_rows(tmp_path):
    with pytest.raises(InputError, match="no row that words"):
        read_qualtrics(write_csv(tmp_path / "q.csv", ["Q1"], []))
    legacy = read_qualtrics(write_csv(tmp_path / "l.csv", ["Q1"], [["Why?"], ["an answer"]]))
    assert (legacy.rows, legacy.labels) == ([["an answer"]], {"Q1": "Why?"})
