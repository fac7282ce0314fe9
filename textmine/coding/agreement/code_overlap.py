"""Where two coders give a code: to the same messages, the same sentences, the same characters."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from textmine.arrays import Floats
from textmine.coding.agreement.agreement_input import AgreementInput
from textmine.coding.statements import statements_of
from textmine.schema import Coding
from textmine.stats import Interval
from textmine.stats.agreement.two_by_two import TwoByTwo, alpha_interval, as_nvivo

UNITS = ("message", "sentence", "character")
_SENTENCE_END = re.compile(r"[.!?…]{1,6}[\"'”’)\]]{0,4}(?=\s)|\n")
Span = tuple[int, int]


@dataclass(frozen=True)
class CodeOverlap:
    """One code of two coders at one level: units, coefficients, and alpha's interval.

    `unit` is one of `UNITS`. `nvivo_kappa` and `nvivo_agreement` are there for characters alone:
    the means over documents.
    """

    dimension: str
    code: str
    coders: tuple[str, str]
    unit: str
    n_documents: int
    counts: TwoByTwo
    interval: Interval
    nvivo_kappa: float | None = None
    nvivo_agreement: float | None = None


def measure_overlap(data: AgreementInput) -> list[CodeOverlap]:
    """Measure every code that any of two coders gave, in the documents that both coded.

    A code of a whole document covers its text. A sentence has a code that covers any of it.
    Documents are resampled.
    """
    if data.codebook is None:
        return []
    coders = data.matrices[0].coders
    overlaps: list[CodeOverlap] = []
    for dimension in data.codebook.coded_dimensions:
        spans_by_coder = _by_coder(data, dimension.id)
        for pair in combinations([coder for coder in coders if coder in spans_by_coder], 2):
            shared = sorted(spans_by_coder[pair[0]].keys() & spans_by_coder[pair[1]].keys())
            if shared:
                spans = (spans_by_coder[pair[0]], spans_by_coder[pair[1]])
                overlaps += _of_pair(data, dimension.id, dimension.code_ids, pair, spans, shared)
    return overlaps


_Spans = dict[str, dict[str, list[Span]]]
"""Document -> code -> spans; a document that was coded without a code has none."""


def _by_coder(data: AgreementInput, dimension: str) -> dict[str, _Spans]:
    by_coder: dict[str, _Spans] = {}
    for document, statements in statements_of(data.codings).get(dimension, {}).items():
        length = len(data.texts[document])
        for coder, codings in statements.items():
            spans: dict[str, list[Span]] = {}
            for coding in codings:
                if coding.code is not None:
                    spans.setdefault(coding.code, []).append(_span(coding, length))
            by_coder.setdefault(coder, {})[document] = spans
    return by_coder


def _span(coding: Coding, length: int) -> Span:
    if coding.start is None or coding.end is None:
        return 0, length
    return coding.start, coding.end


def _of_pair(
    data: AgreementInput,
    dimension: str,
    codes: Sequence[str],
    pair: tuple[str, str],
    spans: tuple[_Spans, _Spans],
    documents: Sequence[str],
) -> Iterator[CodeOverlap]:
    units = {document: sentence_spans(data.texts[document]) for document in documents}
    for code in codes:
        mine = [[of[document].get(code, []) for document in documents] for of in spans]
        if not any(map(any, mine)):
            continue
        for unit in UNITS:
            rows = np.array(
                [
                    _counted(
                        unit, len(data.texts[document]), units[document], first_spans, second_spans
                    )
                    for document, first_spans, second_spans in zip(documents, *mine, strict=True)
                ],
                dtype=np.float64,
            )
            yield _measured(data, (dimension, code, unit), pair, rows)


def _measured(
    data: AgreementInput, what: tuple[str, str, str], pair: tuple[str, str], rows: Floats
) -> CodeOverlap:
    dimension, code, unit = what
    resampling = data.resampling
    return CodeOverlap(
        dimension,
        code,
        pair,
        unit,
        len(rows),
        TwoByTwo(*rows.sum(axis=0).tolist()),
        alpha_interval(rows, resampling.n_resamples, resampling.seed),
        *(as_nvivo(rows) if unit == "character" else (None, None)),
    )


def _counted(
    unit: str,
    length: int,
    sentences: Sequence[Span],
    first_spans: Sequence[Span],
    second_spans: Sequence[Span],
) -> tuple[int, int, int, int]:
    """Return how many units of a document both coded, the one, the other, and neither."""
    if unit == "character":
        first, second = np.zeros(length, dtype=bool), np.zeros(length, dtype=bool)
        for coded, spans in ((first, first_spans), (second, second_spans)):
            for start, end in spans:
                coded[start:end] = True
    else:
        places = [(0, length)] if unit == "message" else sentences
        first = np.array([_touched(span, first_spans) for span in places], dtype=bool)
        second = np.array([_touched(span, second_spans) for span in places], dtype=bool)
    both, some = int((first & second).sum()), int((first | second).sum())
    return both, int(first.sum()) - both, int(second.sum()) - both, len(first) - some


def _touched(span: Span, spans: Sequence[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in spans)


def sentence_spans(text: str) -> list[Span]:
    """Return the sentences of a text: they end with their mark, or with their line.

    >>> sentence_spans("One. Two?\\nThree")
    [(0, 4), (5, 9), (10, 15)]
    """
    spans: list[Span] = []
    start = 0
    for end in (*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)):
        part = text[start:end]
        first = start + len(part) - len(part.lstrip())
        last = start + len(part.rstrip())
        if first < last:
            spans.append((first, last))
        start = end
    return spans or [(0, len(text))]
