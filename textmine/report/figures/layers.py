"""Boxes in columns and lines between them: where codes and themes come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textmine.present import WIDE
from textmine.report.figures.sheet import Sheet
from textmine.report.figures.style import FAR, PEOPLE, RULE, SOFT, TINT
from textmine.report.figures.type import LINE, lines_of, width_of

_WIDEST, _THINNEST = 8.0, 1.0
_MOST_LINES = 4


def layers_chart(
    nodes: Sequence[Mapping[str, Any]],
    edges: Sequence[Mapping[str, Any]],
    width: int = WIDE,
    *,
    title: str,
) -> str:
    """Draw boxes in columns, and lines from left to right between them, as SVG.

    Nodes hold key, label, x (column, from 0) and y (row, from 0 at the top); edges first and second
    (keys) and n, which `title` names: the wider the line, the more.
    """
    columns = 1 + max(int(node["x"]) for node in nodes)
    gap = (60 if width >= FAR else 24) if columns < 4 else 20
    room = (width - 4 - gap * (columns - 1)) / columns
    told = {node["key"]: lines_of(str(node["label"]), room - 12, _MOST_LINES) for node in nodes}
    sheet = Sheet(width)
    counts = sorted({int(edge["n"]) for edge in edges})
    top = _scale(sheet, counts, title)
    places = _places(nodes, told, top)
    left = {node["key"]: 2 + (room + gap) * int(node["x"]) for node in nodes}
    for edge in edges:
        one, other = edge["first"], edge["second"]
        thick = 1.5 if len(counts) < 2 else max(_THINNEST, _WIDEST * edge["n"] / counts[-1])
        x, x2 = left[one] + room, left[other]
        sheet.rule(x, places[one], x2, places[other], SOFT, round(thick, 2), opacity=0.5)
    for node in nodes:
        key, lines = node["key"], told[node["key"]]
        half = LINE * len(lines) / 2 + 3
        middle = places[key]
        sheet.box(left[key], middle - half, left[key] + room, middle + half, TINT, edge=RULE)
        sheet.box(left[key], middle - half, left[key] + 3, middle + half, PEOPLE)
        sheet.text(left[key] + 8, middle - LINE * (len(lines) - 1) / 2, lines)
    lowest = max(places[key] + LINE * len(told[key]) / 2 for key in told)
    return sheet.svg(lowest + 10)


def _places(
    nodes: Sequence[Mapping[str, Any]], told: Mapping[str, list[str]], top: float
) -> dict[str, float]:
    """Return the middle of each box: at its row, and below what is above it in its column."""
    step = LINE * max(map(len, told.values())) + 14
    places: dict[str, float] = {}
    for column in {int(node["x"]) for node in nodes}:
        free = top
        for node in sorted((n for n in nodes if int(n["x"]) == column), key=lambda n: n["y"]):
            half = LINE * len(told[node["key"]]) / 2 + 3
            places[node["key"]] = max(free + half, top + step * (float(node["y"]) + 0.5))
            free = places[node["key"]] + half + 6
    return places


def _scale(sheet: Sheet, counts: Sequence[int], title: str) -> float:
    """Say how many go with the thinnest and the widest line, where these differ."""
    if len(counts) < 2:
        return 4
    x = 6.0
    for count in (counts[0], counts[-1]):
        thick = max(_THINNEST, _WIDEST * count / counts[-1])
        sheet.rule(x, 12, x + 24, 12, SOFT, round(thick, 2), opacity=0.5)
        sheet.text(x + 30, 12, f"{count:,}")
        x += 30 + width_of(f"{count:,}") + 14
    sheet.text(x, 12, title, colour=SOFT)
    return 28
