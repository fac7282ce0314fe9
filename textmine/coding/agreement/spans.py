"""Agreement of coders who mark spans themselves: where they mark, and what they call it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from textmine.arrays import Bools
from textmine.codebook import Dimension
from textmine.coding.agreement.agreement_input import AgreementInput
from textmine.errors import InputError
from textmine.schema import Coding
from textmine.stats import Interval
from textmine.stats.spans.unitizing import Segment, UnitizingFigure, unitizing_alpha
from textmine.stats.spans.unitizing_2004 import unitizing_alpha_2004

_MEANINGS = {
    "u-alpha": "places and codes (2016)",
    "|u-alpha": "what is marked at all (2016)",
    "cu-alpha": "codes, where both marked (2016)",
    "(k)u-alpha": "places of one code (2016)",
}


@dataclass(frozen=True)
class SpanFigure:
    """One alpha of unitizing, over all codes or of one."""

    name: str
    code: str
    value: float
    interval: Interval
    reason: str


@dataclass(frozen=True)
class SpanAgreement:
    """Agreement on the spans of one dimension; lengths are counted in characters.

    `n_documents` were read by two coders or more, who marked `n_spans` in them.
    """

    dimension: str
    coders: tuple[str, ...]
    n_documents: int
    n_spans: int
    figures: tuple[SpanFigure, ...]
    remarks: tuple[str, ...]


def measure_spans(data: AgreementInput) -> list[SpanAgreement]:
    """Measure every dimension on which coders marked spans; documents are resampled.

    Where spans of one coder overlap only the figures of 2004 are given, which look at each code by
    itself.
    """
    if data.codebook is None:
        return []
    agreements = []
    coders = data.matrices[0].coders
    for dimension in data.codebook.coded_dimensions:
        mine = [
            coding
            for coding in data.codings
            if coding.dimension == dimension.id and coding.coder in coders
        ]
        if any(coding.start is not None for coding in mine):
            agreements.append(_measure(dimension, mine, coders, data))
    return agreements


def _measure(
    dimension: Dimension, codings: Sequence[Coding], coders: Sequence[str], data: AgreementInput
) -> SpanAgreement:
    code = {name: index for index, name in enumerate(dimension.code_ids)}
    documents = sorted({coding.document for coding in codings})
    lengths = [len(data.texts[document]) for document in documents]
    segments, read = _segments(codings, documents, coders, code, lengths)
    shared = set(np.flatnonzero(read.sum(axis=1) >= 2).tolist())
    q, seed, n_resamples = len(code), data.resampling.seed, data.resampling.n_resamples
    figures: list[SpanFigure] = []
    remarks: list[str] = []
    try:
        new = unitizing_alpha(
            segments, lengths, q, len(coders), read=read, n_resamples=n_resamples, seed=seed
        )
        figures += [
            _figure(figure, dimension, _MEANINGS[figure.name])
            for figure in (new.overall, new.binary, new.coding, *new.per_category)
        ]
    except InputError as error:
        remarks.append(f"{dimension.id}: no alphas of 2016: {error.message}")
    try:
        old = unitizing_alpha_2004(
            segments, lengths, q, len(coders), read=read, n_resamples=n_resamples, seed=seed
        )
        figures += [
            _figure(figure, dimension, "places, code by code (2004)")
            for figure in (old.overall, *old.per_category)
        ]
    except InputError as error:
        remarks.append(f"{dimension.id}: no alphas of 2004: {error.message}")
    if remarks:
        numbered = ", ".join(f"{index} is {coder}" for index, coder in enumerate(coders))
        remarks.append(f"{dimension.id}: coders by number: {numbered}.")
    return SpanAgreement(
        dimension.id,
        tuple(coders),
        len(shared),
        sum(segment.document in shared for segment in segments),
        tuple(figures),
        tuple(remarks),
    )


def _segments(
    codings: Sequence[Coding],
    documents: Sequence[str],
    coders: Sequence[str],
    code: Mapping[str, int],
    lengths: Sequence[int],
) -> tuple[list[Segment], Bools]:
    """Return what each coder marked, sorted, and who read what: (n_documents, n_coders)."""
    row = {document: index for index, document in enumerate(documents)}
    column = {coder: index for index, coder in enumerate(coders)}
    read = np.zeros((len(documents), len(coders)), dtype=np.bool_)
    segments = []
    for coding in codings:
        place = row[coding.document]
        read[place, column[coding.coder]] = True
        if coding.code is None or coding.code not in code:
            continue
        start, end = coding.start, coding.end
        if start is None or end is None:
            start, end = 0, lengths[place]
        segments.append(Segment(place, column[coding.coder], start, end, code[coding.code]))
    return sorted(segments, key=lambda s: (s.document, s.coder, s.start, s.end, s.category)), read


def _figure(figure: UnitizingFigure, dimension: Dimension, meaning: str) -> SpanFigure:
    code = "" if figure.category is None else dimension.code_ids[figure.category]
    return SpanFigure(
        f"{figure.name}: {meaning}", code, figure.value, figure.interval, figure.reason
    )
