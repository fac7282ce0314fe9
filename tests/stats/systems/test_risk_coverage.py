from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import InputError
from textmine.stats.shares.share_intervals import highest_share
from textmine.stats.systems.risk_coverage import (
    accepted_held_out,
    accuracy_above,
    certified_threshold,
    risk_coverage,
    surest,
)


def drawn(n_clusters, size, spread, seed):
    """Confidences, errors that are rarer where confidence is high, and clusters that err alike."""
    draw = np.random.default_rng(seed)
    clusters = np.repeat(np.arange(n_clusters), size)
    score = draw.normal(0, 1.2, clusters.size)
    together = draw.normal(0, spread, n_clusters)[clusters]
    wrong = draw.random(clusters.size) < 1 / (1 + np.exp(1 + 1.3 * score - together))
    return 1 / (1 + np.exp(-score)), wrong, clusters


@given(st.lists(st.tuples(st.sampled_from([0.2, 0.5, 0.7, 0.9]), st.booleans()), min_size=1))
def test_points_of_the_curve_are_shares_of_what_is_accepted(units):
    sure, wrong = (np.array(part) for part in zip(*units, strict=True))
    curve = risk_coverage(sure, wrong)
    for coverage, risk, threshold in zip(curve.coverage, curve.risk, curve.threshold, strict=True):
        kept = sure >= threshold
        assert coverage == pytest.approx(kept.mean())
        assert risk == pytest.approx(wrong[kept].mean())
    assert curve.chance == pytest.approx(wrong.mean())
    assert 0 <= curve.best <= curve.area + 1e-12
    assert (np.diff(curve.coverage) > 0).all()


def test_the_area_is_the_mean_over_random_orders_of_equals():
    draw = np.random.default_rng(0)
    sure = draw.integers(0, 3, 12) / 3
    wrong = draw.random(12) < 0.4
    areas = []
    for _ in range(4000):
        order = np.lexsort((draw.random(12), -sure))
        areas.append((np.cumsum(wrong[order]) / np.arange(1, 13)).mean())
    assert risk_coverage(sure, wrong).area == pytest.approx(np.mean(areas), abs=0.01)


def test_confidence_that_says_nothing_has_the_risk_of_all():
    curve = risk_coverage(np.ones(50), np.arange(50) < 10)
    assert (curve.area, curve.chance) == pytest.approx((0.2, 0.2))
    assert curve.coverage.tolist() == [1.0]


@pytest.mark.parametrize(
    ("share", "kept"), [(0, [0, 1, 2, 3]), (0.2, [0, 1, 3]), (0.5, [0, 3]), (1, [])]
)
def test_the_surest_are_kept_and_people_get_their_share_rounded_up(share, kept):
    assert surest([0.9, 0.4, 0.2, 0.8], share).tolist() == kept


def test_of_equals_the_first_are_kept():
    assert surest([0.5] * 10, 0.3).tolist() == [0, 1, 2, 3, 4, 5, 6]


def test_accuracy_above():
    sure, wrong, clusters = drawn(40, 5, 1, 0)
    found = accuracy_above(sure, wrong, 0.7, clusters=clusters)
    kept = sure >= 0.7
    assert found.value == pytest.approx(1 - wrong[kept].mean())
    assert found.n == kept.sum()
    plain = accuracy_above(sure, wrong, 0.7)
    assert found.interval.low < plain.interval.low < found.value < found.interval.high
    nothing = accuracy_above(sure, wrong, 2)
    assert np.isnan(nothing.value)
    assert nothing.reason


def test_a_certified_threshold_says_what_it_accepted():
    sure, wrong, _ = drawn(1000, 1, 0, 1)
    found = certified_threshold(sure, wrong, 0.2)
    kept = sure >= found.threshold
    assert found.accepted == kept.sum() > 50
    assert found.errors == (pytest.approx(wrong[kept].mean()),)
    each = 1 - 0.05 / 5  # starts: 500, 250, 125, 62, 31
    bound = highest_share(wrong[kept].sum(), kept.sum(), each)
    assert found.bounds == (pytest.approx(bound),)
    assert found.bounds[0] <= 0.2
    assert found.coverage == kept.mean()


def test_the_promise_is_kept_with_its_certainty():
    large, errors, _ = drawn(200_000, 1, 0, 99)
    broken = 0
    for seed in range(200):
        sure, wrong, _ = drawn(300, 1, 0, seed)
        found = certified_threshold(sure, wrong, 0.2, 0.9)
        if found.found:
            broken += errors[large >= found.threshold].mean() > 0.2
    assert broken <= 0.1 * 200


def test_the_promise_is_kept_where_units_depend_on_each_other():
    large, errors, _ = drawn(40_000, 5, 1.5, 999)
    broken = {"plain": 0, "clusters": 0}
    for seed in range(150):
        sure, wrong, clusters = drawn(30, 20, 1.5, seed)
        for how, groups in (("plain", None), ("clusters", clusters)):
            found = certified_threshold(sure, wrong, 0.2, 0.9, clusters=groups)
            broken[how] += found.found and errors[large >= found.threshold].mean() > 0.2
    assert broken["clusters"] <= 0.1 * 150
    assert broken["clusters"] < broken["plain"]


def test_several_kinds_of_error_are_all_bounded():
    sure, wrong, _ = drawn(800, 1, 0, 2)
    other = np.zeros_like(wrong)
    other[np.argsort(-sure)[:40]] = True
    alone = certified_threshold(sure, wrong, 0.2)
    both = certified_threshold(sure, np.column_stack([wrong, other]), 0.2)
    assert both.found
    assert max(both.bounds) <= 0.2
    assert len(both.errors) == 2
    assert both.accepted >= 200  # the 40 errors must be diluted
    assert alone.found


def test_no_threshold_is_no_promise():
    sure, wrong, _ = drawn(60, 1, 0, 3)
    found = certified_threshold(sure, wrong, 0.01)
    assert not found.found
    assert (found.accepted, found.coverage, found.errors) == (0, 0.0, ())
    assert 0.01 < found.reachable <= 1
    assert certified_threshold([0.5], [0], 0.5).found is False
    assert not accepted_held_out(sure, wrong, np.arange(60) % 3, 0.01).any()


def test_no_unit_has_a_say_in_the_threshold_it_is_held_against():
    sure, wrong, clusters = drawn(200, 3, 0.5, 4)
    fold = clusters % 5
    taken = accepted_held_out(sure, wrong, fold, 0.2, clusters=clusters)
    assert taken.any()
    assert wrong[taken].mean() < 0.2
    turned = wrong.copy()
    turned[fold == 0] = ~turned[fold == 0]
    again = accepted_held_out(sure, turned, fold, 0.2, clusters=clusters)
    assert (again[fold == 0] == taken[fold == 0]).all()
    assert not accepted_held_out(sure, wrong, np.zeros(600), 0.2).any()


@pytest.mark.parametrize(
    "call",
    [
        lambda: risk_coverage([], []),
        lambda: risk_coverage([0.1, 0.2], [1]),
        lambda: surest([0.1], 1.2),
        lambda: certified_threshold([0.1], [1], 0),
        lambda: certified_threshold([0.1], [1], 0.1, 1),
        lambda: certified_threshold([0.1, 0.2], [1, 0], 0.1, clusters=[0]),
    ],
)
def test_what_does_not_fit_is_refused(call):
    with pytest.raises(InputError):
        call()
