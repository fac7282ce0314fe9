"""McNemar, approximate randomisation and the interval of a paired difference."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, t
from sklearn import metrics
from statsmodels.stats.contingency_tables import mcnemar as statsmodels_mcnemar

from textmine.errors import InputError
from textmine.stats.systems.paired import METRICS, discordant, mcnemar, metric_of, paired_difference


def test_the_table_of_mlxtend():
    test = mcnemar(25, 15)
    oracle = statsmodels_mcnemar([[9945, 25], [15, 15]], exact=True).pvalue
    assert test.exact == pytest.approx(oracle)
    assert (test.exact, test.mid_p) == pytest.approx((0.153860, 0.117275), rel=2e-5)


@given(st.integers(0, 60), st.integers(0, 60))
def test_symmetric_in_the_two_systems(b, c):
    """Property 15 of the facts, section 8."""
    one, other = mcnemar(b, c), mcnemar(c, b)
    for name in ("exact", "mid_p"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), nan_ok=True)
    if b + c:
        assert one.exact == pytest.approx(binomtest(b, b + c, 0.5).pvalue)
        assert one.mid_p <= one.exact
    assert one.n == b + c


def test_nothing_discordant_is_undefined_with_a_reason():
    test = mcnemar(0, 0)
    assert np.isnan([test.exact, test.mid_p]).all()
    assert "nothing to test" in test.reason
    with pytest.raises(InputError, match=r"0 or more\. Got -1 and 2"):
        mcnemar(-1, 2)


@pytest.fixture
def systems():
    rng = np.random.default_rng(3)
    gold = rng.integers(0, 3, 60)
    noisy = [np.where(rng.random(60) < share, gold, rng.integers(0, 3, 60)) for share in (0.8, 0)]
    return gold, *noisy


def test_discordant_units(systems):
    gold, one, two = systems
    only = int(((one == gold) & (two != gold)).sum()), int(((one != gold) & (two == gold)).sum())
    assert discordant(gold, one, two, 3) == only
    assert discordant(gold, two, one, 3) == only[::-1]


def sklearn_metric(name, gold, said):
    if name == "accuracy":
        return metrics.accuracy_score(gold, said)
    if name == "kappa":
        return metrics.cohen_kappa_score(gold, said)
    if name == "weighted_kappa":
        return metrics.cohen_kappa_score(gold, said, weights="quadratic")
    return metrics.f1_score(gold, said, average="macro")


@pytest.mark.parametrize("metric", METRICS)
def test_a_better_system_is_found(systems, metric):
    gold, one, two = systems
    result = paired_difference(gold, one, two, 3, metric=metric, n_permutations=999, seed=1)
    assert result.first == pytest.approx(sklearn_metric(metric, gold, one))
    assert result.second == pytest.approx(sklearn_metric(metric, gold, two))
    assert result.difference == pytest.approx(result.first - result.second)
    assert result.p == 1 / 1000
    assert 0 < result.interval.low < result.difference < result.interval.high
    other = paired_difference(gold, two, one, 3, metric=metric, n_permutations=999, seed=1)
    assert other.difference == pytest.approx(-result.difference)
    assert result == paired_difference(gold, one, two, 3, metric=metric, n_permutations=999, seed=1)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("clusters", [None, [0, 0, 1, 2, 2, 2, 3, 4]], ids=["units", "clusters"])
def test_the_randomisation_is_that_of_all_swaps(metric, clusters):
    gold = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    first = np.array([0, 0, 0, 1, 1, 1, 1, 0])
    second = np.array([0, 1, 1, 0, 0, 1, 0, 0])
    label = np.arange(8) if clusters is None else np.array(clusters)
    n = label.max() + 1

    @cache
    def score(*said):
        return sklearn_metric(metric, gold, said)

    found = score(*first) - score(*second)
    larger = 0
    for swaps in product([False, True], repeat=n):
        swapped = np.array(swaps)[label]
        one, two = np.where(swapped, second, first), np.where(swapped, first, second)
        d = score(*one) - score(*two)
        larger += abs(d) >= abs(found) - 1e-9
    result = paired_difference(
        gold, first, second, 2, metric=metric, clusters=clusters, n_permutations=20_000
    )
    assert result.p == pytest.approx(larger / 2**n, abs=0.015)
    assert result.permuted == ("units" if clusters is None else "clusters")


def test_accuracy_is_the_exact_mcnemar_test():
    gold = np.zeros(300, dtype=int)
    first, second = np.repeat([0, 1, 0], [20, 9, 271]), np.repeat([1, 0, 0], [20, 9, 271])
    result = paired_difference(gold, first, second, 2, n_permutations=50_000)
    assert result.p == pytest.approx(mcnemar(20, 9).exact, abs=0.005)


def test_a_system_beside_itself(systems):
    gold, one, _ = systems
    result = paired_difference(gold, one, one, 3, n_permutations=99)
    assert (result.difference, result.p) == (0, 1)
    # Others of their kind may differ: no unit of 60 did, and about three may.
    assert result.interval.high == -result.interval.low == pytest.approx(0.046, abs=1e-3)
    assert result.n_apart == 0


def test_clusters_of_copies_do_not_make_evidence(systems):
    gold, one, two = systems[0][:30], systems[1][:30], systems[1][:30].copy()
    two[:4] = (two[:4] + 1) % 3
    alone = paired_difference(gold, one, two, 3, n_permutations=4999)
    copies = [np.repeat(array, 5) for array in (gold, one, two)]
    clusters = np.repeat(np.arange(30), 5)
    clustered = paired_difference(*copies, 3, clusters=clusters, n_permutations=4999)
    assert clustered.p == pytest.approx(alone.p, abs=0.03)
    assert paired_difference(*copies, 3, n_permutations=4999).p < alone.p
    assert (clustered.interval.n, clustered.n) == (30, 150)


def test_one_class_has_no_kappa():
    same = np.zeros(10, dtype=int)
    result = paired_difference(same, same, same, 2, metric="kappa", n_permutations=9)
    assert np.isnan([result.first, result.difference, result.p]).all()
    assert "kappa is undefined" in result.reason
    assert not result.interval.defined


def test_one_cluster_has_no_interval(systems):
    result = paired_difference(*systems, 3, clusters=np.zeros(60, dtype=int), n_permutations=99)
    assert result.interval.reason == "There are fewer than two clusters to leave out."
    assert result.p == 1


@pytest.mark.parametrize(
    ("arrays", "options", "sentence"),
    [
        (([], [], []), {}, "no units"),
        (([0], [0, 1], [0]), {}, "same length"),
        (([0], [2], [0]), {}, "outside the codebook"),
        (([0], [1], [0]), {"metric": "kapa"}, "Did you mean 'kappa'"),
        (([0], [1], [0]), {"n_permutations": 0}, "1 or more. Got 0"),
    ],
)
def test_bad_input_is_a_sentence(arrays, options, sentence):
    with pytest.raises(InputError, match=sentence):
        paired_difference(*(np.array(a, dtype=int) for a in arrays), 2, **options)


def test_metrics_by_name():
    assert metric_of("accuracy")(np.array([[3.0, 1.0], [0.0, 4.0]])) == 7 / 8


@pytest.mark.parametrize(
    ("first_only", "second_only", "n"), [(0, 0, 30), (5, 1, 60), (40, 25, 200)]
)
def test_the_interval_of_accuracy_is_bonett_and_prices(first_only, second_only, n):
    gold, first, second = (np.zeros(n, dtype=int) for _ in range(3))
    second[:first_only] = 1
    first[first_only : first_only + second_only] = 1
    found = paired_difference(gold, first, second, 2, n_permutations=9)
    one, other = (first_only + 1) / (n + 2), (second_only + 1) / (n + 2)
    error = ((one + other - (one - other) ** 2) / (n + 1)) ** 0.5
    half = t.ppf(0.975, n - 1) * error
    assert found.interval.low == pytest.approx(one - other - half)
    assert found.interval.high == pytest.approx(one - other + half)
    assert found.n_apart == first_only + second_only


@pytest.mark.parametrize("metric", ["accuracy", "kappa", "macro_f1"])
@pytest.mark.parametrize("clusters", [None, np.arange(60) // 5], ids=["units", "threads"])
def test_systems_wrong_on_the_same_units_may_differ_on_others(metric, clusters, systems):
    gold, one, _ = systems
    other = one.copy()
    right = int(np.flatnonzero(one == gold)[0])
    other[right] = (gold[right] + 1) % 3
    found = paired_difference(gold, one, other, 3, metric=metric, clusters=clusters)
    assert found.interval.low < 0 < found.interval.high
    assert found.interval.high - found.interval.low > 0.05
    assert (found.n_apart, found.interval.method) == (1, "jackknife-t")
