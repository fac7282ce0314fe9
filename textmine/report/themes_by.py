"""Themes by group, time or another column: the shares, what differs, and how far to trust it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from textmine.present import Column, Figure, Section, Table, Value, table_of, with_interval
from textmine.report.figures import interval_chart
from textmine.report.language import ENGLISH, Language
from textmine.report.themes import HOW_SHARES_VARY
from textmine.report.wording import left_out
from textmine.stats.shares.cluster_mean import FEWEST
from textmine.topics.groups.shares import ShareDifference, SharesBy

_SIGNIFICANT = 0.05
_SUREST, _SAID = 12, 5
"""Differences in the table, and those that a sentence tells too."""
_FIGURE, _WIDEST = 14, 120
"""Characters of a share with its interval, and of a table with a column a level."""
_MOST_LEVELS, _MOST_LINES = 8, 48


def themes_by_section(
    model: str, found: SharesBy, labels: Mapping[str, str], *, differences: bool = False
) -> Section:
    """Return the section on the themes of a model by a column; `labels` by the id of the topic.

    Programs get the shares, or the `differences`.
    """
    name = themes_by_name(model, found)
    title = f"{model}: share of themes by {found.column}, per cent [95 %]"
    shares = _shares(name, title, found, labels)
    apart = _differences(f"{name}_differences", found, labels)
    return Section(
        f"topics-{model}-by-{found.column.replace(':', '-')}",
        f"Themes by {found.column}: {model}",
        _reading(found, labels),
        [table for table in (shares, apart) if table.rows],
        themes_by_figure(name, found, labels),
        records=apart if differences else shares,
    )


def themes_by_name(model: str, found: SharesBy) -> str:
    """Return what the table and the figure are called in files."""
    return f"topics_{model}_by_{found.column.replace(':', '_')}"


def _shares(name: str, title: str, found: SharesBy, labels: Mapping[str, str]) -> Table:
    """Return a row a topic and level; for people a row a topic."""
    columns = [
        Column("by", lambda _: found.column),
        Column("topic", lambda one: one.topic),
        Column("label", lambda one: labels[one.topic]),
        Column("level", lambda one: one.level),
        Column("share", lambda one: with_interval(one.share, one.interval), stem=""),
        Column("n", lambda one: one.n),
        Column(f"n {found.clusters}s", lambda one: one.n_clusters),
        Column("remark", lambda one: one.interval.reason),
    ]
    topics = list(dict.fromkeys(share.topic for share in found.shares))
    crossed = [
        Column("topic", lambda topic: topic),
        Column("label", lambda topic: labels[topic]),
        *(
            Column(
                f"{level} (n {found.at(topics[0], level).n})", partial(_percent_at, found, level)
            )
            for level in found.levels
        ),
    ]
    table = table_of(name, title, columns, found.shares, kind="topics_by")
    if not _is_turned(found, len(topics)):
        return table.shown_as(crossed, topics)
    turned = [
        Column(found.column, lambda level: f"{level} (n {found.at(topics[0], level).n})"),
        *(Column(topic, partial(_percent_of, found, topic)) for topic in topics),
    ]
    return table.shown_as(turned, found.levels)


def _is_turned(found: SharesBy, n_topics: int) -> bool:
    """Whether people get a row a level, since a column for each would make the table too wide."""
    longest = [max(map(len, f"{level} (n".split())) for level in found.levels]
    across = sum(max(_FIGURE, one) for one in longest)
    return across > _WIDEST and max(longest) + n_topics * _FIGURE < across


def themes_by_figure(
    name: str, found: SharesBy, labels: Mapping[str, str], language: Language = ENGLISH
) -> list[Figure]:
    """Draw the share of each theme at every level, the largest themes first."""
    topics = list(dict.fromkeys(share.topic for share in found.shares))
    if not 2 <= len(found.levels) <= _MOST_LEVELS:
        return []
    shown = topics[: max(2, _MOST_LINES // len(found.levels))]
    rows: list[dict[str, Any]] = [
        {"label": f"{topic}  {labels[topic]}", "level": f"{level} (n\u00a0{level_share.n:,})"}
        | {
            "value": level_share.share,
            "low": level_share.interval.low,
            "high": level_share.interval.high,
        }
        for topic in shown
        for level in found.levels
        for level_share in (found.at(topic, level),)
        if not math.isnan(level_share.share)
    ]
    if len(rows) < 2:
        return []
    top = max(row["value"] if math.isnan(row["high"]) else row["high"] for row in rows)
    levels = list(dict.fromkeys(row["level"] for row in rows))
    draw = partial(
        interval_chart,
        rows,
        label="label",
        colour="level",
        domain=(0.0, min(1.0, max(0.05, 1.08 * top))),
        title=language.say("figure.themes_by_axis", n=language.count(found.n)),
        machines=levels,
        percent=True,
    )
    first = ""
    if len(shown) < len(topics):
        first = language.say("figure.first_themes", n=len(shown), of=len(topics))
    clusters = language.unit(found.clusters, 2)
    caption = language.say("figure.themes_by", column=found.column, clusters=clusters, first=first)
    return [Figure(name, caption, draw)]


def _differences(name: str, found: SharesBy, labels: Mapping[str, str]) -> Table:
    """Return a row a topic and two levels; for people the surest first."""
    columns = [
        Column("by", lambda _: found.column, people=False),
        Column("topic", lambda one: one.topic),
        Column("label", lambda one: labels[one.topic]),
        Column("level", lambda one: one.first),
        Column("minus", lambda one: one.second),
        Column("difference", _difference, "points [95 %]", stem=""),
        Column("p", lambda one: one.p),
        Column("p (Holm)", lambda one: one.adjusted),
        Column("remark", lambda one: one.interval.reason, people=False),
    ]
    few = len(found.differences) <= _SUREST
    which = "the surest first" if few else f"the surest {_SUREST} of {len(found.differences):,}"
    title = f"Differences in share, {which}"
    table = table_of(name, title, columns, found.differences, kind="topics_by_differences")
    surest = sorted(
        found.differences,
        key=lambda difference: math.inf if math.isnan(difference.p) else difference.p,
    )
    return table.shown_as(columns, surest[:_SUREST])


def _difference(one: ShareDifference) -> Value:
    return _in_points(with_interval(one.value, one.interval, signed=True), 1)


def _percent_at(found: SharesBy, level: str, topic: str) -> Value:
    one = found.at(topic, level)
    return _in_points(with_interval(one.share, one.interval), 0)


def _percent_of(found: SharesBy, topic: str, level: str) -> Value:
    return _percent_at(found, level, topic)


def _in_points(value: Value, places: int) -> Value:
    return replace(value, factor=100, places=places)


def _reading(found: SharesBy, labels: Mapping[str, str]) -> list[str]:
    tested = [difference for difference in found.differences if difference.interval.defined]
    apart = [difference for difference in tested if difference.adjusted <= _SIGNIFICANT]
    compared = "each value with the one before" if found.ordered else "every two values"
    if len({(difference.first, difference.second) for difference in found.differences}) == 1:
        one = found.differences[0]
        compared = f"{one.first} with {one.second}"
    said = [
        f"Mean share of each theme in a document, by {found.column}: {found.n:,} documents, per "
        f"cent [95 %], topics held fixed. {HOW_SHARES_VARY.format(found.clusters + 's')}",
        f"Comparing {compared}, {len(apart)} of {len(tested)} differences stand out: p <= .05 by "
        f"Holm over all of them. t has as many degrees of freedom as the rarer value has "
        f"{found.clusters}s, less one."
        + ("" if apart else " That is no proof that there are none."),
    ]
    if _is_turned(found, len(labels)):
        said.append("; ".join(f"{topic} {label}" for topic, label in labels.items()) + ".")
    said += [
        f"{difference.topic} {labels[difference.topic]}: {difference.first} "
        f"{_difference(difference)} points against {difference.second}, "
        f"p {difference.adjusted:.3f}."
        for difference in sorted(apart, key=lambda difference: difference.adjusted)[:_SAID]
    ]
    said += _few_by_level(found)
    return said + left_out(
        [(found.n_without, f"without a value of {found.column}"), (found.n_unplaced, "in no topic")]
    )


def _few_by_level(found: SharesBy) -> list[str]:
    """Say of which levels the intervals are missing or promise less, and by how many clusters."""
    said = []
    for level in found.levels:
        of_level = [share for share in found.shares if share.level == level]
        few = next(
            (level_share for level_share in of_level if not level_share.interval.defined), None
        )
        wide = [
            level_share
            for level_share in of_level
            if level_share.interval.defined and level_share.interval.reason
        ]
        if few is not None and few.n_clusters < FEWEST:
            alone = " and no comparison" if few.n_clusters < 2 else ""
            said.append(f"{level} has no interval{alone}: {few.interval.reason}")
        elif wide:
            said.append(f"{level}: {wide[0].interval.reason}")
    return said
