"""Codes by group, case or round: shares of units, what differs, and how far to trust it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from textmine.present import Column, Figure, Section, Table, Value, table_of, with_interval
from textmine.reading.code_table import TableCode
from textmine.reading.codes_by_group import CodesCompared, Returning
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
        f"codes-by-{''.join(sign if sign.isalnum() else '-' for sign in found.column)}",
        f"Codes by {found.column}: {corpus}",
        _reading(found, rows),
        [shares, *([apart] if apart.rows else []), *_people(corpus, found)],
        _figure(found, rows, _MOST_LINES),
        records=shares,
    )


def _rows(found: CodesCompared) -> list[_Row]:
    rows = [_Row(*both) for both in zip(found.codes, found.tested.codes, strict=True)]
    return sorted(rows, key=lambda row: math.inf if math.isnan(row.found.p) else row.found.adjusted)


def _shares(corpus: str, tally: CodesCompared, rows: list[_Row]) -> Table:
    places = range(len(tally.groups))
    columns = [
        Column("dimension", lambda row: row[0].code.dimension),
        Column("code", lambda row: row[0].code.label),
        Column("name", lambda row: row[0].code.name),
        Column("group", lambda row: tally.groups[row[1]]),
        Column("unit", lambda _: tally.unit),
        Column("count", lambda row: row[0].found.counts[row[1]]),
        Column("n", lambda row: tally.tested.n_units[row[1]]),
        Column("share", lambda row: row[0].found.shares[row[1]]),
        Column("p", lambda row: row[0].found.p),
        Column("p_adjusted", lambda row: row[0].found.adjusted),
    ]
    people = [
        Column("dimension", lambda row: row.code.dimension),
        Column("code", lambda row: row.code.label),
        *(
            Column(
                f"{tally.groups[index]} (n {tally.tested.n_units[index]:,})", partial(_cell, index)
            )
            for index in places
        ),
        Column("p", lambda row: row.found.p),
        Column("p, all codes", lambda row: row.found.adjusted),
    ]
    title = f"{corpus}: {tally.unit} with each code by {tally.column}, the surest difference first"
    every = [(row, index) for row in rows for index in places]
    built = table_of("codes_by_group", title, columns, every, most=_MOST)
    return built.shown_as(people, rows)


def surest_figure(found: CodesCompared, language: Language = ENGLISH) -> list[Figure]:
    """Draw the shares of the codes that differ most surely, no more than fit on half a page."""
    return _figure(found, _rows(found), _MOST_IN_BRIEF, language)


def _figure(
    tally: CodesCompared, rows: list[_Row], most: int, language: Language = ENGLISH
) -> list[Figure]:
    """Draw the share of each code in every group, the surest difference first, `most` lines."""
    n_groups = len(tally.groups)
    if not 2 <= n_groups <= _MOST_GROUPS:
        return []
    heads_too = 1 if most < _MOST_LINES else 0
    shown = rows[: max(2, most // (n_groups + heads_too))]
    heads = headings((row.code.label, row.code.name) for row in shown)
    names = [row.code.name for row in shown]
    if most < _MOST_LINES and all(names) and len(set(names)) == len(names):
        heads = names
    points: list[dict[str, Any]] = [
        {"label": head, "group": f"{group} (n\u00a0{tally.tested.n_units[index]:,})"}
        | {"value": row.found.shares[index], "told": _cell(index, row)}
        for head, row in zip(heads, shown, strict=True)
        for index, group in enumerate(tally.groups)
        if tally.tested.n_units[index]
    ]
    top = max(point["value"] for point in points)
    units = language.unit(tally.unit.removesuffix("s"), 2)
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
        "figure.by_group", units=units, column=tally.column, who=tally.who, surest=first
    )
    caption = caption[0].upper() + caption[1:]
    return [Figure(f"codes_by_group{'' if most == _MOST_LINES else '_surest'}", caption, draw)]


def _cell(index: int, row: _Row) -> str:
    return f"{row.found.counts[index]:,} ({100 * row.found.shares[index]:.0f} %)"


def _differences(corpus: str, tally: CodesCompared, rows: list[_Row]) -> Table:
    columns = [
        Column("dimension", lambda row: row[0].code.dimension),
        Column("code", lambda row: row[0].code.label),
        Column("group", lambda row: tally.groups[row[1].first]),
        Column("minus", lambda row: tally.groups[row[1].second]),
        Column("difference", lambda row: _points(row[1]), _heading(tally)),
        Column("p_adjusted", lambda row: row[0].found.adjusted, people=False),
    ]
    every = [(row, pair) for row in rows for pair in row.found.differences]
    sure = [
        both
        for both in every
        if both[0].found.adjusted <= _SIGNIFICANT and not math.isnan(both[1].value)
    ]
    inside = f" inside {tally.paired or tally.clusters}s" if tally.tested.paired else ""
    title = f"{corpus}: differences in share{inside}, of codes that stand out"
    built = table_of("differences_by_group", title, columns, every, most=_MOST)
    if not sure or len(tally.groups) > _FEW:
        aside = "Files hold the difference of every two groups." if sure else "No code stands out."
        return replace(built, aside=aside)
    return built.shown_as(columns, sure)


def _people(corpus: str, tally: CodesCompared) -> list[Table]:
    """Return, for each person who returns, the codes that stay, go and come, or of each group."""
    if not tally.returning:
        return []

    def told(codes: Iterable[TableCode]) -> str:
        several = len({code.dimension for code in tally.codes}) > 1
        return ", ".join(
            f"{code.dimension} {code.label}" if several else code.label for code in codes
        )

    def of_group(index: int, person: Returning) -> str | None:
        codes = person.codes[index]
        return None if codes is None else told(codes)

    def without(index: int, other: int, person: Returning) -> str:
        return told(
            code for code in person.codes[index] or () if code not in (person.codes[other] or ())
        )

    columns = [
        Column(tally.paired, lambda person: person.name),
        *(
            Column(
                f"{tally.column} {group}", partial(of_group, index), people=len(tally.groups) > 2
            )
            for index, group in enumerate(tally.groups)
        ),
    ]
    if len(tally.groups) == 2:
        first, second = tally.groups
        columns += [
            Column(
                "both",
                lambda person: told(
                    code for code in person.codes[0] or () if code in (person.codes[1] or ())
                ),
            ),
            Column(f"{tally.column} {first} only", partial(without, 0, 1)),
            Column(f"{tally.column} {second} only", partial(without, 1, 0)),
        ]
    title = f"{corpus}: codes of each {tally.paired} who is in several groups of {tally.column}"
    return [table_of("codes_by_person", title, columns, tally.returning, most=_MOST)]


def _heading(tally: CodesCompared) -> str:
    return "points [95 %]" if tally.drawn else "points"


def _points(pair: GroupDifference) -> Value:
    return replace(with_interval(pair.value, pair.interval, signed=True), factor=100, places=0)


def _reading(tally: CodesCompared, rows: list[_Row]) -> list[str]:
    tested = [row for row in rows if not math.isnan(row.found.p)]
    sure = [row for row in tested if row.found.adjusted <= _SIGNIFICANT]
    result, moved = tally.tested, f"{tally.clusters or tally.unit[:-1]}s"
    n = sum(result.n_units)
    sentences = [
        f"Codes by {tally.who}: {n:,} {tally.unit} in {len(tally.groups)} groups of "
        f"{tally.column}. Per cents are of the n of each group."
    ]
    if result.reason:
        sentences.append(f"Nothing is tested: {result.reason}")
    elif result.paired and tally.paired:
        sentences.append(
            f"Paired: {result.n_moved:,} {tally.paired}s with {tally.unit} in several groups are "
            f"compared with themselves; {result.n_left_out:,} of one group only take no part in "
            "the test."
        )
    elif result.paired:
        sentences.append(
            f"{moved.capitalize()} hold {tally.unit} of several groups: groups change places "
            f"inside the {result.n_moved:,} {moved} that do."
        )
    else:
        sentences.append(
            f"What is tested is whether groups differ by more than {result.n_moved:,} {moved} do "
            f"among themselves: whole {moved} change groups."
        )
    if not result.reason:
        how = (
            f"all {result.n_assignments:,} ways"
            if result.exact
            else f"{result.n_assignments - 1:,} random changes"
        )
        sentences.append(
            f"{len(sure)} of {len(tested)} codes stand out (p <= .05, corrected for all of them by "
            f"maxT over {how}; no p can be below {result.least_p:.2g})."
            + ("" if sure else " That is no proof that there are no differences.")
        )
    sentences.append(
        "Intervals of differences take whole clusters, for a draw covers the corpus."
        if tally.drawn
        else "These are figures of those coded: no draw says that they stand for others, so that "
        "differences have no interval."
    )
    return sentences + left_out(
        [
            (
                tally.n_without,
                f"without a value of {tally.column}"
                + (f" or {tally.paired}" if tally.paired else ""),
            ),
            (tally.n_incomplete, "not coded on every dimension"),
        ],
        tally.unit,
    )
