"""What all charts share: colours, shapes, and a sheet of paper on which marks have their place.

Charts are laid out in CSS pixels, so that type keeps its size at every width, and drawn by Altair.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from textmine.cells.acting import marked
from textmine.report.figures.type import LINE, SIZE

INK, SOFT, RULE, PAPER, TINT = "#1c2530", "#5b6875", "#d7dde3", "#ffffff", "#f4f6f8"
PEOPLE, MACHINE = "#0072b2", "#d55e00"
"""Blue and vermilion of Okabe and Ito: seen apart by all, 3 : 1 on light and on dark pages."""
ON_PAGES = {INK: "ink", SOFT: "soft", RULE: "line", PAPER: "paper", TINT: "tint"}
"""Colours that pages have in variables of these names, so that dark pages turn them."""
FAR = 480
"""From this width a chart has room beside it for labels."""

_PEOPLE = (PEOPLE, "#009e73", "#3a8fc7", "#7a6fd0", "#5f8f3f", "#7f8a96")
_MACHINES = (MACHINE, "#b97700", "#c4609a", "#a3593a", "#b0506a")
_PEOPLES_SHAPES = ("circle", "square", "triangle-up", "cross")
_MACHINES_SHAPES = ("diamond", "triangle-down", "triangle-right", "triangle-left")
_FONT = "Helvetica, Arial, sans-serif"


@dataclass(frozen=True)
class Series:
    """How the marks of one who is counted look."""

    colour: str
    shape: str


def series_of(
    names: Sequence[str], machines: Collection[str], *, machine: bool = False
) -> dict[str, Series]:
    """Return a look for each name: machines have colours and shapes that people never have."""
    found, n_people, n_machines = {}, 0, 0
    shades: Sequence[str]
    for name in names:
        if machine or name in machines:
            place, n_machines = n_machines, n_machines + 1
            shades, shapes = _MACHINES, _MACHINES_SHAPES
        else:
            place, n_people = n_people, n_people + 1
            shades, shapes = _PEOPLE, _PEOPLES_SHAPES
        found[name] = Series(shades[place % len(shades)], shapes[place % len(shapes)])
    return found


@dataclass
class Sheet:
    """Marks on a sheet `width` CSS pixels wide; x from the left, y from the top."""

    width: float
    boxes: list[dict[str, Any]] = field(default_factory=list)
    bands: list[dict[str, Any]] = field(default_factory=list)
    rules: list[dict[str, Any]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    points: list[dict[str, Any]] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)

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
        self.boxes.append(
            {"x": x, "y": y, "x2": x2, "y2": y2, "fill": fill, "opacity": opacity}
            | {"stroke": edge or fill, "wide": 1 if edge else 0}
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
        self.rules.append(
            {"x": x, "y": y, "x2": x2, "y2": y2, "stroke": colour, "wide": wide}
            | {"dash": [4, 4] if dashed else [1, 0], "opacity": opacity}
        )

    def line(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        """Put a line through points."""
        line = {"line": len(self.lines), "stroke": colour}
        self.lines += [{**line, "x": x, "y": y} for x, y in points]

    def band(self, points: Sequence[tuple[float, float, float]], colour: str) -> None:
        """Put a pale band through (x, y, y2)."""
        band = {"band": len(self.bands), "fill": colour}
        self.bands += [{**band, "x": x, "y": y, "y2": y2} for x, y, y2 in points]

    def point(self, x: float, y: float, look: Series, size: float = 64, opacity: float = 1) -> None:
        """Put a mark, `size` square pixels large."""
        self.points.append(
            {"x": x, "y": y, "fill": look.colour, "shape": look.shape, "size": size}
            | {"opacity": opacity}
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
        self.texts.append(
            {"x": x, "y": y, "text": [marked(line) for line in lines], "align": align}
            | {"fill": colour, "weight": "bold" if bold else "normal", "angle": angle}
            | {"style": "italic" if italic else "normal"}
        )

    def svg(self, height: float) -> str:
        """Return the sheet as SVG."""
        return _drawn(self, float(round(height)))


def _drawn(sheet: Sheet, height: float) -> str:
    """Draw the marks: the grid below, then boxes, bands, rules, lines, points, and texts above."""
    import vl_convert

    rows = {
        "grid": [one for one in sheet.rules if one["stroke"] == RULE],
        "boxes": sheet.boxes,
        "bands": sheet.bands,
        "rules": [one for one in sheet.rules if one["stroke"] != RULE],
        "lines": sheet.lines,
        "points": sheet.points,
        "texts": sheet.texts,
    }
    template = _template(tuple(name for name, some in rows.items() if some))
    domains = {"x": [0, sheet.width], "y": [height, 0]}
    vega = {
        **template,
        "width": sheet.width,
        "height": height,
        "data": [
            {**one, "values": rows[one["name"]]} if one["name"] in rows else one
            for one in template["data"]
        ],
        "scales": [{**one, "domain": domains[one["name"]]} for one in template["scales"]],
    }
    return _plain(str(vl_convert.vega_to_svg(vega)))


@cache
def _template(kinds: tuple[str, ...]) -> dict[str, Any]:
    """Return the Vega chart of some kinds of marks, which is the same for all sheets but their
    rows, width and height: to make it takes longer than to draw it.
    """
    import altair as alt
    import vl_convert

    flat: dict[str, Any] = {"axis": None}
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, 1], nice=False, zero=False), **flat)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[1, 0], nice=False, zero=False), **flat)
    ends = {"x": x, "x2": alt.X2("x2:Q"), "y": y, "y2": alt.Y2("y2:Q")}
    raw: Any = partial(dict, legend=None, scale=None)
    fill, stroke = alt.Fill("fill:N", **raw()), alt.Stroke("stroke:N", **raw())
    wide, opacity = alt.StrokeWidth("wide:Q", **raw()), alt.Opacity("opacity:Q", **raw())
    dash = alt.StrokeDash("dash:N", **raw())
    shape, size = alt.Shape("shape:N", **raw()), alt.Size("size:Q", **raw())
    own = {name: alt.expr(f"datum.{key}") for name, key in _OF_TEXTS.items()}
    of_rules = {**ends, "stroke": stroke, "strokeWidth": wide, "opacity": opacity}
    layers: dict[str, tuple[Any, dict[str, Any], dict[str, Any]]] = {
        "grid": ("rule", {}, of_rules),
        "boxes": ("rect", {}, {**ends, "fill": fill, "stroke": stroke, "strokeWidth": wide,
                               "opacity": opacity}),
        "bands": ("area", {"opacity": 0.16}, {"x": x, "y": y, "y2": ends["y2"], "fill": fill,
                                              "detail": "band:N"}),
        "rules": ("rule", {}, {**of_rules, "strokeDash": dash}),
        "lines": ("line", {"strokeWidth": 2}, {"x": x, "y": y, "stroke": stroke,
                                               "detail": "line:N"}),
        "points": ("point", {"filled": True}, {"x": x, "y": y, "fill": fill, "shape": shape,
                                               "size": size, "opacity": opacity}),
        "texts": ("text", {**own, "baseline": "middle", "fontSize": SIZE, "lineHeight": LINE},
                  {"x": x, "y": y, "text": "text:N", "fill": fill}),
    }  # fmt: skip
    parts = []
    for kind in kinds:
        mark, options, encoded = layers[kind]
        bare = alt.Chart(alt.NamedData(name=kind), mark=alt.MarkDef(mark, **options))
        parts.append(bare.encode(**encoded))
    chart = alt.layer(*parts).properties(width=1, height=1, autosize="none", padding=0)
    themed = chart.configure(font=_FONT, background="transparent", aria=False)
    spec = themed.configure_view(stroke=None).to_dict(validate=False)
    return dict(vl_convert.vegalite_to_vega(spec))


_OF_TEXTS = {"align": "align", "fontWeight": "weight", "fontStyle": "style", "angle": "angle"}


_EMPTY = (
    *(' font-weight="normal"', ' font-style="normal"', ' opacity="1"', ' stroke-dasharray="1,0"'),
    *(' stroke-miterlimit="10"', ' aria-hidden="true"', ' role="graphics-object"'),
    *(' role="graphics-symbol"', ' pointer-events="none"'),
    f' font-family="{html.escape(_FONT)}"',
)
"""Attributes that say what holds anyway."""
_TAG, _LONG = re.compile("<[^<>]*>"), re.compile(r"(?<!\d)-?\d{1,20}\.\d{3,}")


def _plain(svg: str) -> str:
    """Name the font once, round places, and leave out what says nothing; texts stay as they are."""
    plain = _TAG.sub(_plain_tag, svg)
    return marked(plain.replace("<svg ", f'<svg font-family="{html.escape(_FONT)}" ', 1))


def _plain_tag(found: re.Match[str]) -> str:
    tag = found[0]
    for empty in _EMPTY:
        tag = tag.replace(empty, "")
    return _LONG.sub(lambda one: f"{float(one[0]):.2f}".rstrip("0").rstrip("."), tag)
