"""Which way a theme leans that is not settled, how it is told, and what is drawn of it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from textmine.report.alignment import aligned_section
from textmine.stats.intervals import Interval, undefined_interval
from textmine.topics.aligning.sides import Alignment, SharedTheme, Side


def _side(presence):
    interval = Interval(presence / 2, presence * 2, 0.95, "cr2-t", 10)
    if not presence:
        interval = undefined_interval(0.95, "cr2-t", 10, "It is the same in all.", "clusters")
    return Side(presence, interval, (), ())


def _theme(number, first, second, verdict="not settled"):
    words = (f"word{number}",)
    return SharedTheme(f"T{number:02d}", "", words, _side(first), _side(second), 0.2, 0.3, verdict)


def _alignment(*themes):
    return Alignment(
        *("plans", "forum", "NMF", (90, 400), (80, 300), ("file", "author"), (10, 150), 1999),
        *(0.01, themes),
    )


@pytest.mark.parametrize(
    ("first", "second", "verdict", "leaning", "sentence"),
    [
        (0.0, 0.1, "not settled", "only second", "In these texts only in 'forum', but not settled"),
        (0.1, 0.0, "not settled", "only first", "In these texts only in 'plans', but not settled"),
        (0.01, 0.1, "not settled", "more second", "In these texts more in 'forum', but not settle"),
        (0.0, 0.1, "only second", "", "Only in 'forum'"),
    ],
)
def test_the_side_that_a_theme_leans_to_is_told(first, second, verdict, leaning, sentence):
    theme = _theme(1, first, second, verdict)
    section = aligned_section(_alignment(theme, _theme(2, 0.2, 0.2, "shared")))
    assert theme.leaning == leaning
    assert any(
        said.startswith(f"{sentence}") and "T01 (word1)" in said for said in section.sentences
    )
    assert section.records.rows[0]["verdict"] == verdict.replace("second", "forum")
    shown = section.tables[0].for_people[0]["verdict"]
    assert ("(here " in shown) == (verdict == "not settled")


def test_a_side_without_the_theme_is_drawn_at_nought():
    section = aligned_section(_alignment(_theme(1, 0.0, 0.1), _theme(2, 0.2, 0.2, "shared")))
    drawn = section.figures[0].svg
    assert drawn.count(">plans<") == drawn.count(">forum<") == 2
    assert ">0 %<" in drawn


def test_it_says_how_often_so_few_files_all_lack_a_theme():
    section = aligned_section(_alignment(_theme(1, 0.0, 0.1)))
    most = 100 * (1 - math.pow(0.05, 1 / 10))
    told = [said for said in section.sentences if "may yet be in up to" in said]
    assert told == [said for said in told if f"{most:.0f} % of files" in said and "'plans'" in said]
    assert len(told) == 1


def test_a_figure_fits_a_page_and_keeps_what_is_settled():
    themes = [_theme(n, 0.2, 0.2, "shared") for n in range(1, 21)]
    themes[-1] = replace(themes[-1], verdict="only first")
    figure = aligned_section(_alignment(*themes)).figures[0]
    assert "T20" in figure.svg and "T12" not in figure.svg
    assert "The table has the other 8 themes" in figure.caption
