"""Lines with bands: curves of learning and saturation, calibration, risk and coverage, sweeps."""

from collections.abc import Mapping, Sequence
from typing import Any

from textmine.present import WIDE
from textmine.report.figures.axes import Scale, across, key, room_for, up
from textmine.report.figures.sheet import Sheet
from textmine.report.figures.style import FAR, LINE, SOFT, Series, lines_of, series_of, width_of

Rows = Sequence[Mapping[str, Any]]
_BANDS, _ASIDE = 2, 4.0
"""Lines up to which intervals are bands; of more they are upright, so far beside each other."""
_FEW = 7
"""Values of x up to which the axis names these and no round ones."""
_APART = 9
"""CSS pixels between marks of a line; a line with more points is drawn alone."""


def line_chart(
    rows: Rows,
    width: int = WIDE,
    *,
    x: str,
    y: str,
    colour: str | None = None,
    rules: Sequence[float] = (),
    diagonal: bool = False,
    domain: tuple[float, float] = (0.0, 1.0),
    titles: tuple[str, str] = ("", ""),
    machine: bool = True,
    percent: tuple[bool, bool] = (False, False),
) -> str:
    """Draw lines with bands, as SVG; figures of a machine look otherwise than those of people.

    Rows hold `x`, `y`, low and high; `colour` tells lines apart, which are named at their ends
    where there is room. `rules` are heights to mark with a dashed line; `diagonal` draws where x
    and y are equal. `percent` says of x and of y whether they are shares.
    """
    groups = list(dict.fromkeys(str(row[colour]) for row in rows)) if colour else [""]
    looks = series_of(groups, (), machine=machine)
    lines = {
        group: sorted(
            (row for row in rows if not colour or str(row[colour]) == group),
            key=lambda row: float(row[x]),
        )
        for group in groups
    }
    sheet = Sheet(width)
    several = len(groups) > 1
    beside = several and width >= FAR
    top = key(sheet, looks, 0) if several and not beside else 4.0
    head = lines_of(titles[1] or y, width - 8)
    sheet.text(4, top + 8, head, colour=SOFT)
    top += LINE * len(head) + 10
    bottom = top + (260 if width >= FAR else 210)
    upright = Scale(*domain, bottom, top)
    left = room_for(upright.ticks(6), percent=percent[1])
    named = min(0.3 * width, max(map(width_of, groups))) + 12 if beside else 10
    ends = [float(row[x]) for row in rows]
    level = Scale(
        *(domain if diagonal else (min(ends), max(ends))), left + 6, width - max(named, 14)
    )
    up(sheet, upright, left, level.end, percent=percent[1], whole=False)
    own = sorted(set(ends))
    few = own if len(own) <= _FEW and not percent[0] else ()
    end = across(sheet, level, [(top, bottom)], titles[0] or x, percent=percent[0], at=few)
    for height in rules:
        at = upright.at(height)
        sheet.rule(level.start, at, level.end, at, SOFT, dashed=True)
    if diagonal:
        sheet.rule(level.start, bottom, level.end, top, SOFT, dashed=True)
    for index, (group, points) in enumerate(lines.items()):
        aside = _ASIDE * (index - (len(groups) - 1) / 2) if len(groups) > _BANDS else None
        _put(sheet, (level, upright), points, (x, y), looks[group], aside)
    if beside:
        last = {group: upright.at(points[-1][y]) for group, points in lines.items()}
        _name(sheet, last, looks, level.end, named, (top, bottom))
    return sheet.svg(end + 4)


def _put(
    sheet: Sheet,
    scales: tuple[Scale, Scale],
    rows: Rows,
    of: tuple[str, str],
    look: Series,
    aside: float | None,
) -> None:
    """Draw a line, its intervals and its marks; `aside` puts upright intervals so far beside x."""
    (level, upright), (x, y) = scales, of
    across_ = [(level.at(row[x]) + (aside or 0), row) for row in rows]
    spread = any(row["low"] != row["high"] for row in rows)
    if spread and aside is not None:
        for at, row in across_:
            low, high = upright.at(row["low"]), upright.at(row["high"])
            sheet.rule(at, low, at, high, look.colour, 1.5, opacity=0.6)
    elif spread:
        sheet.band(
            [(at, upright.at(row["low"]), upright.at(row["high"])) for at, row in across_],
            look.colour,
        )
    sheet.line([(at, upright.at(row[y])) for at, row in across_], look.colour)
    if len(rows) * _APART <= level.end - level.start:
        for at, row in across_:
            sheet.point(at, upright.at(row[y]), look, 40)


def _name(
    sheet: Sheet,
    last: Mapping[str, float],
    looks: Mapping[str, Series],
    right: float,
    room: float,
    limits: tuple[float, float],
) -> None:
    """Name each line at its end; names that would touch are moved apart."""
    name_lines = {group: lines_of(group, room - 10, 3) for group in last}
    order = sorted(last, key=lambda group: last[group])
    tops, free = {}, limits[0] - LINE / 2
    for group in order:
        high = LINE * len(name_lines[group])
        tops[group] = max(free, last[group] - high / 2)
        free = tops[group] + high + 2
    over = max(0.0, free - limits[1] - LINE)
    for group in order:
        sheet.text(
            right + 8, tops[group] - over + LINE / 2, name_lines[group], colour=looks[group].colour
        )
