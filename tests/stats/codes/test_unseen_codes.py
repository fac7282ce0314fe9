"""Curves of codes, and the number of all codes: goldens, properties, refusals."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.errors import InputError
from textmine.stats.codes.incidence import incidence_shapes
from textmine.stats.codes.saturation import code_curve, codes_of_parts
from textmine.stats.codes.unseen_codes import chao2, codes_in_all


def drawn(n_units: int = 20, n_codes: int = 15, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return (rng.random((n_units, n_codes)) < rng.beta(1, 5, n_codes)).astype(int)


def test_curves_end_at_all_codes_and_the_mean_is_that_of_all_orders():
    presence = drawn(8)
    curve = code_curve(presence, n_orders=4000)
    n_codes = int((presence.sum(axis=0) > 0).sum())
    assert (curve[-1].in_order, curve[-1].low, curve[-1].high) == (n_codes, n_codes, n_codes)
    assert np.isnan(curve[-1].further)
    # The chance that a code is in none of the first n units of 8.
    for one in curve:
        absent = [
            np.prod([(8 - times - i) / (8 - i) for i in range(one.n)])
            for times in presence.sum(axis=0)
        ]
        assert one.mean == pytest.approx(presence.shape[1] - sum(absent), abs=0.15)
    assert [one.in_order for one in curve] == [
        int(presence[: n + 1].any(axis=0).sum()) for n in range(8)
    ]


def test_parts_add_up_to_the_curve():
    presence, parts = drawn(12, seed=2), np.repeat([3, 5, 9], 4)
    found = codes_of_parts(presence, parts)
    assert [one.part for one in found] == [3, 5, 9]
    assert sum(one.n_new for one in found) == int(presence.any(axis=0).sum())
    assert all(one.n_only <= one.n_codes for one in found)
    with pytest.raises(InputError):
        codes_of_parts(presence, parts[:5])


def test_chao2_is_that_of_vegan():
    """R package vegan, specpool(BCI): Species 225, chao 236.3732, chao.se 6.54361, n 50."""
    found = chao2(np.repeat([1, 2, 3], [21, 19, 185]), 50)
    assert found.estimate == pytest.approx(236.3732, abs=1e-4)
    unseen = found.estimate - 225
    spread = np.log(found.interval.high - 225) - np.log(unseen)
    error = unseen * np.sqrt(np.expm1((spread / 1.959964) ** 2))
    assert error == pytest.approx(6.54361, abs=1e-4)


def test_shapes_are_distributions():
    shapes = incidence_shapes()
    assert shapes.weights.sum(axis=1) == pytest.approx(1)
    assert np.exp(shapes.log_prior).sum() == pytest.approx(3)
    counts = np.exp(shapes.log_counts(7))
    assert counts.sum(axis=1) == pytest.approx(1)
    assert counts[:, :1] == pytest.approx(shapes.absent(np.array([7.0])))


def test_nothing_rare_means_nothing_unseen():
    presence = np.tile(np.eye(2, dtype=int), (20, 5))
    found = codes_in_all(presence)
    assert (found.n_codes, found.estimate, found.unseen, found.seen) == (10, 10, 0, 1)
    assert [one.n for one in found.more] == [0, 0]
    assert found.chao2.estimate == 10
    assert "nothing points to unseen" in found.chao2.interval.reason


def test_many_codes_of_one_unit_point_to_unseen_ones():
    found = codes_in_all(np.vstack([np.eye(12, dtype=int), np.ones((3, 12), dtype=int)[:, ::-1]]))
    rare = codes_in_all(np.eye(12, dtype=int))
    assert rare.estimate > found.estimate
    assert rare.interval.high > 3 * rare.n_codes
    assert rare.more[1].n > rare.more[0].n > 0
    assert rare.interval.low >= rare.n_codes


def test_units_in_another_order_and_codes_of_no_unit_change_nothing():
    presence = drawn(30)
    again = np.hstack([presence[::-1], np.zeros((30, 4), dtype=int)])
    assert repr(codes_in_all(presence)) == repr(codes_in_all(again))


def test_too_few_units_or_codes_have_a_reason():
    for presence in (drawn(4), drawn(20, 3), np.zeros((20, 8), dtype=int)):
        found = codes_in_all(presence)
        assert np.isnan(found.estimate)
        assert "too few" in found.reason
        assert not found.interval.defined


def test_what_does_not_fit_is_refused():
    with pytest.raises(InputError):
        codes_in_all(drawn(), (1.0,))
    with pytest.raises(InputError):
        codes_in_all(drawn(), level=2)
    with pytest.raises(InputError):
        chao2([5], 4)
