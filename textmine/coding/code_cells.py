"""Read what a coder typed as a code of a dimension: its id, or its name in any case."""

from __future__ import annotations

import re

from textmine.codebook import Codebook, Dimension
from textmine.errors import did_you_mean


def code_key(typed: str) -> str:
    """Return a typed code as it is compared: in lower case, 1.0 as 1 (spreadsheets write both)."""
    return re.sub(r"^(-?\d+)\.0+$", r"\1", typed.strip().casefold())


def code_lookup(dimension: Dimension) -> dict[str, str]:
    """Return `code_key` of what may be typed -> code id: ids, and names that only one code has."""
    names = [code_key(code.name) for code in dimension.codes]
    lookup = {
        code_key(code.name): code.id
        for code in dimension.codes
        if names.count(code_key(code.name)) == 1
    }
    return lookup | {code_key(code.id): code.id for code in dimension.codes}


def unknown_code(typed: str, dimension: Dimension, codebook: Codebook) -> str:
    """Return the sentence for a code that the dimension does not have."""
    known = {name for code in dimension.codes for name in (code.id, code.name)}
    return (
        f"'{typed[:60]}' is not a code of '{dimension.id}' in codebook '{codebook.name}'. "
        + did_you_mean(typed, known)
    )
