"""The codes that a classifier learns from or is scored against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.codebook import Codebook
from textmine.coding import choose_coder
from textmine.errors import InputError
from textmine.schema import Coding


@dataclass(frozen=True)
class GoldCodes:
    """One coder's codes on one dimension: `codes` are all that the codebook has, in its order."""

    dimension: str
    coder: str
    codes: tuple[str, ...]
    code_of: dict[str, str]


def gold_codes(
    codings: Sequence[Coding],
    codebook: Codebook,
    coder: str | None = None,
    dimensions: Sequence[str] = (),
) -> list[GoldCodes]:
    """Return the codes of one coder on every dimension that they coded, or on those named.

    Without `coder` the adjudicated codes are taken, else those of the only human coder. Machine
    codes are never gold. Raises InputError when there are none.
    """
    human = [coding for coding in codings if coding.origin != "machine"]
    chosen = choose_coder(human, coder)
    for name in dimensions:
        codebook.dimension(name)
    result = []
    skipped = []
    for dimension in codebook.coded_dimensions:
        if dimensions and dimension.id not in dimensions:
            continue
        if dimension.labels == "multi":
            skipped.append(dimension.id)
            continue
        given: dict[str, set[str]] = {}
        for coding in human:
            if coding.coder == chosen and coding.dimension == dimension.id and coding.code:
                given.setdefault(coding.document, set()).add(coding.code)
        # A document whose spans have different codes has no one code of its own.
        code_of = {document: next(iter(c)) for document, c in given.items() if len(c) == 1}
        if code_of:
            result.append(GoldCodes(dimension.id, chosen, tuple(dimension.code_ids), code_of))
    if not result and skipped:
        raise InputError(
            f"'{skipped[0]}' takes several codes a document; classifiers learn one code each.",
            hint="Name a --dimension with one code a document.",
        )
    if not result:
        raise InputError(
            f"{chosen} coded nothing on {', '.join(dimensions) or 'any dimension'}.",
            hint="Name another --coder or --dimension.",
        )
    return result
