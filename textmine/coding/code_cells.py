"""Read what a coder typed as a code of a dimension: its id, or its name in any case."""

from __future__ import annotations

from textmine.codebook import Codebook, Dimension
from textmine.errors import did_you_mean


def code_lookup(dimension: Dimension) -> dict[str, str]:
    """Return typed text (folded) -> code id, for ids and for names that only one code has."""
    names = [code.name.casefold() for code in dimension.codes]
    lookup = {
        code.name.casefold(): code.id
        for code in dimension.codes
        if names.count(code.name.casefold()) == 1
    }
    return lookup | {code.id.casefold(): code.id for code in dimension.codes}


def unknown_code(typed: str, dimension: Dimension, codebook: Codebook) -> str:
    """Return the sentence for a code that the dimension does not have."""
    known = [code.id for code in dimension.codes] + [code.name for code in dimension.codes]
    return (
        f"'{typed[:60]}' is not a code of '{dimension.id}' in codebook '{codebook.name}'. "
        + did_you_mean(typed, known)
    )
