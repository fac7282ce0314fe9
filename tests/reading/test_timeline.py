"""Timelines: counts by period, empty periods, events, and tables that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import write_csv
from tests.made import add_corpus
from textmine.coding import chosen_codings
from textmine.corpus import load_corpus
from textmine.errors import BadRowsError, InputError
from textmine.reading.displays.timeline import find_timeline, read_events
from textmine.report.displays import timeline_section
from textmine.store import Workspace

DAYS = {"a": "2020-01-05", "b": "2020-01-20", "c": "2020-04-01", "d": ""}


@pytest.fixture
def space(workspace: Workspace, tmp_path: Path) -> Workspace:
    rows = [
        {"id": one, "created_at": day, "group": "xy"[one in "bc"], "text": f"Text {one}."}
        for one, day in DAYS.items()
    ]
    add_corpus(workspace, "talks", rows, tmp_path / "talks.csv")
    return workspace


def test_periods_without_documents_are_there_and_undated_ones_are_told(space: Workspace) -> None:
    found = find_timeline(space, "talks")
    assert found.periods == ("2020-01", "2020-02", "2020-03", "2020-04")
    assert [found.counts.get((one, "all"), 0) for one in found.periods] == [2, 0, 0, 1]
    assert (found.n, found.n_undated) == (3, 1)
    quarters = find_timeline(space, "talks", period="quarter")
    assert quarters.periods == ("2020-Q1", "2020-Q2")


def test_groups_are_lines(space: Workspace) -> None:
    found = find_timeline(space, "talks", by="group")
    assert found.lines == ("x", "y")
    assert found.counts["2020-01", "x"] == found.counts["2020-01", "y"] == 1


def test_codes_are_lines_that_add_up_to_the_coded_documents(coded: Workspace) -> None:
    found = find_timeline(coded, "forum", dimension="goal_orientation")
    corpus = load_corpus(coded, "forum")
    codes = chosen_codings(coded, corpus).by_whom.on("goal_orientation").codes
    assert sum(found.counts.values()) == sum(map(len, codes.values()))
    assert found.lines == ("A", "B", "C")


def test_events_stand_in_their_period_and_lengthen_the_timeline(
    space: Workspace, tmp_path: Path
) -> None:
    events = write_csv(
        tmp_path / "e.csv", ["Date", "Event"], [["3/6/2020", "A law"], ["2019-12-31", "=1+1"]]
    )
    found = find_timeline(space, "talks", events=events)
    assert [(one.date, one.period) for one in found.events] == [
        ("2019-12-31", "2019-12"),
        ("2020-06-03", "2020-06"),
    ]
    assert (found.periods[0], found.periods[-1]) == ("2019-12", "2020-06")
    section = timeline_section(found)
    assert [row["number"] for row in section.tables[1].rows] == [1, 2]
    assert "2020-06" in section.figures[0].svg


def test_what_cannot_be_read_is_said(space: Workspace, tmp_path: Path) -> None:
    with pytest.raises(BadRowsError, match="'soon' is no date"):
        read_events(write_csv(tmp_path / "e.csv", ["date", "event"], [["soon", "A"]]), "month")
    with pytest.raises(InputError, match="no column 'event'"):
        read_events(write_csv(tmp_path / "f.csv", ["date", "what"], [["2020-01-01", "A"]]), "month")
    with pytest.raises(InputError, match="no period"):
        find_timeline(space, "talks", period="moth")
