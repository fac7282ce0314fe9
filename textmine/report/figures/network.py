"""Codes on a ring, and lines between those that go together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from textmine.present import WIDE
from textmine.report.figures.sheet import Sheet
from textmine.report.figures.style import FAR, INK, PEOPLE, SOFT, Series
from textmine.report.figures.type import LINE, lines_of, width_of

_WIDEST, _THINNEST = 8.0, 0.75
_BESIDE = 0.3
"""Share of the width that labels have on each side of the ring."""
_FLAT = 0.05


def network_chart(
    nodes: Sequence[Mapping[str, Any]],
    edges: Sequence[Mapping[str, Any]],
    width: int = WIDE,
    *,
    title: str,
) -> str:
    """Draw codes on a ring, and lines between those that go together, as SVG.

    Nodes hold label and n, edges first and second (labels), and together, which `title` names: the
    wider the line, the more. On a narrow sheet nodes have numbers, which a list below explains.
    """
    wide = width >= FAR
    labels = [str(node["label"]) for node in nodes]
    beside = _BESIDE * width if wide else 26.0
    across = width / 2 - beside - 16
    told = [lines_of(label, beside - 12, 3) if wide else [str(n)] for n, label in _numbered(labels)]
    step = LINE * max(map(len, told)) + 5.0
    down = max(across * (0.6 if wide else 1), step * len(nodes) / 4)
    middle = (width / 2, down + 42)
    sheet = Sheet(width)
    places = _places(len(nodes), middle, (across, down))
    at = dict(zip(labels, places, strict=True))
    most = max((float(edge["together"]) for edge in edges), default=1.0)
    for edge in edges:
        (x, y), (x2, y2) = at[str(edge["first"])], at[str(edge["second"])]
        sheet.rule(x, y, x2, y2, SOFT, _thick(edge["together"], most), opacity=0.6)
    largest = max(float(node["n"]) for node in nodes)
    for node, (x, y), lines in zip(nodes, places, told, strict=True):
        size = 40 + 360 * float(node["n"]) / largest
        sheet.point(x, y, Series(PEOPLE, "circle"), size)
        right = x >= middle[0] - _FLAT
        gap = math.sqrt(size / math.pi) + 5
        first = y - LINE * (len(lines) - 1) / 2
        sheet.text(x + gap if right else x - gap, first, lines, "left" if right else "right")
    y = _scale(sheet, edges, title, 12)
    y = middle[1] + down + 24
    return sheet.svg(y if wide else _list(sheet, nodes, y))


def _numbered(labels: Sequence[str]) -> list[tuple[int, str]]:
    return list(enumerate(labels, start=1))


def _places(
    n: int, middle: tuple[float, float], radii: tuple[float, float]
) -> list[tuple[float, float]]:
    """Return places on an oval, as far apart in height on each side, down the right and up."""
    right = -(-n // 2)
    places = []
    for place in range(n):
        side, at = (1, place) if place < right else (-1, n - 1 - place)
        height = 2 * (at + 0.5) / (right if side > 0 else n - right) - 1
        x = middle[0] + side * radii[0] * math.sqrt(1 - height * height)
        places.append((round(x, 2), round(middle[1] + radii[1] * height, 2)))
    return places


def _thick(together: Any, most: float) -> float:
    return round(max(_THINNEST, _WIDEST * float(together) / most), 2)


def _scale(sheet: Sheet, edges: Sequence[Mapping[str, Any]], title: str, y: float) -> float:
    """Say how many go with the thinnest and the widest line."""
    counts = sorted({int(edge["together"]) for edge in edges})
    if not counts:
        return y
    x = 8.0
    for count in dict.fromkeys((counts[0], counts[-1])):
        sheet.rule(x, y, x + 24, y, SOFT, _thick(count, counts[-1]), opacity=0.6)
        sheet.text(x + 30, y, f"{count:,}")
        x += 30 + width_of(f"{count:,}") + 14
    sheet.text(x, y, lines_of(title, sheet.width - x - 4, 2), colour=SOFT)
    return y


def _list(sheet: Sheet, nodes: Sequence[Mapping[str, Any]], y: float) -> float:
    for number, node in enumerate(nodes, start=1):
        lines = lines_of(str(node["label"]), sheet.width - 32, 2)
        sheet.text(22, y, str(number), "right", INK, bold=True)
        sheet.text(28, y, lines)
        y += LINE * len(lines) + 3
    return y
