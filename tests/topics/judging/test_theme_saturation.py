"""Themes seen after so many clusters."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.topics.judging.theme_saturation import theme_saturation


def test_the_curve_rises_to_all_themes():
    shares = np.tile(np.eye(3), (10, 1))
    found = theme_saturation(shares, np.arange(30) // 3)
    assert [one.mean for one in found.curve] == [3] * 10
    assert found.reached.median == 4
    alone = theme_saturation(shares, np.arange(30))
    means = [one.mean for one in alone.curve]
    assert means[0] == 1
    assert means == sorted(means)
    assert means[-1] == alone.n_themes == 3
    # two draws without replacement from three equal thirds: 1 + 20/29
    assert means[1] == pytest.approx(1 + 20 / 29, abs=0.06)


def test_a_theme_below_the_threshold_is_not_there():
    shares = np.array([[0.8, 0.2], [0.9, 0.1]])
    assert theme_saturation(shares, np.arange(2)).n_themes == 1
    assert theme_saturation(shares, np.arange(2), 0.15).once == 1
