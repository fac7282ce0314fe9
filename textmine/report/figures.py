"""Charts as SVG, drawn offline by Altair and vl-convert."""

from __future__ import annotations

import json
import math
import textwrap
import unicodedata
from collections.abc import Collection, Sequence
from typing import Any

from textmine.cells.acting import marked

_INK, _MACHINE, _LEAK, _RULE = "#1d3557", "#b4540a", "#9aa5b1", "#d7dde3"
_WIDEST_LABEL, _LONGEST_LINE = 320, 44
_UPRIGHT, _BESIDE, _ABOVE = 0.05, 1.9, 1.1
_LEFT: dict[str, Any] = {"align": "right", "dx": -12}
_RIGHT: dict[str, Any] = {"align": "left", "dx": 12}
_PEOPLE = (
    *(_LEAK, "#5f8f3f", "#7a5195", "#56b4e9", "#c47ab2", "#2a9d8f"),
    *("#6b705c", "#b5d19a", "#44546a", "#8fd3ff", "#3f2b56"),
)
"""Shades that follow the main one; no figure of a machine has them."""
_MACHINES = (_MACHINE, "#e0952f", "#8c2f0d", "#c98a6b", "#f2c14e")
"""Shades of machines, which no figure of people has."""


def interval_chart(
    rows: Sequence[dict[str, Any]],
    *,
    label: str,
    colour: str | None = None,
    domain: tuple[float, float] = (0.0, 1.0),
    title: str = "",
    machine: bool = False,
    machines: Collection[str] = (),
) -> str:
    """Draw a point with its interval for each row, as SVG.

    Rows hold `label`, value, low and high; rows of one label stand in one line, told apart by the
    column `colour`. Long labels take several lines. Figures of a machine have
    another colour than those of people: all of them, or the groups in `machines`.
    """
    import altair as alt

    rows = _drawable(rows)
    data = alt.InlineData(values=rows)
    order = list(dict.fromkeys(str(row[label]) for row in rows))
    lines = {one: _lines(one) for one in order}
    widest = max((len(line) for told in lines.values() for line in told), default=0)
    groups = list(dict.fromkeys(row[colour] for row in rows)) if colour else []
    main = _MACHINE if machine else _INK
    shade: Any = alt.value(main)
    offset: dict[str, Any] = {}
    if colour and len(groups) > 1:
        scale = alt.Scale(domain=groups, range=_shades(groups, main, machines))
        legend = alt.Legend(title=None, orient="top", labelLimit=400)
        shade = alt.Color(f"{colour}:N", scale=scale, legend=legend)
        offset = {"yOffset": alt.YOffset(f"{colour}:N", sort=groups)}
    y = alt.Y(
        f"{label}:N",
        sort=order,
        title=None,
        axis=alt.Axis(
            labelLimit=_WIDEST_LABEL,
            labelExpr=f"{json.dumps(lines)}[datum.label]",
            # Readers' fonts can be wider than the one that the chart was measured with.
            minExtent=min(_WIDEST_LABEL, 7 * widest),
            ticks=False,
            domain=False,
            labelPadding=8,
        ),
    )
    x_axis = alt.Axis(
        grid=True, gridColor=_RULE, domain=False, ticks=False, tickCount=6, format=".2f"
    )
    base = alt.Chart(data)
    bars = base.mark_rule(strokeWidth=2.5).encode(
        y=y,
        x=alt.X("low:Q", scale=alt.Scale(domain=list(domain)), title=title or None, axis=x_axis),
        x2="high:Q",
        color=shade,
        **offset,
    )
    points = base.mark_point(filled=True, size=70, opacity=1).encode(
        y=y, x=alt.X("value:Q"), color=shade, **offset
    )
    step = max(16 * max(len(groups), 1) + 12, 14 * max(map(len, lines.values()), default=1) + 4)
    chart = (bars + points).properties(width=440, height=step * len(order))
    return to_svg(chart)


