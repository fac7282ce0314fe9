"""The report's section on a trained model: its scores, and the leak that others report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textmine.classify.trained.trust import Trust
from textmine.present import Figure, Section, Table
from textmine.report.coded import with_interval
from textmine.report.figures import interval_chart
from textmine.report.trust import speaking_table, trust_figures, trust_table
from textmine.store import Manifest

FEW_GROUPS = 10
"""Below this many groups an interval says little of other groups."""


def model_section(
    manifest: Manifest,
    rows: Sequence[dict[str, Any]],
    trust: Mapping[str, Trust],
    speaking: Sequence[dict[str, Any]],
) -> Section:
    """Return the section on a model, from its manifest and what stands in its folder.

    `trust` is by dimension.
    """
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
            f"Scores of '{manifest.name}' with whole {groups}s held out (and, in grey, without "
            "that care, where it leaks). 95 % jackknife intervals."
        )
        figures.append(Figure(f"scores_{manifest.name}", caption, svg))
    tables = []
    for part in manifest.details["dimensions"]:
        mine = [row for row in rows if row["dimension"] == part["dimension"]]
        name = f"scores_{manifest.name}_{part['dimension']}"
        title = (
            f"{part['dimension']}: {part['n']} documents coded by {part['coder']}, chosen: "
            f"{part['candidate']}"
        )
        by_code = [row for row in mine if row["code"]]
        tables += [
            Table(name, title, mine, shown=overall_rows(mine)),
            Table(f"{name}_codes", f"{part['dimension']}, by code", by_code, shown=code_rows(mine)),
        ]
        if part["dimension"] in trust:
            found = trust[part["dimension"]]
            figures += trust_figures(manifest.name, part["dimension"], found)
            tables.append(trust_table(manifest.name, part["dimension"], part["classes"], found))
        if speaking:
            tables.append(speaking_table(manifest.name, part["dimension"], speaking))
    sentences = [
        f"Model '{manifest.name}' codes documents with '{manifest.details['codebook']}'; texts are "
        f"read by {manifest.details['nlp']}.",
        f"Scores are those of nested cross-validation: whole {groups}s are held out, and all was "
        "settled without the documents that are scored. They say how well the machine repeats the "
        "coder, not how right either is; and counts of its codes are not prevalence.",
    ]
    return Section(
        f"model-{manifest.name}",
        f"What the machine learned: {manifest.name}",
        sentences,
        tables,
        figures,
    )


def how_sure(groups: str, n_groups: int) -> str:
    """Return the sentence on how the intervals were made, and when they are not to be trusted."""
    text = (
        f"Intervals: 95 %, jackknife over {n_groups} {groups}s; wide, to be safe, where few "
        "documents are right or wrong."
    )
    if n_groups < FEW_GROUPS:
        text += f" So few {groups}s say little of others."
    return text


def overall_rows(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a row a score over all codes, with a column for each protocol: value [95 %]."""
    overall = [row for row in rows if not row["code"]]
    table: dict[str, dict[str, Any]] = {}
    for row in overall:
        line = table.setdefault(row["score"], {"score": row["score"]})
        line[f"{row['protocol']} [95 %]"] = with_interval(row)
    for row in overall:
        table[row["score"]]["n"] = row["n"]
    return list(table.values())


def code_rows(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a row a code: how often given and predicted, precision, recall and F1 [95 %]."""
    table: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["code"]:
            table.setdefault(row["code"], {})[row["score"]] = row
    return [
        {
            "code": code,
            "n": scores["recall"]["n"],
            "predicted": scores["precision"]["n"],
            **{
                f"{name} [95 %]": with_interval(scores[name])
                for name in ("precision", "recall", "F1")
            },
        }
        for code, scores in table.items()
    ]
