"""Dawid and Skene's model: the data of the paper, and cases whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from tests.stats.published import DAWID_SKENE_1979
from textmine.errors import InputError
from textmine.stats.agreement.dawid_skene import TOO_SURE, dawid_skene, dawid_skene_counts


@pytest.fixture(scope="module")
def counts():
    table = np.zeros((45, 5, 4), dtype=np.int64)
    coder = np.array([0, 0, 0, 1, 2, 3, 4])
    np.add.at(table, (np.arange(45)[:, None], coder, DAWID_SKENE_1979), 1)
    return table


@pytest.fixture(scope="module")
def found(counts):
    return dawid_skene_counts(counts)


def test_published_shares(found):
    assert found.prior.round(2).tolist() == [0.40, 0.42, 0.11, 0.07]
    assert found.prior == pytest.approx([0.3996, 0.4220, 0.1118, 0.0667], abs=5e-5)


def test_log_likelihood_and_error_rates(found):
    assert found.converged
    assert found.log_likelihood == pytest.approx(-192.8909, abs=5e-5)
    assert found.confusion[0, 0] == pytest.approx([0.889, 0.111, 0, 0], abs=5e-4)
    assert found.confusion.sum(axis=2) == pytest.approx(np.ones((5, 4)))


def test_categories(found, counts):
    assert np.bincount(found.categories).tolist() == [18, 19, 5, 3]
    plurality = counts.sum(axis=1).argmax(axis=1)
    assert (np.flatnonzero(found.categories != plurality) + 1).tolist() == [2, 12, 36]


def test_it_says_that_45_units_overfit(found):
    assert len(found.remarks) == 2
    assert "45 units" in found.remarks[0]


def test_perfect_coders_give_back_the_votes():
    truth = np.arange(120) % 3
    found = dawid_skene(np.tile(truth[:, None], 3), 3)
    assert found.categories.tolist() == truth.tolist()
    assert found.confusion == pytest.approx(np.tile(np.eye(3), (3, 1, 1)))
    assert found.remarks == (TOO_SURE,)


def test_recovers_known_error_rates_with_missing_codes():
    rng = np.random.default_rng(0)
    truth = rng.choice(2, 4000, p=[0.7, 0.3])
    right = [0.9, 0.8, 0.7, 0.85]
    codes = np.column_stack([np.where(rng.random(4000) < p, truth, 1 - truth) for p in right])
    codes[rng.random(codes.shape) < 0.2] = -1
    found = dawid_skene(codes, 2)
    assert found.prior == pytest.approx([0.7, 0.3], abs=0.03)
    for coder, p in enumerate(right):
        assert found.confusion[coder, 0, 0] == pytest.approx(p, abs=0.03)
    majority = (codes == 1).sum(axis=1) > (codes == 0).sum(axis=1)
    coded = found.categories >= 0
    assert (found.categories == truth)[coded].mean() > (majority == truth)[coded].mean()


def test_order_of_units_and_of_coders_does_not_matter(found, counts):
    rng = np.random.default_rng(1)
    units, coders = rng.permutation(45), rng.permutation(5)
    shuffled = dawid_skene_counts(counts[units][:, coders])
    assert shuffled.posterior == pytest.approx(found.posterior[units], abs=1e-9)
    assert shuffled.confusion == pytest.approx(found.confusion[coders], abs=1e-9)


def test_likelihood_does_not_fall_with_more_iterations(counts):
    fits = [dawid_skene_counts(counts, max_iterations=n).log_likelihood for n in range(1, 12)]
    assert (np.diff(fits) >= -1e-9).all()
    assert not dawid_skene_counts(counts, max_iterations=1).converged
    assert "before it converged" in dawid_skene_counts(counts, max_iterations=1).remarks[-1]


def test_many_coders_do_not_underflow():
    rng = np.random.default_rng(2)
    truth = rng.integers(0, 2, 60)
    codes = np.where(rng.random((60, 2000)) < 0.6, truth[:, None], 1 - truth[:, None])
    found = dawid_skene(codes, 2)
    assert np.isfinite(found.log_likelihood)
    assert found.categories.tolist() == truth.tolist()


def test_two_coders_are_not_identified():
    found = dawid_skene(np.tile([[0, 0], [1, 1]], (40, 1)), 2)
    assert "With 2 coders the error rates are not identified" in found.remarks[0]


def test_uncoded_unit_coder_and_category():
    found = dawid_skene([[0, 0, -1, 0], [1, 1, -1, 1], [-1, -1, -1, -1]], 3)
    assert (found.n_units, found.n_coders) == (2, 3)
    assert found.categories.tolist() == [0, 1, -1]
    assert np.isnan(found.posterior[2]).all()
    assert np.isnan(found.confusion[2]).all()
    assert np.isnan(found.confusion[:, 2]).all()


def test_no_codes_are_undefined_with_a_reason():
    found = dawid_skene([[-1, -1]], 2)
    assert np.isnan(found.prior).all()
    assert found.reason == "No unit has a code."
    assert found.categories.tolist() == [-1]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: dawid_skene([[0, 3]], 3), "outside the codebook"),
        (lambda: dawid_skene_counts([[[1, -1]]]), "must not be negative"),
        (lambda: dawid_skene_counts([[1, 1]]), "3 dimension"),
        (lambda: dawid_skene([[0, 1]], 2, max_iterations=0), "must be 1 or more"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(InputError, match=message):
        call()
