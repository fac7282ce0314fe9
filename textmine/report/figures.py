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
    people = iter([main, _LEAK, "#5f8f3f", "#7a5195"] * len(groups))
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
