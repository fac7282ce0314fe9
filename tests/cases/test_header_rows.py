"""Exports of surveys: titles above the header, two or three rows of it, and what they hold."""

from __future__ import annotations

import json

import openpyxl
import pytest

from tests.conftest import Run
from tests.helpers import write_csv
from textmine.corpus import read_documents
from textmine.corpus.reading.readers import read_raw
from textmine.corpus.reading.tables.read_csv import read_csv
from textmine.corpus.reading.tables.read_xlsx import read_xlsx

LONG = "There should be more lamps in the park behind the school"
OTHER = "Nobody asked us whether the road should be closed at all"


def _csv(folder, rows, separator=","):
    cells = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in rows]
    (folder / "t.csv").write_text("".join(f"{separator.join(row)}\n" for row in cells), "utf-8")
    return folder / "t.csv"


def _xlsx(folder, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([cell or None for cell in row])
    book.save(folder / "t.xlsx")
    return folder / "t.xlsx"


@pytest.mark.parametrize(
    "above",
    [
        [["Park survey 2024"]],
        [["Park survey 2024"], [""], [""]],
        [["Park survey 2024", "", ""], ["", "", ""]],
        [["Exported on", "2024-05-01"], [""]],
    ],
)
def test_a_title_above_the_header_is_passed_over_and_said(tmp_path, above):
    data = [["no", "who", "text", "area"], ["1", "eve", LONG, "n"], ["2", "gil", OTHER, "s"]]
    for table in (
        read_csv(_csv(tmp_path, [*above, *data])),
        read_xlsx(_xlsx(tmp_path, above + data)),
    ):
        assert table.columns == data[0]
        assert table.numbers == [len(above) + 2, len(above) + 3]
        assert any("above the header" in remark for remark in table.remarks)


@pytest.mark.parametrize(
    "rows",
    [
        [["text"], ["One"], ["Two, three"]],
        [["id", "text"], ["1", ""], ["2", LONG]],
        [["comment", ""], ["1", LONG], ["2", OTHER]],
        [["", "text"], ["1", LONG], ["2", OTHER]],
    ],
)
def test_a_first_row_that_names_the_columns_is_kept(tmp_path, rows):
    assert read_csv(_csv(tmp_path, rows)).numbers[0] == 2


def test_three_rows_of_qualtrics_in_both_formats(tmp_path):
    names = ["StartDate", "ResponseId", "Q1"]
    wording = ["Start Date", "Response ID", "What should <b>change</b>?"]
    ids = [json.dumps({"ImportId": name}) for name in ("startDate", "_recordId", "QID1_TEXT")]
    rows = [names, wording, ids, ["2024-05-01 10:00:00", "R_1", LONG]]
    for path in (_csv(tmp_path, rows), _xlsx(tmp_path, rows)):
        table = read_raw(path)
        assert table.columns == names
        assert (len(table.rows), table.numbers) == (1, [4])
        assert table.labels["Q1"] == "What should change ?"
        assert table.fields["id"] == "ResponseId"
        assert any("import ids" in remark for remark in table.remarks)


def test_two_rows_of_an_older_qualtrics(tmp_path):
    rows = [
        ["ResponseID", "StartDate", "EndDate", "Finished", "Q1"],
        ["ResponseID", "Start Date", "End Date", "Finished", "What should change?"],
        ["R_1", "2024-05-01 10:00:00", "2024-05-01 10:05:00", "1", LONG],
        ["R_2", "2024-05-02 10:00:00", "2024-05-02 10:05:00", "1", OTHER],
    ]
    table = read_csv(_csv(tmp_path, rows))
    assert table.numbers == [3, 4]
    assert table.labels["Q1"] == "What should change?"


def test_rows_of_data_are_no_wording(tmp_path):
    rows = [["no", "age", "text"], ["one", "unknown", LONG], ["2", "34", OTHER], ["3", "35", LONG]]
    assert read_csv(_csv(tmp_path, rows)).numbers == [2, 3, 4]


def test_two_rows_of_surveymonkey_without_a_gap(tmp_path):
    rows = [
        ["Respondent ID", "Collector ID", "Start Date", "What should change?"],
        ["", "", "", "Open-Ended Response"],
        ["118", "40", "05/13/2024 10:00:00 AM", LONG],
        ["119", "40", "05/14/2024 11:00:00 AM", OTHER],
    ]
    table = read_csv(_csv(tmp_path, rows))
    assert table.columns[-1] == "What should change? / Open-Ended Response"
    assert table.numbers == [3, 4]


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_limesurvey_export_keeps_its_two_questions_and_no_false_dates(tmp_path, separator):
    rows = [
        ["id. Response ID", "submitdate. Date submitted", "q1. What helps?", "q2. What hurts?"],
        ["1", "2024-05-01 10:00:00", LONG, OTHER],
        ["2", "1980-01-01 00:00:00", OTHER, ""],
    ]
    reading = read_documents(
        _csv(tmp_path, rows, separator),
        columns={"created_at": "submitdate. Date submitted", "text": "q1. What helps?"},
    )
    assert reading.checked.problems == []
    assert reading.checked.documents["created_at"].isna().tolist() == [False, True]
    assert any("1980-01-01" in remark for remark in reading.checked.remarks)


def test_check_boxes_of_redcap_come_in_as_they_are(tmp_path):
    rows = [
        ["record_id", "topic___1", "topic___2", "said", "topic_complete"],
        ["1", "0", "1", LONG, "2"],
        ["2", "1", "0", OTHER, "2"],
    ]
    table = read_csv(_csv(tmp_path, rows))
    assert (table.columns, table.numbers) == (rows[0], [2, 3])


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_header_that_stands_again_is_no_row(run: Run, workspace, tmp_path, suffix: str) -> None:
    rows = [
        ["id", "text"],
        ["m1", "More buses in the morning"],
        ["id", "text"],
        ["m2", "Lower fares for pupils"],
    ]
    path = tmp_path / f"joined{suffix}"
    if suffix == ".csv":
        write_csv(path, rows[0], rows[1:])
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    ran = run("corpus", "import", path, "--name", "j")
    assert "Corpus 'j': 2 documents" in ran.err, ran.err
    assert "the header stands again in row 3" in ran.err


@pytest.mark.parametrize("ids", [["m1", "m2", "m3"], ["1", "2", "3"], ["A-07", "A-08", "A-11"]])
def test_a_table_without_a_header_loses_no_row(run: Run, workspace, tmp_path, ids) -> None:
    rows = [[one, f"A wish for {word} here"] for one, word in zip(ids, "abc", strict=True)]
    path = write_csv(tmp_path / "bare.csv", rows[0], rows[1:])
    ran = run("corpus", "import", path, "--name", "b")
    assert ran.code == 1
    assert "has no header" in ran.err
    ran = run("corpus", "import", path, "--name", "b", "--no-header", "--text", "column 2")
    assert "Corpus 'b': 3 documents" in ran.err
