"""Codes as a matrix: a row a unit, a column a coder, the index of a category in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from textmine.codebook import Codebook
from textmine.errors import InputError
from textmine.schema import Coding


@dataclass(frozen=True)
class CodeMatrix:
    """What each coder said of each unit on one dimension.

    `codes` has shape (n_units, n_coders): the index of a category in `categories`, -1 = missing.
    `crossed` says that the categories are the cells of two dimensions.
    """

    dimension: str
    units: tuple[str, ...]
    coders: tuple[str, ...]
    categories: tuple[str, ...]
    codes: NDArray[np.int64]
    crossed: bool = False


def matrices_of(
    codings: Sequence[Coding], codebook: Codebook, coders: Sequence[str]
) -> list[CodeMatrix]:
    """Return a matrix for each dimension that has codings, and one for the product if there is one.

    Units are sorted; a unit of the product counts for a coder who coded both of its sides. Raises
    InputError when none of the codings is on a dimension of the codebook.
    """
    said: dict[str, dict[tuple[str, str], str]] = {}
    for coding in codings:
        if coding.coder in coders and coding.code is not None:
            said.setdefault(coding.dimension, {})[coding.document, coding.coder] = coding.code
    matrices = [
        build_matrix(dimension.id, said[dimension.id], coders, dimension.code_ids)
        for dimension in codebook.dimensions
        if dimension.id in said
    ]
    if not matrices:
        raise InputError(
            f"None of {', '.join(coders)} gave a code of codebook '{codebook.name}'.",
            hint="Name another --codebook, or import codings with 'textmine coding import'.",
        )
    product = codebook.product
    if product is not None and product.rows in said and product.columns in said:
        rows, columns = said[product.rows], said[product.columns]
        cells = {unit: row + columns[unit] for unit, row in rows.items() if unit in columns}
        crossed = build_matrix(product.name, cells, coders, codebook.cells())
        matrices.append(replace(crossed, crossed=True))
    return matrices


def build_matrix(
    dimension: str,
    said: dict[tuple[str, str], str],
    coders: Sequence[str],
    categories: Sequence[str],
) -> CodeMatrix:
    """Build a matrix from (unit, coder) -> code; raise InputError for a code not in categories."""
    units = sorted({unit for unit, _ in said})
    row = {unit: place for place, unit in enumerate(units)}
    column = {coder: place for place, coder in enumerate(coders)}
    index = {category: place for place, category in enumerate(categories)}
    codes = np.full((len(units), len(coders)), -1, dtype=np.int64)
    for (unit, coder), code in said.items():
        if code not in index:
            raise InputError(
                f"Unit '{unit}' has the code '{code}' by {coder} on '{dimension}', which is not "
                f"among the categories {', '.join(categories)}.",
                hint="Check the codebook with 'textmine codebook check', or name all --categories.",
            )
        codes[row[unit], column[coder]] = index[code]
    return CodeMatrix(dimension, tuple(units), tuple(coders), tuple(categories), codes)
