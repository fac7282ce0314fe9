"""How far coders follow what they are shown, in words and by part."""

from __future__ import annotations

import math
from collections.abc import Sequence

from textmine.coding.anchored import Anchored, EffectOf
from textmine.coding.suggested import machine_named
from textmine.present import Column, Section, Value, table_of, with_interval
from textmine.stats.groups.anchoring import AnchoringEffect

_POINTS = 100.0
_PLAIN = 0.005
"""Differences below half a point are said to be none."""


def anchoring_section(found: Anchored) -> Section:
    """Return shares equal to the suggestion when shown and when blind, and what they mean."""
    columns = [
        Column("of", lambda one: one.kind),
        Column("name", lambda one: one.name),
        Column("shown", lambda one: _share(one.effect.shown), "when shown"),
        Column("blind", lambda one: _share(one.effect.blind), "when blind"),
        Column("difference", _difference),
        Column("n shown", lambda one: one.effect.n_shown),
        Column("n blind", lambda one: one.effect.n_blind),
        Column("clusters", lambda one: one.effect.n_clusters, f"{found.groups}s"),
        Column("why no interval", lambda one: one.effect.interval.reason, people=False),
    ]
    title = f"Share of codings equal to what {_machines(found)} suggests, in '{found.corpus}'"
    table = table_of("anchoring", title, columns, found.effects)
    return Section(
        "anchoring",
        "How far coders follow suggestions",
        [anchoring_sentence(found.overall), *_sentences(found)],
        [table],
        records=table,
    )


def anchoring_sentence(effect: AnchoringEffect) -> str:
    """Return what showing suggestions does to agreement with them, in points with the interval."""
    if math.isnan(effect.value):
        side = "blind" if math.isnan(effect.blind) else "with the suggestion in view"
        return f"No document is coded {side} yet: what showing suggestions does cannot be said."
    moved = _POINTS * effect.value
    told = f"by {abs(moved):.0f} points"
    verb = "raises" if moved > 0 else "lowers"
    if effect.interval.defined:
        low, high = sorted((_POINTS * effect.interval.low, _POINTS * effect.interval.high))
        if moved < 0:
            low, high = -high, -low
        told += f" [{low:.0f}, {high:.0f}]"
    if abs(effect.value) < _PLAIN:
        verb, told = "changes", f"{told[3:]}"
    said = f"Showing the suggestion {verb} agreement with it {told}: coders give it in "
    said += f"{_percent(effect.shown)} of {effect.n_shown:,} codings when they see it, in "
    said += f"{_percent(effect.blind)} of {effect.n_blind:,} when they do not."
    if not effect.interval.defined:
        return f"{said} There is no interval: {effect.interval.reason}"
    if effect.interval.low <= 0 <= effect.interval.high:
        return f"{said} This may be chance: the interval holds 0."
    return said


def _sentences(found: Anchored) -> Sequence[str]:
    said = [
        f"{found.n_coded:,} of {found.n_drawn:,} documents of {', '.join(found.draws)} are coded. "
        f"Which ones showed no suggestion was drawn by lot; intervals (95 %) take whole "
        f"{found.groups}s as independent."
    ]
    if found.n_coded < found.n_drawn:
        said.append(
            "What is not coded yet is left out: if coders pick what they code, the lot no longer "
            "makes the two parts alike."
        )
    if found.left_out:
        said.append(
            f"{found.left_out:,} codings are left out: of a document without suggestion by "
            "somebody who had seen one before, or of one with it coded beside the sheet."
        )
    return said


def _machines(found: Anchored) -> str:
    return " and ".join(map(machine_named, found.machines))


def _share(share: float) -> float | None:
    return None if math.isnan(share) else round(share, 4)


def _difference(one: EffectOf) -> Value:
    return with_interval(one.effect.value, one.effect.interval, signed=True)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
