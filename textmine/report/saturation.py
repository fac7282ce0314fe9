"""Saturation: whether more text brings new themes, or more interviews new hand codes."""

import math
from dataclasses import replace
from functools import partial

from textmine.corpus import unit_word
from textmine.present import Column, Figure, Section, Table, Value, table_of, with_interval
from textmine.reading.code_saturation import CodeSaturation
from textmine.reading.code_table import TableCode
from textmine.report.figures import line_chart
from textmine.report.wording import first_of, left_out
from textmine.stats.codes.saturation import CodesSeen
from textmine.stats.codes.unseen_codes import MoreUnits
from textmine.topics.judging.theme_saturation import ThemeSaturation

_ROWS = 12


def saturation_section(model: str, found: ThemeSaturation, kind: str) -> Section:
    """Return the section on saturation over threads, or another `kind` of clusters.

    Files have a row a cluster; people every so many.
    """
    columns = [
        Column(f"{kind}s", lambda row: row.n),
        Column("themes", lambda row: _middle(row, 2), "themes [middle 95 %]", stem=""),
        Column("next brings", lambda row: round(row.further, 4)),
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
        [_themes_curve(model, found, kind)] if len(found.curve) > 1 else [],
        records=table,
    )


def _reached(seen: ThemeSaturation, kind: str) -> str:
    """Say how many themes were seen, and after how many clusters no more come."""
    reached = seen.reached
    when = (
        f"Saturation (two more {kind}s bring at most 5 % of what the first four had) comes "
        f"after {reached.median:.0f} {kind}s in the median of {reached.n_orders} orders."
        if not math.isnan(reached.median)
        else f"No saturation: {reached.reason}"
    )
    return (
        f"Themes seen: {seen.n_themes} in {seen.n_clusters:,} {kind}s; a theme is present "
        f"where it has {100 * seen.threshold:.0f} % of a document. {when} {seen.once} themes are "
        f"in one {kind} only. Themes that the model does not have are not counted."
    )


