"""The learning curve: what is fitted is found again, and the forecast knows its limits."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.errors import InputError
from textmine.stats.systems.learning_curve import fit_power_law, learning_curve

SIZES = np.array([40, 80, 160, 320, 640])


@pytest.mark.parametrize(
    ("ceiling", "gap", "rate"), [(0.8, 2.0, 0.5), (0.95, 1.2, 0.3), (0.7, 5, 1)]
)
def test_a_known_curve_is_found_again(ceiling, gap, rate):
    law = fit_power_law(SIZES, ceiling - gap * SIZES ** -float(rate))
    assert law.at(SIZES) == pytest.approx(ceiling - gap * SIZES ** -float(rate), abs=1e-6)
    assert law.ceiling == pytest.approx(ceiling, abs=1e-6)
    n = (gap / 0.1) ** (1 / rate)
    assert law.needed(ceiling - 0.1) == pytest.approx(n, rel=1e-4)
    assert law.needed(ceiling + 1e-6) == float("inf")


def test_a_falling_curve_promises_nothing():
    law = fit_power_law(SIZES, [0.6, 0.58, 0.57, 0.55, 0.54])
    assert law.gap == 0
    assert law.needed(0.7) == float("inf")
    assert law.needed(0.5) == 0


def test_no_curve_rises_above_one():
    law = fit_power_law(SIZES, 1.4 - 2 * SIZES**-0.2)
    assert law.ceiling <= 1


def test_the_forecast_covers_the_truth_and_is_silent_beyond_sight():
    draw = np.random.default_rng(0)
    truth = 0.85 - 2.5 * SIZES**-0.6
    needed = (2.5 / 0.05) ** (1 / 0.6)
    hits = 0
    for _ in range(40):
        scores = truth + draw.normal(0, 0.01, (10, 5))
        found = learning_curve(np.tile(SIZES, (10, 1)), scores, (0.80, 0.9), n_resamples=100)
        near, far = found.forecasts
        hits += near.low <= needed <= near.high
        assert far.needed == float("inf") or far.needed > 640
    assert hits >= 30


def test_too_little_is_refused():
    with pytest.raises(InputError, match="three different sizes"):
        fit_power_law([10, 10, 20], [0.1, 0.2, 0.3])
    with pytest.raises(InputError, match="three repeats and three sizes"):
        learning_curve(np.ones((2, 5)), np.ones((2, 5)))
