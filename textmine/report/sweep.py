"""Numbers of topics compared, as rows, a figure and a section."""

from __future__ import annotations

import math
from typing import Any

from textmine.present import Figure, Section, Table
from textmine.report.coded import number
from textmine.report.figures import line_chart
from textmine.topics.judging.sweep import RULE, Sweep


def sweep_rows(found: Sweep) -> list[dict[str, Any]]:
    """Return a row an engine and number of topics."""
    return [
        {
            "engine": row.engine,
            "topics": row.n_topics,
            "found": row.n_found,
            "held_out": number(row.held_out),
            "se": number(row.standard_error),
            "stability": number(row.stability),
            "unstable": row.unstable,
            "diversity": number(row.diversity),
            "redundancy": number(row.redundancy),
            "perplexity": number(row.perplexity),
            "plateau": "yes" if row.plateau else "",
            "take": "this" if row.recommended else "",
        }
        for row in found.rows
    ]


def sweep_sentences(found: Sweep) -> list[str]:
    """Return what was compared, by which rule, and what it recommends."""
    said = [
        f"{found.n_units:,} units of '{found.corpus}' in {found.n_groups:,} {found.groups}s. Held "
        f"out: NPMI of the topics of one half of the {found.groups}s on the other, three halvings; "
        "stability: likeness to five fits on 80 % of them.",
        f"Rule: {RULE}",
    ]
    chosen = found.recommended
    if chosen is None:
        return [*said, "No fit has a held-out coherence: there is too little text to choose by."]
    plateau = sorted(
        {row.n_topics for row in found.rows if row.plateau and row.engine == chosen.engine}
    )
    around = ", ".join(map(str, plateau))
    said.append(
        f"It recommends {chosen.n_topics} topics by '{chosen.engine}'; as good within the error: "
        f"{around}. Between these, take the number whose themes you can name."
    )
    return said


def sweep_section(found: Sweep) -> Section:
    """Return the section on the comparison, with two figures."""
    figures = []
    for name, title in (("held_out", "held-out NPMI"), ("stability", "stability")):
        rows = _points(found, name)
        if rows:
            low = min(0.0, *(row["low"] for row in rows))
            high = max(row["high"] for row in rows)
            svg = line_chart(
                rows,
                x="topics",
                y="value",
                colour="engine",
                domain=(low, 1.0 if name == "stability" else high),
                titles=("number of topics", title),
            )
            band = ", with one standard error on each side" if name == "held_out" else ""
            figures.append(Figure(f"sweep_{name}", f"{title.capitalize()}{band}.", svg))
    table = Table("sweep", "Numbers of topics and engines", sweep_rows(found))
    return Section("sweep", "How many topics", sweep_sentences(found), [table], figures)


def _points(found: Sweep, name: str) -> list[dict[str, Any]]:
    """Return the held-out coherence with its error, or the stability, of every fit that has it."""
    points = []
    for row in found.rows:
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
