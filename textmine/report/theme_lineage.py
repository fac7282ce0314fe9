"""The lineage of themes: from prototype to final, with what was done, when and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from textmine.present import Column, Figure, Section, table_of
from textmine.reading.displays.theme_lineage import TopicWay
from textmine.report.figures import layers_chart
from textmine.topics.naming.themes_file import Themes

_MOST_DRAWN = 60


def theme_lineage_section(
    model: str, themes: Themes, ways: Sequence[TopicWay], words: Mapping[str, str]
) -> Section:
    """Return the section: a row a topic with its way into a theme, the history, and a figure.

    `words` are the label of each topic.
    """
    order = {name: index for index, name in enumerate(themes.themes)}
    rows = sorted(
        ways, key=lambda topic_way: (order.get(topic_way.theme, len(order)), topic_way.topic)
    )
    columns = [
        Column("theme", lambda one: one.theme),
        Column("stage", lambda one: themes.themes[one.theme].stage if one.theme else ""),
        Column("topic", lambda one: one.topic),
        Column("label", lambda one: words.get(one.topic, "")),
        Column("way", lambda one: " > ".join(name or "(no name)" for name in one.themes)),
        Column("changes", _changes),
    ]
    history = [
        Column("date", lambda one: one.on),
        Column("what", lambda one: one.what),
        Column("why", lambda one: one.reason),
    ]
    named = sum(bool(way.theme) for way in ways)
    final = sum(theme.stage == "final" for theme in themes.themes.values())
    table = table_of("theme_lineage", "Topics and the themes that they came to", columns, rows)
    done = table_of("theme_changes", "What was done, when and why", history, themes.history)
    return Section(
        "theme-lineage",
        f"Where the themes come from: {model}",
        [
            f"Of {len(ways)} topics that a machine found, people made {named} into themes: "
            f"{final} final, {len(themes.themes) - final} still a prototype."
        ],
        [table, done] if done.rows else [table],
        _figure(rows),
        records=table,
    )


def _changes(one: TopicWay) -> str:
    return "\n".join(
        f"{change.on[:10]}: {change.what}{f' ({change.reason})' if change.reason else ''}"
        for change in one.changes
    )


def _figure(ways: Sequence[TopicWay]) -> list[Figure]:
    named = [one for one in ways if one.theme]
    if not named or len(named) > _MOST_DRAWN:
        return []
    last = max(len(topic_way.themes) for topic_way in named)
    nodes: dict[str, dict[str, Any]] = {}
    edges: dict[tuple[str, str], int] = {}
    for index, way in enumerate(named):
        stops = [(0, way.topic), *enumerate(way.themes[:-1], start=1), (last, way.theme)]
        keys = []
        for x, label in stops:
            key = f"{x} {label}"
            node = nodes.setdefault(key, {"key": key, "label": label, "x": x, "places": []})
            node["places"].append(index)
            keys.append(key)
        for pair in pairwise(keys):
            edges[pair] = edges.get(pair, 0) + 1
    drawn = [
        {"key": node["key"], "label": node["label"], "x": node["x"], "y": _mean(node["places"])}
        for node in nodes.values()
    ]
    lines = [{"first": one, "second": other, "n": n} for (one, other), n in edges.items()]
    caption = "From the topics that a machine found (left) to the themes of now (right)."
    return [Figure("theme_lineage", caption, partial(layers_chart, drawn, lines, title="topics"))]


def _mean(places: Sequence[int]) -> float:
    return sum(places) / len(places)
