"""Themes back to their topics, through names, merges and what made them final."""

from __future__ import annotations

from textmine.reading.displays.lineage import topic_ways
from textmine.report.lineage import theme_lineage_section
from textmine.topics.naming.themes_file import Theme, ThemeChange, Themes

HISTORY = (
    ThemeChange(on="2026-01-01", what="T01 named 'Buses'", into="Buses", former={"T01": ""}),
    ThemeChange(on="2026-01-02", what="T02 named 'Trains'", into="Trains", former={"T02": ""}),
    ThemeChange(
        on="2026-01-03",
        what="T01 and T02 are merged",
        reason="one need",
        into="Transport",
        former={"T01": "Buses", "T02": "Trains"},
    ),
    ThemeChange(on="2026-01-04", what="'Transport' is final", reason="agreed"),
    ThemeChange(on="2026-01-05", what="T03 named 'Rents'", into="Rents", former={"T03": ""}),
)
THEMES = Themes(
    {
        "Transport": Theme(topics=("T01", "T02"), stage="final"),
        "Rents": Theme(topics=("T03",)),
    },
    HISTORY,
)


def test_each_topic_has_the_names_it_had_and_every_change_that_concerns_it() -> None:
    ways = {one.topic: one for one in topic_ways(["T01", "T02", "T03", "T04"], THEMES)}
    assert ways["T01"].themes == ("Buses", "Transport")
    assert [change.on[-1] for change in ways["T01"].changes] == ["1", "3", "4"]
    assert ways["T02"].themes == ("Trains", "Transport")
    assert ways["T03"].themes == ("Rents",)
    assert ways["T04"].themes == () and ways["T04"].theme == ""


def test_a_topic_that_left_its_theme_has_no_name_now() -> None:
    ways = topic_ways(["T01"], Themes({}, HISTORY))
    assert ways[0].themes == ("Buses", "Transport", "") and ways[0].theme == ""


def test_the_section_says_how_many_are_final_and_draws_the_ways() -> None:
    section = theme_lineage_section("m", THEMES, topic_ways(["T01", "T02", "T03"], THEMES), {})
    assert section.sentences == [
        "Of 3 topics that a machine found, people made 3 into themes: 1 final, 1 still a prototype."
    ]
    assert all(name in section.figures[0].svg for name in ("Buses", "Trains", "Transport"))
