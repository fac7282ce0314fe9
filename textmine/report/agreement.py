"""How far coders agree: a table a dimension, every figure for programs, and charts."""

import math
from collections.abc import Iterable, Sequence
from functools import partial

from textmine.coding import DimensionAgreement, Estimate
from textmine.present import Column, Figure, Section, Table, Value, table_of, with_interval
from textmine.report.figures import Cell, heat_chart, interval_chart
from textmine.report.language import ENGLISH, Language

_HOW_TO_READ = (
    "Per cent agreement says nothing of chance. Kappa and alpha fall where one code is much "
    "commoner than the others, AC1 does not. Read them together with the prevalence."
)
_MOST_NAMES, _MOST_DETAILS = 8, 30
_LIMITS = {".667": 0.667, ".8": 0.8}
_Told = tuple[DimensionAgreement, Estimate]


def agreement_section(results: Sequence[DimensionAgreement], said: Iterable[str] = ()) -> Section:
    """Return what was measured on each dimension; `said` are sentences on what was read."""
    tables = [_of_dimension(number, agreement) for number, agreement in enumerate(results, start=1)]
    return Section(
        "agreement",
        "How far the coders agree",
        list(said),
        tables,
        agreement_figure(results),
        records=agreement_records(results),
        explained=[_HOW_TO_READ],
    )


def agreement_records(results: Sequence[DimensionAgreement]) -> Table:
    """Return the table of all figures, for programs."""
    every = [pair for result in results for pair in _told(result)]
    return table_of("agreement", "All figures", _columns(details=True), every)


def value_of_estimate(estimate: Estimate) -> Value:
    """Return a coefficient with its interval."""
    return with_interval(estimate.coefficient.value, estimate.interval)


def remark_on(estimate: Estimate) -> str:
    """Return why a coefficient or its interval is undefined or not to be built on, or ""."""
    return estimate.coefficient.reason or estimate.interval.reason


def _told(result: DimensionAgreement) -> list[_Told]:
    return [(result, estimate) for estimate in (*result.estimates, *result.codes, *result.details)]


def _of_dimension(index: int, result: DimensionAgreement) -> Table:
    """Return a row a coefficient, then alpha of each code with its prevalence, then the details."""
    coders = ", ".join(result.coders[:_MOST_NAMES])
    if len(result.coders) > _MOST_NAMES:
        coders += f", … ({len(result.coders)} coders)"
    follows = f" (follows from '{result.derived_from}')" if result.derived_from else ""
    title = (
        f"{result.dimension}{follows}: {coders}; {result.n_shared:,} of {result.n_units:,} "
        f"units coded by two or more; {len(result.categories)} codes; 95 % intervals by "
        f"{result.drawn}"
    )
    columns = _columns(details=bool(result.details))
    return table_of(f"agreement_{index}", title, columns, _told(result))


def _columns(*, details: bool) -> list[Column]:
    """Return the columns; n is in the title where all figures have the same."""
    return [
        Column("dimension", lambda row: row[0].dimension, people=False),
        Column("figure", lambda row: row[1].name),
        Column("who", lambda row: row[1].who),
        Column("code", lambda row: row[1].code),
        Column("value", lambda row: value_of_estimate(row[1]), "value [95 %]"),
        Column("n", lambda row: row[1].n, people=details),
        Column("codes given", lambda row: row[1].n_codes),
        Column("prevalence", lambda row: row[1].prevalence),
        Column("remark", lambda row: remark_on(row[1])),
    ]


def agreement_figure(
    results: Sequence[DimensionAgreement], language: Language = ENGLISH
) -> list[Figure]:
    """Draw the figures over all codes, and of pairs of coders, with the limits of alpha."""
    drawn = [
        (result.dimension, _called(estimate, language), value_of_estimate(estimate))
        for result in results
        for estimate in (*result.estimates, *_first(result.details))
    ]
    rows = [
        {"dimension": dimension, "figure": name}
        | {"value": value.value, "low": value.low, "high": value.high}
        for dimension, name, value in drawn
        if not math.isnan(value.value + value.low)
    ]
    if len(rows) < 2:
        return []
    first = results[0]
    interval = first.alpha.interval if first.has_alpha else first.estimates[0].interval
    clusters = language.unit(first.resampled.removesuffix("s"), 2)
    caption = language.say("figure.agreement", n=interval.n, clusters=clusters)
    lowest = min(0.0, *(float(row["low"]) for row in rows))
    draw = partial(
        interval_chart,
        rows,
        label="dimension",
        within="figure",
        domain=(lowest, 1.0),
        title=language.say("figure.agreement_axis"),
        marks=_LIMITS,
    )
    return [Figure("agreement", caption, draw)]


def _first(details: Sequence[Estimate]) -> Sequence[Estimate]:
    """Return the details over all codes, where they are few enough to be read in a figure."""
    whole = [detail for detail in details if not detail.code]
    return whole if len(whole) <= _MOST_DETAILS else []


def _called(estimate: Estimate, language: Language) -> str:
    return " · ".join(part for part in (language.term(estimate.name), estimate.who) if part)


_MOST = 24
"""Codes up to which counts are drawn."""


def confusion_figure(
    name: str,
    caption: str,
    codes: Sequence[str],
    counts: Sequence[Sequence[float]],
    sides: tuple[str, str],
    *,
    machine: bool = False,
) -> list[Figure]:
    """Return the figure of counts of two sides, rows by columns; none where there are few or many.

    Cells in which both give the same code have a frame; shades are shares of the row. `machine`
    says that a machine is one side.
    """
    n = sum(map(sum, counts))
    if not 2 <= len(codes) <= _MOST or n < 2:
        return []
    cells = {
        (row, column): Cell(f"{count:,.0f}", count / max(1, sum(line)), row == column)
        for row, line in zip(codes, counts, strict=True)
        for column, count in zip(codes, line, strict=True)
    }
    titles = (sides[0], f"{sides[1]} (n = {n:,.0f}; framed: the same code)")
    draw = partial(heat_chart, codes, codes, cells, titles=titles, machine=machine)
    return [Figure(name, caption, draw)]
