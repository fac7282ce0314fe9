"""Themes by group, time or another column: rows, sentences and the report's section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textmine.present import Section, Table
from textmine.report.coded import number
from textmine.report.left_out import left_out
from textmine.report.themes import HOW_SHARES_VARY
from textmine.stats.cluster_mean import FEWEST
from textmine.topics.groups.shares import LevelShare, SharesBy

_SIGNIFICANT = 0.05


def share_rows(found: SharesBy, labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a row a topic and level; `labels` by the id of the topic."""
    return [
        {
            "by": found.column,
            "topic": one.topic,
            "label": labels[one.topic],
            "level": one.level,
            "share": round(one.share, 6),
            "low": number(one.interval.low),
            "high": number(one.interval.high),
            "n": one.n,
            f"n {found.clusters}s": one.n_clusters,
            "remark": one.interval.reason,
        }
        for one in found.shares
    ]


def difference_rows(found: SharesBy, labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a row a topic and two levels."""
    return [
        {
            "by": found.column,
            "topic": one.topic,
            "label": labels[one.topic],
            "level": one.first,
            "minus": one.second,
            "difference": round(one.value, 6),
            "low": number(one.interval.low),
            "high": number(one.interval.high),
            "p": number(one.p),
            "p (Holm)": number(one.adjusted),
            "remark": one.interval.reason,
        }
        for one in found.differences
    ]


def crossed_shares(found: SharesBy, labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a row a topic with a column a level: per cent and its interval."""
    topics = list(dict.fromkeys(one.topic for one in found.shares))
    return [
        {
            "topic": topic,
            "label": labels[topic],
            **{
                f"{level} (n {found.at(topic, level).n})": _percent(found.at(topic, level))
                for level in found.levels
            },
        }
        for topic in topics
    ]


def reading_of_shares(found: SharesBy, labels: Mapping[str, str]) -> list[str]:
    """Return the sentences that say what was found, and how far to trust it."""
    tested = [one for one in found.differences if one.interval.defined]
    apart = [one for one in tested if one.adjusted <= _SIGNIFICANT]
    compared = "each value with the one before" if found.ordered else "every two values"
    if len({(one.first, one.second) for one in found.differences}) == 1:
        one = found.differences[0]
        compared = f"{one.first} with {one.second}"
    said = [
        f"Mean share of each theme in a document, by {found.column}: {found.n} documents, per cent "
        f"[95 %], topics held fixed. {HOW_SHARES_VARY.format(found.clusters + 's')}",
        f"Comparing {compared}, {len(apart)} of {len(tested)} differences stand out (p <= .05 by "
        f"Holm over all of them; t with as many degrees of freedom as the rarer value has "
        f"{found.clusters}s, less one)."
        + ("" if apart else " That is no proof that there are none."),
    ]
    said += [
        f"{one.topic} {labels[one.topic]}: {one.first} {100 * one.value:+.1f} points against "
        f"{one.second} [{100 * one.interval.low:+.1f}, {100 * one.interval.high:+.1f}], "
        f"p {one.adjusted:.3f}."
        for one in sorted(apart, key=lambda one: one.adjusted)
    ]
    said += _few_by_level(found)
    return said + left_out(
        [
            (found.n_without, f"without a value of {found.column}"),
            (found.n_unplaced, "in no topic"),
        ]
    )


def _few_by_level(found: SharesBy) -> list[str]:
    """Say of which levels the intervals are missing or promise less, and by how many clusters."""
    said = []
    for level in found.levels:
        of_level = [one for one in found.shares if one.level == level]
        few = next((one for one in of_level if not one.interval.defined), None)
        wide = [one for one in of_level if one.interval.defined and one.interval.reason]
        if few is not None and few.n_clusters < FEWEST:
            alone = " and no comparison" if few.n_clusters < 2 else ""
            said.append(f"{level} has no interval{alone}: {few.interval.reason}")
        elif wide:
            said.append(f"{level}: {wide[0].interval.reason}")
    return said


def themes_by_section(model: str, found: SharesBy, labels: Mapping[str, str]) -> Section:
    """Return the section on the themes of a model by a column."""
    name = f"topics_{model}_by_{found.column.replace(':', '_')}"
    tables = [
        Table(
            name,
            f"Share of each theme by {found.column}, per cent [95 %]",
            share_rows(found, labels),
            shown=crossed_shares(found, labels),
        ),
        Table(
            f"{name}_differences",
            "Differences in share, the surest first",
            difference_rows(found, labels),
            shown=_surest(difference_rows(found, labels)),
        ),
    ]
    return Section(
        f"topics-{model}-by-{found.column.replace(':', '-')}",
        f"Themes by {found.column}: {model}",
        reading_of_shares(found, labels),
        [table for table in tables if table.rows],
    )


def _surest(rows: Sequence[dict[str, Any]], n: int = 12) -> list[dict[str, Any]]:
    known = [row for row in rows if row["p"] is not None]
    return sorted(known, key=lambda row: row["p"])[:n] or list(rows)[:n]


def _percent(one: LevelShare) -> str:
    if not one.interval.defined:
        return f"{100 * one.share:.0f}"
    return f"{100 * one.share:.0f} [{100 * one.interval.low:.0f}, {100 * one.interval.high:.0f}]"
