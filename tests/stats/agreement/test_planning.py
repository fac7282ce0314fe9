"""Plans of double coding: the simulated widths, the pilot, the scaling rule, the impossible."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from textmine.errors import InputError
from textmine.stats import agreement_interval, krippendorff_alpha
from textmine.stats.agreement.planning import (
    plan_from_assumptions,
    plan_from_pilot,
    simulated_codes,
)

SHARES = [0.5, 0.2, 0.12, 0.08, 0.05, 0.05]
FAST = {"n_simulations": 20}


@pytest.mark.parametrize("metric", ["nominal", "ordinal"])
@pytest.mark.parametrize("alpha", [0, 0.4, 0.8])
def test_simulated_codes_have_the_alpha_and_the_shares(alpha, metric):
    codes = simulated_codes(alpha, SHARES, (40_000, 3), seed=1)
    assert krippendorff_alpha(codes, 6, metric).value == pytest.approx(alpha, abs=0.01)
    assert np.bincount(codes.ravel()) / codes.size == pytest.approx(SHARES, abs=0.01)


# Our own simulations: with 131 units, .213 for two coders and .167 for three (widths of
# independently simulated samples, 600 of each).
@pytest.mark.parametrize(("n_coders", "width"), [(2, 0.213), (3, 0.167)])
def test_plan_from_assumptions(n_coders, width):
    plan = plan_from_assumptions(0.64, SHARES, n_coders, width)
    assert plan.n == pytest.approx(131, abs=12)
    assert 0.95 * width < plan.width <= width
    assert 0 < plan.error < plan.spread < 0.03
    assert (plan.pilot_n, plan.n_clusters, plan.reason) == (0, 0, "")


def test_the_width_at_n_is_that_of_fresh_samples():
    plan = plan_from_assumptions(0.64, SHARES, 2, 0.2)
    widths = []
    for seed in range(60):
        codes = simulated_codes(0.64, SHARES, (plan.n, 2), seed=1000 + seed)
        interval = agreement_interval(krippendorff_alpha, codes, 6)
        widths.append(interval.high - interval.low)
    assert np.median(widths) == pytest.approx(0.2, rel=0.04)
    assert np.std(widths) == pytest.approx(plan.spread, rel=0.4)


def test_the_curve_falls_as_one_over_the_root_of_n():
    plan = plan_from_assumptions(0.64, SHARES, 2, 0.1, **FAST)
    assert len(plan.curve) == 4
    assert plan.n in [point.n for point in plan.curve]
    for smaller, larger in pairwise(plan.curve):
        assert smaller.n < larger.n
        assert larger.width / smaller.width == pytest.approx(0.5**0.5, rel=0.08)


def test_the_same_seed_gives_the_same_plan():
    plan = plan_from_assumptions(0.5, [0.5, 0.5], 2, 0.3, seed=4, **FAST)
    assert plan == plan_from_assumptions(0.5, [0.5, 0.5], 2, 0.3, seed=4, **FAST)
    assert plan != plan_from_assumptions(0.5, [0.5, 0.5], 2, 0.3, seed=5, **FAST)


def test_plan_from_a_pilot():
    codes = simulated_codes(0.64, SHARES, (80, 2), seed=3)
    plan = plan_from_pilot(codes, 6, 0.15, **FAST)
    interval = agreement_interval(krippendorff_alpha, codes, 6)
    assert plan.pilot_width == pytest.approx(interval.high - interval.low)
    assert plan.alpha == pytest.approx(krippendorff_alpha(codes, 6).value)
    assert plan.pilot_n == 80
    assert plan.n == pytest.approx(80 * (plan.pilot_width / 0.15) ** 2, rel=0.2)
    assert 0.95 * 0.15 < plan.width <= 0.15


def test_a_pilot_in_threads_plans_whole_threads_and_more_units():
    codes = simulated_codes(0.64, SHARES, (60, 2), seed=3)
    copies, threads = np.repeat(codes, 4, axis=0), np.repeat(np.arange(60), 4)
    units = plan_from_pilot(copies, 6, 0.2, **FAST)
    plan = plan_from_pilot(copies, 6, 0.2, clusters=threads, **FAST)
    assert plan.n == 4 * plan.n_clusters
    # Copies of a unit say no more than the unit: as many threads as units before.
    assert plan.n_clusters == pytest.approx(units.n, rel=0.2)
    assert all(point.n == 4 * point.n_clusters for point in plan.curve)


def test_units_with_one_code_are_no_part_of_the_pilot():
    codes = simulated_codes(0.64, SHARES, (60, 2), seed=3)
    single = np.vstack([codes, [[0, -1]] * 40])
    assert plan_from_pilot(single, 6, 0.2, **FAST) == plan_from_pilot(codes, 6, 0.2, **FAST)


def test_ordinal_alpha_is_planned_for():
    codes = simulated_codes(0.64, SHARES, (60, 2), seed=3)
    plan = plan_from_pilot(codes, 6, 0.2, metric="ordinal", **FAST)
    assert plan.alpha == pytest.approx(krippendorff_alpha(codes, 6, "ordinal").value)
    assert 0.95 * 0.2 < plan.width <= 0.2


def test_a_wide_interval_takes_the_fewest_units():
    plan = plan_from_assumptions(0.64, SHARES, 2, 1.5, **FAST)
    assert plan.n == 10


@pytest.mark.parametrize(
    ("codes", "clusters", "reason"),
    [
        ([[0, 0], [1, 1], [0, 0]], None, "never disagree"),
        ([[0, 0], [0, 0]], None, "undefined: only one category"),
        ([[0, 1], [0, -1]], None, "fewer than two units"),
        ([[0, 1], [0, 0]], [1, 1], "fewer than two clusters"),
        ([[-1, -1]], None, "fewer than two units"),
    ],
)
def test_a_pilot_that_cannot_say_has_a_reason(codes, clusters, reason):
    plan = plan_from_pilot(codes, 2, 0.2, clusters=clusters, **FAST)
    assert reason in plan.reason
    assert (plan.n, plan.curve) == (0, ())
    assert np.isnan(plan.width)


def test_more_than_anybody_codes_has_a_reason():
    plan = plan_from_assumptions(0.64, SHARES, 2, 0.001, **FAST)
    assert "more than 200,000 units" in plan.reason
    assert plan.n == 0
    assert plan.curve[0].n == 100


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"alpha": 1}, "'alpha' must be 0 or more and less than 1"),
        ({"shares": [0.5, 0.4]}, "add up to 1"),
        ({"shares": [1.0, 0.0]}, "above 0"),
        ({"n_coders": 1}, "'n_coders' 2 or more"),
        ({"width": 0}, "'width' of the interval must be above 0"),
        ({"level": 95}, "between 0 and 1"),
        ({"n_simulations": 1}, "'n_simulations' parameter must be 2 or more"),
        ({"seed": -1}, "'seed' parameter must be 0 or more"),
    ],
)
def test_bad_arguments_are_a_sentence(change, sentence):
    arguments = {"alpha": 0.6, "shares": [0.5, 0.5], "n_coders": 2, "width": 0.2, **change}
    with pytest.raises(InputError, match=sentence):
        plan_from_assumptions(**arguments)
