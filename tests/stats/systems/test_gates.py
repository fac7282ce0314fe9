"""A limit is reached, missed, or cannot be looked at; the sentence says which."""

from __future__ import annotations

import math

import pytest

from textmine.errors import GateError
from textmine.stats.intervals import Interval
from textmine.stats.systems.gates import hold_limit, undefined_score
from textmine.stats.systems.scores import Score


def _score(value: float, low: float) -> Score:
    why = "one thread" if math.isnan(low) else ""
    return Score(value, Interval(low, 1.0, 0.95, "t", 20, reason=why), 20)


def _hold(limit: float, *, lower: bool = False, **scores: Score) -> str:
    return hold_limit(scores, "kappa", limit, lower=lower, hint="Code more.")


def test_every_score_has_to_reach_it():
    assert _hold(0.6, a=_score(0.6, 0.4), b=_score(0.9, 0.7)) == "Kappa is 0.6 or more: a, b."
    with pytest.raises(GateError, match=r"^b: kappa is 0\.590; wanted: 0\.6 or more\.") as error:
        _hold(0.6, a=_score(0.61, 0.4), b=_score(0.59, 0.58))
    assert error.value.hint == "Code more."


def test_the_lower_limit_counts_where_it_is_asked_for():
    with pytest.raises(GateError, match=r"a: the lower limit of kappa is 0\.400; b: .* 0\.300;"):
        _hold(0.5, lower=True, a=_score(0.9, 0.4), b=_score(0.9, 0.3))
    assert _hold(0.4, lower=True, a=_score(0.9, 0.4))


@pytest.mark.parametrize("lower", [True, False])
def test_what_is_undefined_reaches_nothing(lower):
    with pytest.raises(GateError, match=r"a: kappa is undefined \(no reference codes\)"):
        _hold(-1, lower=lower, a=undefined_score("no reference codes"))


def test_a_score_without_an_interval_has_no_lower_limit():
    score = _score(0.9, math.nan)
    assert _hold(0.5, a=score)
    with pytest.raises(GateError, match=r"kappa is 0\.900 and has no interval \(one thread\)"):
        _hold(0.5, lower=True, a=score)
