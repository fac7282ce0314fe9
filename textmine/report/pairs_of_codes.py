"""Which codes stand together: counts against chance, how stretches lie, and a network."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial

from textmine.present import Column, Figure, Section, Table, Value, table_of, with_interval
from textmine.reading.pairing import CodesTogether
from textmine.report.figures import Cell, heat_chart, network_chart
from textmine.report.figures.style import FAR
from textmine.report.wording import headings, left_out
from textmine.stats.codes.co_occurrence import PairOfCodes

_SIGNIFICANT = 0.05
_MOST = 20
_EDGES = 24
_GRID, _SMALL_GRID = 14, 7
"""Codes in the grid of a page, and of a phone."""


def pairs_section(corpus: str, found: CodesTogether) -> Section:
    """Return the section on codes that stand together; programs get every pair."""
    pairs = _pairs(corpus, found)
    relations = _relations(corpus, found)
    return Section(
        "codes-together",
        f"Codes that stand together: {corpus}",
        _reading(found),
        [table for table in (pairs, relations) if table.rows],
        [*_grid(found), *_network(found)],
        records=pairs,
    )


def _pairs(corpus: str, found: CodesTogether) -> Table:
    codes, labels = found.codes, _labels(found)
    columns = [
        Column("first_dimension", lambda one: codes[one.first].dimension, people=False),
        Column("first", lambda one: labels[one.first]),
        Column("second_dimension", lambda one: codes[one.second].dimension, people=False),
        Column("second", lambda one: labels[one.second]),
        Column("unit", lambda _: found.unit, people=False),
        Column("together", lambda one: one.together),
        Column("n_first", lambda one: one.n_first, "n first"),
        Column("n_second", lambda one: one.n_second, "n second"),
        Column("n", lambda _: found.found.n, people=False),
        Column("expected", lambda one: Value(one.expected, places=1)),
        Column("lift", _lift, "lift [95 %]", stem="lift_"),
        Column("p", lambda one: one.p, people=False),
        Column("p_adjusted", lambda one: one.adjusted, "p, all pairs"),
        Column("remark", lambda one: one.interval.reason, people=False),
    ]
    title = f"{corpus}: pairs of codes in {found.found.n:,} {found.unit}, the surest first"
    return table_of("codes_together", title, columns, _surest(found), most=_MOST)


def _surest(found: CodesTogether) -> list[PairOfCodes]:
    return sorted(
        found.pairs,
        key=lambda of_codes: (
            math.inf if math.isnan(of_codes.adjusted) else of_codes.adjusted,
            math.inf if math.isnan(of_codes.p) else of_codes.p,
            -of_codes.together,
        ),
    )


def _lift(one: PairOfCodes) -> Value:
    return replace(with_interval(one.lift, one.interval), places=2)


def _relations(corpus: str, found: CodesTogether) -> Table:
    columns = [
        Column("first", lambda one: one.first.label),
        Column("second", lambda one: one.second.label),
        Column("identical", lambda one: one.identical),
        Column("inside", lambda one: one.inside, "first inside second"),
        Column("around", lambda one: one.around, "second inside first"),
        Column("overlapping", lambda one: one.overlapping),
    ]
    ordered = sorted(
        found.relations,
        key=lambda relation: (
            -(relation.identical + relation.inside + relation.around + relation.overlapping)
        ),
    )
    title = f"{corpus}: pairs of stretches that share text"
    return table_of("stretches_together", title, columns, ordered, most=_MOST)


def _grid(found: CodesTogether) -> list[Figure]:
    """Draw how many units have both codes of each pair, of the codes most together."""
    seen = [of_codes for of_codes in found.pairs if of_codes.together]
    if len(seen) < 2:
        return []
    caption = (
        f"How many of {found.found.n:,} {found.unit} have both codes, of the codes that stand "
        "together most; on the diagonal, how many have the code. Framed: more than chance has it "
        "(p <= .05 over all pairs)."
    )
    return [Figure("codes_together_counts", caption, partial(_drawn_grid, found))]


def _drawn_grid(found: CodesTogether, width: int) -> str:
    weights = [0] * len(found.codes)
    for of_codes in found.pairs:
        weights[of_codes.first] += of_codes.together
        weights[of_codes.second] += of_codes.together
    most_told = _GRID if width >= FAR else _SMALL_GRID
    order = sorted(range(len(weights)), key=lambda place: -weights[place])
    used = sorted(place for place in order[:most_told] if weights[place])
    labels, most = _headings(found), max(of_codes.together for of_codes in found.pairs)
    cells = {(labels[place],) * 2: Cell(f"{found.counts[place]:,}", 0) for place in used}
    for of_codes in found.pairs:
        apart = of_codes.adjusted <= _SIGNIFICANT and of_codes.lift > 1
        cell = Cell(
            f"{of_codes.together:,}" if of_codes.together else "", of_codes.together / most, apart
        )
        cells[labels[of_codes.first], labels[of_codes.second]] = cell
        cells[labels[of_codes.second], labels[of_codes.first]] = cell
    names = [labels[place] for place in used]
    titles = ("codes", f"codes ({found.unit} with both; framed: more than by chance)")
    return heat_chart(names, names, cells, width, titles=titles)


def _headings(found: CodesTogether) -> list[str]:
    return headings((code.label, code.name) for code in found.codes)


def _network(found: CodesTogether) -> list[Figure]:
    more = [
        of_codes
        for of_codes in _surest(found)
        if of_codes.adjusted <= _SIGNIFICANT and of_codes.lift > 1
    ][:_EDGES]
    if not more:
        return []
    used = sorted({place for of_codes in more for place in (of_codes.first, of_codes.second)})
    labels = _headings(found)
    nodes = [{"label": labels[place], "n": found.counts[place]} for place in used]
    edges = [
        {
            "first": labels[of_codes.first],
            "second": labels[of_codes.second],
            "together": of_codes.together,
        }
        for of_codes in more
    ]
    caption = (
        f"Pairs of codes that stand together in more {found.unit} than chance has it (p <= .05 "
        "over all pairs); the wider the line, the more."
    )
    draw = partial(network_chart, nodes, edges, title=f"{found.unit} with both")
    return [Figure("codes_together", caption, draw)]


def _labels(found: CodesTogether) -> list[str]:
    """Return a label a code; codes of one name in two dimensions are told apart."""
    names = [code.label for code in found.codes]
    return [
        name if names.count(name) == 1 else f"{code.dimension}: {name}"
        for code, name in zip(found.codes, names, strict=True)
    ]


def _reading(found: CodesTogether) -> list[str]:
    result = found.found
    tested = [of_codes for of_codes in found.pairs if not math.isnan(of_codes.p)]
    sure = [of_codes for of_codes in tested if of_codes.adjusted <= _SIGNIFICANT]
    more = sum(of_codes.lift > 1 for of_codes in sure)
    chance = (
        f"Chance moves each code inside its {found.clusters}, so that {found.clusters}s rich in "
        "both codes are no co-occurrence"
        + ("; neighbours stay neighbours." if result.null == "shift" else ".")
        if found.clusters
        else f"Chance moves codes between {found.unit}: one that is rich in all codes counts as "
        "co-occurrence."
    )
    said = [
        f"Codes by {found.who}: {len(found.pairs):,} pairs in {result.n:,} {found.unit}. {chance}",
        f"{len(sure)} of {len(tested)} pairs stand out (p <= .05, corrected for all by maxT over "
        f"{result.n_permutations:,} moves): {more} together more often, {len(sure) - more} less.",
        "Intervals of the lift say how much it hangs on single "
        f"{found.clusters or found.unit[:-1]}s; where nobody drew these by chance, they are no "
        "sampling error.",
    ]
    if found.relations:
        said.append(
            "Stretches of text that coders marked are told apart: identical, one inside the other, "
            "or overlapping in a part."
        )
    return said + left_out([(found.n_incomplete, "not coded on every dimension")], found.unit)
