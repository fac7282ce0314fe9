"""Every chart function with rows that are hard to draw, and what stands where in an SVG."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from lxml import etree

from textmine.report import figures
from textmine.report.figures import Cell
from textmine.report.figures.style import width_of

LONG = "What people who travel every day say of the fares that they pay for buses and trains"
LABELS = ("A1 facts", "Transport", LONG, "租金和票价" * 8, "w" * 90, "")


def _intervals(labels: tuple[str, ...]) -> list[dict[str, object]]:
    return [
        {"label": label, "who": who, "value": 0.9 - 0.1 * n, "low": 0.7 - 0.1 * n, "high": 1.0}
        for n, label in enumerate(labels)
        for who in (LONG, "the model forum")
    ]


def _curves(n: int) -> list[dict[str, object]]:
    return [
        {"n": 10 * at, "score": at / 9, "low": at / 10, "high": 1.0, "curve": f"{LONG} {curve}"}
        for curve in range(n)
        for at in range(9)
    ]


def charts(labels: tuple[str, ...] = LABELS) -> dict[str, Callable[[int], str]]:
    """Return every chart function as a drawing; `labels` are all different."""
    nodes = [{"label": label, "n": 1 + n} for n, label in enumerate(labels)]
    pairs = [
        {"first": one, "second": other, "together": n}
        for n, (one, other) in enumerate(pairwise(labels), start=1)
    ]
    boxes = [
        {"key": str(n), "label": label, "x": n % 3, "y": n / 2} for n, label in enumerate(labels)
    ]
    lines = [{"first": "0", "second": "1", "n": 2}, {"first": "1", "second": "2", "n": 9}]
    steps = [
        {"heading": label, "counts": "3 of 9", "beside": [label], "example": label * 3}
        for label in labels
    ]
    periods = [f"2020-{n:02}-{n:02}" for n in range(1, 30)]
    bars = [
        {"period": at, "line": label, "documents": 1000 * n}
        for n, at in enumerate(periods)
        for label in labels[:3]
    ]
    events = [{"period": at, "number": n} for n, at in enumerate(periods, start=100)]
    grid = {
        (one, other): Cell(f"{1234 * n:,} !", n / 6, n == 3)
        for n, one in enumerate(labels)
        for other in labels
    }
    points = [
        {"id": f"T{n:02}", "label": label, "x": n % 2, "y": n, "share": 0.1, "told": "10 %"}
        for n, label in enumerate(labels)
    ]
    answers = [
        {"parent": n - 1 if n else None, "head": label, "text": label * 2}
        for n, label in enumerate(labels * 5)
    ]
    limits = {".667": 0.667, ".8": 0.8}
    named = {"label": "label", "title": LONG}
    return {
        "interval_chart": partial(
            figures.interval_chart, _intervals(labels), colour="who", machines=["the model forum"],
            marks=limits, percent=True, bars=True, **named,
        ),
        "interval_chart, one": partial(
            figures.interval_chart, _intervals(labels)[::2], marks=limits, **named
        ),
        "line_chart": partial(
            figures.line_chart, _curves(4), x="n", y="score", colour="curve", titles=(LONG, LONG),
            rules=(0.667,),
        ),
        "line_chart, one": partial(
            figures.line_chart, _curves(1), x="score", y="score", diagonal=True,
            percent=(True, True),
        ),
        "network_chart": partial(figures.network_chart, nodes, pairs, title=LONG),
        "layers_chart": partial(figures.layers_chart, boxes, lines, title="codings"),
        "process_chart": partial(figures.process_chart, steps),
        "timeline_chart": partial(figures.timeline_chart, bars, events, periods=periods),
        "heat_chart": partial(figures.heat_chart, labels, labels, grid, titles=(LONG, LONG)),
        "map_chart": partial(figures.map_chart, points, title=LONG),
        "tree_chart": partial(figures.tree_chart, answers),
    }  # fmt: skip


@dataclass(frozen=True)
class Placed:
    """A line of text and the box that it takes."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Placed) -> bool:
        """Return whether two boxes share more than a hair."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 1 and down > 1


def placed_texts(svg: str) -> list[Placed]:
    """Return every line of text of an SVG and where it is."""
    return list(_walk(etree.fromstring(svg.encode()), 0.0, 0.0))


def _walk(node: etree._Element, x: float, y: float) -> Iterator[Placed]:
    moved = node.get("transform", "")
    shift = re.search(r"translate\(([-\d.e]+),([-\d.e]+)\)", moved)
    if shift:
        x, y = x + float(shift[1]), y + float(shift[2])
    if etree.QName(node).localname != "text":
        for child in node:
            yield from _walk(child, x, y)
        return
    turned = "rotate(" in moved
    lines = [part for part in node if isinstance(part.tag, str)] or [node]
    size = float(node.get("font-size").removesuffix("px"))
    for number, line in enumerate(lines):
        text = line.text or ""
        down = y + 1.25 * size * number
        wide = width_of(text, size) / 1.04 * (1.06 if node.get("font-weight") else 1)
        before = {"start": 0.0, "middle": wide / 2, "end": wide}[node.get("text-anchor")]
        if turned:
            right = x + 0.2 * size + 1.25 * size * number
            yield Placed(text, right - 0.95 * size, y - wide + before, right, y + before)
        else:
            yield Placed(text, x - before, down - 0.75 * size, x - before + wide, down + 0.2 * size)


def size_of(svg: str) -> tuple[float, float]:
    """Return width and height of an SVG."""
    found = etree.fromstring(svg.encode())
    width, height = (math.ceil(float(found.get(name))) for name in ("width", "height"))
    assert found.get("viewBox") == f"0 0 {found.get('width')} {found.get('height')}"
    return width, height
