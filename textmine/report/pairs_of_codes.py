"""Which codes stand together: counts against chance, how stretches lie, and a network."""

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


def _pairs(corpus: str, joint: CodesTogether) -> Table:
    codes, labels = joint.codes, _labels(joint)
    columns = [
        Column("first_dimension", lambda row: codes[row.first].dimension, people=False),
        Column("first", lambda row: labels[row.first]),
        Column("second_dimension", lambda row: codes[row.second].dimension, people=False),
        Column("second", lambda row: labels[row.second]),
        Column("unit", lambda _: joint.unit, people=False),
        Column("together", lambda row: row.together),
        Column("n_first", lambda row: row.n_first, "n first"),
        Column("n_second", lambda row: row.n_second, "n second"),
        Column("n", lambda _: joint.found.n, people=False),
        Column("expected", lambda row: Value(row.expected, places=1)),
        Column("lift", _lift, "lift [95 %]", stem="lift_"),
        Column("p", lambda row: row.p, people=False),
        Column("p_adjusted", lambda row: row.adjusted, "p, all pairs"),
        Column("remark", lambda row: row.interval.reason, people=False),
    ]
    title = f"{corpus}: pairs of codes in {joint.found.n:,} {joint.unit}, the surest first"
    return table_of("codes_together", title, columns, _surest(joint), most=_MOST)


def _surest(joint: CodesTogether) -> list[PairOfCodes]:
    return sorted(
        joint.pairs,
        key=lambda of_codes: (
            math.inf if math.isnan(of_codes.adjusted) else of_codes.adjusted,
            math.inf if math.isnan(of_codes.p) else of_codes.p,
            -of_codes.together,
        ),
    )


def _lift(joint: PairOfCodes) -> Value:
    return replace(with_interval(joint.lift, joint.interval), places=2)


def _relations(corpus: str, joint: CodesTogether) -> Table:
    columns = [
        Column("first", lambda row: row.first.label),
        Column("second", lambda row: row.second.label),
        Column("identical", lambda row: row.identical),
        Column("inside", lambda row: row.inside, "first inside second"),
        Column("around", lambda row: row.around, "second inside first"),
        Column("overlapping", lambda row: row.overlapping),
    ]
    ordered = sorted(
        joint.relations,
        key=lambda relation: (
            -(relation.identical + relation.inside + relation.around + relation.overlapping)
        ),
    )
    title = f"{corpus}: pairs of stretches that share text"
    return table_of("stretches_together", title, columns, ordered, most=_MOST)


def _grid(joint: CodesTogether) -> list[Figure]:
    """Draw how many units have both codes of each pair, of the codes most together."""
    seen = [of_codes for of_codes in joint.pairs if of_codes.together]
    if len(seen) < 2:
        return []
    caption = (
        f"How many of {joint.found.n:,} {joint.unit} have both codes, of the codes that stand "
        "together most; on the diagonal, how many have the code. Framed: more than chance has it "
        "(p <= .05 over all pairs)."
    )
    return [Figure("codes_together_counts", caption, partial(_drawn_grid, joint))]


def _drawn_grid(joint: CodesTogether, width: int) -> str:
    weights = [0] * len(joint.codes)
    for of_codes in joint.pairs:
        weights[of_codes.first] += of_codes.together
        weights[of_codes.second] += of_codes.together
    most_told = _GRID if width >= FAR else _SMALL_GRID
    order = sorted(range(len(weights)), key=lambda index: -weights[index])
    used = sorted(index for index in order[:most_told] if weights[index])
    labels, most = _headings(joint), max(of_codes.together for of_codes in joint.pairs)
    cells = {(labels[index],) * 2: Cell(f"{joint.counts[index]:,}", 0) for index in used}
    for of_codes in joint.pairs:
        apart = of_codes.adjusted <= _SIGNIFICANT and of_codes.lift > 1
        cell = Cell(
            f"{of_codes.together:,}" if of_codes.together else "", of_codes.together / most, apart
        )
        cells[labels[of_codes.first], labels[of_codes.second]] = cell
        cells[labels[of_codes.second], labels[of_codes.first]] = cell
    names = [labels[index] for index in used]
    titles = ("codes", f"codes ({joint.unit} with both; framed: more than by chance)")
    return heat_chart(names, names, cells, width, titles=titles)


def _headings(joint: CodesTogether) -> list[str]:
    return headings((code.label, code.name) for code in joint.codes)


def _network(joint: CodesTogether) -> list[Figure]:
    more = [codes for codes in _surest(joint) if codes.adjusted <= _SIGNIFICANT and codes.lift > 1][
        :_EDGES
    ]
    if not more:
        return []
    used = sorted({index for of_codes in more for index in (of_codes.first, of_codes.second)})
    labels = _headings(joint)
    nodes = [{"label": labels[index], "n": joint.counts[index]} for index in used]
    edges = [
        {
            "first": labels[of_codes.first],
            "second": labels[of_codes.second],
            "together": of_codes.together,
        }
        for of_codes in more
    ]
    caption = (
        f"Pairs of codes that stand together in more {joint.unit} than chance has it (p <= .05 "
        "over all pairs); the wider the line, the more."
    )
    draw = partial(network_chart, nodes, edges, title=f"{joint.unit} with both")
    return [Figure("codes_together", caption, draw)]


def _labels(joint: CodesTogether) -> list[str]:
    """Return a label a code; codes of one name in two dimensions are told apart."""
    names = [code.label for code in joint.codes]
    return [
        name if names.count(name) == 1 else f"{code.dimension}: {name}"
        for code, name in zip(joint.codes, names, strict=True)
    ]


def _reading(joint: CodesTogether) -> list[str]:
    result = joint.found
    tested = [of_codes for of_codes in joint.pairs if not math.isnan(of_codes.p)]
    sure = [of_codes for of_codes in tested if of_codes.adjusted <= _SIGNIFICANT]
    more = sum(of_codes.lift > 1 for of_codes in sure)
    chance = (
        f"Chance moves each code inside its {joint.clusters}, so that {joint.clusters}s rich in "
        "both codes are no co-occurrence"
        + ("; neighbours stay neighbours." if result.null == "shift" else ".")
        if joint.clusters
        else f"Chance moves codes between {joint.unit}: one that is rich in all codes counts as "
        "co-occurrence."
    )
    sentences = [
        f"Codes by {joint.who}: {len(joint.pairs):,} pairs in {result.n:,} {joint.unit}. {chance}",
        f"{len(sure)} of {len(tested)} pairs stand out (p <= .05, corrected for all by maxT over "
        f"{result.n_permutations:,} moves): {more} together more often, {len(sure) - more} less.",
        "Intervals of the lift say how much it hangs on single "
        f"{joint.clusters or joint.unit[:-1]}s; where nobody drew these by chance, they are no "
        "sampling error.",
    ]
    if joint.relations:
        sentences.append(
            "Stretches of text that coders marked are told apart: identical, one inside the other, "
            "or overlapping in a part."
        )
    return sentences + left_out([(joint.n_incomplete, "not coded on every dimension")], joint.unit)
