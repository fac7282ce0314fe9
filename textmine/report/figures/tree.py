"""A thread as a tree: who answers whom, and how each message begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textmine.present import WIDE
from textmine.report.figures.sheet import Sheet
from textmine.report.figures.style import FAR, PEOPLE, SOFT, Series
from textmine.report.figures.type import LINE, lines_of, one_line

_DEEPEST = 0.4
"""Share of the width that steps take at most: deeper answers stand below each other there."""


def tree_chart(nodes: Sequence[Mapping[str, Any]], width: int = WIDE) -> str:
    """Draw messages below each other, each in one step from what it answers, as SVG.

    Nodes hold parent (place of another node above, None for the first message), head (who and
    when) and text, in the order in which they are read.
    """
    sheet = Sheet(width)
    far = width >= FAR
    step = 22.0 if far else 14.0
    depth: list[int] = []
    for node in nodes:
        depth.append(0 if node["parent"] is None else depth[node["parent"]] + 1)
    last = int(_DEEPEST * width // step)
    at = [8 + step * min(one, last) for one in depth]
    y, middles = 4.0, []
    for index, node in enumerate(nodes):
        x, middle = at[index], y + LINE / 2
        middles.append(middle)
        lines = lines_of(" ".join(str(node["text"]).split()), width - x - 16, 1 if far else 2)
        if node["parent"] is not None:
            above = node["parent"]
            stem = at[above] if at[above] < x else x
            sheet.rule(stem, middles[above], stem, middle, SOFT, opacity=0.5)
            sheet.rule(stem, middle, x, middle, SOFT, opacity=0.5)
        sheet.point(x, middle, Series(PEOPLE, "circle"), 50)
        sheet.text(x + 10, middle, one_line(str(node["head"]), 0.94 * (width - x - 12)), bold=True)
        sheet.text(x + 10, middle + LINE, lines, colour=SOFT)
        y += LINE * (1 + len(lines)) + 8
    return sheet.svg(y)
