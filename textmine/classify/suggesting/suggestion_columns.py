"""Columns of a coding sheet that show what a machine thinks, apart from those people fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textmine.codebook import Codebook
from textmine.coding.sampling.blind_share import NOT_SHOWN

Columns = dict[str, Mapping[str, str]]
"""Header -> id of the document -> cell."""


def code_names(book: Codebook) -> dict[str, dict[str, str]]:
    """Return dimension -> code id -> the code as it is shown: its id, and its name if it says more.

    Codes that a codebook no longer has are shown as they are.
    """
    return {
        dimension.id: {
            code.id: code.id
            if not code.name or code.name.casefold() == code.id.casefold()
            else f"{code.id} {code.name}"
            for code in dimension.codes
        }
        for dimension in book.dimensions
    }


def hidden(columns: Columns, blind: Sequence[str], keep: Sequence[str] = ()) -> Columns:
    """Return columns with "not shown" beside blind documents, but for the columns to `keep`."""
    instead: Mapping[str, str] = dict.fromkeys(blind, NOT_SHOWN)
    return {
        name: cells if name in keep else {**cells, **instead} for name, cells in columns.items()
    }


def with_figures(codes: Sequence[str], figures: Sequence[float], names: Mapping[str, str]) -> str:
    """Return codes with a figure each, such as "1 subject matter (.48), 3 feelings (.41)"."""
    return ", ".join(
        f"{names.get(code, code)} ({short(figure)})"
        for code, figure in zip(codes, figures, strict=True)
    )


def short(figure: float) -> str:
    """Return a figure from 0 to 1 with two decimals, as probabilities are printed.

    >>> short(0.478), short(0.999), short(1.0), short(0.001)
    ('.48', '.99', '1', '.01')
    """
    if figure in (0.0, 1.0):
        return f"{figure:.0f}"
    return f"{min(max(figure, 0.01), 0.99):.2f}".removeprefix("0")
