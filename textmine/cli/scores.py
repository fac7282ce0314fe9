"""Classification scores as rows, for `train` and `evaluate`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textmine.stats import ClassificationScores, Score


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
