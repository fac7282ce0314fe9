"""The report on how far a model can be trusted, and on what it goes by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.classify.out_of_fold import read_held_out
from textmine.classify.trained.reliability import Trust, error_at, trust_of
from textmine.corpus import group_numbers, load_corpus
from textmine.errors import NotFoundError
from textmine.present import Column, Figure, Table, table_of
from textmine.report.figures import line_chart
from textmine.stats.shares.clustered_share import EXACT_INTERVALS
from textmine.store import Manifest, Workspace

_KEPT = tuple(share / 20 for share in range(20, 3, -1))


def model_trust(workspace: Workspace, manifest: Manifest) -> dict[str, Trust]:
    """Return the trust in each dimension of a model, from its held-out codes.

    Documents of one thread count as depending on each other while the training corpus is there.
    """
    folder = workspace.folder("models", manifest.name)
    found = {}
    for part in manifest.details["dimensions"]:
        held = read_held_out(folder, part["dimension"], part["labels"]).blind
        found[part["dimension"]] = trust_of(held, _groups(held.said.documents, workspace, manifest))
    return found


def _groups(
    documents: Sequence[str], workspace: Workspace, manifest: Manifest
) -> NDArray[np.int64]:
    alone = np.arange(len(documents))
    try:
        corpus = load_corpus(workspace, manifest.details["corpus"])
    except NotFoundError:
        return alone
    return group_numbers(corpus, documents) if set(corpus.ids).issuperset(documents) else alone


def trust_figures(model: str, dimension: str, trust: Trust) -> list[Figure]:
    """Return the reliability diagram and the risk-coverage curve of one dimension."""
    points = [
        {
            "said": point.said,
            "right": point.seen,
            "low": point.interval.low,
            "high": point.interval.high,
        }
        for point in trust.curve
    ]
    risks = [{"share": share, "error": error_at(trust, share)} for share in _KEPT]
    highest = max(0.1, *(row["error"] for row in risks))
    figures = [
        Figure(
            f"reliability_{model}_{dimension}",
            f"{dimension}: the machine's probability and how often it was right, held-out "
            f"documents in bins of equal n, {EXACT_INTERVALS}. Calibration error "
            f"{trust.error:.3f}; "
            "dashed: what would be right.",
            partial(
                line_chart,
                points,
                x="said",
                y="right",
                diagonal=True,
                titles=("the machine's probability", "share right"),
                percent=(True, True),
            ),
        ),
        Figure(
            f"risk_{model}_{dimension}",
            f"{dimension}: the share of errors that is left when only what the machine is surest "
            "of is kept and people code the rest.",
            partial(
                line_chart,
                [{**row, "low": row["error"], "high": row["error"]} for row in risks],
                x="share",
                y="error",
                domain=(0.0, round(highest + 0.05, 1)),
                titles=("share of documents kept", "share of errors"),
                percent=(True, True),
            ),
        ),
    ]
    return figures if len(points) > 1 else figures[1:]


def speaking_table(model: str, dimension: str, rows: Sequence[dict[str, Any]]) -> Table:
    """Return what speaks for each code of one dimension, the heaviest first."""
    found: dict[str, list[str]] = {}
    mine = [row for row in rows if row["dimension"] == dimension]
    for row in mine:
        found.setdefault(row["code"], []).append(row["what"] or row["kind"])
    columns = [
        Column("code", lambda one: one[0]),
        Column("what speaks for it, in documents that have it", lambda one: "; ".join(one[1])),
    ]
    name, title = f"speaks_for_{model}_{dimension}", f"{dimension}: what the machine goes by"
    return replace(table_of(name, title, columns, found.items()), rows=mine)
