"""The report's section on a trained model: its scores, and the leak that others report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textmine.classify.score_table import UNGROUPED
from textmine.report.coded import with_interval
from textmine.report.document import Figure, Section, Table
from textmine.report.figures import interval_chart
from textmine.store import Manifest


def model_section(manifest: Manifest, rows: Sequence[dict[str, Any]]) -> Section:
    """Return the section on a model, from its manifest and the scores in its folder."""
    groups = manifest.details["groups"]
    overall = [row for row in rows if not row["code"]]
    chart = [
        {**row, "label": f"{row['dimension']} · {row['score']}"}
        for row in overall
        if row["value"] is not None and row["low"] is not None
    ]
    figures = []
    if chart:
        low = min(0.0, *(float(row["low"]) for row in chart))
        svg = interval_chart(
            chart, label="label", colour="protocol", domain=(low, 1.0), machine=True
        )
        caption = (
            f"Scores of '{manifest.name}' with whole {groups}s held out, and without that care "
            "(grey: it leaks). 95 % bootstrap intervals."
        )
        figures.append(Figure(f"scores_{manifest.name}", caption, svg))
    tables = [
        Table(
            f"scores_{manifest.name}_{part['dimension']}",
            f"{part['dimension']}: {part['n']} documents coded by {part['coder']}, "
            f"chosen: {part['candidate']}",
            [row for row in rows if row["dimension"] == part["dimension"]],
            shown=_shown([row for row in rows if row["dimension"] == part["dimension"]]),
        )
        for part in manifest.details["dimensions"]
    ]
    sentences = [
        f"Model '{manifest.name}' codes documents with '{manifest.details['codebook']}'; texts are "
        f"read by {manifest.details['nlp']}.",
        f"Scores are cross-validated: whole {groups}s are held out, and each fold is predicted by "
        "the candidate that won on the other folds. They say how well the machine repeats the "
        "coder, not how right either is; and counts of its codes are not prevalence.",
    ]
    return Section(
        f"model-{manifest.name}",
        f"What the machine learned: {manifest.name}",
        sentences,
        tables,
        figures,
    )


def _shown(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    for row in rows:
        if row["protocol"] != UNGROUPED:
            other = _same(rows, row)
            shown.append(
                {
                    "score": row["score"],
                    "code": row["code"],
                    "held out [95 %]": with_interval(row),
                    "n": row["n"],
                    "without grouping (leaks)": with_interval(other) if other else "",
                }
            )
    return shown


def _same(rows: Sequence[dict[str, Any]], wanted: dict[str, Any]) -> dict[str, Any] | None:
    for row in rows:
        if row["protocol"] == UNGROUPED and all(row[k] == wanted[k] for k in ("score", "code")):
            return row
    return None
