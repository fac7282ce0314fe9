"""Jackknife intervals: by hand, on every scale, of clusters, and where they are undefined."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.errors import InputError
from textmine.stats import (
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    krippendorff_alpha,
    linearised_error,
)
from textmine.stats.coefficients import DESIGNS
from textmine.stats.jackknife import TRANSFORMS, jackknife_interval

from .published import COHEN_1960, FLEISS_1971, K2011_C

# The 0.975 quantile of t with 29 degrees of freedom, from any table.
T_29 = 2.045230


def by_hand(codes, coefficient, q):
    left_out = [coefficient(np.delete(codes, unit, axis=0), q).value for unit in range(len(codes))]
    spread = ((np.array(left_out) - np.mean(left_out)) ** 2).sum()
    return float(np.sqrt((len(codes) - 1) / len(codes) * spread))


def test_it_is_the_estimate_with_units_left_out_by_hand():
    alpha = krippendorff_alpha(FLEISS_1971, 5).value
    error = by_hand(FLEISS_1971, krippendorff_alpha, 5)
    found = jackknife_interval(krippendorff_alpha, FLEISS_1971, 5, transform="none")
    assert found.low == pytest.approx(alpha - T_29 * error, abs=1e-6)
    assert found.high == pytest.approx(alpha + T_29 * error, abs=1e-6)
    assert (found.method, found.n, found.resampled) == ("jackknife-t", 30, "units")


@pytest.mark.parametrize("coefficient", [fleiss_kappa, gwet_ac1, krippendorff_alpha])
def test_width_is_that_of_the_linearised_error(coefficient):
    found = jackknife_interval(coefficient, FLEISS_1971, 5, transform="none")
    error = linearised_error(coefficient, FLEISS_1971, 5).standard_error
    assert (found.high - found.low) / (2 * T_29) == pytest.approx(error, rel=0.05)


@pytest.mark.parametrize("transform", TRANSFORMS)
@pytest.mark.parametrize("coefficient", DESIGNS, ids=lambda function: function.__name__)
def test_the_value_lies_within_on_every_scale(coefficient, transform):
    options = {"weights": "linear"} if coefficient is gwet_ac2 else {}
    found = jackknife_interval(coefficient, COHEN_1960, 3, transform=transform, **options)
    assert -1 <= found.low < coefficient(COHEN_1960, 3, **options).value < found.high <= 1


def test_scales_differ_little_with_many_units():
    intervals = [
        jackknife_interval(cohen_kappa, COHEN_1960, 3, transform=transform)
        for transform in TRANSFORMS
    ]
    # Fleiss, Cohen and Everitt (1969): .3916 to .5915, on the plain scale.
    for interval in intervals:
        assert (interval.low, interval.high) == pytest.approx((0.3916, 0.5915), abs=0.01)


def test_clusters_of_one_unit_are_units_and_copies_do_not_narrow():
    units = jackknife_interval(krippendorff_alpha, K2011_C, 5)
    single = jackknife_interval(krippendorff_alpha, K2011_C, 5, clusters=np.arange(12))
    assert (single.low, single.high) == pytest.approx((units.low, units.high))
    assert (single.n, single.resampled) == (11, "clusters")
    copies = np.repeat(FLEISS_1971, 4, axis=0)
    threads = np.repeat(np.arange(30), 4)
    one = jackknife_interval(fleiss_kappa, FLEISS_1971, 5)
    four = jackknife_interval(fleiss_kappa, copies, 5, clusters=threads)
    assert (four.low, four.high) == pytest.approx((one.low, one.high))


def test_order_of_units_and_coders_does_not_matter():
    for metric in ("nominal", "ordinal"):
        found = jackknife_interval(krippendorff_alpha, K2011_C, 5, metric=metric)
        turned = jackknife_interval(krippendorff_alpha, K2011_C[::-1, ::-1], 5, metric=metric)
        assert (turned.low, turned.high) == pytest.approx((found.low, found.high))


def test_level():
    wide = jackknife_interval(krippendorff_alpha, K2011_C, 5, level=0.99)
    narrow = jackknife_interval(krippendorff_alpha, K2011_C, 5, level=0.8)
    assert wide.low < narrow.low < narrow.high < wide.high


@pytest.mark.parametrize(
    ("codes", "clusters", "reason"),
    [
        ([[0, 1]], None, "fewer than two units"),
        ([[0, 0], [1, 1]], [3, 3], "fewer than two clusters"),
        ([[0, 0], [0, 0], [1, 1]], None, "undefined without 1 of the 3 units"),
        ([[0, 0], [0, 0]], None, "undefined without 2 of the 2 units"),
        ([[0, 0], [0, 0], [1, 1], [1, 1]], None, "the same without any of the 4 units"),
    ],
)
def test_undefined_has_a_reason(codes, clusters, reason):
    found = jackknife_interval(krippendorff_alpha, codes, 2, clusters=clusters)
    assert not found.defined
    assert reason in found.reason


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"transform": "arcsin"}, "transform called 'arcsin'.*'arcsine'"),
        ({"level": 95}, "must be between 0 and 1. Got 95"),
        ({"clusters": [0, 1]}, "a cluster for each of the 12 units"),
    ],
)
def test_bad_arguments_are_a_sentence(options, sentence):
    with pytest.raises(InputError, match=sentence):
        jackknife_interval(krippendorff_alpha, K2011_C, 5, **options)
    with pytest.raises(InputError, match="compares two coders"):
        jackknife_interval(cohen_kappa, K2011_C, 5)
