"""Saturation by both conventions of runs, over orders, and Chao's unseen codes."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.errors import InputError
from textmine.stats.codes.saturation import count_new_codes, saturation, saturation_over_orders

# New codes in each of twelve units; the ratios were worked out by hand.
NEW = [12, 7, 5, 4, 3, 2, 1, 1, 0, 0, 1, 0]


def test_both_conventions_on_the_worked_example():
    result = saturation(NEW)
    assert (result.base_codes, result.n_codes, result.n_units) == (28, 36, 12)
    assert [round(r, 4) for r in result.separate.ratios] == [0.1786, 0.0714, 0, 0.0357]
    assert [round(r, 4) for r in result.sliding.ratios] == [
        *(0.1786, 0.1071, 0.0714, 0.0357, 0, 0.0357, 0.0357)
    ]
    assert (result.separate.first, result.separate.last) == (9, 10)
    assert (result.sliding.first, result.sliding.last) == (8, 9)
    assert (result.separate.convention, result.sliding.convention) == ("separate", "sliding")


def test_nothing_new_at_all_is_a_threshold_of_0():
    result = saturation(NEW, threshold=0)
    assert (result.separate.first, result.sliding.first) == (9, 9)
    longer = saturation(NEW, base=5, run=3)
    assert longer.base_codes == 31
    assert longer.sliding.ratios[0] == pytest.approx(4 / 31)


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ([3, 2, 1], "too few"),
        ([0, 0, 0, 0, 2, 1], "have no codes"),
        ([3, 2, 1, 1, 1, 1, 1, 1], "No run of 2 units"),
        ([], "too few"),
    ],
)
def test_no_saturation_has_a_reason(new, reason):
    result = saturation(np.array(new, dtype=int))
    for runs in (result.separate, result.sliding):
        assert (runs.first, runs.last) == (None, None)
        assert reason in runs.reason


def test_new_codes_are_those_that_no_earlier_unit_has():
    rng = np.random.default_rng(0)
    presence = (rng.random((20, 15)) < 0.2).astype(int)
    seen: set[int] = set()
    expected = []
    for row in presence:
        codes = set(np.flatnonzero(row).tolist())
        expected.append(len(codes - seen))
        seen |= codes
    assert count_new_codes(presence).tolist() == expected
    assert count_new_codes(np.zeros((0, 3), dtype=int)).tolist() == []


def test_the_median_over_orders():
    # Fifty codes that all occur in a third of the units: an early saturation in every order.
    presence = (np.random.default_rng(1).random((40, 50)) < 0.33).astype(int)
    sliding = saturation_over_orders(presence, n_orders=200)
    separate = saturation_over_orders(presence, n_orders=200, convention="separate")
    assert sliding.n_reached == separate.n_reached == 200
    assert 5 <= sliding.median <= separate.median <= 15
    assert (sliding.convention, separate.convention) == ("sliding", "separate")
    assert saturation_over_orders(presence, n_orders=200) == sliding


def test_units_without_a_code_in_common_do_not_saturate():
    result = saturation_over_orders(np.eye(20, dtype=int), n_orders=50)
    assert np.isnan(result.median)
    assert "Only 0 of 50" in result.reason


def test_bad_input_is_refused():
    for wrong in ({"base": 0}, {"run": 0}, {"threshold": 1}, {"threshold": -0.1}):
        with pytest.raises(InputError, match="'base' and 'run'"):
            saturation(NEW, **wrong)
    with pytest.raises(InputError, match="'new_codes'"):
        saturation([1, -1])
    with pytest.raises(InputError, match="'n_orders'"):
        saturation_over_orders([[1]], n_orders=0)
    with pytest.raises(InputError, match="Did you mean 'sliding'"):
        saturation_over_orders([[1]], convention="slidng")
