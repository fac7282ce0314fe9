"""How many themes have been seen after so many threads: the curve, and when no more come."""

from __future__ import annotations

import math
from functools import partial

from textmine.present import Column, Figure, Section, Value, table_of
from textmine.report.figures import line_chart
from textmine.topics.judging.theme_saturation import SeenThemes, ThemeSaturation

_ROWS = 12


def saturation_section(model: str, found: ThemeSaturation, kind: str) -> Section:
    """Return the section on saturation over threads, or another `kind` of clusters.

    Files have a row a cluster; people every so many.
    """
    columns = [
        Column(f"{kind}s", lambda one: one.n),
        Column("themes", _seen, "themes [middle 95 %]", stem=""),
        Column("next brings", lambda one: round(one.further, 4)),
    ]
    step = max(1, -(-found.n_clusters // _ROWS))
    few = [
        seen_themes
        for seen_themes in found.curve
        if seen_themes.n in (1, found.n_clusters) or seen_themes.n % step == 0
    ]
    title = f"{model}: themes seen, mean and middle 95 % of random orders"
    name = f"saturation_{model}"
    table = table_of(name, title, columns, found.curve, kind="saturation").shown_as(columns, few)
    return Section(
        f"saturation-{model}",
        f"Does more text bring new themes? {model}",
        [_reached(found, kind)],
        [table],
        [_curve(model, found, kind)] if len(found.curve) > 1 else [],
        records=table,
    )


def _reached(found: ThemeSaturation, kind: str) -> str:
    """Say how many themes were seen, and after how many clusters no more come."""
    reached = found.reached
    when = (
        f"Saturation (two more {kind}s bring at most 5 % of what the first four had) comes "
        f"after {reached.median:.0f} {kind}s in the median of {reached.n_orders} orders."
        if not math.isnan(reached.median)
        else f"No saturation: {reached.reason}"
    )
    return (
        f"Themes seen: {found.n_themes} in {found.n_clusters:,} {kind}s; a theme is present "
        f"where it has {100 * found.threshold:.0f} % of a document. {when} {found.once} themes are "
        f"in one {kind} only. Themes that the model does not have are not counted."
    )


def _curve(model: str, found: ThemeSaturation, kind: str) -> Figure:
    rows = [
        {
            "n": seen_themes.n,
            "themes": seen_themes.themes,
            "low": seen_themes.low,
            "high": seen_themes.high,
        }
        for seen_themes in found.curve
    ]
    titles = (f"{kind}s, in random order", "themes seen")
    of = f"{found.n_clusters:,} {kind}s"
    caption = f"Themes seen after so many of {of}, with the middle 95 % of orders."
    top = max(seen_themes.high for seen_themes in found.curve)
    draw = partial(line_chart, rows, x="n", y="themes", domain=(0.0, max(1.0, top)), titles=titles)
    return Figure(f"saturation_{model}", caption, draw)


def _seen(one: SeenThemes) -> Value:
    return Value(round(one.themes, 3), round(one.low, 3), round(one.high, 3), places=2)
