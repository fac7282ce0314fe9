"""Read nested codes at a higher level: each as the code of a stage that it is grouped under."""

from collections.abc import Collection
from dataclasses import replace
from typing import get_args

from textmine.choices import Stage
from textmine.codebook import Codebook, Dimension
from textmine.coding.codings import Codings
from textmine.errors import InputError
from textmine.schema import Coding

TOP = "top"
"""The highest level, whatever stages the codes have."""

LEVELS = (*get_args(Stage), TOP)
_RANK = {stage: index for index, stage in enumerate(LEVELS)}


def rolled_up(codings: Codings, level: str) -> Codings:
    """Return what stands with every code read as its nearest ancestor of that stage, or the top.

    A code without such an ancestor is read as the highest one below that stage, or stays itself.
    Headings that nobody can give and no code is read as are left out, and so are those beyond the
    level that no coding has. Dimensions without nesting stay as they are. Codes below the level
    that no code of it stands above are named in the remarks. Raises InputError for another level,
    or when no code of the codebook is grouped under another.
    """
    book = codings.codebook
    refuse_no_level(book, level)
    above = {d.id: read_as(d, level) for d in book.dimensions}
    raised: dict[Coding, None] = {}
    for coding in codings:
        code = coding.code
        if code is not None:
            code = above.get(coding.dimension, {}).get(code, code)
        raised[replace(coding, code=code)] = None
    raised_codes = {(coding.dimension, coding.code) for coding in raised}
    raised_book = _raised(book, above, level, raised_codes)
    remarks = (*codings.remarks, *_left_below(book, raised_book, level))
    return replace(codings, codebook=raised_book, items=tuple(raised), remarks=remarks)


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
    """Return for each code the code that it is read as at a level, itself where it is no other.

    Where a branch has no code of that stage, that is its highest code of an earlier one.
    """
    rank = {code.id: _RANK.get(code.stage, -1) for code in dimension.codes}
    wanted = _RANK[level]
    code_of = {}
    for code in dimension.codes:
        line = [code.id, *dimension.ancestors(code.id)]
        of_stage = [name for name in line if rank[name] == wanted]
        below = [name for name in line[1:] if 0 <= rank[name] < wanted]
        if level == TOP:
            code_of[code.id] = line[-1]
        else:
            code_of[code.id] = (of_stage[:1] or below[-1:] or [code.id])[0]
    return code_of


def _raised(
    book: Codebook,
    above: dict[str, dict[str, str]],
    level: str,
    told: Collection[tuple[str, str | None]],
) -> Codebook:
    """Return the codebook with the codes that are left, all of which can be given.

    `told` are the dimensions and codes of the codings.
    """
    dimensions: list[Dimension] = []
    for dimension in book.dimensions:
        headings = {code.parent for code in dimension.codes}
        beyond = {
            code.id
            for code in dimension.codes
            if code.id in headings
            and _RANK.get(code.stage, -1) > _RANK[level]
            and (dimension.id, code.id) not in told
        }
        given = {above[dimension.id][code.id] for code in dimension.codes if code.given}
        left_codes = given.union(code for name, code in told if name == dimension.id) - beyond
        codes = [
            code.model_copy(update={"codable": True, "parent": ""})
            for code in dimension.codes
            if code.id in left_codes and not code.retired
        ]
        if len(codes) < 2:
            raise InputError(
                f"'{dimension.id}' has {len(codes)} code at this level: there is nothing to tell "
                "apart.",
                hint="Roll up to another level.",
            )
        dimensions.append(dimension.model_copy(update={"codes": tuple(codes)}))
    return book.model_copy(update={"dimensions": tuple(dimensions)})


def _left_below(book: Codebook, raised: Codebook, level: str) -> list[str]:
    """Say which codes of nested dimensions stay below the level, for no code of it is above."""
    sentences = []
    for dimension in book.dimensions:
        if level == TOP or not any(code.parent for code in dimension.codes):
            continue
        below = [
            code
            for code in raised.dimension(dimension.id).code_ids
            if _RANK.get(dimension.code(code).stage, -1) < _RANK[level]
        ]
        if below:
            sentences.append(
                f"{dimension.id}: {', '.join(below)} {'stays' if len(below) == 1 else 'stay'} as "
                f"{'it is' if len(below) == 1 else 'they are'}, for no code of the stage '{level}' "
                "stands above. 'textmine codebook change move' groups a code under another."
            )
    return sentences