def line_chart(
    rows: Sequence[dict[str, Any]],
    *,
    x: str,
    y: str,
    colour: str | None = None,
    rules: Sequence[float] = (),
    diagonal: bool = False,
    domain: tuple[float, float] = (0.0, 1.0),
    titles: tuple[str, str] = ("", ""),
    machine: bool = True,
) -> str:
    """Draw lines with bands, as SVG; figures of a machine have another colour than those of people.

    Rows hold `x`, `y`, low and high; `colour` tells lines apart. `rules` are heights to mark with a
    dashed line; `diagonal` draws where x and y are equal.
    """
    import altair as alt

    rows = _drawable(rows)
    data = alt.InlineData(values=rows)
    groups = list(dict.fromkeys(row[colour] for row in rows)) if colour else []
    shade: Any = alt.value(_MACHINE if machine else _INK)
    if colour and len(groups) > 1:
        shades = list(_MACHINES * len(groups)) if machine else _shades(groups, _INK, ())
        scale = alt.Scale(domain=groups, range=shades[: len(groups)])
        legend = alt.Legend(title=None, orient="top", columns=2, labelLimit=400)
        shade = alt.Color(f"{colour}:N", scale=scale, legend=legend)
    axis = alt.Axis(gridColor=_RULE, domain=False, ticks=False, tickCount=6)
    across = alt.X(f"{x}:Q", title=titles[0] or x, axis=axis, scale=alt.Scale(zero=diagonal))
    up = alt.Y(f"{y}:Q", title=titles[1] or None, axis=axis, scale=alt.Scale(domain=list(domain)))
    base = alt.Chart(data)
    parts: list[Any] = [
        base.mark_area(opacity=0.18).encode(x=across, y="low:Q", y2="high:Q", color=shade),
        base.mark_line(strokeWidth=2, point=True).encode(x=across, y=up, color=shade),
    ]
    for height in rules:
        line = alt.Chart(alt.InlineData(values=[{"at": height}]))
        parts.append(line.mark_rule(strokeDash=[4, 4], color=_LEAK).encode(y="at:Q"))
    if diagonal:
        corners = alt.InlineData(values=[{x: end, y: end} for end in domain])
        line = alt.Chart(corners).mark_line(strokeDash=[4, 4], color=_LEAK)
        parts.append(line.encode(x=f"{x}:Q", y=f"{y}:Q"))
    chart = alt.layer(*parts).properties(width=440, height=280)
    return to_svg(chart)


def network_chart(
    nodes: Sequence[dict[str, Any]], edges: Sequence[dict[str, Any]], *, title: str
) -> str:
    """Draw codes on a circle, and lines between those that go together, as SVG.

    Nodes hold label and n, edges first and second (labels), and together, which `title` names: the
    wider the line, the more.
    """
    import altair as alt

    order = {str(node["label"]): place for place, node in enumerate(nodes)}
    angles = {label: 2 * math.pi * place / len(order) for label, place in order.items()}
    at = {label: (math.sin(angle), math.cos(angle)) for label, angle in angles.items()}
    drawn = [
        {**node, "x": at[node["label"]][0], "y": at[node["label"]][1]}
        | {"right": at[node["label"]][0] >= -_UPRIGHT}
        for node in nodes
    ]
    lines = [
        {
            **edge,
            **dict(
                zip(("x", "y", "x2", "y2"), (*at[edge["first"]], *at[edge["second"]]), strict=True)
            ),
        }
        for edge in edges
    ]
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-_BESIDE, _BESIDE]))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-_ABOVE, _ABOVE]))
    legend = alt.Legend(orient="top", tickCount=4)
    scale = alt.Scale(range=[0.5, 8], zero=True)
    widths = alt.StrokeWidth("together:Q", title=title, scale=scale, legend=legend)
    rules = (
        alt.Chart(alt.InlineData(values=_drawable(lines)))
        .mark_rule(color=_LEAK, opacity=0.7)
        .encode(x=x, y=y, x2="x2:Q", y2="y2:Q", strokeWidth=widths)
    )
    base = alt.Chart(alt.InlineData(values=_drawable(drawn)))
    points = base.mark_point(filled=True, color=_INK, opacity=1).encode(
        x=x, y=y, size=alt.Size("n:Q", legend=None, scale=alt.Scale(range=[40, 500], zero=True))
    )
    parts: list[Any] = [rules, points] if lines else [points]
    for right, beside in (("true", _RIGHT), ("false", _LEFT)):
        told = base.transform_filter(f"datum.right == {right}").mark_text(
            limit=_WIDEST_LABEL, **beside
        )
        parts.append(told.encode(x=x, y=y, text="label:N"))
    return to_svg(alt.layer(*parts).properties(width=640, height=420))


