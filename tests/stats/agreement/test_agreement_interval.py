"""The interval of an agreement coefficient: with units not seen, of clusters, where it is wide."""

from __future__ import annotations

import numpy as np
import pytest

from tests.stats.linearised import linearised_error
from tests.stats.published import COHEN_1960, FLEISS_1971, K2011_C
from textmine.errors import InputError
from textmine.stats import (
    agreement_interval,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    krippendorff_alpha,
    percent_agreement,
    wilson_interval,
)
from textmine.stats.agreement.agreement_interval import FEW, FEW_CLUSTERS
from textmine.stats.agreement.alpha import TOTALS_FORMS, totals_form_of
from textmine.stats.unseen_units import least_value, smoothed_shares, unseen_units


def repeated(*rows):
    """Codes of units: (times, codes), ..."""
    return np.array([codes for times, codes in rows for _ in range(times)])


def test_many_units_have_the_published_large_sample_limits():
    # Fleiss, Cohen and Everitt (1969): .492 +- 1.96 x .051.
    found = agreement_interval(cohen_kappa, COHEN_1960, 3)
    assert (found.low, found.high) == pytest.approx((0.3916, 0.5915), abs=0.01)
    assert (found.method, found.n, found.resampled, found.reason) == (
        "jackknife-t",
        200,
        "units",
        "",
    )


@pytest.mark.parametrize("coefficient", [fleiss_kappa, gwet_ac1, krippendorff_alpha])
def test_width_is_that_of_the_linearised_error(coefficient):
    # Twenty times the units of Fleiss (1971): the units not seen are lost in them.
    codes = np.tile(FLEISS_1971, (20, 1))
    found = agreement_interval(coefficient, codes, 5)
    error = linearised_error(coefficient, codes, 5).standard_error
    assert (found.high - found.low) / (2 * 1.96) == pytest.approx(error, rel=0.03)


@pytest.mark.parametrize("coefficient", TOTALS_FORMS, ids=lambda function: function.__name__)
def test_the_value_lies_within(coefficient):
    options = {"weights": "linear"} if coefficient is gwet_ac2 else {}
    for codes in (COHEN_1960, COHEN_1960[::40], np.array([[0, 0], [1, 1], [2, 2]])):
        found = agreement_interval(coefficient, codes, 3, **options)
        assert -1 <= found.low <= coefficient(codes, 3, **options).value <= found.high <= 1
        assert found.low < found.high


@pytest.mark.parametrize(("n", "rare"), [(3, 1), (20, 4), (60, 6), (500, 50)])
def test_full_agreement_has_a_width_near_that_of_a_share(n, rare):
    codes = repeated((n - rare, [0, 0]), (rare, [1, 1]))
    share = agreement_interval(percent_agreement, codes, 2)
    assert share.high == 1
    if n > 3:
        assert share.low == pytest.approx(wilson_interval(n, n).low, abs=0.025)
    alpha = agreement_interval(krippendorff_alpha, codes, 2)
    assert alpha.low < share.low
    assert alpha.high == 1
    assert "coders differ in no unit" in alpha.reason


# Dirichlet posteriors of the table with half a unit a cell have [.70, 1], [-.02, .74], [.15, .99].
@pytest.mark.parametrize(
    ("codes", "low", "high"),
    [
        (repeated((54, [0, 0]), (6, [1, 1])), 0.70, 1.0),
        (repeated((98, [0, 0]), (1, [1, 0]), (1, [0, 1])), -0.02, 0.80),
        (repeated((99, [0, 0]), (1, [1, 1])), 0.13, 1.0),
    ],
)
def test_rare_codes_are_as_wide_as_a_posterior(codes, low, high):
    found = agreement_interval(krippendorff_alpha, codes, 2)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.1)
    assert found.reason.startswith("Wide: ")


def test_clusters_of_one_unit_are_units_and_copies_do_not_narrow():
    units = agreement_interval(krippendorff_alpha, K2011_C, 5)
    single = agreement_interval(krippendorff_alpha, K2011_C, 5, clusters=np.arange(12))
    assert (single.low, single.high) == pytest.approx((units.low, units.high))
    assert (single.n, single.resampled) == (11, "clusters")
    copies, threads = np.repeat(FLEISS_1971, 4, axis=0), np.repeat(np.arange(30), 4)
    one = agreement_interval(fleiss_kappa, FLEISS_1971, 5)
    four = agreement_interval(fleiss_kappa, copies, 5, clusters=threads)
    assert (four.low, four.high) == pytest.approx((one.low, one.high), abs=0.02)
    assert four.high - four.low > 1.8 * np.ptp(
        [getattr(agreement_interval(fleiss_kappa, copies, 5), end) for end in ("low", "high")]
    )


