"""Limits that a figure has to reach."""

import math
from collections.abc import Mapping

from textmine.errors import GateError
from textmine.stats.intervals import Interval
from textmine.stats.systems.scores import Score


def hold_limit(
    scores: Mapping[str, Score], what: str, limit: float, *, lower: bool, hint: str
) -> str:
    """Raise GateError when a score is undefined or below `limit`; return what all of them reach.

    `scores` are by what they belong to, such as a dimension; `what` names the score. With `lower`
    the lower limit of the interval counts.
    """
    named = f"the lower limit of {what}" if lower else what
    missed = [
        f"{whose}: {_found(score, what, named, lower=lower)}"
        for whose, score in scores.items()
        if not _figure(score, lower=lower) >= limit
    ]
    if missed:
        raise GateError(f"{'; '.join(missed)}; wanted: {limit:g} or more.", hint=hint)
    return f"{_first_upper(named)} is {limit:g} or more: {', '.join(scores)}."


def undefined_score(reason: str) -> Score:
    """Return the score of what has none, and why."""
    return Score(math.nan, Interval(math.nan, math.nan, 0.95, "", 0, reason=reason), 0, reason)


def _figure(score: Score, *, lower: bool) -> float:
    return score.interval.low if lower else score.value


def _found(score: Score, what: str, named: str, *, lower: bool) -> str:
    if math.isnan(score.value):
        return f"{what} is undefined" + (f" ({score.reason.rstrip('.')})" if score.reason else "")
    figure = _figure(score, lower=lower)
    if math.isnan(figure):
        return (
            f"{what} is {score.value:.3f} and has no interval ({score.interval.reason.rstrip('.')})"
        )
    return f"{named} is {figure:.3f}"


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]
