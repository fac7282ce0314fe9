"""Scales in CSS pixels, ticks at round numbers, axes with titles, and what marks mean."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textmine.report.figures.sheet import Sheet
from textmine.report.figures.style import LINE, SOFT, Series, lines_of, one_line, width_of

Spans = Sequence[tuple[float, float]]
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high` between the pixels `start` and `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the pixel of a value; a value outside is put at the limit."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 2)

    def ticks(self, most: int) -> list[float]:
        """Return at most `most` round values of the scale.

        >>> Scale(0, 1, 0, 100).ticks(6)
        [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
        """
        span = self.high - self.low
        if span <= 0 or not math.isfinite(span):
            return [self.low]
        power = 10 ** math.floor(math.log10(span / max(most, 2)))
        for step in (power * factor for factor in (*_STEPS, 20, 25, 50)):
            first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
            if last - first + 1 <= most:
                return [round(number * step, 10) for number in range(first, last + 1)]
        return [self.low, self.high]


def written(value: float, *, percent: bool = False) -> str:
    """Return a tick as people read it.

    >>> written(0.25, percent=True), written(0.5), written(12000.0)
    ('25 %', '0.5', '12,000')
    """
    if percent:
        return f"{100 * value:.4g} %"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def across(
    sheet: Sheet,
    scale: Scale,
    spans: Spans,
    title: str,
    *,
    percent: bool = False,
    at: Sequence[float] = (),
) -> float:
    """Draw upright lines at round values, these below, and a title; return where it ends.

    `spans` are the heights between which lines are drawn, from the top down; `at` are values to
    take in the place of round ones.
    """
    bottom = spans[-1][1]
    room = max(3, int((scale.end - scale.start) // 58))
    left = 0.0
    for tick in at or scale.ticks(min(6, room)):
        label = written(tick, percent=percent)
        x, half = scale.at(tick), width_of(label) / 2
        for top, end in spans:
            sheet.rule(x, top, x, end)
        middle = min(max(x, half), sheet.width - half)
        if middle - half >= left:
            sheet.text(middle, bottom + 11, label, "center", SOFT)
            left = middle + half + 4
    end = bottom + 20
    if not title:
        return end
    lines = lines_of(title, sheet.width - 8)
    widest = max(map(width_of, lines)) / 2
    middle = (scale.start + scale.end) / 2
    middle = min(max(middle, widest), sheet.width - widest)
    sheet.text(middle, end + 9, lines, "center", SOFT)
    return end + 4 + LINE * len(lines)


def up(
    sheet: Sheet, scale: Scale, left: float, right: float, *, percent: bool = False, whole: bool
) -> None:
    """Draw level lines at round values, these on the left."""
    for tick in scale.ticks(6):
        if not whole or tick == int(tick):
            y = scale.at(tick)
            sheet.rule(left, y, right, y)
            sheet.text(left - 6, y, written(tick, percent=percent), "right", SOFT)


def room_for(ticks: Sequence[float], *, percent: bool = False) -> float:
    """Return how wide the values on the left of a chart are, with the gap before it."""
    return max(width_of(written(tick, percent=percent)) for tick in ticks) + 8


def key(sheet: Sheet, looks: Mapping[str, Series], top: float) -> float:
    """Say what marks mean, in as few lines as hold them; return where that ends."""
    x, y = 8.0, top + 8
    for name, look in looks.items():
        label = one_line(name, sheet.width - 24)
        wide = width_of(label) + 14
        if x > 8 and x + wide > sheet.width:
            x, y = 8.0, y + LINE + 2
        sheet.point(x, y, look)
        sheet.text(x + 9, y, label)
        x += wide + 12
    return y + 12


def markers(sheet: Sheet, scale: Scale, spans: Spans, marks: Mapping[str, float]) -> None:
    """Draw a dashed line across a chart at each value that something hangs on, named above it."""
    free = 0.0
    for label, value in sorted(marks.items(), key=lambda mark: mark[1]):
        x, wide = scale.at(value), width_of(label)
        for top, bottom in spans:
            sheet.rule(x, top, x, bottom, SOFT, dashed=True)
        left = min(max(free, x - wide / 2), sheet.width - wide)
        sheet.text(left, 8, label, "left", SOFT)
        free = left + wide + 6
