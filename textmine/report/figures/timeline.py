"""Documents by period as stacked bars, with numbered events."""

from collections.abc import Mapping, Sequence
from typing import Any

from textmine.present import WIDE
from textmine.report.figures.axes import Scale, key, room_for, up
from textmine.report.figures.sheet import Sheet
from textmine.report.figures.style import FAR, INK, PAPER, SOFT, Series, series_of, width_of

Rows = Sequence[Mapping[str, Any]]


def timeline_chart(
    bars: Rows, events: Rows, width: int = WIDE, *, periods: Sequence[str], title: str = "documents"
) -> str:
    """Draw documents by period as stacked bars, and a numbered line for each event, as SVG.

    Bars hold period, line and documents, events period and number; `periods` are in their order,
    and `title` names what is counted.
    """
    lines = list(dict.fromkeys(str(bar["line"]) for bar in bars))
    looks = {name: Series(look.colour, "square") for name, look in series_of(lines, ()).items()}
    sheet = Sheet(width)
    top = key(sheet, looks, 0) if len(lines) > 1 else 0.0
    sheet.text(4, top + 8, title, colour=SOFT)
    top += 52.0 if events else 24.0
    bottom = top + (220 if width >= FAR else 170)
    totals = dict.fromkeys(periods, 0.0)
    for bar in bars:
        totals[str(bar["period"])] += float(bar["documents"])
    upright = Scale(0, max(1.0, *totals.values()), bottom, top)
    left = room_for(upright.ticks(6)) + 2
    up(sheet, upright, left, width - 4, whole=True)
    step = (width - 4 - left) / len(periods)
    at = {period: left + step * (index + 0.5) for index, period in enumerate(periods)}
    half = max(0.5, min(step * 0.42, 40))
    reached = dict.fromkeys(periods, 0.0)
    for bar in bars:
        period, n = str(bar["period"]), float(bar["documents"])
        if n:
            low, high = upright.at(reached[period]), upright.at(reached[period] + n)
            colour = looks[str(bar["line"])].colour
            sheet.box(at[period] - half, high, at[period] + half, low, colour, edge=PAPER)
            reached[period] += n
    _events(sheet, events, at, top, bottom)
    _name(sheet, at, bottom, step)
    return sheet.svg(bottom + 24)


def _events(sheet: Sheet, events: Rows, at: Mapping[str, float], top: float, bottom: float) -> None:
    """Draw a line an event; numbers of periods that lie close take turns in height."""
    numbers: dict[str, list[str]] = {}
    for event in events:
        numbers.setdefault(str(event["period"]), []).append(str(event["number"]))
    right = [-99.0, -99.0]
    for period in (name for name in at if name in numbers):
        numbers_text = ", ".join(numbers[period])
        half = width_of(numbers_text) / 2
        x = min(max(at[period], half), sheet.width - half)
        row = 0 if x - half > right[0] + 3 else 1
        sheet.rule(at[period], top - (4 if row == 0 else 17), at[period], bottom, INK, dashed=True)
        if x - half > right[row] + 3:
            sheet.text(x, top - (10 if row == 0 else 23), numbers_text, "center", bold=True)
            right[row] = x + half


def _name(sheet: Sheet, at: Mapping[str, float], bottom: float, step: float) -> None:
    """Name as many periods as there is room for, each so many apart."""
    widest = max(map(width_of, at)) + 10
    every = max(1, -int(-widest // step))
    for index, (period, x) in enumerate(at.items()):
        half = width_of(period) / 2
        if index % every == 0:
            middle = min(max(x, half), sheet.width - half)
            sheet.text(middle, bottom + 12, period, "center", SOFT)
