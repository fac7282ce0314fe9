"""Classification scores: scikit-learn's values, our intervals, and what is undefined."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from tests.stats.published import COHEN_1960
from textmine.errors import InputError
from textmine.stats import classification_scores, wilson_interval


@pytest.mark.parametrize("seed", range(8))
def test_values_are_those_of_sklearn(seed):
    rng = np.random.default_rng(seed)
    gold = rng.choice(4, 80, p=[0.5, 0.3, 0.15, 0.05])
    predicted = np.where(rng.random(80) < 0.7, gold, rng.integers(0, 4, 80))
    scores = classification_scores(gold, predicted, 5)
    assert scores.accuracy.value == pytest.approx(metrics.accuracy_score(gold, predicted))
    assert scores.kappa.value == pytest.approx(metrics.cohen_kappa_score(gold, predicted))
    macro_f1 = metrics.f1_score(gold, predicted, average="macro")
    assert scores.macro_f1.value == pytest.approx(macro_f1)
    assert scores.macro_classes == tuple(sorted({*gold.tolist(), *predicted.tolist()}))
    figures = metrics.precision_recall_fscore_support(
        gold, predicted, labels=range(5), zero_division=np.nan
    )
    for name, expected in zip(("precision", "recall", "f1"), figures, strict=False):
        found = [getattr(one, name).value for one in scores.classes]
        assert found == pytest.approx(expected, nan_ok=True)
    assert [one.n_gold for one in scores.classes] == figures[3].tolist()
    assert [one.f1.n for one in scores.classes] == figures[3].tolist()


def test_kappa_is_that_of_cohen_1960():
    scores = classification_scores(*COHEN_1960.T, 3)
    assert round(scores.kappa.value, 6) == 0.491525
    # Fleiss, Cohen and Everitt (1969): SE .051002; Wilson's interval for accuracy.
    width = scores.kappa.interval.high - scores.kappa.interval.low
    assert width == pytest.approx(2 * 1.96 * 0.051, rel=0.1)
    wilson = wilson_interval(140, 200)
    assert scores.accuracy.interval.low == pytest.approx(wilson.low, abs=0.02)
    assert scores.accuracy.interval.high == pytest.approx(wilson.high, abs=0.02)
    assert scores.confusion == ((88, 14, 18), (10, 40, 10), (2, 6, 12))


def test_what_does_not_occur_is_undefined_with_a_reason():
    scores = classification_scores([0, 0, 1, 1], [0, 0, 0, 0], 3)
    never_predicted, absent = scores.classes[1:]
    assert np.isnan(never_predicted.precision.value)
    assert never_predicted.precision.reason == "Class 1 is not predicted."
    assert (never_predicted.recall.value, never_predicted.f1.value) == (0, 0)
    assert [absent.precision.reason, absent.recall.reason, absent.f1.reason] == [
        "Class 2 is not predicted.",
        "Class 2 is not in gold.",
        "Class 2 is in neither.",
    ]
    assert not absent.f1.interval.defined
    assert "score is undefined" in absent.f1.interval.reason
    assert scores.macro_classes == (0, 1)
    assert scores.macro_f1.value == pytest.approx((0.8 / 1.2 + 0) / 2)


def test_one_class_only_has_no_kappa():
    scores = classification_scores([1, 1], [1, 1], 2)
    assert np.isnan(scores.kappa.value)
    assert "one and the same class" in scores.kappa.reason
    assert scores.accuracy.value == 1


def test_macro_over_chosen_classes():
    gold, predicted = [0, 0, 1, 2, 2], [0, 1, 1, 2, 0]
    scores = classification_scores(gold, predicted, 4, macro_over=[1, 2, 3])
    expected = metrics.f1_score(gold, predicted, labels=[1, 2], average="macro")
    assert scores.macro_f1.value == pytest.approx(expected)
    assert scores.macro_classes == (1, 2)
    nothing = classification_scores(gold, predicted, 4, macro_over=[3])
    assert np.isnan(nothing.macro_f1.value)
    assert nothing.macro_f1.reason == "None of the classes occurs."


def test_clusters_of_equal_units_double_the_width():
    rng = np.random.default_rng(1)
    gold = rng.integers(0, 3, 200)
    predicted = np.where(rng.random(200) < 0.7, gold, rng.integers(0, 3, 200))
    four = {"gold": np.repeat(gold, 4), "predicted": np.repeat(predicted, 4), "n_categories": 3}
    units = classification_scores(**four)
    clustered = classification_scores(**four, clusters=np.repeat(np.arange(200), 4))
    for name in ("accuracy", "macro_f1", "kappa"):
        narrow, wide = getattr(units, name), getattr(clustered, name)
        assert wide.value == narrow.value
        assert (wide.interval.n, wide.interval.resampled) == (200, "clusters")
        width = wide.interval.high - wide.interval.low
        assert width == pytest.approx(2 * (narrow.interval.high - narrow.interval.low), rel=0.1)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000))
def test_seed_and_order(seed: int) -> None:
    rng = np.random.default_rng(seed)
    gold, predicted = rng.integers(0, 3, 40), rng.integers(0, 3, 40)
    scores = classification_scores(gold, predicted, 3)
    order = rng.permutation(40)
    again = classification_scores(gold[order], predicted[order], 3)
    assert again == scores
    assert scores.accuracy.interval.low <= scores.accuracy.value <= scores.accuracy.interval.high


def test_one_cluster_has_no_interval():
    scores = classification_scores([0, 1], [0, 1], 2, clusters=[4, 4])
    assert not scores.accuracy.interval.defined
    assert scores.accuracy.interval.reason == "There are fewer than two clusters to draw from."


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"macro_over": []}, "must name classes of the codebook"),
        ({"macro_over": [0, 5]}, r"0 to 2. Got \[0, 5\]"),
        ({"clusters": [1]}, "a cluster for each of the 2 units. Got 1"),
        ({"level": 0}, "must be between 0 and 1"),
    ],
)
def test_bad_arguments_are_a_sentence(options, sentence):
    with pytest.raises(InputError, match=sentence):
        classification_scores([0, 1], [0, 2], 3, **options)


def test_no_units_is_a_sentence():
    with pytest.raises(InputError, match="no units to score"):
        classification_scores([], [], 3)