def _themes_curve(model: str, found: ThemeSaturation, kind: str) -> Figure:
    rows = [
        {
            "n": seen_themes.n,
            "themes": seen_themes.mean,
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


_NAMED = 8


def code_saturation_section(corpus: str, found: CodeSaturation) -> Section:
    """Return the section on saturation; files have a row a unit, people every so many."""
    curve = _codes_curve(corpus, found)
    more = _more(corpus, found)
    return Section(
        "saturation",
        f"Do more {found.unit} bring new codes? {corpus}",
        _reading(found),
        [table for table in (curve, more, _parts(corpus, found)) if table.rows],
        [_figure(found)] if len(found.curve) > 1 else [],
        records=curve,
    )


def _middle(seen: CodesSeen, places: int) -> Value:
    return Value(round(seen.mean, 3), round(seen.low, 3), round(seen.high, 3), places=places)


def _codes_curve(corpus: str, found: CodeSaturation) -> Table:
    n = len(found.curve)
    columns = [
        Column(found.unit, lambda one: one.n),
        Column("in_order", lambda one: one.in_order, "codes, as they came"),
        Column("codes", lambda one: _middle(one, 1), "codes, any order [middle 95 %]", stem=""),
        Column("next brings", lambda one: round(one.further, 4)),
    ]
    step = max(1, -(-n // _ROWS))
    few = [seen for seen in found.curve if seen.n in (1, n) or seen.n % step == 0]
    title = f"{corpus}: codes seen after so many {found.unit}"
    return table_of("code_saturation", title, columns, found.curve).shown_as(columns, few)


def _more(corpus: str, seen: CodeSaturation) -> Table:
    columns = [
        Column("share of all codes", lambda row: row.goal),
        Column(
            "more",
            lambda row: replace(with_interval(row.n, row.interval), places=0),
            f"more {seen.unit} [95 %]",
        ),
    ]
    known = [more_units for more_units in seen.in_all.more if not math.isnan(more_units.n)]
    title = f"{corpus}: how many more {seen.unit} would show so much of all codes"
    return table_of("saturation_more", title, columns, known)


def _parts(corpus: str, seen: CodeSaturation) -> Table:
    columns = [
        Column(seen.by or "part", lambda row: row.name),
        Column(seen.unit, lambda row: row.codes.n_units),
        Column("codes", lambda row: row.codes.n_codes),
        Column("new", lambda row: row.codes.n_new, "new against those above"),
        Column("only", lambda row: row.codes.n_only, "only here"),
    ]
    title = f"{corpus}: codes by {seen.by}"
    return table_of("saturation_by", title, columns, seen.parts)


def _figure(found: CodeSaturation) -> Figure:
    orders = "mean of random orders"
    rows = [
        {
            "n": codes_seen.n,
            "codes": codes_seen.mean,
            "low": codes_seen.low,
            "high": codes_seen.high,
            "order": orders,
        }
        for codes_seen in found.curve
    ]
    rows += [
        {
            "n": codes_seen.n,
            "codes": codes_seen.in_order,
            "low": codes_seen.in_order,
            "high": codes_seen.in_order,
        }
        | {"order": "as they came"}
        for codes_seen in found.curve
    ]
    top = max(codes_seen.high for codes_seen in found.curve)
    draw = partial(
        line_chart,
        rows,
        x="n",
        y="codes",
        colour="order",
        domain=(0.0, max(1.0, top)),
        titles=(found.unit, "codes seen"),
        machine=False,
    )
    caption = (
        f"Codes by {found.who} seen after so many of {len(found.curve):,} {found.unit}, with the "
        "middle 95 % of random orders."
    )
    return Figure("saturation", caption, draw)


def _reading(found: CodeSaturation) -> list[str]:
    last, reached, in_all = found.curve[-1], found.reached, found.in_all
    unit = found.unit[:-1]
    when = (
        f"Saturation (two more {found.unit} bring at most 5 % of what the first four had) comes "
        f"after {unit_word(found.unit, round(reached.median))} in the median of "
        f"{reached.n_orders} orders."
        if not math.isnan(reached.median)
        else f"No saturation: {reached.reason}"
    )
    sentences = [
        f"Codes by {found.who}: {last.in_order} different ones in "
        f"{unit_word(found.unit, last.n)}. {when}"
    ]
    if found.once:
        sentences.append(f"In one {unit} only: {_named(found.once)}.")
    if found.never:
        sentences.append(f"In the codebook, and never given: {_named(found.never)}.")
    if in_all.reason:
        sentences.append(f"How many codes are unseen cannot be said: {in_all.reason}")
    else:
        low, high = (
            max(0, limit - in_all.n_codes) for limit in (in_all.interval.low, in_all.interval.high)
        )
        sentences.append(
            f"Estimated unseen: {in_all.unseen:.0f} codes [{low:.0f}, {high:.0f}] that further "
            f"{found.unit} such as these could bring; {100 * in_all.seen:.0f} % of all are seen. "
            "This speaks of codes that are made while reading: where the codebook is closed, no "
            "more can come than it has."
        )
        sentences += [_wait(found, more_units) for more_units in in_all.more[-1:]]
    return sentences + left_out(
        [
            (found.n_without, f"of no one value of {found.by}"),
            (found.n_incomplete, "not coded on every dimension"),
        ],
        found.unit,
    )


def _wait(saturation: CodeSaturation, more: MoreUnits) -> str:
    share = f"{100 * more.goal:.0f} %"
    if math.isinf(more.n):
        return f"No number of further {saturation.unit} can be named for {share} of all codes."
    high = f"{more.interval.high:.0f}" if math.isfinite(more.interval.high) else "no limit"
    return (
        f"About {more.n:.0f} more {saturation.unit} [{more.interval.low:.0f}, {high}] would show "
        f"{share} of all codes."
        if more.n >= 1
        else f"{share} of all codes are likely seen: about 0 more {saturation.unit} "
        f"[{more.interval.low:.0f}, {high}]."
    )


def _named(codes: tuple[TableCode, ...]) -> str:
    return first_of([code.label for code in codes], _NAMED)
