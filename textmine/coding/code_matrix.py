"""Codes as a matrix: a row a unit, a column a coder, the index of a category in each cell."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Ints
from textmine.codebook import Codebook, Dimension
from textmine.coding.statements import NO_CODE, given_in, statements_of
from textmine.errors import InputError
from textmine.schema import Coding
from textmine.stats.agreement.weights import distinct_sets

Said = Mapping[tuple[str, str], Collection[str]]
"""(unit, coder) -> the codes given; none of them where the coder looked and found none."""


@dataclass(frozen=True)
class CodeMatrix:
    """What each coder said of each unit on one dimension.

    `codes` has shape (n_units, n_coders), -1 = missing: the index of a category in `categories`,
    or where units have sets of codes the index of a set in `sets`, which hold such indices.
    `scale` is that of the categories; `crossed` says that they are the cells of two dimensions,
    `derived_from` names the dimension that they follow from, if they do.
    """

    dimension: str
    units: tuple[str, ...]
    coders: tuple[str, ...]
    categories: tuple[str, ...]
    codes: Ints
    scale: str = "nominal"
    sets: tuple[frozenset[int], ...] = ()
    crossed: bool = False
    derived_from: str = ""

    @property
    def n_values(self) -> int:
        """How many different values a cell can have: categories, or sets of them; 2 or more."""
        return max(2, len(self.sets or self.categories))

    def has_code(self, category: int) -> Ints:
        """Return 1 where a coder gave the category, 0 where not, -1 where nothing was coded."""
        if not self.sets:
            marks = self.codes == category
        else:
            holds = np.array([category in members for members in self.sets])
            marks = holds[self.codes] & (self.codes >= 0)
        return np.where(self.codes < 0, -1, marks).astype(np.int64)

    def typed(self, value: int) -> str:
        """Return what stands for the value of a cell: a code, or several with ';' between them."""
        if value < 0:
            return ""
        if not self.sets:
            return self.categories[value]
        return "; ".join(self.categories[i] for i in sorted(self.sets[value])) or NO_CODE

    def only(self, rows: ArrayLike | None = None, coders: Sequence[str] = ()) -> CodeMatrix:
        """Return the matrix of some units, or of some coders, or of both."""
        keep = np.arange(len(self.units)) if rows is None else np.flatnonzero(np.asarray(rows))
        named = list(coders) or list(self.coders)
        columns = np.array([self.coders.index(coder) for coder in named], dtype=np.int64)
        return replace(
            self,
            units=tuple(self.units[index] for index in keep),
            coders=tuple(named),
            codes=self.codes[np.ix_(keep, columns)],
        )


def matrices_of(
    codings: Sequence[Coding], codebook: Codebook, coders: Sequence[str]
) -> list[CodeMatrix]:
    """Return a matrix for each dimension that has codings, and one for the product if there is one.

    Units are documents, sorted; the codes of a document are those of its spans where spans were
    coded. A unit of the product counts for a coder who coded both of its sides. Raises InputError
    when none of the codings is on a dimension of the codebook.
    """
    unit_codes = codes_by_unit(codings, coders)
    matrices = [
        replace(
            build_matrix(
                dimension.id,
                unit_codes[dimension.id],
                coders,
                _labels(dimension, unit_codes[dimension.id]),
                scale=dimension.scale,
                multi=dimension.labels == "multi",
            ),
            derived_from=dimension.derived_from or "",
        )
        for dimension in codebook.dimensions
        if dimension.id in unit_codes
    ]
    if not matrices:
        raise InputError(
            f"None of {', '.join(coders)} gave a code of codebook '{codebook.name}'.",
            hint="Name another --codebook, or import codings with 'textmine coding import'.",
        )
    product = codebook.product
    if product is not None and product.rows in unit_codes and product.columns in unit_codes:
        rows, columns = unit_codes[product.rows], unit_codes[product.columns]
        cells = {
            unit: {row + column for row in row_codes for column in columns[unit]}
            for unit, row_codes in rows.items()
            if unit in columns
        }
        crossed = build_matrix(product.name, cells, coders, codebook.cells())
        matrices.append(replace(crossed, crossed=True))
    return matrices


def codes_by_unit(
    codings: Sequence[Coding], coders: Sequence[str]
) -> dict[str, dict[tuple[str, str], set[str]]]:
    """Return dimension -> (document, coder) -> codes, a code in a role as code:role."""
    mine = statements_of(coding for coding in codings if coding.coder in set(coders))
    return {
        dimension: {
            (document, coder): {code.typed for code in given_in(statement) if code.code is not None}
            for document, by_coder in by_document.items()
            for coder, statement in by_coder.items()
        }
        for dimension, by_document in mine.items()
    }


def build_matrix(
    dimension: str,
    said: Said,
    coders: Sequence[str],
    categories: Sequence[str],
    *,
    scale: str = "nominal",
    multi: bool = False,
) -> CodeMatrix:
    """Build a matrix from (unit, coder) -> codes; raise InputError for a code not in categories.

    Cells hold sets where `multi` says so or somebody gave a unit several codes.
    """
    units = sorted({unit for unit, _ in said})
    row = {unit: number for number, unit in enumerate(units)}
    column = {coder: number for number, coder in enumerate(coders)}
    index = {category: number for number, category in enumerate(categories)}
    cells: list[list[frozenset[int] | None]] = [[None] * len(coders) for _ in units]
    for (unit, coder), unit_codes in said.items():
        for code in unit_codes:
            if code not in index:
                raise InputError(
                    f"Unit '{unit}' has the code '{code}' by {coder} on '{dimension}', which is "
                    f"not among the categories {', '.join(categories)}.",
                    hint="Check the codebook with 'textmine codebook check', or name all "
                    "--categories.",
                )
        cells[row[unit]][column[coder]] = frozenset(index[code] for code in unit_codes)
    sizes = {len(cell) for line in cells for cell in line if cell is not None}
    if multi or sizes - {1}:
        codes, sets = distinct_sets(cells)
    else:
        values = [[-1 if cell is None else next(iter(cell)) for cell in line] for line in cells]
        codes = np.array(values, dtype=np.int64).reshape(len(units), len(coders))
        sets = ()
    return CodeMatrix(dimension, tuple(units), tuple(coders), tuple(categories), codes, scale, sets)


def _labels(dimension: Dimension, codes_of_units: Said) -> list[str]:
    """Return the codes, each followed by the roles that it was given in."""
    used = {code for codes_given in codes_of_units.values() for code in codes_given}
    return [
        label
        for code in dimension.code_ids
        for label in (code, *(f"{code}:{role}" for role in dimension.roles))
        if label == code or label in used
    ]
