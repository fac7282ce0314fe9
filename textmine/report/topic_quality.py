"""How well topics fit: numbers of topics compared, and whether people understand their words."""

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

from textmine.choices import OddOneOut
from textmine.present import Column, Figure, Section, columns_of, table_of, with_interval
from textmine.report.figures import line_chart
from textmine.topics.evaluating.intrusion import CHANCE, Precision
from textmine.topics.evaluating.sweep import RULE, Sweep

_FIGURES = (
    ("held_out", "held-out NPMI", ", with one standard error on each side"),
    ("stability", "stability", ""),
)


def sweep_section(found: Sweep) -> Section:
    """Return the section on the comparison, a row an engine and number of topics."""
    columns = [
        Column("engine", lambda row: row.engine),
        Column("topics", lambda row: row.n_topics),
        Column(
            "found",
            lambda row: row.n_found,
            people=any(row.n_found != row.n_topics for row in found.rows),
        ),
        Column("held_out", lambda row: row.held_out),
        Column("se", lambda row: row.standard_error),
        *columns_of("stability", "unstable", "diversity", "redundancy", "perplexity"),
        Column("plateau", lambda row: "yes" if row.plateau else ""),
        Column("take", lambda row: "this" if row.recommended else ""),
    ]
    title = f"{found.corpus}: numbers of topics compared"
    table = table_of("sweep", title, columns, found.rows)
    figures = [figure for figure_words in _FIGURES if (figure := _figure(found, *figure_words))]
    return Section("sweep", "How many topics", _sentences(found), [table], figures, records=table)


def _sentences(found: Sweep) -> list[str]:
    sample = f" They are {found.sampled.told}." if found.sampled else ""
    sentences = [
        f"{found.n_units:,} units of '{found.corpus}' in {found.n_groups:,} {found.groups}s."
        f"{sample} Held out: NPMI of the topics of one half of the {found.groups}s on the other, "
        "three halvings. Stability: likeness to five fits on 80 % of them.",
        f"Rule: {RULE}",
    ]
    chosen = found.recommended
    if chosen is None:
        return [
            *sentences,
            "No fit has a held-out coherence: there is too little text to choose by.",
        ]
    plateau = sorted(
        {row.n_topics for row in found.rows if row.plateau and row.engine == chosen.engine}
    )
    around = ", ".join(map(str, plateau))
    sentences.append(
        f"It recommends {chosen.n_topics} topics by '{chosen.engine}'; as good within the error: "
        f"{around}. Between these, take the number whose themes you can name."
    )
    return sentences


def _figure(found: Sweep, name: str, title: str, band: str) -> Figure | None:
    """Draw a figure over numbers of topics, None where fewer than two fits have it."""
    rows = _points(found, name)
    if len(rows) < 2:
        return None
    top = 1.0 if name == "stability" else max(row["high"] for row in rows)
    draw = partial(
        line_chart,
        rows,
        x="topics",
        y="value",
        colour="engine",
        domain=(min(0.0, *(row["low"] for row in rows)), top),
        titles=("number of topics", title),
    )
    title_line = f"{title[0].upper()}{title[1:]}{band}"
    caption = f"{title_line}, by number of topics: {found.n_units:,} units of '{found.corpus}'."
    return Figure(f"sweep_{name}", caption, draw)


def _points(sweep: Sweep, name: str) -> list[dict[str, Any]]:
    """Return the held-out coherence with its error, or the stability, of every fit that has it."""
    points = []
    for row in sweep.rows:
        value, error = (row.held_out, row.standard_error)
        if name == "stability":
            value, error = (row.stability, 0.0)
        if not math.isnan(value + error):
            low, high = round(value - error, 6), round(value + error, 6)
            points.append(
                {
                    "topics": row.n_topics,
                    "engine": row.engine,
                    "value": round(value, 6),
                    "low": low,
                    "high": high,
                }
            )
    return points


def intrusion_section(
    model: str, kind: OddOneOut, scored: Sequence[tuple[str, Precision]]
) -> Section:
    """Return the section on sheets that came back, a row a sheet and topic."""
    columns = [
        Column("sheet", lambda row: row[0]),
        Column("topic", lambda row: row[1].topic),
        Column("found", lambda row: row[1].found),
        Column("n", lambda row: row[1].n),
        Column("open", lambda row: row[1].open),
        Column(
            "precision",
            lambda row: with_interval(row[1].value, row[1].interval),
            "precision [95 %]",
            stem="",
        ),
    ]
    title = f"{model}: how often the stranger among {kind} is found"
    table = table_of(f"intrusion_{model}", title, columns, scored, kind="intrusion")
    sentence = (
        f"Precision: share of answers that name it, Wilson 95 % interval; chance is {CHANCE:.3f} "
        "with six choices. A topic whose interval reaches down to chance is not understood."
    )
    return Section(f"intrusion-{model}", title, [sentence], [table], records=table)
