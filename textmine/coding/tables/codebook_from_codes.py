"""Make a codebook of the codes that a table uses."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from textmine.codebook import Code, Codebook, Dimension
from textmine.coding.tables.cells import TypedCell
from textmine.coding.tables.code_cells import NO_CODE, code_key
from textmine.errors import InputError


def codebook_from_cells(
    cells: Iterable[TypedCell], source: str, name: str, multi: Collection[str] = ()
) -> Codebook:
    """Make a codebook of the codes that cells hold, those that differ by case only as one.

    Cells of the dimensions in `multi` hold several codes with ';' between them. Raises InputError
    when there are too few codes or a name that a codebook cannot have.
    """
    found: dict[str, dict[str, str]] = {}
    for cell in cells:
        parts = re.split(r"[;|]", cell.typed) if cell.dimension in multi else [cell.typed]
        codes = found.setdefault(cell.dimension, {})
        for part in parts:
            if part.strip() and not (cell.dimension in multi and part.strip() == NO_CODE):
                codes.setdefault(code_key(part), part.strip())
    found = {dimension: codes for dimension, codes in found.items() if codes}
    for dimension, codes in found.items():
        _refuse_unfit(dimension, list(codes.values()), source)
    if not found:
        raise InputError(f"{source} holds no code.", hint="Name its columns with --map.")
    return Codebook(
        name=name,
        title=f"Codes found in {source}",
        dimensions=tuple(
            Dimension(
                id=dimension,
                name=dimension.replace("_", " "),
                labels="multi" if dimension in multi else "single",
                codes=tuple(Code(id=code, name=code) for code in sorted(codes.values())),
            )
            for dimension, codes in found.items()
        ),
    )


def _refuse_unfit(dimension: str, codes: list[str], source: str) -> None:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", dimension):
        raise InputError(
            f"'{dimension}' cannot be the name of a dimension.",
            hint="Use letters, digits and '_', and begin with a letter: --map COLUMN=NAME.",
        )
    if len(codes) < 2:
        raise InputError(
            f"{source} uses one code only on '{dimension}': '{codes[0]}'.",
            hint="A dimension needs two codes or more.",
        )
