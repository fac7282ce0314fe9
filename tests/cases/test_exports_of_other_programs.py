"""Survey platforms and coding software: their exports come in right, or end in a sentence."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.conftest import Run
from tests.helpers import write_csv
from textmine.corpus import read_documents

WHY = [
    "The buses come late every morning and nobody says why",
    "Rents went up again this year",
    "More trees along the road, and benches to sit on",
    "Keep the library open in the evening",
]
HOW = [
    "Run more buses before eight",
    "Build on the old yard near the station",
    "Plant limes, they give shade in summer",
    "Ask volunteers to help after five",
]
SURVEYS = {
    "Citizen Space": (
        ["Response ID", "Submitted Date", "1. Why do you say so?", "2. How should it be done?",
         "3. Are you answering for an organisation?"],
        [[f"ANON-{n}", f"2024-03-0{n + 1} 10:15:00", WHY[n], HOW[n], "No"] for n in range(4)],
    ),
    "Google Forms": (
        ["Timestamp", "Email Address", "Why do you say so?", "How should it be done?"],
        [[f"2024/03/0{n + 1} 3:04:05 PM GMT+1", f"a{n}@example.org", WHY[n], HOW[n]]
         for n in range(4)],
    ),
    "Microsoft Forms": (
        ["ID", "Start time", "Completion time", "Email", "Name", "Why do you say so?",
         "How should it be done?"],
        [[str(n), f"3/{n + 1}/24 15:04:05", f"3/{n + 1}/24 15:09:05", "anonymous", "", WHY[n],
          HOW[n]] for n in range(4)],
    ),
    "LimeSurvey": (
        ["id. Response ID", "submitdate. Date submitted", "startlanguage. Start language",
         "Q1. Why do you say so?", "Q2. How should it be done?"],
        [[str(n), f"2024-03-0{n + 1} 10:20:30", "en", WHY[n], HOW[n]] for n in range(4)],
    ),
    "SurveyMonkey": (
        ["Respondent ID", "Start Date", "IP Address", "Why do you say so?",
         "How should it be done?"],
        [["", "", "", "Open-Ended Response", "Open-Ended Response"],
         *[[f"11{n}", f"03/0{n + 1}/2024 03:04:05 PM", "192.0.2.1", WHY[n], HOW[n]]
           for n in range(4)]],
    ),
    "REDCap": (
        ["record_id", "redcap_survey_timestamp", "why", "how", "topic___1", "topic___2",
         "survey_complete"],
        [[str(n), f"2024-03-0{n + 1} 10:20", WHY[n], HOW[n], "1", "0", "2"] for n in range(4)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SURVEYS)
def test_every_answer_to_an_open_question_is_a_document(
    run: Run, workspace, tmp_path, name
) -> None:
    header, rows = SURVEYS[name]
    path = write_csv(tmp_path / "survey.csv", header, rows)
    questions = [column for column in header if column.lower().rstrip("?").split()[-1] in
                 ("so", "done", "why", "how")]  # fmt: skip
    options = [part for question in questions[:2] for part in ("--question", question)]
    if name == "SurveyMonkey":
        options = ["--question", "all"]
    ran = run("corpus", "import", path, "--name", "s", *options)
    assert ran.code == 0, ran.err
    assert "Corpus 's': 8 documents" in ran.err
    assert "@example.org" not in run("corpus", "export", "s", "--out", tmp_path / "o.csv").err
    text = (tmp_path / "o.csv").read_text(encoding="utf-8")
    assert all(answer in text for answer in (*WHY, *HOW))
    assert "192.0.2.1" not in text
    assert "@example.org" not in text


@pytest.mark.parametrize("name", SURVEYS)
def test_one_text_column_is_an_open_question_and_the_others_are_said(
    run: Run, workspace, tmp_path, name: str
) -> None:
    header, rows = SURVEYS[name]
    path = write_csv(tmp_path / "survey.csv", header, rows)
    ran = run("corpus", "import", path, "--name", "s", "--dry-run")
    assert ran.code == 0 or "--text COLUMN" in ran.err
    text = next((line for line in ran.err.splitlines() if line.startswith("  text ")), "why")
    assert any(word in text.lower() for word in ("why", "how")), ran.err


def test_coded_segments_as_maxqda_writes_them(forum, run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    head = "Color,Comment,Document group,Document name,Code,Beginning,End,Weight score"
    sheet.append([*head.split(","), "Segment", "Modified by", "Modified", "Area", "Coverage %"])
    given = [("1", "Rent"), ("1", "Late buses"), ("2", "Rent"), ("3", "Late buses")]
    for document, code in given:
        sheet.append(["●", "", "Forum", document, code, "1", "1", 0, "a passage", "AB",
                      "01/02/2024 10:15", "12", "1.00"])  # fmt: skip
    book.save(tmp_path / "segments.xlsx")
    ran = run("coding", "import", tmp_path / "segments.xlsx", "--corpus", "forum", "--codebook",
              "found", "--create-codebook", "--dimension", "theme")  # fmt: skip
    assert ran.code == 0, ran.err
    assert "4 codings are new" in ran.err
    assert "coders: AB" in ran.err


def test_a_matrix_as_nvivo_writes_it(forum, run: Run, tmp_path: Path) -> None:
    header = ["File", "A : Late buses", "B : Rent"]
    path = write_csv(tmp_path / "matrix.csv", header, [["1", "0", "2"], ["2", "1", "0"]])
    ran = run("coding", "import", path, "--corpus", "forum", "--codebook", "found",
              "--create-codebook", "--document", "File", "--coder", "AB",
              "--flags", "theme=A : Late buses,B : Rent")  # fmt: skip
    assert ran.code == 1
    assert "row 2, column 'B : Rent': '2' is neither yes nor no" in ran.err


@pytest.mark.parametrize(
    ("identity", "date"),
    [
        ("record_id", "redcap_survey_timestamp"),
        ("Record ID", "Submitted Date"),
        ("Respondent ID", "Zeitstempel"),
    ],
)
def test_ids_and_dates_are_known_by_the_names_of_exports(tmp_path, identity, date) -> None:
    rows = [[f"r{n}", f"2024-03-0{n + 1} 10:20", WHY[n]] for n in range(4)]
    path = write_csv(tmp_path / "survey.csv", [identity, date, "why"], rows)
    documents = read_documents(path).checked.documents
    assert list(documents["id"]) == ["r0", "r1", "r2", "r3"]
    assert documents["created_at"].iloc[0].day == 1