@pytest.mark.parametrize("options", [{}, {"metric": "ordinal"}, {"metric": "interval"}])
def test_order_of_units_and_coders_does_not_matter(options):
    found = agreement_interval(krippendorff_alpha, K2011_C, 5, **options)
    turned = agreement_interval(krippendorff_alpha, K2011_C[::-1, ::-1], 5, **options)
    assert (turned.low, turned.high) == pytest.approx((found.low, found.high))


def test_names_of_nominal_categories_do_not_matter():
    for coefficient in (krippendorff_alpha, cohen_kappa, gwet_ac1):
        found = agreement_interval(coefficient, COHEN_1960, 3)
        turned = agreement_interval(coefficient, 2 - COHEN_1960, 3)
        assert (turned.low, turned.high) == pytest.approx((found.low, found.high))


def test_level():
    wide = agreement_interval(krippendorff_alpha, K2011_C, 5, level=0.99)
    narrow = agreement_interval(krippendorff_alpha, K2011_C, 5, level=0.8)
    assert wide.low < narrow.low < narrow.high < wide.high


@pytest.mark.parametrize(
    ("codes", "clusters", "reason"),
    [
        ([[0, 1]], None, "fewer than two units"),
        ([[0, 0], [1, 1]], [3, 3], "fewer than two clusters"),
        ([[0, 0], [0, 0]], None, "coefficient is undefined"),
    ],
)
def test_undefined_has_a_reason(codes, clusters, reason):
    found = agreement_interval(krippendorff_alpha, codes, 2, clusters=clusters)
    assert not found.defined
    assert reason in found.reason


@pytest.mark.parametrize(
    ("codes", "clusters", "reason"),
    [
        (repeated((30, [0, 0]), (FEW - 1, [0, 1]), (9, [1, 1])), None, "differ in 4 units only"),
        (repeated((30, [0, 0]), (9, [0, 1]), (1, [1, 1])), None, "rarer code in 1 unit only"),
        (repeated((30, [0, 0]), (FEW, [0, 1]), (FEW, [1, 1])), None, ""),
        (np.tile([[0, 0], [0, 1], [1, 1]], (9, 1)), np.arange(27) // 3, "are 9 clusters only"),
        (np.tile([[0, 0], [0, 1], [1, 1]], (10, 1)), np.arange(30) // 3, ""),
    ],
)
def test_few_of_what_decides_the_figure_are_said(codes, clusters, reason):
    found = agreement_interval(krippendorff_alpha, codes, 2, clusters=clusters)
    assert reason in found.reason
    assert bool(found.reason) == bool(reason)
    assert FEW_CLUSTERS == 10


def test_many_codes_and_coders_are_no_trouble():
    draw = np.random.default_rng(4)
    many = np.where(draw.random((400, 15)) < 0.7, draw.integers(0, 80, (400, 1)), 3)
    for coefficient in (krippendorff_alpha, conger_kappa, gwet_ac1):
        found = agreement_interval(coefficient, many, 80)
        assert found.low < coefficient(many, 80).value < found.high


def test_units_not_seen_are_two_in_all_and_one_agrees():
    codes = np.array([[0, 0, -1], [1, 2, 1], [0, 0, 0]])
    form = totals_form_of(percent_agreement, 3)
    unseen = unseen_units(form, codes, smoothed_shares(codes, 3))
    assert unseen.weights.sum() == pytest.approx(2)
    # The second feature is the share of agreeing pairs: one of three coders differs.
    assert unseen.features[:, 1].tolist() == pytest.approx([1, 1, 1, 1 / 3])


@pytest.mark.parametrize(
    ("coefficient", "shares", "least"),
    [
        # 1 - Do / De: 2 x .1 / (2 x .9 x .1), and 1 / .5.
        (krippendorff_alpha, [0.9, 0.1], -0.1111),
        (krippendorff_alpha, [0.5, 0.5], -1),
        (cohen_kappa, [0.8, 0.1, 0.1], 1 - 0.4 / 0.34),
        (percent_agreement, [0.25] * 4, 0),
        (gwet_ac1, [1 / 3] * 3, -0.5),
    ],
)
def test_the_least_value_is_that_of_coders_who_never_meet(coefficient, shares, least):
    found = least_value(totals_form_of(coefficient, len(shares)), np.array(shares), 2)
    assert found == pytest.approx(least, abs=1e-3)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"level": 95}, "must be between 0 and 1. Got 95"),
        ({"clusters": [0, 1]}, "a cluster for each of the 12 units"),
    ],
)
def test_bad_arguments_are_a_sentence(options, sentence):
    with pytest.raises(InputError, match=sentence):
        agreement_interval(krippendorff_alpha, K2011_C, 5, **options)
    with pytest.raises(InputError, match="compares two coders"):
        agreement_interval(cohen_kappa, K2011_C, 5)
