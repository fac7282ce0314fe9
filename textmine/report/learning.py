"""Learning curves as rows and as a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textmine.classify.growing.curve import TARGETS, DimensionCurve
from textmine.report.figures import line_chart


def curve_rows(part: DimensionCurve) -> list[dict[str, Any]]:
    """Return a row a score and size: mean over the repeats, interval of the mean, spread."""
    return [
        {
            "dimension": part.dimension,
            "score": name,
            "documents": round(size),
            "value": round(curve.means[place], 6),
            "low": round(curve.intervals[place].low, 6),
            "high": round(curve.intervals[place].high, 6),
            "spread": round(curve.spread[place], 6),
            "repeats": curve.n_repeats,
        }
        for name, curve in (("kappa", part.kappa), ("macro-F1", part.macro_f1))
        for place, size in enumerate(curve.sizes)
    ]


def learning_chart(found: Sequence[DimensionCurve]) -> str:
    """Return the curves of all dimensions as SVG, with bands and the limits .67 and .80."""
    rows = [
        {**row, "curve": f"{row['dimension']} · {row['score']}"}
        for part in found
        for row in curve_rows(part)
    ]
    return line_chart(rows, x="documents", y="value", colour="curve", rules=TARGETS)
