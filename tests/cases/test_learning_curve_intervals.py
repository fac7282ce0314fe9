"""Repeats of one set of coded documents overlap: intervals of the learning curve count that in."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from textmine.classify.next_to_code.curve import growing_parts
from textmine.errors import InputError
from textmine.stats.systems.friedman import corrected_t
from textmine.stats.systems.learning_curve import learning_curve, shared_parts

SIZES = np.array([[30, 60, 120, 240, 300]] * 10)


def _scores(seed=0, noise=0.03):
    rng = np.random.default_rng(seed)
    return 0.8 - 2 * SIZES**-0.5 + rng.normal(0, noise, SIZES.shape)


def test_with_most_units_learned_it_is_nadeau_and_bengios_interval():
    scores = _scores()
    found = learning_curve(SIZES, scores, shared=shared_parts(SIZES[0], 100, 400))
    error = corrected_t(scores[:, -1], 300, 100).standard_error
    interval = found.intervals[-1]
    assert interval.high - interval.low == pytest.approx(2 * 2.262157 * error, rel=1e-5)


@pytest.mark.parametrize("n_test", [40, 100, 150])
def test_what_repeats_share_makes_every_interval_wider(n_test):
    scores = _scores()
    alone = learning_curve(SIZES, scores, (0.75,))
    shared = learning_curve(SIZES, scores, (0.75,), shared=shared_parts(SIZES[0], n_test, 400))
    for one, other in zip(alone.intervals, shared.intervals, strict=True):
        assert other.low < one.low < one.high < other.high
    assert shared.forecasts[0].low <= alone.forecasts[0].low
    assert shared.forecasts[0].high >= alone.forecasts[0].high
    assert shared.means == alone.means


def test_the_same_score_in_every_repeat_has_no_error_to_speak_of():
    found = learning_curve(SIZES, np.ones(SIZES.shape))
    assert not any(interval.defined for interval in found.intervals)
    assert "the same in every repeat" in found.intervals[0].reason


@pytest.mark.parametrize(("n_test", "n"), [(0, 10), (10, 10), (12, 10)])
def test_parts_that_cannot_be_are_refused(n_test, n):
    with pytest.raises(InputError, match="'n_test' must be between"):
        shared_parts([1, 2, 3], n_test, n)
    with pytest.raises(InputError, match="0 or more and below 1"):
        learning_curve(SIZES, _scores(), shared=1.0)


@pytest.mark.parametrize(("n", "mean_thread"), [(131, 1), (131, 5), (300, 5)])
def test_the_mean_at_the_largest_size_is_held(n, mean_thread):
    """A share of rights whose chance differs by thread; learning only adds a known curve."""
    rng = np.random.default_rng(n)
    held, naive = [], []
    for sample in range(60):
        groups = np.repeat(np.arange(n), rng.geometric(1 / mean_thread, n))[:n]
        easy = rng.normal(0, 0.25, groups.max() + 1)[groups]
        problem = SimpleNamespace(
            groups=groups,
            rows=groups,
            labels="single",
            gold=np.eye(2, dtype=bool)[groups % 2],
            apart=lambda units, _: units,
        )
        sizes, scores, tested = [], [], []
        for repeat in range(10):
            test, parts = growing_parts(problem, 10 * sample + repeat)
            tested.append(int(test.sum()))
            sizes.append([int(part.sum()) for part in parts])
            noise = [rng.normal(0, 0.25 / np.sqrt(part.sum())) for part in parts]
            scores.append(0.7 - np.array(sizes[-1]) ** -0.5 + easy[test].mean() + noise)
        at = np.mean(sizes, axis=0)
        truth = 0.7 - at[-1] ** -0.5
        for kept, shared in ((held, shared_parts(at, np.mean(tested), n)), (naive, 0.0)):
            interval = learning_curve(sizes, scores, shared=shared, n_resamples=10).intervals[-1]
            kept.append(interval.low <= truth <= interval.high)
    assert np.mean(held) >= 0.85
    assert np.mean(naive) < np.mean(held)


@pytest.mark.slow
def test_the_command_says_what_its_intervals_are_of_and_that_forecasts_are_rough(in_small):
    ran = in_small("curve", "small", "--repeats", "3")
    assert ran.code == 0, ran.err
    assert "whichever are coded" in ran.err
    assert "A forecast is rough" in ran.err
    assert "fewer than 5 of the documents held out have a, b, c" in ran.err
    assert "48 documents in only 16 threads" in ran.err
