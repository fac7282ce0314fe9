"""Points with their intervals, a line each: shares by code, coefficients, a forest plot."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from textmine.present import WIDE
from textmine.report.figures import style
from textmine.report.figures.axes import Scale, across, markers, written
from textmine.report.figures.sheet import Sheet

Rows = Sequence[Mapping[str, Any]]
_STEP, _GAP = 20, 8
_WIDEST = 0.42
"""Share of the width that labels beside the plot have at most."""


@dataclass(frozen=True)
class _Block:
    """Rows under one label; each is told by its group where there are several."""

    label: str
    rows: Rows


def interval_chart(
    rows: Rows,
    width: int = WIDE,
    *,
    label: str,
    colour: str | None = None,
    within: str | None = None,
    domain: tuple[float, float] = (0.0, 1.0),
    title: str = "",
    machine: bool = False,
    machines: Collection[str] = (),
    marks: Mapping[str, float] | None = None,
    percent: bool = False,
    bars: bool = False,
) -> str:
    """Draw a point with its interval for each row, and write the figure beside it, as SVG.

    Rows hold `label`, value, low and high (None: no interval), and may hold `told`, what is written
    beside the plot in the place of the figure. Rows of one label stand together, each named by the
    column `colour`, and each with its look, or by the column `within`, and all alike. `bars` puts a
    pale bar below each point. Figures of a machine have another colour and shape than those of
    people: all of them, or the groups in `machines`. `marks` are values that something hangs on,
    by their names.
    """
    by = colour or within
    groups = list(dict.fromkeys(str(row[by]) for row in rows)) if by else [""]
    if colour:
        looks = style.series_of(groups, machines, machine=machine)
    else:
        looks = dict.fromkeys(groups, style.series_of([""], (), machine=machine)[""])
    by = by if len(groups) > 1 else None
    blocks = _blocks(rows, label)
    sheet = Sheet(width)
    labels = {id(row): _told(row, percent=percent) for row in rows}
    right = max((style.width_of(text) for text in labels.values()), default=0) + 10
    names = groups if by else [block.label for block in blocks]
    widest = max(map(style.width_of, names), default=0) + 12
    above = by is not None or (width < style.FAR and widest > _WIDEST * width)
    left = min(widest, _WIDEST * width) if by or not above else _GAP
    scale = Scale(*domain, left + 6, max(left + 40, width - right))
    y = 20.0 if marks else 4.0
    spans: list[tuple[float, float]] = []
    for block in blocks:
        if above:
            lines = style.lines_of(block.label, 0.94 * width)
            sheet.text(4, y + 8, lines, bold=True)
            y += style.LINE * len(lines) + 2
        start = y
        for row in block.rows:
            group = str(row[by]) if by else groups[0]
            name = group if by else "" if above else block.label
            lines = style.lines_of(name, left - 8)
            step = max(_STEP, style.LINE * len(lines) + 6)
            sheet.text(left - 4, y + step / 2 - style.LINE * (len(lines) - 1) / 2, lines, "right",
                       style.SOFT if by else style.INK)  # fmt: skip
            look = looks[group]
            if bars:
                end = scale.at(row["value"])
                sheet.box(scale.start, y + step / 2 - 6, end, y + step / 2 + 6, look.colour, 0.25)
            _put(sheet, scale, y + step / 2, row, look)
            sheet.text(width - right + 8, y + step / 2, labels[id(row)])
            y += step
        spans.append((start, y))
        y += _GAP if above else 0
    markers(sheet, scale, spans, marks or {})
    return sheet.svg(across(sheet, scale, spans, title, percent=percent) + 4)


def _blocks(rows: Rows, label: str) -> list[_Block]:
    names = dict.fromkeys(str(row[label]) for row in rows)
    return [_Block(name, [row for row in rows if str(row[label]) == name]) for name in names]


def _put(sheet: Sheet, scale: Scale, y: float, row: Mapping[str, Any], look: style.Series) -> None:
    low, high = row.get("low"), row.get("high")
    if low is not None and high is not None and _known(low) and _known(high):
        sheet.rule(scale.at(low), y, scale.at(high), y, look.colour, 2.5)
    sheet.point(scale.at(row["value"]), y, look)


def _known(value: Any) -> bool:
    return value is not None and not math.isnan(value)


def _told(row: Mapping[str, Any], *, percent: bool) -> str:
    """Return a figure and its interval as they are written beside the plot."""
    if "told" in row:
        return str(row["told"])
    numbers = [row["value"], row.get("low"), row.get("high")]
    if percent:
        parts = [f"{100 * number:.0f}" if _known(number) else "" for number in numbers]
        return f"{parts[0]} % [{parts[1]}, {parts[2]}]" if parts[1] else f"{parts[0]} %"
    parts = [_short(number) if _known(number) else "" for number in numbers]
    return f"{parts[0]} [{parts[1]}, {parts[2]}]" if parts[1] else parts[0]


def _short(value: float) -> str:
    """Return two decimals without the zero before them, as journals print coefficients."""
    if abs(value) >= 10:
        return written(value)
    return f"{value:.2f}".replace("0.", ".", 1) if abs(value) < 0.995 else f"{value:.2f}"
