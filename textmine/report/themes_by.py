"""Themes by group, time or another column: the shares, what differs, and how far to trust it."""

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
from textmine.stats.shares.means_by_group import FEWEST
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


def _shares(name: str, title: str, shares: SharesBy, labels: Mapping[str, str]) -> Table:
    """Return a row a topic and level; for people a row a topic."""
    columns = [
        Column("by", lambda _: shares.column),
        Column("topic", lambda row: row.topic),
        Column("label", lambda row: labels[row.topic]),
        Column("level", lambda row: row.level),
        Column("share", lambda row: with_interval(row.share, row.interval), stem=""),
        Column("n", lambda row: row.n),
        Column(f"n {shares.clusters}s", lambda row: row.n_clusters),
        Column("remark", lambda row: row.interval.reason),
    ]
    topics = list(dict.fromkeys(share.topic for share in shares.shares))
    crossed = [
        Column("topic", lambda topic: topic),
        Column("label", lambda topic: labels[topic]),
        *(
            Column(
                f"{level} (n {shares.at(topics[0], level).n})", partial(_percent_at, shares, level)
            )
            for level in shares.levels
        ),
    ]
    table = table_of(name, title, columns, shares.shares, kind="topics_by")
    if not _is_turned(shares, len(topics)):
        return table.shown_as(crossed, topics)
    turned = [
        Column(shares.column, lambda level: f"{level} (n {shares.at(topics[0], level).n})"),
        *(Column(topic, partial(_percent_at, shares, topic=topic)) for topic in topics),
    ]
    return table.shown_as(turned, shares.levels)


def _is_turned(shares: SharesBy, n_topics: int) -> bool:
    """Whether people get a row a level, since a column for each would make the table too wide."""
    longest = [max(map(len, f"{level} (n".split())) for level in shares.levels]
    across = sum(max(_FIGURE, width) for width in longest)
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
        | {"value": level_share.share, **level_share.interval.limits}
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


def _differences(name: str, shares: SharesBy, labels: Mapping[str, str]) -> Table:
    """Return a row a topic and two levels; for people the surest first."""
    columns = [
        Column("by", lambda _: shares.column, people=False),
        Column("topic", lambda row: row.topic),
        Column("label", lambda row: labels[row.topic]),
        Column("level", lambda row: row.first),
        Column("minus", lambda row: row.second),
        Column("difference", _difference, "points [95 %]", stem=""),
        Column("p", lambda row: row.p),
        Column("p (Holm)", lambda row: row.adjusted),
        Column("remark", lambda row: row.interval.reason, people=False),
    ]
    few = len(shares.differences) <= _SUREST
    which = "the surest first" if few else f"the surest {_SUREST} of {len(shares.differences):,}"
    title = f"Differences in share, {which}"
    table = table_of(name, title, columns, shares.differences, kind="topics_by_differences")
    surest = sorted(
        shares.differences,
        key=lambda difference: math.inf if math.isnan(difference.p) else difference.p,
    )
    return table.shown_as(columns, surest[:_SUREST])


def _difference(difference: ShareDifference) -> Value:
    return _in_points(with_interval(difference.value, difference.interval, signed=True), 1)


def _percent_at(shares: SharesBy, level: str, topic: str) -> Value:
    share_at = shares.at(topic, level)
    return _in_points(with_interval(share_at.share, share_at.interval), 0)


def _in_points(value: Value, places: int) -> Value:
    return replace(value, factor=100, places=places)


def _reading(shares: SharesBy, labels: Mapping[str, str]) -> list[str]:
    tested = [difference for difference in shares.differences if difference.interval.defined]
    apart = [difference for difference in tested if difference.adjusted <= _SIGNIFICANT]
    compared = "each value with the one before" if shares.ordered else "every two values"
    if len({(difference.first, difference.second) for difference in shares.differences}) == 1:
        first_difference = shares.differences[0]
        compared = f"{first_difference.first} with {first_difference.second}"
    sentences = [
        f"Mean share of each theme in a document, by {shares.column}: {shares.n:,} documents, per "
        f"cent [95 %], topics held fixed. {HOW_SHARES_VARY.format(shares.clusters + 's')}",
        f"Comparing {compared}, {len(apart)} of {len(tested)} differences stand out: p <= .05 by "
        f"Holm over all of them. The degrees of freedom of t are the {shares.clusters}s of the "
        "rarer value, less one." + ("" if apart else " That is no proof that there are none."),
    ]
    if _is_turned(shares, len(labels)):
        sentences.append("; ".join(f"{topic} {label}" for topic, label in labels.items()) + ".")
    sentences += [
        f"{difference.topic} {labels[difference.topic]}: {difference.first} "
        f"{_difference(difference)} points against {difference.second}, "
        f"p {difference.adjusted:.3f}."
        for difference in sorted(apart, key=lambda difference: difference.adjusted)[:_SAID]
    ]
    sentences += _few_by_level(shares)
    return sentences + left_out(
        [
            (shares.n_without, f"without a value of {shares.column}"),
            (shares.n_unplaced, "in no topic"),
        ]
    )


def _few_by_level(shares: SharesBy) -> list[str]:
    """Say of which levels the intervals are missing or promise less, and by how many clusters."""
    sentences = []
    for level in shares.levels:
        of_level = [share for share in shares.shares if share.level == level]
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
            sentences.append(f"{level} has no interval{alone}: {few.interval.reason}")
        elif wide:
            sentences.append(f"{level}: {wide[0].interval.reason}")
    return sentences
