"""Steps below each other with arrows between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textmine.present import WIDE
from textmine.report.figures.sheet import Sheet
from textmine.report.figures.style import FAR, PEOPLE, RULE, SOFT, TINT, Series
from textmine.report.figures.type import LINE, lines_of

_BOX = 0.34
"""Share of the width that a box has where there is room beside it."""
_GAP = 22


def process_chart(steps: Sequence[Mapping[str, Any]], width: int = WIDE) -> str:
    """Draw steps below each other with arrows between, as SVG.

    Steps hold heading and counts (in a box), beside (a list of lines) and example: right of the
    box, or below it on a narrow sheet.
    """
    sheet = Sheet(width)
    far = width >= FAR
    box = round(_BOX * width) if far else width - 4
    left, room = (box + 18, width - box - 22) if far else (12, width - 20)
    top = 2.0
    for index, step in enumerate(steps):
        head = lines_of(str(step["heading"]), box - 24)
        counts = lines_of(str(step["counts"]), box - 24) if step["counts"] else []
        beside = [line for one in step["beside"] for line in lines_of(str(one), room)]
        quoted = lines_of(str(step["example"]), room) if step["example"] else []
        inside = LINE * len(head + counts) + 16
        outside = LINE * len(beside + quoted)
        if index:
            sheet.point(2 + box / 2, top - _GAP / 2, Series(PEOPLE, "triangle-down"), 110)
        tall = max(inside, outside + 16) if far else inside
        sheet.box(2, top, 2 + box, top + tall, TINT, edge=RULE)
        sheet.text(12, top + 16, head, bold=True)
        sheet.text(12, top + 16 + LINE * len(head), counts, colour=SOFT)
        y = top + 16 if far else top + tall + 12
        sheet.text(left, y, beside)
        sheet.text(left, y + LINE * len(beside), quoted, italic=True, colour=SOFT)
        top += tall + _GAP + (0 if far else outside + (6 if outside else 0))
    return sheet.svg(top - _GAP + 4)
