from __future__ import annotations

import pytest

from textmine.corpus.reading.dates import read_dates


def _times(cells, order=None):
    times = read_dates(cells, order).times
    return [
        None if missing else str(time) for time, missing in zip(times, times.isna(), strict=True)
    ]


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("2013-09-02", "2013-09-02 00:00:00"),
        ("2013-09-02T09:05", "2013-09-02 09:05:00"),
        ("2013-09-02 09:05:07", "2013-09-02 09:05:07"),
        ("2013-09-02T09:05:07Z", "2013-09-02 09:05:07"),
        ("2013-09-02T09:05:07+02:00", "2013-09-02 09:05:07"),
        ("25/12/2013", "2013-12-25 00:00:00"),
        ("12/25/2013", "2013-12-25 00:00:00"),
        ("25.12.2013", "2013-12-25 00:00:00"),
        ("25.12.13, 18:30", "2013-12-25 18:30:00"),
        ("12/25/2013 6:30 PM", "2013-12-25 18:30:00"),
        ("25 December 2013", "2013-12-25 00:00:00"),
        ("Dec 25, 2013", "2013-12-25 00:00:00"),
        ("25-Dec-2013", "2013-12-25 00:00:00"),
        ("Wed, 25 Dec 2013 18:30:00", "2013-12-25 18:30:00"),
        ("2013/12/25", "2013-12-25 00:00:00"),
        ("1388000000", "2013-12-25 19:33:20"),
        ("1388000000000", "2013-12-25 19:33:20"),
    ],
)
def test_forms(cell, time):
    assert _times([cell, "", f" {cell} "]) == [time, None, time]


@pytest.mark.parametrize(
    "cell", ["yesterday", "2013-13-40", "31/31/2013", "12", "2013-09-02 or so"]
)
def test_what_is_no_date(cell):
    assert _times([cell]) == [None]


def test_one_bad_cell_leaves_the_others():
    assert _times(["25/12/2013", "soon", "24/12/2013"]) == [
        "2013-12-25 00:00:00",
        None,
        "2013-12-24 00:00:00",
    ]


@pytest.mark.parametrize(
    ("order", "first", "caveat"),
    [
        (None, "2013-04-03 00:00:00", "say --date-order mdy"),
        ("dmy", "2013-04-03 00:00:00", ""),
        ("mdy", "2013-03-04 00:00:00", ""),
    ],
)
def test_ambiguous_dates_are_day_first_and_say_so(order, first, caveat):
    cells = ["3/4/2013", "5/6/2013"]
    assert _times(cells, order)[0] == first
    found = read_dates(cells, order).caveat
    assert caveat in found
    assert bool(caveat) == bool(found)


def test_one_unambiguous_date_settles_the_column():
    found = read_dates(["3/4/2013", "12/25/2013"])
    assert [time.month for time in found.times] == [3, 12]
    assert not found.caveat


def test_an_empty_column():
    assert _times(["", " "]) == [None, None]
