"""Bands of benchmark scales: figures printed by irrCAC, and the rule that chooses one."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from textmine.errors import InputError
from textmine.stats.agreement.benchmark_scale import SCALES, benchmark_probabilities


def test_figures_of_irrcac():
    # The documentation of irrCAC: coefficient .67, standard error .15.
    found = benchmark_probabilities(0.67, 0.15, "altman")
    published = [0.18168, 0.67511, 0.96356, 0.99912, 1.0]
    assert [band.cumulative for band in found.bands] == pytest.approx(published, abs=5e-6)
    assert found.chosen.name == "moderate"


def test_a_scale_cut_at_075_by_irrcac():
    # The same documentation on the scale of Cicchetti and Sparrow: excellent from .75, .28699.
    top = benchmark_probabilities(0.67, 0.15, "fleiss").bands[0]
    assert (top.low, top.name) == (0.75, "excellent")
    assert top.cumulative == pytest.approx(0.28699, abs=5e-6)


# irrCAC, vignette "benchmarking": AC1 of the 4 raters, .77544 with a standard error of .14295.
@pytest.mark.parametrize(
    ("scale", "cumulative", "chosen"),
    [
        ("landis-koch", [0.39674, 0.88336, 0.99542, 0.99997, 1, 1], "moderate"),
        ("altman", [0.39674, 0.88336, 0.99542, 0.99997, 1], "moderate"),
        ("fleiss", [0.54414, 0.99542, 1], "intermediate to good"),
    ],
)
def test_figures_of_the_vignette_of_irrcac(scale, cumulative, chosen):
    found = benchmark_probabilities(0.77544, 0.14295, scale)
    assert [band.cumulative for band in found.bands] == pytest.approx(cumulative, abs=5e-6)
    assert found.chosen.name == chosen


@pytest.mark.parametrize("scale", SCALES)
def test_bands_meet_and_sum_to_one(scale):
    bands = benchmark_probabilities(0.5, 0.3, scale).bands
    assert sum(band.probability for band in bands) == pytest.approx(1)
    assert (bands[0].high, bands[-1].low, bands[-1].cumulative) == (1, -1, 1)
    assert all(below.high == above.low for above, below in pairwise(bands))
    assert all(band.low < band.high and band.probability > 0 for band in bands)


def test_the_chosen_band_is_at_most_that_of_the_value_and_nears_it_with_a_small_error():
    for error in (0.3, 0.1, 0.03):
        found = benchmark_probabilities(0.75, error, "landis-koch")
        assert found.at_value == "substantial"
        assert found.chosen.low <= 0.6
    assert found.chosen.name == "substantial"


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (1.0, "reliable"),
        (0.8, "reliable"),
        (0.799, "tentative conclusions only"),
        (0.667, "tentative conclusions only"),
        (0.666, "not to be relied on"),
        (-1.0, "not to be relied on"),
    ],
)
def test_no_error_puts_everything_in_the_band_of_the_value(value, name):
    found = benchmark_probabilities(value, 0, "krippendorff")
    assert found.chosen.name == found.at_value == name
    assert found.chosen.probability == 1


def test_a_lower_level_chooses_a_higher_band():
    assert benchmark_probabilities(0.67, 0.15, "altman", level=0.6).chosen.name == "good"


@pytest.mark.parametrize(("value", "error"), [(math.nan, 0.1), (0.5, math.nan), (0.5, math.inf)])
def test_undefined_has_a_reason(value, error):
    found = benchmark_probabilities(value, error)
    assert found.chosen is None
    assert math.isnan(found.bands[0].probability)
    assert found.reason == "There is no value or no standard error."


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0.5, 0.1, "landis"), "no scale 'landis'.*landis-koch"),
        ((1.5, 0.1), "must be -1 to 1. Got 1.5"),
        ((0.5, -0.1), "must be 0 or more"),
        ((0.5, 0.1, "altman", 95), "between 0 and 1"),
    ],
)
def test_bad_input(arguments, message):
    with pytest.raises(InputError, match=message):
        benchmark_probabilities(*arguments)
