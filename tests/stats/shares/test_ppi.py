"""Prediction-powered means: golden numbers, and what must hold whatever the machine says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from textmine.errors import InputError
from textmine.stats.shares.ppi import dsl_mean, power_tuning, powered_mean
from textmine.stats.shares.sampling_design import known_chances, simple_random, stratified

# Ten labels, what a machine says of them, and of twenty units without a label.
Y = np.array([[1, 0, 1, 1, 0, 0, 1, 0, 1, 0]], dtype=float).T
F = np.array([[9, 2, 7, 8, 4, 1, 6, 3, 5, 2]]).T / 10
U = np.array([8, 1, 3, 6, 9, 2, 4, 7, 5, 3, 2, 6, 8, 1, 4, 5, 3, 7, 2, 9]) / 10


def _interval(found):
    return stats.norm.interval(0.95, found.value[0], np.sqrt(found.variance[0]))


def test_golden_numbers_of_ppi_python():
    """ppi-python 0.2.3 gives .505 and, dividing by n, .289371 to .720629."""
    found = powered_mean(
        Y, F, [U.mean()], simple_random(10), 1, prediction_variance=[U.var(ddof=1) / 20]
    )
    assert found.value[0] == pytest.approx(0.505)
    assert _interval(found) == pytest.approx((0.279340, 0.730660), abs=1e-6)
    by_n = np.sqrt(U.var() / 20 + (Y - F).var() / 10)
    assert (0.505 - 1.959964 * by_n, 0.505 + 1.959964 * by_n) == pytest.approx(
        (0.289371, 0.720629), abs=1e-6
    )


def test_tuning_is_cut_at_1():
    pooled = np.concatenate([F[:, 0], U]).var()
    raw = np.cov(Y[:, 0], F[:, 0])[0, 1] / ((1 + 10 / 20) * pooled)
    assert raw == pytest.approx(1.2786, abs=1e-4)
    assert power_tuning(Y, F, simple_random(10)) == [1.0]


def test_tuning_is_the_best_there_is():
    rng = np.random.default_rng(1)
    y = rng.random((200, 3))
    f = 0.4 * y + rng.random((200, 3))
    design = simple_random(200, 2000)
    (best, *_) = power_tuning(y, f, design)

    def total(tuning):
        return powered_mean(y, f, np.zeros(3), design, tuning).variance.sum()

    assert 0 < best < 1
    assert total(best) < min(total(best - 0.01), total(best + 0.01))


@pytest.mark.parametrize("constant", [0.0, 0.3, 1.0])
def test_a_machine_that_always_says_the_same_changes_nothing(constant):
    f = np.full_like(Y, constant)
    found = powered_mean(
        Y, f, [constant], simple_random(10, 500), power_tuning(Y, f, simple_random(10))
    )
    assert found.value[0] == pytest.approx(Y.mean())
    assert found.variance[0] == pytest.approx(Y.var(ddof=1) / 10 * (1 - 10 / 500))


def test_a_machine_that_is_always_right_leaves_no_variance():
    found = powered_mean(
        Y, Y, [0.37], simple_random(10, 10_000), power_tuning(Y, Y, simple_random(10))
    )
    assert found.value[0] == pytest.approx(0.37)
    assert found.variance[0] == 0


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), hard=st.booleans(), k=st.integers(2, 6))
def test_shares_of_one_code_a_unit_sum_to_1(seed, hard, k):
    rng = np.random.default_rng(seed)
    n, size = 60, 400
    everybody = rng.dirichlet(np.ones(k), size)
    if hard:
        everybody = np.eye(k)[everybody.argmax(axis=1)]
    y, f = np.eye(k)[rng.integers(0, k, n)], everybody[:n]
    design = known_chances(rng.uniform(0.05, 0.9, n))
    tuning = power_tuning(y, f, design)
    assert np.ptp(tuning) == 0
    found = powered_mean(y, f, everybody.mean(axis=0), design, tuning)
    assert found.value.sum() == pytest.approx(1)


def test_each_column_has_its_own_tuning_where_shares_need_not_sum_to_1():
    rng = np.random.default_rng(2)
    y = (rng.random((80, 2)) < 0.4).astype(float)
    f = np.column_stack([y[:, 0], rng.random(80)])
    good, bad = power_tuning(y, f, simple_random(80), common=False)
    assert good == pytest.approx(1)
    assert bad < 0.5


def test_dsl_is_the_mean_of_pseudo_outcomes():
    rng = np.random.default_rng(3)
    size = 300
    truth = (rng.random((size, 2)) < [0.3, 0.6]).astype(float)
    machine = np.clip(truth + rng.normal(0, 0.4, truth.shape), 0, 1)
    chance = rng.uniform(0.1, 0.6, size)
    labelled = rng.random(size) < chance
    written_out = machine + (labelled / chance)[:, None] * (truth - machine)
    found = dsl_mean(
        truth[labelled], machine[labelled], machine.mean(axis=0), chance[labelled], size
    )
    assert found.value == pytest.approx(written_out.mean(axis=0))
    assert (found.variance > 0).all()


def test_equal_chances_and_one_stratum_are_a_simple_random_sample():
    n, size = len(Y), 40
    designs = [
        simple_random(n, size),
        known_chances(np.full(n, n / size)),
        stratified(np.zeros(n, dtype=np.int64), [size], [n / size]),
    ]
    found = [powered_mean(Y, F, [0.5], design, 0.7) for design in designs]
    for one in found[1:]:
        assert one.value == pytest.approx(found[0].value)
        assert one.variance == pytest.approx(found[0].variance)


@pytest.mark.parametrize(
    ("labels", "predicted", "mean", "sentence"),
    [
        (Y, F[:9], [0.5], "must have one shape, a row for each of 10 units"),
        (Y[:, 0], F[:, 0], [0.5], "must have one shape"),
        (Y, F, [0.5, 0.5], "one number for each of 1 columns"),
    ],
)
def test_shapes_that_do_not_fit_are_refused(labels, predicted, mean, sentence):
    with pytest.raises(InputError, match=sentence):
        powered_mean(labels, predicted, mean, simple_random(10), 1)
