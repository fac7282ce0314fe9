"""How documents differ from those that a model was trained on, in words."""

from __future__ import annotations

from functools import partial
from typing import Any

from textmine.classify.drift.drift import Drift, DriftFigure
from textmine.present import Figure
from textmine.report.figures import interval_chart

_SHOWN_SHIFTS = 3
_LEAST_SHIFT = 0.05
_NAMES = {
    "words": "commonest words",
    "unknown": "unknown words",
    "length": "length",
    "embeddings": "meaning",
}


def drift_sentences(drift: Drift) -> list[str]:
    """Return how a batch differs from the training corpus, and whether it is more than natural."""
    if drift.reason:
        return [f"Drift is not judged: {drift.reason}"]
    if not drift.drifted:
        return [
            "No drift: the documents differ from the training corpus no more than its own threads "
            "do from each other."
        ]
    shifts = sorted(drift.codes, key=lambda code_shift: -abs(code_shift.here - code_shift.before))[
        :_SHOWN_SHIFTS
    ]
    return [
        "Warning: the documents differ from the training corpus more than its own threads do from "
        "each other.",
        *(f"  {_sentence(figure)}" for figure in drift.figures if figure.drifted),
        *([f"  More often here than in training: {', '.join(drift.more)}."] if drift.more else []),
        *(
            f"  {shift.dimension} {shift.code}: given to {100 * shift.here:.0f} % here, to "
            f"{100 * shift.before:.0f} % in training (no sign of drift by itself)."
            for shift in shifts
            if abs(shift.here - shift.before) >= _LEAST_SHIFT
        ),
        "What was measured on the training documents need not hold for these: draw some, code them "
        "and evaluate ('textmine coding sample', 'textmine evaluate').",
    ]


def drift_figures(drift: Drift) -> list[Figure]:
    """Draw each distance from the training corpus, with the limit of what is natural as 1."""
    rows: list[dict[str, Any]] = [
        {"label": _NAMES.get(figure.name, figure.name), "value": figure.value / figure.level}
        | {"told": f"{figure.value:.3f} (up to {figure.level:.3f})"}
        for figure in drift.figures
        if figure.level > 0
    ]
    if len(rows) < 2:
        return []
    top = max(1.2, 1.08 * max(row["value"] for row in rows))
    draw = partial(
        interval_chart,
        rows,
        label="label",
        domain=(0.0, top),
        title="distance; 1: as far as is natural",
        marks={"natural up to here": 1.0},
        machine=True,
        bars=True,
    )
    caption = (
        f"How far {drift.n:,} documents are from the {drift.n_training:,} that the model was "
        "trained on, over the limit of what is natural for so many."
    )
    return [Figure("drift", caption, draw)]


def _sentence(figure: DriftFigure) -> str:
    name, _, dimension = figure.name.partition(": ")
    natural = f"{figure.value:.3f}, natural up to {figure.level:.3f}"
    if name == "unknown":
        return (
            f"unknown words: {100 * figure.value:.1f} % of the words are new to the model, natural "
            f"up to {100 * figure.level:.1f} %."
        )
    if name == "words":
        return f"words: divergence of the commonest words {natural}."
    if name == "embeddings":
        return f"meaning: distance of the mean sentence embeddings {natural}."
    if figure.here is None or figure.before is None:
        return f"{figure.name}: distance {natural}."
    if name == "length":
        return (
            f"length: {figure.here:.0f} words a document, {figure.before:.0f} in training; "
            f"distance {natural}."
        )
    return (
        f"confidence on {dimension}: {figure.here:.2f} on average, {figure.before:.2f} in "
        f"training; distance {natural}."
    )
