"""The pull of suggestions, from a blind share drawn by lot."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ttest_ind

from textmine.errors import InputError
from textmine.stats.groups.anchoring import anchoring


def drawn(n: int = 200, pull: float = 0.3, seed: int = 0) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    shown, suggested = rng.integers(0, 2, n), rng.integers(0, 3, n)
    equal = (rng.random(n) < 0.5 + pull * shown).astype(int)
    return equal, shown, suggested, rng.integers(0, 20, n)


def test_the_effect_is_the_difference_of_shares_with_welch_s_interval():
    equal, shown, *_ = drawn()
    effect = anchoring(equal, shown).effect
    assert effect.value == pytest.approx(equal[shown == 1].mean() - equal[shown == 0].mean())
    welch = ttest_ind(equal[shown == 1], equal[shown == 0], equal_var=False).confidence_interval()
    assert (effect.interval.low, effect.interval.high) == pytest.approx(
        (welch.low, welch.high), abs=1e-3
    )
    assert (effect.n_shown + effect.n_blind, effect.n_clusters) == (200, 200)


def test_each_suggested_code_has_an_effect_of_its_own():
    equal, shown, suggested, threads = drawn()
    found = anchoring(equal, shown, suggested, threads)
    assert [one.suggested for one in found.codes] == [0, 1, 2]
    assert sum(one.n_shown for one in found.codes) == found.effect.n_shown
    here = suggested == 1
    assert found.codes[1] == anchoring(
        equal[here], shown[here], suggested[here], threads[here]
    ).codes[0]  # fmt: skip


def test_a_side_that_always_follows_is_not_taken_for_certain():
    equal, shown = np.append(np.ones(20), [1, 0] * 10).astype(int), np.repeat([1, 0], 20)
    effect = anchoring(equal, shown).effect
    assert effect.value == 0.5
    all_follow = anchoring(np.ones(40, dtype=int), shown).effect
    assert all_follow.value == 0
    assert all_follow.interval.low < -0.05
    assert all_follow.interval.high > 0.05


@pytest.mark.parametrize(
    ("shown", "clusters", "reason"),
    [([1] * 4 + [0] * 20, None, "4 codings"), ([1, 0] * 12, [0, 1, 2] * 8, "3 clusters")],
)
def test_too_few_have_no_interval_and_a_reason(shown, clusters, reason):
    equal = np.resize([1, 0, 1], 24)
    effect = anchoring(equal, shown, None, clusters).effect
    assert reason in effect.interval.reason
    assert np.isfinite(effect.value)


def test_without_blind_codings_there_is_no_effect():
    effect = anchoring([1, 0, 1], [1, 1, 1]).effect
    assert np.isnan(effect.value)
    assert not effect.interval.defined


def test_what_does_not_fit_is_refused():
    for equal, shown, suggested in (([2], [1], None), ([1], [1, 0], None), ([1], [0], [1, 2])):
        with pytest.raises(InputError):
            anchoring(equal, shown, suggested)
