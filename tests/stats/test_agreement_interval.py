"""Which interval is reported when."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.stats import bootstrap_interval, krippendorff_alpha
from textmine.stats.agreement_interval import FEW, agreement_interval
from textmine.stats.jackknife import jackknife_interval


def _codes(n):
    draw = np.random.default_rng(2)
    truth = draw.integers(0, 3, n)
    return np.column_stack([truth, np.where(draw.random(n) < 0.7, truth, draw.integers(0, 3, n))])


@pytest.mark.parametrize(
    ("n", "clusters", "few"),
    [(FEW - 1, None, True), (FEW, None, False), (300, 99, True), (300, 100, False)],
)
def test_few_draws_get_the_jackknife(n, clusters, few):
    codes = _codes(n)
    labels = None if clusters is None else np.arange(n) % clusters
    found = agreement_interval(krippendorff_alpha, codes, 3, clusters=labels, seed=7)
    if few:
        assert found == jackknife_interval(krippendorff_alpha, codes, 3, clusters=labels)
    else:
        assert found == bootstrap_interval(krippendorff_alpha, codes, 3, clusters=labels, seed=7)


def test_coders_who_never_differ_get_a_warning():
    codes = np.array([[0, 0], [1, 1]] * 15)
    found = agreement_interval(krippendorff_alpha, codes, 2)
    assert (found.low, found.high, found.method) == (1, 1, "percentile")
    assert "says little of those not yet seen" in found.reason


def test_one_unit_has_no_interval():
    found = agreement_interval(krippendorff_alpha, [[0, 1]], 2)
    assert not found.defined
    assert found.reason.startswith("There are fewer than two units")
