"""The codes that a classifier learns from or is scored against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.choices import Labels
from textmine.codebook import Codebook
from textmine.coding import FinalCodes, final_codes
from textmine.errors import InputError
from textmine.schema import Coding


@dataclass(frozen=True)
class GoldCodes:
    """The final codes of one dimension; `codes` are all that the codebook has, in its order.

    `codes_of` has the codes of each coded document: one where `labels` is "single", any number
    (none, where the coder found that none applies) where it is "multi".
    """

    dimension: str
    coder: str
    labels: Labels
    ordinal: bool
    codes: tuple[str, ...]
    codes_of: dict[str, tuple[str, ...]]


def gold_codes(
    codings: Sequence[Coding] | FinalCodes,
    codebook: Codebook,
    coder: str | None = None,
    dimensions: Sequence[str] = (),
) -> list[GoldCodes]:
    """Return the final codes of every dimension that has them, or of those named.

    Machine codes are never gold. Raises InputError when there are no final codes.
    """
    final = final_codes(codings, coder)
    for name in dimensions:
        codebook.dimension(name)
    result = []
    for dimension in codebook.coded_dimensions:
        if dimensions and dimension.id not in dimensions:
            continue
        several = dimension.labels == "multi"
        # Where one code is due, a document whose spans have different codes has no one code.
        codes_of = {
            document: tuple(code for code in dimension.code_ids if code in codes)
            for document, codes in final.on(dimension.id).codes.items()
            if several or len(codes) == 1
        }
        if any(codes_of.values()):
            result.append(
                GoldCodes(
                    dimension.id,
                    final.who(dimension.id),
                    dimension.labels,
                    dimension.scale == "ordinal",
                    tuple(dimension.code_ids),
                    codes_of,
                )
            )
    if not result:
        raise InputError(
            f"There are no codes by {final.who(*dimensions)} on "
            f"{', '.join(dimensions) or 'any dimension'}.",
            hint="Name another --coder or --dimension.",
        )
    return result