def layers_chart(
    nodes: Sequence[dict[str, Any]], edges: Sequence[dict[str, Any]], *, title: str
) -> str:
    """Draw boxes in columns, and lines from left to right between them, as SVG.

    Nodes hold key, label, x (column, from 0) and y (row, from 0 at the top); edges first and second
    (keys) and n, which `title` names: the wider the line, the more.
    """
    import altair as alt

    at = {node["key"]: node for node in nodes}
    lines = [
        {"n": edge["n"]}
        | {"x": at[edge["first"]]["x"], "y": at[edge["first"]]["y"]}
        | {"x2": at[edge["second"]]["x"], "y2": at[edge["second"]]["y"]}
        for edge in edges
    ]
    told = [{**node, "label": _lines(str(node["label"]))} for node in _drawable(nodes)]
    columns = 1 + max(int(node["x"]) for node in nodes)
    rows = 1 + max(float(node["y"]) for node in nodes)
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.1, columns]))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[rows - 0.5, -0.5]))
    alike = len({edge["n"] for edge in edges}) < 2
    legend = None if alike else alt.Legend(orient="top", tickCount=4)
    scale = alt.Scale(range=[0.5, 2 if alike else 8], zero=True)
    width = alt.StrokeWidth("n:Q", title=title, scale=scale, legend=legend)
    parts: list[Any] = [
        alt.Chart(alt.InlineData(values=lines))
        .mark_rule(color=_LEAK, opacity=0.6)
        .encode(x=x, y=y, x2="x2:Q", y2="y2:Q", strokeWidth=width)
    ]
    base = alt.Chart(alt.InlineData(values=told))
    parts.append(base.mark_point(filled=True, color=_INK, opacity=1, size=50).encode(x=x, y=y))
    parts.append(
        base.mark_text(align="left", dx=8, dy=-7, limit=230, fontSize=11).encode(
            x=x, y=y, text="label:N"
        )
    )
    return to_svg(alt.layer(*parts).properties(width=230 * columns, height=34 * rows + 20))


def process_chart(steps: Sequence[dict[str, Any]]) -> str:
    """Draw steps below each other with arrows between, as SVG.

    Steps hold heading and counts (in a box), beside (a list of lines) and example (right of it).
    """
    import altair as alt

    boxes, texts, arrows = [], [], []
    top = 0.0
    for place, step in enumerate(_drawable(steps)):
        head = textwrap.wrap(step["heading"], 30) or [""]
        counts = textwrap.wrap(step["counts"], 34)
        quoted = textwrap.wrap(step["example"], 74)
        right = [marked(line) for line in step["beside"]]
        height = 16.0 * max(len(head) + len(counts), len(right) + len(quoted)) + 20
        boxes.append({"x": 0, "x2": 230, "y": top, "y2": top + height})
        for lines, x, below, kind in (
            (head, 10, 0, "heading"),
            (counts, 10, len(head), "counts"),
            (right, 250, 0, "beside"),
            (quoted, 250, len(right), "example"),
        ):
            if lines:
                at = {"x": x, "y": top + 12 + 16 * below}
                texts.append({**at, "text": lines, "kind": kind})
        if place:
            arrows.append({"x": 115, "y": top - 11})
        top += height + 22
    across = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 720], nice=False))
    down = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[top, 0], nice=False))
    parts: list[Any] = [
        alt.Chart(alt.InlineData(values=boxes))
        .mark_rect(fill="#f4f6f8", stroke=_INK, cornerRadius=4)
        .encode(x=across, x2="x2:Q", y=down, y2="y2:Q")
    ]
    if arrows:
        parts.append(
            alt.Chart(alt.InlineData(values=arrows))
            .mark_point(shape="triangle-down", filled=True, color=_INK, size=110, opacity=1)
            .encode(x=across, y=down)
        )
    styles: dict[str, dict[str, Any]] = {
        "heading": {"fontWeight": "bold", "color": _INK},
        "counts": {"color": "#5b6875"},
        "beside": {"color": _INK},
        "example": {"fontStyle": "italic", "color": "#1c2530"},
    }
    for kind, style in styles.items():
        mine = [text for text in texts if text["kind"] == kind]
        if mine:
            parts.append(
                alt.Chart(alt.InlineData(values=mine))
                .mark_text(align="left", baseline="top", fontSize=12, lineHeight=16, **style)
                .encode(x=across, y=down, text="text:N")
            )
    return to_svg(alt.layer(*parts).properties(width=720, height=top))


