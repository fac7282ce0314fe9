"""What all charts share: colours, and the looks of those who are counted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

INK, SOFT, RULE, PAPER, TINT = "#1c2530", "#5b6875", "#d7dde3", "#ffffff", "#f4f6f8"
PEOPLE, MACHINE = "#0072b2", "#d55e00"
"""Blue and vermilion of Okabe and Ito: seen apart by all, 3 : 1 on light and on dark pages."""
ON_PAGES = {INK: "ink", SOFT: "soft", RULE: "line", PAPER: "paper", TINT: "tint"}
"""Colours that pages have in variables of these names, so that dark pages turn them."""
FAR = 480
"""From this width a chart has room beside it for labels."""

_PEOPLE = (PEOPLE, "#009e73", "#3a8fc7", "#7a6fd0", "#5f8f3f", "#7f8a96")
_MACHINES = (MACHINE, "#b97700", "#c4609a", "#a3593a", "#b0506a")
_PEOPLES_SHAPES = ("circle", "square", "triangle-up", "cross")
_MACHINES_SHAPES = ("diamond", "triangle-down", "triangle-right", "triangle-left")


@dataclass(frozen=True)
class Series:
    """How the marks of one who is counted look."""

    colour: str
    shape: str


def series_of(
    names: Sequence[str], machines: Collection[str], *, machine: bool = False
) -> dict[str, Series]:
    """Return a look for each name: machines have colours and shapes that people never have."""
    found, n_people, n_machines = {}, 0, 0
    shades: Sequence[str]
    for name in names:
        if machine or name in machines:
            place, n_machines = n_machines, n_machines + 1
            shades, shapes = _MACHINES, _MACHINES_SHAPES
        else:
            place, n_people = n_people, n_people + 1
            shades, shapes = _PEOPLE, _PEOPLES_SHAPES
        found[name] = Series(shades[place % len(shades)], shapes[place % len(shapes)])
    return found
