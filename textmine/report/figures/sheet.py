"""A sheet of paper on which the marks of a chart have their place, written as SVG.

Places are CSS pixels, x from the left, y from the top, so that type keeps its size at every width.
"""

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from textmine.cells.acting import marked
from textmine.report.figures.style import INK, LINE, RULE, SIZE, Series

_FONT = "Helvetica, Arial, sans-serif"
_LAYERS = ("grid", "boxes", "bands", "rules", "lines", "points", "texts")
"""What lies over what: the grid below, texts above."""
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_PALE = 0.16
_DOWN = round(0.3 * SIZE)
"""From the middle of a line of type to its foot."""


@dataclass
class Sheet:
    """Marks on a sheet so many CSS pixels wide."""

    width: float
    layers: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in _LAYERS})

    def box(
        self,
        x: float,
        y: float,
        x2: float,
        y2: float,
        fill: str,
        opacity: float = 1,
        edge: str = "",
    ) -> None:
        """Put a rectangle, with an `edge` of this colour where one is named."""
        self.layers["boxes"].append(
            f'<rect x="{_n(min(x, x2))}" y="{_n(min(y, y2))}" width="{_n(abs(x2 - x))}" '
            f'height="{_n(abs(y2 - y))}" fill="{fill}"'
            f"{_also('stroke', edge)}{_opacity(opacity)}/>"
        )

    def rule(
        self,
        x: float,
        y: float,
        x2: float,
        y2: float,
        colour: str = RULE,
        wide: float = 1,
        *,
        dashed: bool = False,
        opacity: float = 1,
    ) -> None:
        """Put a straight line."""
        self.layers["grid" if colour == RULE else "rules"].append(
            f'<line x1="{_n(x)}" y1="{_n(y)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{colour}" '
            f'stroke-width="{_n(wide)}"'
            f"{_also('stroke-dasharray', '4,4' if dashed else '')}{_opacity(opacity)}/>"
        )

    def line(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        """Put a line through points; those that are not numbers are left out."""
        points = [point for point in points if all(map(math.isfinite, point))]
        if not points:
            return
        self.layers["lines"].append(
            f'<path d="M{_through(points)}" stroke="{colour}" stroke-width="2"/>'
        )

    def band(self, points: Sequence[tuple[float, float, float]], colour: str) -> None:
        """Put a pale band through (x, y, y2); what is not a number is left out."""
        points = [point for point in points if all(map(math.isfinite, point))]
        if not points:
            return
        edge = [*((x, y) for x, y, _ in points), *((x, y2) for x, _, y2 in reversed(points))]
        self.layers["bands"].append(
            f'<path d="M{_through(edge)}Z" fill="{colour}" opacity="{_PALE}"/>'
        )

    def point(self, x: float, y: float, look: Series, size: float = 64, opacity: float = 1) -> None:
        """Put a mark, `size` square pixels large; none at what is not a number."""
        if not math.isfinite(x + y):
            return
        self.layers["points"].append(
            f'<path transform="translate({_n(x)},{_n(y)})" d="{_shape(look.shape, size)}" '
            f'fill="{look.colour}"{_opacity(opacity)}/>'
        )

    def text(
        self,
        x: float,
        y: float,
        text: str | Sequence[str],
        align: str = "left",
        colour: str = INK,
        *,
        bold: bool = False,
        italic: bool = False,
        angle: float = 0,
    ) -> None:
        """Put a text, or its lines; `y` is the middle of the first line."""
        lines = [text] if isinstance(text, str) else list(text)
        if not any(lines):
            return
        escaped = [html.escape(marked(line.strip()), quote=False) for line in lines]
        first = escaped[0]
        if len(escaped) > 1:
            rest = "".join(f'<tspan x="0" dy="{LINE}">{line}</tspan>' for line in escaped[1:])
            first = f"<tspan>{escaped[0]}</tspan>{rest}"
        transform = f"translate({_n(x)},{_n(y + _DOWN)})"
        if angle:
            transform = f"translate({_n(x)},{_n(y)}) rotate({_n(angle)}) translate(0,{_DOWN})"
        self.layers["texts"].append(
            f'<text text-anchor="{_ANCHORS[align]}" transform="{transform}" font-size="{SIZE}px"'
            f"{_also('font-style', 'italic' if italic else '')}"
            f"{_also('font-weight', 'bold' if bold else '')}"
            f' fill="{colour}">{first}</text>'
        )

    def svg(self, height: float) -> str:
        """Return the sheet as SVG."""
        wide, high = _n(self.width), _n(round(height))
        marks = "".join(f"<g>{''.join(some)}</g>" for some in self.layers.values() if some)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
            f'viewBox="0 0 {wide} {high}" font-family="{_FONT}" fill="none">{marks}</svg>'
        )


def _n(value: float) -> str:
    """Return a number with two decimals at most."""
    rounded = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if rounded == "-0" else rounded


def _opacity(value: float) -> str:
    return _also("opacity", "" if value == 1 else f"{value:g}")


def _also(name: str, value: str) -> str:
    """Return an attribute, nothing where it has no value."""
    return f' {name}="{value}"' if value else ""


def _through(points: Sequence[tuple[float, float]]) -> str:
    return "L".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _shape(shape: str, size: float) -> str:
    """Return the outline of a mark around 0, 0; all but the cross are as wide as a circle is."""
    r = size**0.5 / 2
    if shape == "circle":
        arc = f"A{_n(r)},{_n(r)},0,1,1"
        return f"M{_n(r)},0{arc},{_n(-r)},0{arc},{_n(r)},0"
    high, arm = r * 3**0.5 / 2, r / 2.5
    corners = {
        "square": [(-r, -r), (r, -r), (r, r), (-r, r)],
        "diamond": [(-r, 0), (0, -r), (r, 0), (0, r)],
        "triangle-up": [(0, -high), (-r, high), (r, high)],
        "triangle-down": [(0, high), (-r, -high), (r, -high)],
        "triangle-right": [(high, 0), (-high, -r), (-high, r)],
        "triangle-left": [(-high, 0), (high, -r), (high, r)],
        "cross": [
            *((-r, -arm), (-r, arm), (-arm, arm), (-arm, r), (arm, r), (arm, arm)),
            *((r, arm), (r, -arm), (arm, -arm), (arm, -r), (-arm, -r), (-arm, -arm)),
        ],
    }
    return f"M{_through(corners[shape])}Z"
