"""Dates as exports write them; the day stays that of the place of writing, which is said."""

from __future__ import annotations

import pytest

from textmine.corpus import read_documents
from textmine.corpus.reading.dates import read_dates
from textmine.corpus.reading.rows import read_numbers

TEXT = "There should be more lamps in the park behind the school"


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("2024-05-01 10:20:30 UTC", "2024-05-01 10:20:30"),
        ("2024-05-01T10:20:30.5Z", "2024-05-01 10:20:30.500000"),
        ("2024-05-01 00:20:30 +0200", "2024-05-01 00:20:30"),
        ("2024-05-01 00:20:30 CEST", "2024-05-01 00:20:30"),
        ("2024/05/01 3:04:05 PM GMT+1", "2024-05-01 15:04:05"),
        ("2024/05/01 3:04:05\u202fPM MESZ", "2024-05-01 15:04:05"),
        ("Wed May 01 2024 15:04:05 GMT+0200 (Central European Summer Time)", "2024-05-01 15:04:05"),
        ("Wed, 01 May 2024 23:30:00 -0700", "2024-05-01 23:30:00"),
        ("05/13/24 15:04:05", "2024-05-13 15:04:05"),
        ("13.05.2024 um 15:04 Uhr", "2024-05-13 15:04:00"),
        ("13. Mai 2024, 15.04 Uhr", "2024-05-13 15:04:00"),
        ("Mo, 13.05.2024 15:04", "2024-05-13 15:04:00"),
        ("13 de mayo de 2024 15:04", "2024-05-13 15:04:00"),
        ("13/05/2024 15h04", "2024-05-13 15:04:00"),
        ("May 13, 2024 at 3:04 p.m.", "2024-05-13 15:04:00"),
        ("45413", "2024-05-01 00:00:00"),
        ("45413.75", "2024-05-01 18:00:00"),
        ("45413,25", "2024-05-01 06:00:00"),
    ],
)
def test_forms_of_exports(cell, time):
    assert str(read_dates([cell, "", cell]).times[0]) == time


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["2024-05-01T00:30:00+02:00", "2024-05-02T10:00:00+02:00"], "1 of 2 would bear another"),
        (["2024-05-01 23:30 -0500", "2024-05-01 22:00 -0500"], "2 of 2 would bear another"),
        (["2024-05-01T00:30:00+02:00", "2024-05-01T00:30:00+01:00", "2024-05-01 UTC"], "+02:00"),
        (["2024-05-01 10:00:00 UTC"], "times are in UTC"),
        (["45413", "45414"], "dates of a spreadsheet, 45413 as 2024-05-01"),
        (["5/1/2024", "5/2/2024", "6/1/2024"], "say --date-order dmy"),
    ],
)
def test_what_was_taken_for_granted_is_said(cells, told):
    assert told in read_dates(cells).caveat


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("0000-01-01", "NaT"),
        ("9999-12-31T23:59:59-12:00", "9999-12-31 23:59:59"),
        ("0001-01-02T00:00:00+14:00", "0001-01-02 00:00:00"),
    ],
)
def test_the_ends_of_the_calendar(cell: str, time: str) -> None:
    assert str(read_dates([cell, "2024-05-01"]).times[0]) == time


@pytest.mark.parametrize("cell", ["2024-05-01", "13.05.2024 15:04", "1388000000"])
def test_nothing_is_said_of_plain_dates(cell):
    assert read_dates([cell]).caveat == ""


def test_a_month_is_that_of_the_place_of_writing(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(f"id,created_at,text\n1,2024-07-01 00:30:00 +0200,{TEXT}\n2,2024-07-02 UTC,b\n")
    checked = read_documents(path, columns={"created_at": "created_at"}).checked
    assert str(checked.documents["created_at"][0]) == "2024-07-01 00:30:00"
    assert any("kept as they were written" in remark for remark in checked.remarks)


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1,5", "2", "0,25"], [1.5, 2, 0.25]),
        (["1.5", "2"], [1.5, 2]),
        (["-3,0"], [-3]),
    ],
)
def test_commas_before_decimals(cells, numbers):
    assert read_numbers(cells).tolist() == numbers


@pytest.mark.parametrize("cells", [["1,000", "2,500"], ["1.5", "2,5"]])
def test_commas_that_may_mean_thousands_are_no_numbers(cells):
    assert read_numbers(cells).isna().any()


@pytest.mark.parametrize(
    ("cells", "day"),
    [
        (["45426", "13.05.2024", "04.05.2024"], "2024-05-14"),
        (["2024-05-14", "13/05/2024", "04/05/2024"], "2024-05-14"),
        (["45426", "13 May 2024", "4 May 2024"], "2024-05-14"),
    ],
)
def test_dates_that_a_spreadsheet_knew_beside_written_ones(cells, day):
    days = [str(time)[:10] for time in read_dates(cells).times]
    assert days == [day, "2024-05-13", "2024-05-04"]


@pytest.mark.parametrize(
    "cells",
    [["2024-04-05", "13/05/2024", "14/05/2024"], ["45387", "13.05.2024"], ["45426", "2013", "x"]],
)
def test_days_and_months_that_may_be_exchanged_are_not_read(cells):
    assert read_dates(cells).times.isna().any()
