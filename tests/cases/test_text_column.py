"""A column of dates, numbers, ids, addresses, lists or codes is never the text."""

from __future__ import annotations

import pytest

from tests.conftest import Run
from tests.helpers import write_csv
from textmine.corpus import ReadOptions, read_documents
from textmine.corpus.reading.column_values import kind_of_values
from textmine.corpus.reading.tables.questions import open_questions
from textmine.errors import InputError

SAID = [
    "The ferry should run on Sundays too",
    "Nobody told us about the road works",
    "More shade at the stops, please",
    "The ticket machine eats my coins",
]
NO_TEXTS = [
    ("dates", ["2023-04-01 09:12:44", "2023-04-02 10:00:00", "2023-04-02 10:30:00", "2023-05-01"]),
    ("dates", ["01/02/2023", "13/02/2023", "14/02/2023", "15/02/2023"]),
    ("clock times", ["00:12:31", "01:02:03", "00:00:59", "00:02:00"]),
    ("numbers", ["0", "1", "1", "0"]),
    ("numbers", ["12.5 %", "3 min", "7", "€ 300"]),
    ("ids", ["R_1xK9", "R_2bbQ", "R_77aa", "R_0a9z"]),
    ("e-mail addresses", ["a@example.org", "Ann <b@example.org>", "c@example.org", "d@e.org"]),
    ("IP addresses", ["192.0.2.1", "192.0.2.2", "2001:db8::1", "192.0.2.9"]),
    ("coordinates", ["53.74, -0.33", "(53.75, -0.34)", "53.1,-0.2", "52.9, 0.1"]),
    (
        "URLs",
        ["https://example.org/a", "http://example.org/b?c=d", "www.example.org", "ftp://e.org"],
    ),
    ("lists or objects", ['["bus"]', "[]", '{"a": 1}', '[{"start": 1}]']),
    ("codes", ["yes", "no", "no", "yes"]),
    ("codes", ["support", "oppose", "support", "support"]),
]


@pytest.mark.parametrize(("kind", "cells"), NO_TEXTS)
@pytest.mark.parametrize("name", ["comment", "text", "StartDate"])
def test_the_texts_beside_it_are_taken(tmp_path, kind, cells, name):
    assert kind_of_values(cells) == kind
    path = write_csv(tmp_path / "t.csv", [name, "q7"], zip(cells, SAID, strict=True))
    reading = read_documents(path)
    assert reading.mapping.columns["text"] == ("q7",)
    told = any(f"'{name}'" in one and kind in one for one in reading.checked.remarks)
    assert told or name == "StartDate"


@pytest.mark.parametrize(("kind", "cells"), NO_TEXTS)
def test_the_command_asks_where_nothing_is_left(tmp_path, kind, cells):
    path = write_csv(tmp_path / "t.csv", ["no", "comment"], enumerate(cells))
    with pytest.raises(InputError, match=f"'comment' holds {kind}.*--text COLUMN"):
        read_documents(path)
    assert read_documents(path, columns={"text": "comment"}).checked.documents["text"][0]


@pytest.mark.parametrize(
    "cells",
    [
        SAID,
        ["ok", "", "Yes I do", "no, never"],
        ["公交车每天都迟到", "票价又上涨了", "司机对老人很友好", "公交车每天都迟到"],
        ["2 buses were late", "3 trains too", "In 2024 none came", "see https://example.org"],
    ],
)
def test_texts_are_texts(tmp_path, cells):
    path = write_csv(tmp_path / "t.csv", ["n", "comment"], enumerate(cells))
    assert read_documents(path).mapping.columns["text"] == ("comment",)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (
            ["Timestamp", "Email Address", "What would help most?", "Why do you think so?"],
            ["2024-05-01 10:00:{:02d}", "p{}@example.org", "{}", "{} indeed"],
        ),
        (
            ["ID", "Start time", "Completion time", "Email", "Tell us more?", "Please explain"],
            ["{}", "5/1/24 10:00:00", "5/1/24 10:0{}:00", "anonymous", "{}", "{} indeed"],
        ),
        (
            ["id. Response ID", "submitdate. Date submitted", "ipaddr. IP address", "Q1. What?",
             "Q2. Why?"],
            ["{}", "2024-05-01 10:0{}:00", "192.0.2.{}", "{}", "{} indeed"],
        ),
        (
            ["Response ID", "Date Submitted", "What do you think?", "What would you change?"],
            ["ANON-{}", "2024-05-01 10:00:00", "{}", "{} indeed"],
        ),
    ],
)  # fmt: skip
def test_surveys_name_their_open_questions(tmp_path, header, row):
    rows = [
        [
            cell.format(SAID[n] if cell.startswith("{}") and at > 1 else n)
            for at, cell in enumerate(row)
        ]
        for n in range(4)
    ]
    path = write_csv(tmp_path / "s.csv", header, rows)
    reading = read_documents(path)
    assert reading.mapping.columns["text"][0] in header[-2:]
    assert open_questions(reading.table) == header[-2:]
    assert any("--question all" in one for one in reading.checked.remarks)
    every = read_documents(path, ReadOptions(questions=("all",))).checked.documents
    assert len(every) == 8


@pytest.mark.parametrize("word", ["NA", "NULL", "NaN", "<NA>"])
def test_a_word_that_programs_write_is_no_text(tmp_path, workspace, run: Run, word):
    path = write_csv(tmp_path / "t.csv", ["id", "text"], [["a", SAID[0]], ["b", word]])
    ran = run("corpus", "import", path)
    assert ran.code != 0
    assert "row 3" in ran.err and f"'{word}' means no value" in ran.err
    assert run("corpus", "import", path, "--missing", "-").code == 0


def test_codes_are_named_with_how_to_import_them(tmp_path):
    rows = [[str(n), SAID[n % 4], ["rent", "bus", "park"][n % 3]] for n in range(9)]
    reading = read_documents(write_csv(tmp_path / "t.csv", ["id", "text", "label"], rows))
    assert any(
        "meta.label: 3 values" in one and "textmine coding import" in one
        for one in reading.checked.remarks
    )