def timeline_chart(
    bars: Sequence[dict[str, Any]], events: Sequence[dict[str, Any]], *, periods: Sequence[str]
) -> str:
    """Draw documents by period as stacked bars, and a numbered line for each event, as SVG.

    Bars hold period, line and documents, events period and number; `periods` are in their order.
    """
    import altair as alt

    lines = list(dict.fromkeys(str(bar["line"]) for bar in _drawable(bars)))
    shades = _shades(lines, _INK, ())
    axis = alt.Axis(labelAngle=-45, labelOverlap=True, ticks=False, title=None)
    across = alt.X("period:O", sort=list(periods), axis=axis, scale=alt.Scale(domain=list(periods)))
    up = alt.Y(
        "documents:Q",
        title="documents",
        axis=alt.Axis(gridColor=_RULE, domain=False, ticks=False, tickCount=5, format="d"),
    )
    scale = alt.Scale(domain=lines, range=shades[: len(lines)])
    legend = alt.Legend(title=None, orient="top", columns=2, labelLimit=400)
    shade: Any = alt.value(_INK)
    if len(lines) > 1:
        shade = alt.Color("line:N", scale=scale, legend=legend)
    parts: list[Any] = [
        alt.Chart(alt.InlineData(values=_drawable(bars)))
        .mark_bar()
        .encode(x=across, y=up, color=shade)
    ]
    if events:
        by_period: dict[str, list[str]] = {}
        for event in events:
            by_period.setdefault(str(event["period"]), []).append(str(event["number"]))
        told = [{"period": at, "number": ", ".join(all_)} for at, all_ in by_period.items()]
        base = alt.Chart(alt.InlineData(values=told))
        parts.append(base.mark_rule(strokeDash=[4, 4], color=_MACHINE).encode(x=across))
        parts.append(
            base.mark_text(color=_MACHINE, dy=-8, fontWeight="bold").encode(
                x=across, y=alt.value(0), text="number:N"
            )
        )
    return to_svg(alt.layer(*parts).properties(width=600, height=260))


def _drawable(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows whose texts can be drawn: the library ends the program at control characters."""
    return [
        {key: marked(cell) if isinstance(cell, str) else cell for key, cell in row.items()}
        for row in rows
    ]


def _lines(label: str) -> list[str]:
    """Return a label in lines that stand beside a chart uncut; wide letters take two places."""
    wide = any(unicodedata.east_asian_width(letter) in "WF" for letter in label)
    return textwrap.wrap(label, _LONGEST_LINE // 2 if wide else _LONGEST_LINE) or [label]


def _shades(groups: Sequence[str], main: str, machines: Collection[str]) -> list[str]:
    """Return a colour a group: machines have their own."""
    people = iter([main, *_PEOPLE] * len(groups))
    shades = iter(_MACHINES * len(groups))
    return [next(shades) if group in machines else next(people) for group in groups]


def to_svg(chart: Any) -> str:
    """Return a chart as SVG text."""
    import vl_convert

    themed = chart.configure(
        font="Helvetica, Arial, sans-serif",
        background="transparent",
        padding={"left": 12, "right": 8, "top": 5, "bottom": 5},
    ).configure_view(stroke=None)
    return marked(str(vl_convert.vegalite_to_svg(themed.to_dict())))
