"""The rule that says when more coding changes little."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.errors import InputError
from textmine.stats.agreement.kappas import cohen_kappa
from textmine.stats.systems.stopping import stopping_rule, successive_kappas


def test_kappas_are_those_of_each_pair():
    codes = np.random.default_rng(3).integers(0, 4, (200, 5))
    found = successive_kappas(codes, 4)
    assert found == pytest.approx(
        [cohen_kappa(codes[:, place : place + 2], 4).value for place in range(4)]
    )


def test_one_code_everywhere_is_undefined():
    found = successive_kappas([[0, 0, 0], [0, 0, 1]], 2)
    assert np.isnan(found[0])
    assert found[1] == 0


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        (np.zeros((3, 1), dtype=int), "two models and one unit"),
        (np.zeros((0, 2), dtype=int), "two models and one unit"),
        ([[0, -1]], "outside the codebook"),
        ([[0, 2]], "outside the codebook"),
    ],
)
def test_bad_codes_are_named(codes, told):
    with pytest.raises(InputError, match=told):
        successive_kappas(codes, 2)


@pytest.mark.parametrize(
    ("kappas", "met", "mean", "reason"),
    [
        ([0.5, 0.98, 0.99, 1.0], True, 0.99, ""),
        ([1.0, 1.0, 0.98, 0.98], False, 0.98667, "below 0.99"),
        ([0.99, 0.99], False, np.nan, "3 pairs of successive models, and there are 2"),
        ([0.99, np.nan, 0.99], False, np.nan, "undefined"),
        ([np.nan, 0.99, 0.99, 0.99], True, 0.99, ""),
        ([], False, np.nan, "there are 0"),
    ],
)
def test_the_rule_looks_at_the_last_three(kappas, met, mean, reason):
    found = stopping_rule(kappas)
    assert (found.met, bool(found.reason)) == (met, not met)
    assert found.mean == pytest.approx(mean, abs=1e-4, nan_ok=True)
    assert reason in found.reason
    assert len(found.kappas) == len(kappas)


def test_window_and_threshold_can_be_named():
    assert stopping_rule([0.91], window=1, threshold=0.9).met
    with pytest.raises(InputError, match="1 or more"):
        stopping_rule([1.0], window=0)
