"""Gwet's linearised standard errors against irrCAC's printed figures."""

from __future__ import annotations

import numpy as np
import pytest

from tests.stats.linearised import linearised_error
from tests.stats.published import (
    ABSTRACTORS,
    BEN_GERRY,
    FLEISS_1971,
    G1G2,
    GENDER,
    OBSERVERS_5,
    PARADOX,
    RATERS_4,
)
from textmine.errors import InputError
from textmine.stats import (
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    krippendorff_alpha,
    linear_weights,
    ordinal_weights,
    percent_agreement,
    scott_pi,
)


@pytest.mark.parametrize(
    ("coefficient", "codes", "n_categories", "ddof", "published"),
    [
        # irrCAC, raw4raters: the general form.
        pytest.param(gwet_ac1, RATERS_4, 5, 1, 0.14295, id="raw4raters-ac1"),
        pytest.param(fleiss_kappa, RATERS_4, 5, 1, 0.15302, id="raw4raters-fleiss"),
        pytest.param(krippendorff_alpha, RATERS_4, 5, 1, 0.14557, id="raw4raters-alpha"),
        pytest.param(conger_kappa, RATERS_4, 5, 1, 0.14917, id="raw4raters-conger"),
        pytest.param(brennan_prediger, RATERS_4, 5, 1, 0.14472, id="raw4raters-bp"),
        # irrCAC, cont3x3abstractors: the form for a table of two coders.
        pytest.param(cohen_kappa, ABSTRACTORS, 3, 0, 0.05891, id="abstractors-cohen"),
        pytest.param(scott_pi, ABSTRACTORS, 3, 0, 0.05905, id="abstractors-scott"),
        pytest.param(gwet_ac1, ABSTRACTORS, 3, 0, 0.04322, id="abstractors-ac1"),
        pytest.param(brennan_prediger, ABSTRACTORS, 3, 0, 0.04693, id="abstractors-bp"),
        pytest.param(krippendorff_alpha, ABSTRACTORS, 3, 0, 0.05905, id="abstractors-alpha"),
        # Gwet (2008), the paradox.
        pytest.param(gwet_ac1, PARADOX, 2, 0, 0.02296, id="paradox-ac1"),
        # irrCAC's own tests, three digits.
        pytest.param(gwet_ac1, OBSERVERS_5, 4, 1, 0.122, id="raw5observers-ac1"),
        pytest.param(gwet_ac1, G1G2, 5, 1, 0.134, id="g1g2-ac1"),
        pytest.param(gwet_ac1, GENDER, 3, 1, 0.091, id="raw_gender-ac1"),
        pytest.param(gwet_ac1, BEN_GERRY, 5, 1, 0.184, id="ben_gerry-ac1"),
        pytest.param(krippendorff_alpha, OBSERVERS_5, 4, 1, 0.114, id="raw5observers-alpha"),
        pytest.param(krippendorff_alpha, G1G2, 5, 1, 0.150, id="g1g2-alpha"),
        pytest.param(krippendorff_alpha, GENDER, 3, 1, 0.141, id="raw_gender-alpha"),
        pytest.param(krippendorff_alpha, BEN_GERRY, 5, 1, 0.180, id="ben_gerry-alpha"),
        pytest.param(conger_kappa, OBSERVERS_5, 4, 1, 0.117, id="raw5observers-conger"),
        pytest.param(conger_kappa, G1G2, 5, 1, 0.146, id="g1g2-conger"),
        pytest.param(conger_kappa, GENDER, 3, 1, 0.121, id="raw_gender-conger"),
        pytest.param(conger_kappa, BEN_GERRY, 5, 1, 0.179, id="ben_gerry-conger"),
    ],
)
def test_published_error(coefficient, codes, n_categories, ddof, published):
    digits = 5 if ddof == 0 or codes is RATERS_4 else 3
    found = linearised_error(coefficient, codes, n_categories, ddof=ddof)
    assert found.standard_error == pytest.approx(published, abs=0.51 * 10.0**-digits)


@pytest.mark.parametrize(
    ("coefficient", "weights", "published"),
    [
        # irrCAC's own tests on raw4raters, three digits.
        (gwet_ac2, "linear", 0.117),
        (gwet_ac2, "quadratic", 0.104),
        (gwet_ac2, "ordinal", 0.107),
        (conger_kappa, "linear", 0.145),
        (conger_kappa, "quadratic", 0.144),
        (conger_kappa, "ordinal", 0.144),
    ],
)
def test_published_weighted_error(coefficient, weights, published):
    found = linearised_error(coefficient, RATERS_4, 5, weights=weights)
    assert round(found.standard_error, 3) == published


@pytest.mark.parametrize(
    ("coefficient", "low"), [(gwet_ac1, 0.46081), (krippendorff_alpha, 0.41906)]
)
def test_published_interval_of_raw4raters(coefficient, low):
    interval = linearised_error(coefficient, RATERS_4, 5).interval()
    assert interval.low == pytest.approx(low, abs=5e-6)
    assert interval.high == 1


@pytest.mark.parametrize(
    "coefficient", [percent_agreement, fleiss_kappa, gwet_ac1, brennan_prediger, krippendorff_alpha]
)
def test_is_near_the_jackknife(coefficient):
    leave_one_out = [
        coefficient(np.delete(FLEISS_1971, unit, axis=0), 5).value for unit in range(30)
    ]
    jackknife = np.sqrt(29 / 30 * ((leave_one_out - np.mean(leave_one_out)) ** 2).sum())
    found = linearised_error(coefficient, FLEISS_1971, 5).standard_error
    assert found == pytest.approx(jackknife, rel=0.02)


@pytest.mark.parametrize(
    ("metric", "published"),
    [
        # irrCAC's own tests on raw4raters, three digits; its quadratic weights are the interval
        # metric of evenly spaced values.
        pytest.param("interval", 0.129, id="quadratic"),
        pytest.param("ratio", 0.140, id="ratio"),
        pytest.param(1 - linear_weights(5), 0.135, id="linear"),
        pytest.param(1 - ordinal_weights(5), 0.131, id="ordinal-weights"),
    ],
)
def test_published_error_of_alpha_by_metric(metric, published):
    found = linearised_error(krippendorff_alpha, RATERS_4, 5, metric=metric)
    assert round(found.standard_error, 3) == published


def test_ordinal_metric_is_refused():
    with pytest.raises(InputError, match="Use bootstrap_interval"):
        linearised_error(krippendorff_alpha, RATERS_4, 5, metric="ordinal")


def test_undefined_value_has_no_error():
    found = linearised_error(fleiss_kappa, [[1, 1], [1, 1]], 2)
    assert np.isnan(found.standard_error)
    assert "one and the same code" in found.reason
    assert not found.interval().defined


def test_another_function_is_refused():
    with pytest.raises(InputError, match="no linearised standard error of 'linear_weights'"):
        linearised_error(linear_weights, RATERS_4, 5)


def test_another_ddof_is_refused():
    with pytest.raises(InputError, match=r"must be 0 or 1\. Got 2"):
        linearised_error(gwet_ac1, RATERS_4, 5, ddof=2)
