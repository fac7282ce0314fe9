"""A map: what is alike lies near, what is large has a large mark."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from textmine.present import WIDE
from textmine.report.figures.sheet import Sheet
from textmine.report.figures.style import FAR, LINE, SOFT, lines_of, one_line, series_of, width_of

_LARGEST, _SMALLEST = 26.0, 5.0
_ROOM = 150.0
"""Width of a name beside its mark."""
_Box = tuple[float, float, float, float]


def map_chart(
    points: Sequence[Mapping[str, Any]], width: int = WIDE, *, title: str, machine: bool = True
) -> str:
    """Draw marks where x and y have them, at one scale for both, as SVG.

    Points hold id, label, x, y, share (0 to 1; the area of the mark) and told (the share in words).
    Names stand beside their marks where there is room, else the id; all are listed on a narrow
    sheet, and those that have none beside them on a wide one.
    """
    sheet = Sheet(width)
    far = width >= FAR
    head = lines_of(title, width - 8)
    sheet.text(4, 9, head, colour=SOFT)
    top = LINE * len(head) + 8
    edge = _LARGEST + 8
    plot = (edge, top + edge, width - edge, top + (0.56 if far else 0.8) * width)
    places = _places(points, plot)
    largest = max(float(point["share"]) for point in points)
    radii = [
        max(_SMALLEST, _LARGEST * math.sqrt(float(point["share"]) / largest)) for point in points
    ]
    look = series_of([""], (), machine=machine)[""]
    order = sorted(range(len(points)), key=lambda index: -radii[index])
    taken = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(places, radii, strict=True)]
    limits = (2.0, top, width - 2.0, plot[3] + _LARGEST)
    listed = []
    for at in order:
        (x, y), radius = places[at], radii[at]
        point = points[at]
        sheet.point(x, y, look, 2 * radius * radius, 0.75)
        name = f"{point['id']} {point['label']}"
        whole = lines_of(name, _ROOM) if far else [str(point["id"])]
        for lines in (whole, [str(point["id"])]):
            box = _free(lines, (x, y), radius, taken, limits)
            if box is not None:
                break
        else:
            lines, half = [str(point["id"])], width_of(str(point["id"])) / 2
            box = (x - half, y - LINE / 2, x + half, y + LINE / 2)
        taken.append(box)
        sheet.text((box[0] + box[2]) / 2, box[1] + LINE / 2, lines, "center")
        if lines != whole or not far:
            listed.append(at)
    return sheet.svg(_list(sheet, [points[at] for at in sorted(listed)], limits[3] + 14))


def _places(points: Sequence[Mapping[str, Any]], plot: _Box) -> list[tuple[float, float]]:
    """Return where points lie, at one scale, in the middle of the plot."""
    xs, ys = ([float(point[axis]) for point in points] for axis in ("x", "y"))
    scale = min(
        (plot[2] - plot[0]) / max(max(xs) - min(xs), 1e-9),
        (plot[3] - plot[1]) / max(max(ys) - min(ys), 1e-9),
    )
    middle = ((plot[0] + plot[2]) / 2, (plot[1] + plot[3]) / 2)
    x0, y0 = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return [
        (round(middle[0] + scale * (x - x0), 2), round(middle[1] - scale * (y - y0), 2))
        for x, y in zip(xs, ys, strict=True)
    ]


def _free(
    lines: Sequence[str],
    at: tuple[float, float],
    radius: float,
    taken: Sequence[_Box],
    limits: _Box,
) -> _Box | None:
    """Return a box beside a mark that touches nothing, None where there is none."""
    wide, high = max(map(width_of, lines)), LINE * len(lines)
    (x, y), gap = at, radius + 4
    slant = 0.7 * gap
    for left, upper in (
        (x + gap, y - high / 2), (x - gap - wide, y - high / 2),
        (x - wide / 2, y - gap - high), (x - wide / 2, y + gap),
        (x + slant, y - slant - high), (x + slant, y + slant),
        (x - slant - wide, y - slant - high), (x - slant - wide, y + slant),
    ):  # fmt: skip
        box = (left, upper, left + wide, upper + high)
        inside = left >= limits[0] and upper >= limits[1] and box[2] <= limits[2]
        if inside and box[3] <= limits[3] and not any(_touch(box, other) for other in taken):
            return box
    return None


def _touch(box: _Box, other: _Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _list(sheet: Sheet, points: Sequence[Mapping[str, Any]], y: float) -> float:
    """List ids, names and shares below the map; return where that ends."""
    if not points:
        return y
    room = max(width_of(str(point["id"])) for point in points) + 12
    for point in points:
        share_text = one_line(str(point["told"]), 90)
        lines = lines_of(str(point["label"]), sheet.width - room - width_of(share_text) - 18, 3)
        sheet.text(4, y, str(point["id"]), bold=True)
        sheet.text(4 + room, y, lines)
        sheet.text(sheet.width - 4, y, share_text, "right", SOFT)
        y += LINE * len(lines) + 3
    return y
