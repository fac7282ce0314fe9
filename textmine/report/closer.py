"""Agreement looked at closer, where a table needs columns of its own: words, confusions, spans."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from textmine.coding import AgreementInput, AgreementRequest, measure_all, measure_spans
from textmine.report.coded import number, with_interval
from textmine.stats.benchmark_scale import SCALES, benchmark_probabilities
from textmine.stats.dawid_skene import dawid_skene

Told = tuple[list[dict[str, Any]], list[str]]
"""Rows of a table, and sentences on how to read it."""

_NORMAL = 1.96
"""Standard errors between a figure and the limits of its 95 % interval."""

_MOST_CODERS = 12


def word_rows(data: AgreementInput, request: AgreementRequest) -> Told:
    """Return for alpha of each dimension how likely each word of each benchmark scale is."""
    rows = []
    remarks: list[str] = []
    for result in (one for one in measure_all(data, request) if one.has_alpha):
        alpha = result.alpha
        # An interval of no width is none: coders who never differed may differ on the next unit.
        value = alpha.coefficient.value
        below, above = value - alpha.interval.low, alpha.interval.high - value
        if not below + above > 0:
            below = above = math.nan
            remarks.append(f"{result.dimension}: alpha has no interval, and so no word.")
        for scale in SCALES:
            found = benchmark_probabilities(
                value, below / _NORMAL, scale, error_above=above / _NORMAL
            )
            rows += [
                {
                    "dimension": result.dimension,
                    "scale": scale,
                    "word": band.name,
                    "from": None if math.isinf(band.low) else band.low,
                    "probability": number(band.probability),
                    "this or better": number(band.cumulative),
                    "to report": "yes" if band == found.chosen else "",
                }
                for band in found.bands
            ]
    return rows, [
        *remarks,
        "A word is reported only when alpha reaches it with a probability of .95 or more (Gwet "
        "2014), by a normal as wide below and above alpha as its interval is; the value of alpha "
        "alone does not choose it.",
    ]


def confusion_rows(data: AgreementInput, request: AgreementRequest) -> Told:
    """Return each coder's confusions by Dawid and Skene's model: a row a coder and likely code."""
    rows: list[dict[str, Any]] = []
    remarks: list[str] = []
    for matrix in data.matrices:
        if matrix.sets or matrix.crossed:
            continue
        if len(matrix.coders) > _MOST_CODERS:
            remarks.append(
                f"'{matrix.dimension}' has {len(matrix.coders)} coders; name some with --coders."
            )
            continue
        found = dawid_skene(matrix.codes, len(matrix.categories))
        if found.reason:
            remarks.append(f"{matrix.dimension}: {found.reason}")
            continue
        remarks += [f"{matrix.dimension}: {remark}" for remark in found.remarks]
        for coder, confusion in zip(matrix.coders, found.confusion, strict=True):
            for code, share, line in zip(matrix.categories, found.prior, confusion, strict=True):
                said = dict(zip(matrix.categories, map(number, map(float, line)), strict=True))
                rows.append(
                    {
                        "dimension": matrix.dimension,
                        "coder": coder,
                        "likely code": code,
                        "share": number(float(share)),
                        "gives": ", ".join(
                            f"{other} {value:.2f}"
                            for other, value in said.items()
                            if value is not None and value >= _TOLD
                        ),
                    }
                )
    remarks.append(
        "Likely codes are the model's (Dawid & Skene 1979), a diagnosis of coders and no gold."
    )
    return rows, list(dict.fromkeys(remarks))


def span_rows(data: AgreementInput, request: AgreementRequest) -> Told:
    """Return Krippendorff's alphas of unitizing where coders marked spans."""
    rows: list[dict[str, Any]] = []
    remarks: list[str] = []
    for found in measure_spans(data):
        remarks += found.remarks
        rows += [
            {
                "dimension": found.dimension,
                "figure": figure.name,
                "code": figure.code,
                "value [95 %]": with_interval(
                    {
                        "value": number(figure.value),
                        "low": number(figure.interval.low),
                        "high": number(figure.interval.high),
                    }
                ),
                "documents": found.n_documents,
                "spans": found.n_spans,
                "remark": figure.reason,
            }
            for figure in found.figures
        ]
    if not rows:
        remarks.append("Nobody marked spans: see --spans of 'textmine coding import'.")
    return rows, remarks


_TOLD = 0.005
"""Shares below this are not listed."""

CLOSER: dict[str, tuple[str, Callable[[AgreementInput, AgreementRequest], Told]]] = {
    "words": ("How likely each benchmark word is, for Krippendorff's alpha", word_rows),
    "confusions": ("What each coder gives, where another code is likely", confusion_rows),
    "spans": ("Spans: Krippendorff's alphas of unitizing", span_rows),
}
"""Detail -> title of its table, and the function that makes its rows."""
