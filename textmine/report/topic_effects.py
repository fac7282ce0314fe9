"""Effects of covariates on themes: rows and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textmine.report.coded import number
from textmine.report.learned import FEW_GROUPS
from textmine.report.left_out import left_out
from textmine.topics.groups.effects import Effect, TopicEffects

_SIGNIFICANT = 0.05


def effect_rows(found: TopicEffects, labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a row a topic and effect, in shares (0 to 1)."""
    joint = {(one.topic, one.covariate): one.adjusted for one in found.joint}
    return [
        {
            "topic": one.topic,
            "label": labels[one.topic],
            "covariate": one.term.covariate,
            "value": one.term.level,
            "against": one.term.reference,
            "effect": round(one.value, 6),
            "low": number(one.low),
            "high": number(one.high),
            "p": number(one.p),
            "p (Holm)": number(one.adjusted),
            "p of covariate (Holm)": number(
                joint.get((one.topic, one.term.covariate), float("nan"))
            ),
            "n": one.n,
            "remark": one.reason,
        }
        for one in found.effects
    ]


def effects_in_few_columns(found: TopicEffects, labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a row an effect as a terminal shows it, in points of a hundred."""
    return [
        {
            "topic": one.topic,
            "label": labels[one.topic],
            "effect of": _named(one),
            "points [95 %]": _points(one),
            "p": number(one.p),
            "p (Holm)": number(one.adjusted),
        }
        for one in found.effects
    ]


def reading_of_effects(found: TopicEffects, labels: Mapping[str, str]) -> list[str]:
    """Return the sentences that say how effects were measured and which stand out."""
    sure = (
        f"the placing of documents is redrawn {found.n_draws} times (their words drawn again), "
        "which makes intervals rather too wide; the topics themselves are held fixed"
        if found.n_draws
        else "topics and the placing of documents are held fixed"
    )
    few = (
        f" So few {found.clusters}s make intervals too narrow."
        if found.n_clusters < FEW_GROUPS
        else ""
    )
    tested = [one for one in found.effects if not one.reason]
    apart = [one for one in tested if one.adjusted <= _SIGNIFICANT]
    said = [
        f"Least squares on the shares of {found.n} documents in {found.n_clusters} "
        f"{found.clusters}s, errors robust against these; {sure}.{few} Effects are associations, "
        "the other covariates held equal, and no causes.",
        f"{len(apart)} of {len(tested)} effects stand out (p <= .05 by Holm over all of them)."
        + ("" if apart else " That is no proof that there are none."),
    ]
    said += [
        f"{one.topic} {labels[one.topic]}: {_named(one)} {_points(one)} points, p "
        f"{one.adjusted:.3f}."
        for one in sorted(apart, key=lambda one: one.adjusted)
    ]
    lonely = sorted({f"{one.term.level} {one.reason}" for one in found.effects if one.reason})
    said += [f"No interval: {one}." for one in lonely]
    without = [(n, f"without a value of {covariate}") for covariate, n in found.without]
    return said + left_out([*without, (found.n_unplaced, "in no topic")])


def _named(one: Effect) -> str:
    against = f" against {one.term.reference}" if one.term.reference else ""
    return f"{one.term.covariate}: {one.term.level}{against}"


def _points(one: Effect) -> str:
    if one.reason:
        return f"{100 * one.value:+.1f}"
    return f"{100 * one.value:+.1f} [{100 * one.low:+.1f}, {100 * one.high:+.1f}]"
