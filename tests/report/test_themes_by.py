"""Shares of themes by a column: as wide as people can read, and no more sentences than they do."""

from __future__ import annotations

import pytest

from textmine.report.themes_by import themes_by_section
from textmine.stats.intervals import Interval
from textmine.topics.groups.shares import LevelShare, ShareDifference, SharesBy

TOPICS = ("T01", "T02", "T03")
INTERVAL = Interval(0.2, 0.4, 0.95, "t", 9)


def _section(levels):
    shares = tuple(LevelShare(t, one, 0.3, INTERVAL, 40, 9) for t in TOPICS for one in levels)
    apart = tuple(
        ShareDifference(topic, levels[0], other, 0.1, INTERVAL, 0.001, 0.01)
        for topic in TOPICS
        for other in levels[1:]
    )
    found = SharesBy("source", levels, False, shares, apart, "document", 9, 1200, 0, 0)
    return themes_by_section("plan", found, {topic: f"label of {topic}" for topic in TOPICS})


def test_few_groups_have_a_column_each():
    section = _section(("a", "b"))
    assert list(section.tables[0].for_people[0]) == ["topic", "label", "a (n 40)", "b (n 40)"]


def test_eight_files_have_a_row_each_and_the_themes_are_named_below():
    files = tuple(f"strategy-of-the-partnership-{n}.txt" for n in range(8))
    section = _section(files)
    rows = section.tables[0].for_people
    assert list(rows[0]) == ["source", *TOPICS]
    assert [row["source"] for row in rows] == [f"{one} (n 40)" for one in files]
    assert any(said.startswith("T01 label of T01; T02 label of T02") for said in section.sentences)
    assert len(section.tables[0].rows) == 24


@pytest.mark.parametrize("n", [2, 8])
def test_five_differences_are_told_at_most(n):
    section = _section(tuple("abcdefgh"[:n]))
    told = [said for said in section.sentences if "points against" in said]
    assert len(told) == min(5, 3 * (n - 1))
