"""Dawid and Skene's model is too sure with few units and where coders err alike: it says so."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.stats.agreement.dawid_skene import FEW_UNITS, TOO_SURE, dawid_skene


def _coded(rng, n, coders, alike):
    """Four codes; coders are right in 80 % of units, on their own or with the same hard ones."""
    truth = rng.choice(4, n, p=[0.4, 0.3, 0.2, 0.1])
    hard = rng.random(n) < 0.25
    right = np.where(hard, 0.35, 0.95) if alike else np.full(n, 0.8)
    same = (truth + rng.integers(1, 4, n)) % 4
    other = (truth[:, None] + rng.integers(1, 4, (n, coders))) % 4
    tempted = rng.random((n, coders)) < (0.7 * hard if alike else np.zeros(n))[:, None]
    wrong = np.where(tempted, same[:, None], other)
    return truth, np.where(rng.random((n, coders)) < right[:, None], truth[:, None], wrong)


def _right_of_the_sure(n, coders, alike):
    right = []
    for sample in range(15):
        truth, codes = _coded(np.random.default_rng([sample, n]), n, coders, alike)
        found = dawid_skene(codes, 4, max_iterations=300, tolerance=1e-6)
        sure = found.posterior.max(axis=1) > 0.95
        right.append((found.categories == truth)[sure])
    return np.concatenate(right).mean()


@pytest.mark.parametrize(("n", "coders"), [(50, 3), (131, 3), (300, 5)])
def test_coders_who_err_alike_make_it_too_sure(n, coders):
    alike, alone = (_right_of_the_sure(n, coders, one) for one in (True, False))
    assert 0.75 < alike < 0.93
    assert alike < alone


@pytest.mark.parametrize(("n", "coders"), [(50, 2), (50, 5), (131, 3), (300, 5)])
def test_the_remarks_say_how_sure_it_may_be(n, coders):
    _, codes = _coded(np.random.default_rng(n), n, coders, alike=True)
    found = dawid_skene(codes, 4, max_iterations=300, tolerance=1e-6)
    assert TOO_SURE in found.remarks
    assert any("overfits" in remark for remark in found.remarks) == (n < FEW_UNITS)
    assert any("not identified" in remark for remark in found.remarks) == (coders == 2)


def test_a_model_without_an_estimate_says_nothing_of_it():
    assert dawid_skene([[0], [1]], 2).remarks == ()


def test_agreement_says_so_beside_the_confusions(coded, run):
    ran = run("agreement", "forum", "--show", "confusions")
    assert ran.code == 0, ran.err
    assert "There 82 to 92 % of the codes" in ran.err
