"""Bootstrap intervals of agreement: exact totals, seed, clusters, undefined resamples, speed."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stats.linearised import linearised_error
from tests.stats.published import COHEN_1960, FLEISS_1971, K2011_C
from textmine.arrays import Ints
from textmine.errors import InputError
from textmine.stats import (
    bootstrap_interval,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
)
from textmine.stats.agreement.agreement_interval import unit_pool
from textmine.stats.agreement.alpha import TOTALS_FORMS, totals_form_of


def noisy_codes(seed: int, n_units: int, n_coders: int, q: int, missing: float = 0.1) -> Ints:
    """Codes that agree about two times in three."""
    rng = np.random.default_rng(seed)
    truth = rng.choice(q, n_units, p=np.arange(q, 0, -1) / np.arange(q, 0, -1).sum())
    noise = rng.integers(0, q, (n_units, n_coders))
    codes = np.where(rng.random((n_units, n_coders)) < 0.8, truth[:, None], noise)
    codes[rng.random(codes.shape) < missing] = -1
    return codes


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_a_resample_is_the_coefficient_of_the_drawn_units(seed: int) -> None:
    rng = np.random.default_rng(seed)
    codes = noisy_codes(seed, 30, 2, 4)
    times = rng.multinomial(30, np.full(30, 1 / 30))
    drawn = np.repeat(codes, times, axis=0)
    for coefficient in TOTALS_FORMS:
        metrics = [{"metric": "ordinal"}, {"metric": "ratio"}, {}]
        weighted = [{"weights": "linear"}]
        for options in {krippendorff_alpha: metrics, gwet_ac2: weighted}.get(coefficient, [{}]):
            form = totals_form_of(coefficient, 4, **options)
            rows, kept = form.rows(codes)
            totals = times[kept] @ form.features(rows.rows)[rows.index]
            found = form.solve(totals[None, :]).value[0]
            expected = coefficient(drawn, 4, **options).value
            assert found == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("coefficient", "codes", "n_categories", "clusters", "low", "high"),
    [
        pytest.param(krippendorff_alpha, FLEISS_1971, 5, None, 0.321253, 0.533765, id="rows"),
        pytest.param(cohen_kappa, COHEN_1960, 3, None, 0.393877, 0.588991, id="binomials"),
        pytest.param(
            krippendorff_alpha,
            FLEISS_1971,
            5,
            np.arange(30) // 2,
            0.323393,
            0.519411,
            id="clusters",
        ),
    ],
)
def test_the_interval_of_a_seed_is_fixed(coefficient, codes, n_categories, clusters, low, high):
    # Pinned (our own figures): PCG64 gives the same stream on every platform.
    options = {"clusters": clusters, "seed": 42}
    interval = bootstrap_interval(coefficient, codes, n_categories, **options)
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=1e-6)
    assert interval == bootstrap_interval(coefficient, codes, n_categories, **options)
    assert interval != bootstrap_interval(coefficient, codes, n_categories, seed=43)


def test_the_order_of_units_does_not_matter():
    codes = noisy_codes(1, 200, 3, 4)
    interval = bootstrap_interval(conger_kappa, codes, 4, seed=1)
    backwards = bootstrap_interval(conger_kappa, codes[::-1], 4, seed=1)
    assert (backwards.low, backwards.high) == pytest.approx((interval.low, interval.high))


@pytest.mark.parametrize(
    "coefficient",
    [percent_agreement, fleiss_kappa, conger_kappa, gwet_ac1, krippendorff_alpha],
)
def test_width_is_that_of_the_linearised_error(coefficient):
    codes = noisy_codes(2, 300, 3, 5)
    interval = bootstrap_interval(coefficient, codes, 5, n_resamples=4000, seed=1)
    error = linearised_error(coefficient, codes, 5).standard_error
    assert (interval.high - interval.low) / (2 * 1.96) == pytest.approx(error, rel=0.1)
    assert interval.low < coefficient(codes, 5).value < interval.high


@pytest.mark.parametrize("coefficient", [cohen_kappa, scott_pi])
def test_two_coders(coefficient):
    interval = bootstrap_interval(coefficient, COHEN_1960, 3, n_resamples=4000, seed=1)
    # Fleiss, Cohen and Everitt (1969): SE .051002.
    assert (interval.high - interval.low) / (2 * 1.96) == pytest.approx(0.051, rel=0.1)
    with pytest.raises(InputError, match="compares two coders"):
        bootstrap_interval(coefficient, K2011_C, 5)


def test_clusters_of_equal_units_widen_the_interval_by_the_root_of_their_size():
    codes = noisy_codes(3, 150, 3, 4)
    one = bootstrap_interval(gwet_ac1, codes, 4, n_resamples=3000, seed=1)
    four_times = np.repeat(codes, 4, axis=0)
    clusters = np.repeat(np.arange(150), 4)
    clustered = bootstrap_interval(gwet_ac1, four_times, 4, clusters=clusters, n_resamples=3000)
    units = bootstrap_interval(gwet_ac1, four_times, 4, n_resamples=3000)
    assert (clustered.n, clustered.resampled) == (150, "clusters")
    assert (units.n, units.resampled) == (600, "units")
    assert clustered.high - clustered.low == pytest.approx(one.high - one.low, rel=0.1)
    assert clustered.high - clustered.low == pytest.approx(2 * (units.high - units.low), rel=0.1)


def test_units_that_alpha_does_not_use_are_not_drawn():
    single = np.vstack([K2011_C, np.tile([3, -1, -1, -1], (50, 1))])
    interval = bootstrap_interval(krippendorff_alpha, single, 5)
    assert interval.n == 11
    assert interval == bootstrap_interval(krippendorff_alpha, K2011_C, 5)


def test_undefined_resamples_are_counted():
    interval = bootstrap_interval(fleiss_kappa, [[0, 0], [1, 1], [0, 1]], 2, n_resamples=2000)
    # A resample of three units is undefined when it draws only the first or only the second.
    assert interval.n_undefined == pytest.approx(2000 * 2 / 27, rel=0.25)
    assert interval.defined


def test_mostly_undefined_is_undefined_with_a_reason():
    # Two units, each its own category: half of the resamples, give or take, have one category.
    intervals = [
        bootstrap_interval(krippendorff_alpha, [[0, 0], [1, 1]], 2, seed=seed) for seed in range(20)
    ]
    assert {interval.defined for interval in intervals} == {True, False}
    for interval in intervals:
        assert interval.defined == (interval.n_undefined <= 500)
        assert interval.defined == (interval.reason == "")


@pytest.mark.parametrize(
    ("codes", "clusters", "resampled"),
    [([[0, 0], [1, 1]], [5, 5], "clusters"), ([[0, 1], [-1, -1]], None, "units")],
)
def test_one_unit_or_cluster_is_not_enough(codes, clusters, resampled):
    interval = bootstrap_interval(gwet_ac1, codes, 2, clusters=clusters)
    assert not interval.defined
    assert f"fewer than two {resampled}" in interval.reason
    assert interval.resampled == resampled


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"clusters": [0, 1]}, "a cluster for each of the 12 units. Got 2"),
        ({"clusters": [-1] * 12}, "'clusters' must be 0 or more. Got -1"),
        ({"clusters": [0.5] * 12}, "'clusters' array must hold integers"),
        ({"n_resamples": 0}, "'n_resamples' parameter must be 1 or more. Got 0"),
        ({"seed": -1}, "'seed' parameter must be 0 or more. Got -1"),
        ({"level": 95}, "must be between 0 and 1. Got 95"),
    ],
)
def test_bad_arguments_are_a_sentence(options, sentence):
    with pytest.raises(InputError, match=sentence):
        bootstrap_interval(krippendorff_alpha, K2011_C, 5, **options)


def test_another_function_is_refused():
    with pytest.raises(InputError, match="no coefficient called 'bootstrap_interval'"):
        bootstrap_interval(bootstrap_interval, K2011_C, 5)


def test_the_pool_is_as_small_as_the_different_units():
    codes = noisy_codes(4, 5000, 3, 3)
    pool = unit_pool(totals_form_of(krippendorff_alpha, 3), codes, None)
    assert len(pool.features) < 25
    assert pool.n == ((codes >= 0).sum(axis=1) >= 2).sum()


@pytest.mark.slow
def test_a_thousand_resamples_of_100_000_units_take_less_than_a_second():
    codes = noisy_codes(5, 100_000, 5, 9)
    times = []
    for _ in range(3):
        start = time.perf_counter()
        interval = bootstrap_interval(krippendorff_alpha, codes, 9, n_resamples=1000)
        times.append(time.perf_counter() - start)
    assert interval.defined
    assert min(times) < 1
