"""Codes by group, case or round: shares of units, what differs, and how far to trust it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from textmine.present import Column, Figure, Section, Table, Value, table_of, with_interval
from textmine.reading.code_table import TableCode
from textmine.reading.codes_by_group import CodesCompared
from textmine.report.figures import interval_chart
from textmine.report.language import ENGLISH, Language
from textmine.report.wording import headings, left_out
from textmine.stats.groups.by_group import CodeByGroup, GroupDifference

_SIGNIFICANT = 0.05
_MOST = 30
_FEW = 3
_MOST_GROUPS, _MOST_LINES = 6, 48
_MOST_IN_BRIEF = 16


@dataclass(frozen=True)
class _Row:
    code: TableCode
    found: CodeByGroup


def codes_by_section(corpus: str, found: CodesCompared) -> Section:
    """Return the section on codes by a column; programs get a row a code and group."""
    rows = _rows(found)
    shares = _shares(corpus, found, rows)
    apart = _differences(corpus, found, rows)
    return Section(
        f"codes-by-{''.join(one if one.isalnum() else '-' for one in found.column)}",
        f"Codes by {found.column}: {corpus}",
        _reading(found, rows),
        [shares, apart] if apart.rows else [shares],
        _figure(found, rows, _MOST_LINES),
        records=shares,
    )


def _rows(found: CodesCompared) -> list[_Row]:
    rows = [_Row(*both) for both in zip(found.codes, found.tested.codes, strict=True)]
    return sorted(rows, key=lambda row: math.inf if math.isnan(row.found.p) else row.found.adjusted)


def _shares(corpus: str, found: CodesCompared, rows: list[_Row]) -> Table:
    places = range(len(found.groups))
    columns = [
        Column("dimension", lambda one: one[0].code.dimension),
        Column("code", lambda one: one[0].code.label),
        Column("name", lambda one: one[0].code.name),
        Column("group", lambda one: found.groups[one[1]]),
        Column("unit", lambda _: found.unit),
        Column("count", lambda one: one[0].found.counts[one[1]]),
        Column("n", lambda one: found.tested.n_units[one[1]]),
        Column("share", lambda one: one[0].found.shares[one[1]]),
        Column("p", lambda one: one[0].found.p),
        Column("p_adjusted", lambda one: one[0].found.adjusted),
    ]
    people = [
        Column("dimension", lambda one: one.code.dimension),
        Column("code", lambda one: one.code.label),
        *(
            Column(
                f"{found.groups[place]} (n {found.tested.n_units[place]:,})", partial(_cell, place)
            )
            for place in places
        ),
        Column("p", lambda one: one.found.p),
        Column("p, all codes", lambda one: one.found.adjusted),
    ]
    title = f"{corpus}: {found.unit} with each code by {found.column}, the surest difference first"
    every = [(row, place) for row in rows for place in places]
    built = table_of("codes_by_group", title, columns, every, most=_MOST)
    return built.shown_as(people, rows)


def surest_figure(found: CodesCompared, language: Language = ENGLISH) -> list[Figure]:
    """Draw the shares of the codes that differ most surely, no more than fit on half a page."""
    return _figure(found, _rows(found), _MOST_IN_BRIEF, language)


def _figure(
    found: CodesCompared, rows: list[_Row], most: int, language: Language = ENGLISH
) -> list[Figure]:
    """Draw the share of each code in every group, the surest difference first, `most` lines."""
    n_groups = len(found.groups)
    if not 2 <= n_groups <= _MOST_GROUPS:
        return []
    heads_too = 1 if most < _MOST_LINES else 0
    shown = rows[: max(2, most // (n_groups + heads_too))]
    heads = headings((row.code.label, row.code.name) for row in shown)
    names = [row.code.name for row in shown]
    if most < _MOST_LINES and all(names) and len(set(names)) == len(names):
        heads = names
    points: list[dict[str, Any]] = [
        {"label": head, "group": f"{group} (n\u00a0{found.tested.n_units[index]:,})"}
        | {"value": row.found.shares[index], "told": _cell(index, row)}
        for head, row in zip(heads, shown, strict=True)
        for index, group in enumerate(found.groups)
        if found.tested.n_units[index]
    ]
    top = max(point["value"] for point in points)
    units = language.unit(found.unit.removesuffix("s"), 2)
    first = ""
    if len(shown) < len(rows):
        first = language.say("figure.surest", n=len(shown), of=len(rows))
    draw = partial(
        interval_chart,
        points,
        label="label",
        colour="group",
        domain=(0.0, min(1.0, max(0.05, 1.08 * top))),
        title=language.say("figure.by_group_axis", units=units),
        percent=True,
        bars=True,
    )
    caption = language.say(
        "figure.by_group", units=units, column=found.column, who=found.who, surest=first
    )
    caption = caption[0].upper() + caption[1:]
    return [Figure(f"codes_by_group{'' if most == _MOST_LINES else '_surest'}", caption, draw)]


def _cell(place: int, one: _Row) -> str:
    return f"{one.found.counts[place]:,} ({100 * one.found.shares[place]:.0f} %)"


def _differences(corpus: str, found: CodesCompared, rows: list[_Row]) -> Table:
    columns = [
        Column("dimension", lambda one: one[0].code.dimension),
        Column("code", lambda one: one[0].code.label),
        Column("group", lambda one: found.groups[one[1].first]),
        Column("minus", lambda one: found.groups[one[1].second]),
        Column("difference", lambda one: _points(one[1]), _heading(found)),
        Column("p_adjusted", lambda one: one[0].found.adjusted, people=False),
    ]
    every = [(row, pair) for row in rows for pair in row.found.differences]
    sure = [
        both
        for both in every
        if both[0].found.adjusted <= _SIGNIFICANT and not math.isnan(both[1].value)
    ]
    inside = f" inside {found.paired or found.clusters}s" if found.tested.paired else ""
    title = f"{corpus}: differences in share{inside}, of codes that stand out"
    built = table_of("differences_by_group", title, columns, every, most=_MOST)
    if not sure or len(found.groups) > _FEW:
        aside = "Files hold the difference of every two groups." if sure else "No code stands out."
        return replace(built, aside=aside)
    return built.shown_as(columns, sure)


def _heading(found: CodesCompared) -> str:
    return "points [95 %]" if found.drawn else "points"


def _points(pair: GroupDifference) -> Value:
    return replace(with_interval(pair.value, pair.interval, signed=True), factor=100, places=0)


def _reading(found: CodesCompared, rows: list[_Row]) -> list[str]:
    tested = [row for row in rows if not math.isnan(row.found.p)]
    sure = [row for row in tested if row.found.adjusted <= _SIGNIFICANT]
    result, moved = found.tested, f"{found.clusters or found.unit[:-1]}s"
    n = sum(result.n_units)
    said = [
        f"Codes by {found.who}: {n:,} {found.unit} in {len(found.groups)} groups of "
        f"{found.column}. Per cents are of the n of each group."
    ]
    if result.reason:
        said.append(f"Nothing is tested: {result.reason}")
    elif result.paired and found.paired:
        said.append(
            f"Paired: {result.n_moved:,} {found.paired}s with {found.unit} in several groups are "
            f"compared with themselves; {result.n_left_out:,} of one group only take no part in "
            "the test."
        )
    elif result.paired:
        said.append(
            f"{moved.capitalize()} hold {found.unit} of several groups: groups change places "
            f"inside the {result.n_moved:,} {moved} that do."
        )
    else:
        said.append(
            f"What is tested is whether groups differ by more than {result.n_moved:,} {moved} do "
            f"among themselves: whole {moved} change groups."
        )
    if not result.reason:
        how = (
            f"all {result.n_assignments:,} ways"
            if result.exact
            else f"{result.n_assignments - 1:,} random changes"
        )
        said.append(
            f"{len(sure)} of {len(tested)} codes stand out (p <= .05, corrected for all of them by "
            f"maxT over {how}; no p can be below {result.least_p:.2g})."
            + ("" if sure else " That is no proof that there are no differences.")
        )
    said.append(
        "Intervals of differences take whole clusters, for a draw covers the corpus."
        if found.drawn
        else "These are figures of those coded: no draw says that they stand for others, so that "
        "differences have no interval."
    )
    return said + left_out(
        [
            (
                found.n_without,
                f"without a value of {found.column}"
                + (f" or {found.paired}" if found.paired else ""),
            ),
            (found.n_incomplete, "not coded on every dimension"),
        ],
        found.unit,
    )
