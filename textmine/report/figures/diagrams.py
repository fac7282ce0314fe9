"""Boxes and lines: steps below each other, a tree, layers, and a ring of codes."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from textmine.present import WIDE
from textmine.report.figures import style
from textmine.report.figures.sheet import Sheet

_BOX = 0.34
"""Share of the width that a box has where there is room beside it."""
_GAP = 22


def process_chart(steps: Sequence[Mapping[str, Any]], width: int = WIDE) -> str:
    """Draw steps below each other with arrows between, as SVG.

    Steps hold heading and counts (in a box), beside (a list of lines) and example: right of the
    box, or below it on a narrow sheet.
    """
    sheet = Sheet(width)
    far = width >= style.FAR
    box = round(_BOX * width) if far else width - 4
    left, room = (box + 18, width - box - 22) if far else (12, width - 20)
    top = 2.0
    for index, step in enumerate(steps):
        head = style.lines_of(str(step["heading"]), box - 24)
        counts = style.lines_of(str(step["counts"]), box - 24) if step["counts"] else []
        beside = [line for item in step["beside"] for line in style.lines_of(str(item), room)]
        quoted = style.lines_of(str(step["example"]), room) if step["example"] else []
        inside = style.LINE * len(head + counts) + 16
        outside = style.LINE * len(beside + quoted)
        if index:
            sheet.point(
                2 + box / 2, top - _GAP / 2, style.Series(style.PEOPLE, "triangle-down"), 110
            )
        tall = max(inside, outside + 16) if far else inside
        sheet.box(2, top, 2 + box, top + tall, style.TINT, edge=style.RULE)
        sheet.text(12, top + 16, head, bold=True)
        sheet.text(12, top + 16 + style.LINE * len(head), counts, colour=style.SOFT)
        y = top + 16 if far else top + tall + 12
        sheet.text(left, y, beside)
        sheet.text(left, y + style.LINE * len(beside), quoted, italic=True, colour=style.SOFT)
        top += tall + _GAP + (0 if far else outside + (6 if outside else 0))
    return sheet.svg(top - _GAP + 4)


_DEEPEST = 0.4
"""Share of the width that steps take at most: deeper answers stand below each other there."""


def tree_chart(nodes: Sequence[Mapping[str, Any]], width: int = WIDE) -> str:
    """Draw messages below each other, each in one step from what it answers, as SVG.

    Nodes hold parent (place of another node above, None for the first message), head (who and
    when) and text, in the order in which they are read.
    """
    sheet = Sheet(width)
    far = width >= style.FAR
    step = 22.0 if far else 14.0
    depth: list[int] = []
    for node in nodes:
        depth.append(0 if node["parent"] is None else depth[node["parent"]] + 1)
    last = int(_DEEPEST * width // step)
    at = [8 + step * min(step_depth, last) for step_depth in depth]
    y, middles = 4.0, []
    for index, node in enumerate(nodes):
        x, middle = at[index], y + style.LINE / 2
        middles.append(middle)
        lines = style.lines_of(" ".join(str(node["text"]).split()), width - x - 16, 1 if far else 2)
        if node["parent"] is not None:
            above = node["parent"]
            stem = at[above] if at[above] < x else x
            sheet.rule(stem, middles[above], stem, middle, style.SOFT, opacity=0.5)
            sheet.rule(stem, middle, x, middle, style.SOFT, opacity=0.5)
        sheet.point(x, middle, style.Series(style.PEOPLE, "circle"), 50)
        sheet.text(
            x + 10, middle, style.one_line(str(node["head"]), 0.94 * (width - x - 12)), bold=True
        )
        sheet.text(x + 10, middle + style.LINE, lines, colour=style.SOFT)
        y += style.LINE * (1 + len(lines)) + 8
    return sheet.svg(y)


_WIDEST_LAYERS, _THINNEST_LAYERS = 8.0, 1.0
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
    gap = (60 if width >= style.FAR else 24) if columns < 4 else 20
    room = (width - 4 - gap * (columns - 1)) / columns
    lines_of_node = {
        node["key"]: style.lines_of(str(node["label"]), room - 12, _MOST_LINES) for node in nodes
    }
    sheet = Sheet(width)
    counts = sorted({int(edge["n"]) for edge in edges})
    top = _layers_scale(sheet, counts, title)
    places = _layers_places(nodes, lines_of_node, top)
    left = {node["key"]: 2 + (room + gap) * int(node["x"]) for node in nodes}
    for edge in edges:
        first, second = edge["first"], edge["second"]
        thick = (
            1.5
            if len(counts) < 2
            else max(_THINNEST_LAYERS, _WIDEST_LAYERS * edge["n"] / counts[-1])
        )
        x, x2 = left[first] + room, left[second]
        sheet.rule(x, places[first], x2, places[second], style.SOFT, round(thick, 2), opacity=0.5)
    for node in nodes:
        key, lines = node["key"], lines_of_node[node["key"]]
        half = style.LINE * len(lines) / 2 + 3
        middle = places[key]
        sheet.box(
            left[key], middle - half, left[key] + room, middle + half, style.TINT, edge=style.RULE
        )
        sheet.box(left[key], middle - half, left[key] + 3, middle + half, style.PEOPLE)
        sheet.text(left[key] + 8, middle - style.LINE * (len(lines) - 1) / 2, lines)
    lowest = max(places[key] + style.LINE * len(lines_of_node[key]) / 2 for key in lines_of_node)
    return sheet.svg(lowest + 10)


def _layers_places(
    nodes: Sequence[Mapping[str, Any]], told: Mapping[str, list[str]], top: float
) -> dict[str, float]:
    """Return the middle of each box: at its row, and below what is above it in its column."""
    step = style.LINE * max(map(len, told.values())) + 14
    places: dict[str, float] = {}
    for column in {int(node["x"]) for node in nodes}:
        free = top
        for node in sorted((n for n in nodes if int(n["x"]) == column), key=lambda n: n["y"]):
            half = style.LINE * len(told[node["key"]]) / 2 + 3
            places[node["key"]] = max(free + half, top + step * (float(node["y"]) + 0.5))
            free = places[node["key"]] + half + 6
    return places


def _layers_scale(sheet: Sheet, counts: Sequence[int], title: str) -> float:
    """Say how many go with the thinnest and the widest line, where these differ."""
    if len(counts) < 2:
        return 4
    x = 6.0
    for count in (counts[0], counts[-1]):
        thick = max(_THINNEST_LAYERS, _WIDEST_LAYERS * count / counts[-1])
        sheet.rule(x, 12, x + 24, 12, style.SOFT, round(thick, 2), opacity=0.5)
        sheet.text(x + 30, 12, f"{count:,}")
        x += 30 + style.width_of(f"{count:,}") + 14
    sheet.text(x, 12, title, colour=style.SOFT)
    return 28


_WIDEST_NETWORK, _THINNEST_NETWORK = 8.0, 0.75
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
    wide = width >= style.FAR
    labels = [str(node["label"]) for node in nodes]
    beside = _BESIDE * width if wide else 26.0
    across = width / 2 - beside - 16
    node_lines = [
        style.lines_of(label, beside - 12, 3) if wide else [str(n)]
        for n, label in enumerate(labels, start=1)
    ]
    step = style.LINE * max(map(len, node_lines)) + 5.0
    down = max(across * (0.6 if wide else 1), step * len(nodes) / 4)
    middle = (width / 2, down + 42)
    sheet = Sheet(width)
    places = _network_places(len(nodes), middle, (across, down))
    at = dict(zip(labels, places, strict=True))
    most = max((float(edge["together"]) for edge in edges), default=1.0)
    for edge in edges:
        (x, y), (x2, y2) = at[str(edge["first"])], at[str(edge["second"])]
        sheet.rule(x, y, x2, y2, style.SOFT, _thick(edge["together"], most), opacity=0.6)
    largest = max(float(node["n"]) for node in nodes)
    for node, (x, y), lines in zip(nodes, places, node_lines, strict=True):
        size = 40 + 360 * float(node["n"]) / largest
        sheet.point(x, y, style.Series(style.PEOPLE, "circle"), size)
        right = x >= middle[0] - _FLAT
        gap = math.sqrt(size / math.pi) + 5
        first = y - style.LINE * (len(lines) - 1) / 2
        sheet.text(x + gap if right else x - gap, first, lines, "left" if right else "right")
    _network_scale(sheet, edges, title)
    y = middle[1] + down + 24
    return sheet.svg(y if wide else _list(sheet, nodes, y))


def _network_places(
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
    return round(max(_THINNEST_NETWORK, _WIDEST_NETWORK * float(together) / most), 2)


def _network_scale(sheet: Sheet, edges: Sequence[Mapping[str, Any]], title: str) -> None:
    """Say how many go with the thinnest and the widest line."""
    counts = sorted({int(edge["together"]) for edge in edges})
    if not counts:
        return
    x, y = 8.0, 12.0
    for count in dict.fromkeys((counts[0], counts[-1])):
        sheet.rule(x, y, x + 24, y, style.SOFT, _thick(count, counts[-1]), opacity=0.6)
        sheet.text(x + 30, y, f"{count:,}")
        x += 30 + style.width_of(f"{count:,}") + 14
    sheet.text(x, y, style.lines_of(title, sheet.width - x - 4, 2), colour=style.SOFT)


def _list(sheet: Sheet, nodes: Sequence[Mapping[str, Any]], y: float) -> float:
    for number, node in enumerate(nodes, start=1):
        lines = style.lines_of(str(node["label"]), sheet.width - 32, 2)
        sheet.text(22, y, str(number), "right", style.INK, bold=True)
        sheet.text(28, y, lines)
        y += style.LINE * len(lines) + 3
    return y
