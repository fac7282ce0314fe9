"""How far coders agree: codings or data frames in, coefficients with intervals out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, get_args

import numpy as np

from textmine.api.reading import need_codings
from textmine.api.shared import Results, chosen, in_python_words
from textmine.choices import By, Scale
from textmine.coding.agreement.agreement_input import (
    AgreementInput,
    AgreementRequest,
    input_of_codings,
    input_of_tables,
)
from textmine.coding.agreement.measures import alpha_of
from textmine.coding.agreement.reliability import DimensionAgreement
from textmine.coding.agreement.run_agreement import measure_all
from textmine.coding.agreement.table_units import ROWS, TableRequest
from textmine.coding.codings import Codings
from textmine.corpus.reading.frames import table_of_frame
from textmine.errors import InputError
from textmine.lazily import pd
from textmine.report.agreement import agreement_section
from textmine.stats import Coefficient
from textmine.stats import krippendorff_alpha as alpha_of_indices

Detail = Literal["pairs", "coders", "time"]


@in_python_words
def agreement(
    codes: Codings | pd.DataFrame,
    coders: Sequence[str] = (),
    *,
    by: By | None = None,
    show: Sequence[Detail] = (),
    scale: Scale | None = None,
    weights: str = "",
    blind: bool = False,
    categories: Sequence[str] = (),
    unit: str | None = None,
    coder: str | None = None,
    code: str | None = None,
) -> Results[DimensionAgreement]:
    """Measure how far coders agree, by every coefficient that fits, as `textmine agreement` does.

    `codes` are codings, or a data frame of them: a column a coder, or `unit`, `coder`, `code`; such
    columns, and all `categories` that could be given, are named for a frame only. `coders` are by
    default all human ones, `by` says what intervals take as independent. With `blind` only codings
    given without a suggestion in view are compared. One result a dimension. Raises InputError with
    fewer than two coders or when no unit was coded by two of them.
    """
    request = AgreementRequest(
        corpus=codes.corpus.name if isinstance(codes, Codings) and codes.corpus else "",
        coders=tuple(coders),
        by_thread=None if by is None else chosen("by", by, ("thread", "unit")) == "thread",
        scale=scale and chosen("scale", scale, get_args(Scale)),
        weights=weights,
        blind=blind,
        details=tuple(chosen("show", detail, get_args(Detail)) for detail in show),
    )
    data = _input(
        codes,
        request,
        TableRequest(
            coders=tuple(coders),
            categories=tuple(categories),
            unit=unit,
            coder=coder,
            code=code,
            scale=scale or "nominal",
        ),
    )
    agreements = tuple(measure_all(data, request))
    return Results(agreements, agreement_section(agreements).every_figure, data.remarks)


@in_python_words
def krippendorff_alpha(
    codes: pd.DataFrame | Any, scale: Scale = "nominal", categories: Sequence[Any] = ()
) -> Coefficient:
    """Compute Krippendorff's alpha of a table of codes: a row a unit, a column a coder.

    Codes are words or numbers; an empty cell, None, nan and words such as "NA" are no code, as in
    `textmine agreement`. `categories` are all codes that could be given, in their order where the
    scale is ordinal and they are words. The result has `value`, at most 1, and what it rests on.
    Raises InputError with fewer than two coders or without a code.

    >>> krippendorff_alpha([["a", "a"], ["b", "b"], ["a", "b"], ["b", None]]).value
    0.4444444444444444
    """
    frame = codes if isinstance(codes, pd.DataFrame) else _frame_of_codes(codes)
    names = tuple(str(name) for name in frame.columns)
    chosen("scale", scale, get_args(Scale))
    asked = TableRequest(
        coders=names, categories=tuple(map(str, categories)), unit=ROWS, scale=scale
    )
    request = AgreementRequest(corpus="", coders=names, scale=scale)
    (matrix,) = input_of_tables([table_of_frame(frame)], asked, request).matrices
    alpha = alpha_of(matrix)
    return alpha_of_indices(matrix.codes, matrix.n_values, **alpha.options)


def _input(
    codes: Codings | pd.DataFrame, request: AgreementRequest, asked: TableRequest
) -> AgreementInput:
    if isinstance(codes, pd.DataFrame):
        if request.blind:
            raise InputError(
                "A data frame of codes does not say what its coders saw.",
                hint="Give codings: tm.read_codes(FILE, corpus).",
            )
        return input_of_tables([table_of_frame(codes)], asked, request)
    need_codings(codes)
    if codes.corpus is None:
        raise InputError(
            "These codings are of no corpus.", hint="Read them with tm.read_codes(FILE, corpus)."
        )
    return input_of_codings(codes.items, codes.codebook, codes.corpus, request)


def _frame_of_codes(codes: Any) -> pd.DataFrame:
    table = np.asarray(codes, dtype=object)
    if table.ndim != 2:
        raise InputError(
            f"Codes are a table, a row a unit and a column a coder. Got {table.ndim} dimension(s)."
        )
    names = [f"coder {number}" for number in range(1, table.shape[1] + 1)]
    return pd.DataFrame(table, columns=names)
