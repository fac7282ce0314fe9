"""Read nested codes at a higher level: each as the code of a stage that it is grouped under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textmine.codebook import Codebook, Dimension
from textmine.coding.codings import Codings
from textmine.errors import InputError
from textmine.schema import Coding

TOP = "top"
"""The highest level, whatever stages the codes have."""

LEVELS = ("open", "axial", "selective", TOP)


def rolled_up(stands: Codings, level: str) -> Codings:
    """Return what stands with every code read as its nearest ancestor of that stage, or the top.

    A code without such an ancestor stays itself. Dimensions without nesting stay as they are.
    Raises InputError for another level, or when no code of the codebook is grouped under another.
    """
    book = stands.codebook
    refuse_no_level(book, level)
    above = {d.id: read_as(d, level) for d in book.dimensions}
    raised: dict[Coding, None] = {}
    for coding in stands:
        code = coding.code
        if code is not None:
            code = above.get(coding.dimension, {}).get(code, code)
        raised[replace(coding, code=code)] = None
    return replace(stands, codebook=_raised(book, above), items=tuple(raised))


def refuse_no_level(book: Codebook, level: str) -> None:
    """Raise InputError for a level that is none, or that no code of the codebook is grouped at."""
    if level not in LEVELS:
        raise InputError(f"There is no level '{level}'.", hint=f"Known: {', '.join(LEVELS)}.")
    if not any(code.parent for dimension in book.dimensions for code in dimension.codes):
        raise InputError(
            f"No code of '{book.name}' is grouped under another: there is nothing to roll up.",
            hint="Leave the option out, or give codes a parent with 'textmine codebook change'.",
        )
    stages = {code.stage for dimension in book.dimensions for code in dimension.codes}
    if level != TOP and level not in stages:
        raise InputError(
            f"No code of '{book.name}' has the stage '{level}'.",
            hint="Roll up to 'top', or give codes a stage with 'textmine codebook change move'.",
        )


def read_as(dimension: Dimension, level: str) -> dict[str, str]:
    """Return for each code the code that it is read as at a level, itself where it is no other."""
    stage = {code.id: code.stage for code in dimension.codes}
    found = {}
    for code in dimension.codes:
        line = [code.id, *dimension.ancestors(code.id)]
        if level == TOP:
            found[code.id] = line[-1]
        else:
            found[code.id] = next((name for name in line if stage[name] == level), code.id)
    return found


def _raised(book: Codebook, above: dict[str, dict[str, str]]) -> Codebook:
    """Return the codebook with the codes that are left, all of which can be given."""
    dimensions: list[Dimension] = []
    for dimension in book.dimensions:
        kept: Sequence[str] = list(dict.fromkeys(above[dimension.id].values()))
        codes = [
            code.model_copy(update={"codable": True, "parent": ""})
            for code in dimension.codes
            if code.id in kept and not code.retired
        ]
        if len(codes) < 2:
            raise InputError(
                f"'{dimension.id}' has {len(codes)} code at this level: there is nothing to tell "
                "apart.",
                hint="Roll up to another level.",
            )
        dimensions.append(dimension.model_copy(update={"codes": tuple(codes)}))
    return book.model_copy(update={"dimensions": tuple(dimensions)})
