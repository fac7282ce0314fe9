"""What is said of a theme on two sides."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.stats.moving import TwoSides
from textmine.topics.aligning.presence import fine_topics, present, verdicts


@pytest.mark.parametrize(
    ("first", "second", "p", "said"),
    [
        (0.2, 0.0, 0.01, "only first"),
        (0.04, 0.2, 0.01, "only second"),
        (0.2, 0.06, 0.01, "more first"),
        (0.1, 0.2, 0.049, "more second"),
        (0.2, 0.18, 0.01, "shared"),
        (0.2, 0.06, 0.05, "shared"),
        (0.2, 0.0, 0.05, "not settled"),
        (0.0, 0.0, 1.0, "shared"),
    ],
)
def test_verdicts(first, second, p, said):
    one = [np.array([value]) for value in (first, second, p, p)]
    assert verdicts(TwoSides(*one, 99, (5, 5), 0.01)) == [said]


def test_a_theme_is_present_where_it_is_clearly_the_main_one():
    marks = present(np.array([[0.7, 0.3], [0.5, 0.5], [0.0, 0.0]]))
    assert marks.tolist() == [[1, 0], [1, 0], [0, 0]]
    assert present(np.full((1, 4), 0.25)).tolist() == [[0, 0, 0, 0]]


def test_fewer_themes_for_fewer_units():
    assert [fine_topics(n) for n in (10, 303, 2000)] == [5, 12, 25]
