"""Classification scores as rows of a table."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from textmine.stats import ClassificationScores, Score

SCORES = "scores.csv"
UNGROUPED = "no grouping (leaks)"


def score_rows(
    dimension: str, classes: Sequence[str], scores: ClassificationScores, protocol: str
) -> list[dict[str, Any]]:
    """Return macro-F1, kappa and accuracy, then the scores of each code that occurs."""
    rows = [
        _row(dimension, protocol, name, "", score)
        for name, score in (
            ("macro-F1", scores.macro_f1),
            ("kappa", scores.kappa),
            ("accuracy", scores.accuracy),
        )
    ]
    for code, each in zip(classes, scores.classes, strict=True):
        if each.n_gold or each.n_predicted:
            rows += [
                _row(dimension, protocol, "precision", code, each.precision),
                _row(dimension, protocol, "recall", code, each.recall),
                _row(dimension, protocol, "F1", code, each.f1),
            ]
    return rows


def write_scores(folder: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Write the rows into a model folder."""
    with (folder / SCORES).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_scores(folder: Path) -> list[dict[str, Any]]:
    """Read the rows of a model folder, figures as numbers (None where there is none)."""
    with (folder / SCORES).open(encoding="utf-8", newline="") as stream:
        rows: list[dict[str, Any]] = [dict(row) for row in csv.DictReader(stream)]
    for row in rows:
        for name in ("value", "low", "high"):
            row[name] = float(row[name]) if row[name] else None
        row["n"] = int(row["n"])
    return rows


def _row(dimension: str, protocol: str, name: str, code: str, score: Score) -> dict[str, Any]:
    return {
        "dimension": dimension,
        "protocol": protocol,
        "score": name,
        "code": code,
        "value": _number(score.value),
        "low": _number(score.interval.low),
        "high": _number(score.interval.high),
        "n": score.n,
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 6)
